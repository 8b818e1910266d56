"""Sums: finite sums and products over an index, captured indices, and what holds for k = 1."""

from derive.notation import (
    Diagonal,
    Product,
    Sum,
    dimension,
    exp,
    index,
    log,
    positive,
    positive_vector,
    real,
    sqrt,
    trace,
    vector,
)
from derive.rules import (
    coordinates,
    field_arithmetic,
    finite_products,
    laws_of_exponents,
    linearity_of_finite_sums,
    logarithm_of_a_finite_product,
    logarithm_of_a_product,
    modulus_of_a_product,
)
from tests.rejected.wrong import True_, Wrong, one

k, n = dimension("k n")
i, j = index("i j", k)
h = index("h", n)
a, b, c = real("a b c")
u = positive("u")
x, y = vector("x y", k)
z = vector("z", n)
s, t = positive_vector("s t", k)

SAME = "do not have the same normal form"

WRONG = (
    # -- sums -------------------------------------------------------------------------------------
    Wrong(
        "Σxᵢyᵢ = Σxᵢ·Σyᵢ",
        one(Sum(x[i] * y[i], i), Sum(x[i], i) * Sum(y[i], i), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Σxᵢ² = (Σxᵢ)², true for k = 1",
        one(Sum(x[i] ** 2, i), Sum(x[i], i) ** 2, linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Σ1 = 1", one(Sum(1, i), 1, linearity_of_finite_sums()), "step", SAME, false=True
    ),
    Wrong(
        "Σc = c", one(Sum(c, i), c, linearity_of_finite_sums()), "step", SAME, false=True
    ),
    Wrong(
        "Σ(c + xᵢ) = c + Σxᵢ",
        one(Sum(c + x[i], i), c + Sum(x[i], i), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "ΣΣ1 = k", one(Sum(Sum(1, i), j), k, linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Σ1 over the other range",
        one(Sum(1, h) + 0 * k, k, linearity_of_finite_sums()), "step", SAME, false=True,
    ),
    Wrong(
        "Σ c·zₕ = k c, as if z were constant",
        one(Sum(c * z[h], h) + 0 * k, k * c, linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Σ c·xᵢ with the factor for every index",
        one(Sum(c * x[i], i), k * c * Sum(x[i], i), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Σ xᵢ/sᵢ = Σxᵢ/Σsᵢ",
        one(Sum(x[i] / s[i], i), Sum(x[i], i) / Sum(s[i], i), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Σ 1/sᵢ = 1/Σsᵢ",
        one(Sum(1 / s[i], i), 1 / Sum(s[i], i), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "the sum of the roots as the root of the sum",
        one(Sum(sqrt(s[i]), i), sqrt(Sum(s[i], i)), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "the modulus of a sum as the sum of the moduli",
        one(abs(Sum(x[i], i)), Sum(abs(x[i]), i), modulus_of_a_product()),
        "step", SAME, false=True,
    ),
    Wrong(
        "√(Σ xᵢ)² = Σ xᵢ",
        one(sqrt(Sum(x[i], i) ** 2), Sum(x[i], i), field_arithmetic()),
        "step", SAME, false=True,
    ),
    Wrong(
        "division by Σ xᵢ, which may be 0",
        one(Sum(x[i], i) / Sum(x[i], i), 1, field_arithmetic()),
        "step", "the condition Sum\\(x\\[i\\], i\\) != 0 is not shown", false=True,
    ),
    Wrong(
        "Σ xᵢ/xᵢ = k where an entry may be 0",
        one(Sum(x[i] / x[i], i), k, linearity_of_finite_sums()),
        "step", "the condition x\\[i\\] != 0 is not shown", false=True,
    ),
    # -- indices ----------------------------------------------------------------------------------
    Wrong(
        "an inner sum that binds the index of the outer one",
        one(Sum(Sum(x[i] * y[j], j), i), Sum(Sum(x[i] * y[i], i), i),
            linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "a free index captured as a factor goes into a sum",
        one(x[i] * Sum(y[j], j), Sum(x[j] * y[j], j), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "a free index captured by a sum over an index of the same name",
        one(x[i] * Sum(y[i], i), Sum(x[i] * y[i], i), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "a bound index set free",
        one(Sum(x[i] * y[j], j), y[j] * Sum(x[j], j), linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "a sum as k times one of its terms",
        one(Sum(x[i], i) + 0 * x[j], k * x[j], linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "indices exchanged on one side",
        one(Sum(Sum(x[i] * y[j] ** 2, j), i), Sum(x[j] ** 2, j) * Sum(y[i], i),
            linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "the inner sum bound to the diagonal's index",
        one(Diagonal(Sum(s[j], j) * t[i], i), Diagonal(Sum(s[i] * t[i], i), i),
            linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    Wrong(
        "a product of sums over one index",
        one(Sum(x[i], i) * Sum(y[i], i), Sum(Sum(x[i] * y[i], i), j),
            linearity_of_finite_sums()),
        "step", SAME, false=True,
    ),
    # -- products ---------------------------------------------------------------------------------
    Wrong(
        "Πc = c", one(Product(u, i), u, finite_products()), "step", SAME, false=True
    ),
    Wrong(
        "Π c·xᵢ = c Πxᵢ",
        one(Product(u * x[i], i), u * Product(x[i], i), finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Π c·xᵢ = cⁿ Πxᵢ for the other range",
        one(Product(u * x[i], i) + 0 * n, u**n * Product(x[i], i), finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Π(−xᵢ) = −Πxᵢ, true for odd k",
        one(Product(-x[i], i), -Product(x[i], i), finite_products()),
        "step", "same|negative", false=True,
    ),
    Wrong(
        "Π(−1) = 1, true for even k",
        one(Product(-1, i), 1, finite_products()), "step", "same|negative", false=True,
    ),
    Wrong(
        "Π(xᵢ + yᵢ) = Πxᵢ + Πyᵢ",
        one(Product(x[i] + y[i], i), Product(x[i], i) + Product(y[i], i), finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Πe^xᵢ = e^Πxᵢ",
        one(Product(exp(x[i]), i), exp(Product(x[i], i)), finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Π2e^xᵢ = 2e^Σxᵢ",
        one(Product(2 * exp(x[i]), i), 2 * exp(Sum(x[i], i)), finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Πe^c = e^c",
        one(Product(exp(c), i), exp(c), finite_products()), "step", SAME, false=True,
    ),
    Wrong(
        "Σe^xᵢ = e^Σxᵢ",
        one(Sum(exp(x[i]), i), exp(Sum(x[i], i)), finite_products()),
        "step", "does not apply", false=True,
    ),
    Wrong(
        "Σxᵢ = Πxᵢ, true for k = 1",
        one(Sum(x[i], i), Product(x[i], i), finite_products()), "step", SAME, false=True,
    ),
    Wrong(
        "Πxᵢ² = Πxᵢ",
        one(Product(x[i] ** 2, i), Product(x[i], i), finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Π√xᵢ² = Πxᵢ",
        one(Product(sqrt(x[i] ** 2), i), Product(x[i], i), finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Π of a sum as the sum of the products",
        one(Product(Sum(s[j] * t[i], j), i), Sum(Product(s[j], j) * Product(t[i], i), j),
            finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "Π xᵢ/xᵢ = 1 where an entry may be 0",
        one(Product(x[i] / x[i], i), 1, finite_products()),
        "step", "the condition x\\[i\\] != 0 is not shown", false=True,
    ),
    Wrong(
        "an index captured under a product",
        one(Product(s[i] * t[j], j), s[i] * Product(t[j], j), finite_products()),
        "step", SAME, false=True,
    ),
    Wrong(
        "a power with the sum of the exponents",
        one(Product(u**2, i), u ** (k + 2), finite_products()), "step", SAME, false=True,
    ),
    # -- logarithms -------------------------------------------------------------------------------
    Wrong(
        "log Σsᵢ = Σ log sᵢ",
        one(log(Sum(s[i], i)), Sum(log(s[i]), i), logarithm_of_a_finite_product()),
        "step", SAME, false=True,
    ),
    Wrong(
        "log Πsᵢ = Π log sᵢ",
        one(log(Product(s[i], i)), Product(log(s[i]), i), logarithm_of_a_finite_product()),
        "step", SAME, false=True,
    ),
    Wrong(
        "log Πsᵢ = log sᵢ",
        one(log(Product(s[j], j)) + 0 * s[i], log(s[i]), logarithm_of_a_finite_product()),
        "step", SAME, false=True,
    ),
    Wrong(
        "log Πu = log u",
        one(log(Product(u, i)), log(u), logarithm_of_a_finite_product()),
        "step", SAME, false=True,
    ),
    Wrong(
        "log Πxᵢ for entries of any sign",
        one(log(Product(x[i], i)), Sum(log(x[i]), i), logarithm_of_a_finite_product()),
        "step", "the condition 0 < .* is not shown", false=True,
    ),
    Wrong(
        "log Πxᵢ² = 2 Σ log xᵢ for entries of any sign",
        one(log(1 + Product(x[i] ** 2, i)) + log(Product(x[i] ** 2, i)),
            log(1 + Product(x[i] ** 2, i)) + 2 * Sum(log(x[i]), i),
            logarithm_of_a_finite_product()),
        "step", "the condition 0 < .* is not shown", false=True,
    ),
    Wrong(
        "the logarithm of a quotient of products upside down",
        one(log(Product(s[i], i) / Product(t[i], i)), Sum(log(t[i] / s[i]), i),
            logarithm_of_a_finite_product()),
        "step", SAME, false=True,
    ),
    # -- a true line under the wrong rule ---------------------------------------------------------
    Wrong(
        "Σ(xᵢ + yᵢ) split and called field arithmetic",
        one(Sum(x[i] + y[i], i), Sum(x[i], i) + Sum(y[i], i), field_arithmetic()),
        "step", SAME,
    ),
    Wrong(
        "Σ1 = k called field arithmetic",
        one(Sum(1, i), k, field_arithmetic()), "step", SAME,
    ),
    Wrong(
        "Π sᵢtᵢ split and called field arithmetic",
        one(Product(s[i] * t[i], i), Product(s[i], i) * Product(t[i], i), field_arithmetic()),
        "step", SAME,
    ),
    Wrong(
        "Π e^xᵢ called a law of exponents",
        one(Product(exp(x[i]), i), exp(Sum(x[i], i)), laws_of_exponents()), "step", SAME,
    ),
    Wrong(
        "Π split and called linearity of sums",
        one(Product(s[i] * t[i], i) + Sum(2 * x[i], i),
            Product(s[i], i) * Product(t[i], i) + 2 * Sum(x[i], i),
            linearity_of_finite_sums()),
        "step", SAME,
    ),
    Wrong(
        "exponents joined and called linearity of sums",
        one(Sum(exp(c) * exp(x[i]), i), Sum(exp(c + x[i]), i), linearity_of_finite_sums()),
        "step", SAME,
    ),
    Wrong(
        "a logarithm split and called finite products",
        one(log(Product(s[i], i)) * Product(s[i] * t[i], i),
            Sum(log(s[i]), i) * (Product(s[i], i) * Product(t[i], i)), finite_products()),
        "step", SAME,
    ),
    Wrong(
        "log Πsᵢ split and called the logarithm of a product",
        one(log(Product(s[i], i)), Sum(log(s[i]), i), logarithm_of_a_product()),
        "step", "does not apply",
    ),
    Wrong(
        "log e^Σ called the logarithm of a finite product",
        one(log(exp(Sum(x[i], i))), Sum(x[i], i), logarithm_of_a_finite_product()),
        "step", SAME,
    ),
    Wrong(
        "a sum split and called the logarithm of a finite product",
        one(log(u) * Sum(2 * x[i], i), 2 * Sum(x[i], i) * log(u),
            logarithm_of_a_finite_product()),
        "step", "does not apply",
    ),
    Wrong(
        "a product that is no sum called linearity of sums",
        one(Product(s[i] * t[i], i), Product(s[i], i) * Product(t[i], i),
            linearity_of_finite_sums()),
        "step", "does not apply",
    ),
    Wrong(
        "Σxᵢyᵢ = xᵀy called linearity of sums",
        one(Sum(x[i] * y[i], i), x.T @ y, linearity_of_finite_sums()), "step", SAME,
    ),
    Wrong(
        "Σsᵢ = tr diag(s) called linearity of sums",
        one(Sum(s[i], i), trace(Diagonal(s[i], i)), linearity_of_finite_sums()),
        "step", SAME,
    ),
    Wrong(
        "log Σ and Σ log called coordinates",
        one(log(Product(s[i], i)) + x.T @ y, Sum(log(s[i]), i) + Sum(x[i] * y[i], i),
            coordinates()),
        "step", SAME,
    ),
)  # fmt: skip

TRUE = (
    True_("Σc = k c", one(Sum(c, i), k * c, linearity_of_finite_sums())),
    True_(
        "Σ(c + xᵢ) = k c + Σxᵢ",
        one(Sum(c + x[i], i), k * c + Sum(x[i], i), linearity_of_finite_sums()),
    ),
    True_("ΣΣ1 = k²", one(Sum(Sum(1, i), j), k**2, linearity_of_finite_sums())),
    True_(
        "a factor with a free index goes into a sum",
        one(x[i] * Sum(y[j], j), Sum(x[i] * y[j], j), linearity_of_finite_sums()),
    ),
    True_(
        "a factor with a free index goes into a sum over an index of the same name",
        one(x[i] * Sum(y[i], i), Sum(x[i] * y[j], j), linearity_of_finite_sums()),
    ),
    True_(
        "bound indices are only names",
        one(Sum(Sum(x[i] * y[j] ** 2, j), i), Sum(y[i] ** 2, i) * Sum(x[j], j),
            linearity_of_finite_sums()),
    ),
    True_("Πc = cᵏ", one(Product(u, i), u**k, finite_products())),
    True_(
        "Π c·xᵢ = cᵏ Πxᵢ",
        one(Product(u * x[i], i), u**k * Product(x[i], i), finite_products()),
    ),
    True_(
        "Πe^xᵢ = e^Σxᵢ",
        one(Product(exp(x[i]), i), exp(Sum(x[i], i)), finite_products()),
    ),
    True_(
        "Π sⱼtᵢ with a free index",
        one(Product(s[i] * t[j], j), s[i] ** k * Product(t[j], j), finite_products()),
    ),
    True_(
        "log Πsᵢ = Σ log sᵢ",
        one(log(Product(s[i], i)), Sum(log(s[i]), i), logarithm_of_a_finite_product()),
    ),
    True_(
        "log Πu = k log u",
        one(log(Product(u, i)), k * log(u), logarithm_of_a_finite_product()),
    ),
)  # fmt: skip
