"""Missing conditions: branches, factors that vanish, hypotheses of theorems, domains."""

from dataclasses import replace

from sympy import Rational

from derive.derivation import Relation
from derive.library import LIBRARY
from derive.notation import (
    Abs,
    AtMost,
    Equal,
    Expectation,
    Integral,
    Normal,
    Power,
    Var,
    exp,
    log,
    natural,
    nonnegative,
    oo,
    pi,
    positive,
    real,
    sqrt,
)
from derive.rules import (
    abbreviation,
    collecting_logarithms,
    field_arithmetic,
    laws_of_exponents,
    logarithm_of_a_product,
    logarithm_of_a_quotient,
    modulus_of_a_product,
    monotonicity,
    root_of_a_square,
    theorem,
)
from tests.rejected.wrong import True_, Wrong, chain, one, step

x, y, a = real("x y a")
s, t = positive("s t")
w = nonnegative("w")
n = natural("n")
mu, sigma = real("mu"), positive("sigma")


def with_real_sigma():
    """Return the first line of the normalisation for a σ that is any real number."""
    true, any_sigma = LIBRARY["gaussian_normalisation"], Var("sigma", "real")
    start, line = (t.xreplace({sigma: any_sigma}) for t in (true.start, true.steps[0].line))
    first = replace(true.steps[0], line=line)
    return chain(start, first, conditions=true.conditions)


modulus_of_a_positive = one(Abs(s), s, modulus_of_a_product(), name="modulus_of_a_positive")

WRONG = (
    Wrong(
        "√(x²) = x for real x",
        one(sqrt(x**2), x, field_arithmetic()),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "x/x = 1 where x may vanish",
        one(x / x, 1, field_arithmetic()), "step", "the condition x != 0 is not shown", false=True,
    ),
    Wrong(
        "log(x²) = 2·log x for real x",
        one(log(x**2 + 1) + log(x**2), log(x**2 + 1) + 2 * log(x), collecting_logarithms()),
        "step", "the condition 0 < x\\*\\*2 is not shown", false=True,
    ),
    Wrong(
        "log(xy) = log x + log y for real x and y",
        one(log(x * y), log(x) + log(y), logarithm_of_a_product()),
        "step", "the condition 0 < x\\*y is not shown", false=True,
    ),
    Wrong(
        "log(s/x) split though x may be negative",
        one(log(s / x), log(s) - log(x), logarithm_of_a_quotient()),
        "step", "the condition x != 0 is not shown", false=True,
    ),
    Wrong(
        "a root of a square that may be the negative one",
        chain(
            (x + s) ** 2,
            step(x**2 + 2 * (x * s) + s**2, field_arithmetic(), name="expand"),
            step(Equal(x + s, sqrt(x**2 + 2 * (x * s) + s**2)), root_of_a_square(),
                 Relation.IMPLIES),
        ),
        "step", "is not shown to be nonnegative|the condition 0 <=",
    ),
    Wrong(
        "a root of a square that may be the negative one, its radicand a square",
        chain(
            (x - 1) ** 2 + 0,
            step((x - 1) ** 2, field_arithmetic(), name="drop"),
            step(Equal(x - 1, sqrt((x - 1) ** 2)), root_of_a_square(), Relation.IMPLIES),
        ),
        "step", "is not a square|is not shown to be nonnegative",
    ),
    Wrong(
        "a root of a negative number",
        one(sqrt(x) ** 2, x, field_arithmetic()),
        "step", "the condition 0 <= x is not shown", false=True,
    ),
    Wrong(
        "division by what may be 0 after multiplication by it",
        one(w * (1 / w), 1, field_arithmetic()), "step", "the condition w != 0 is not shown",
        false=True,
    ),
    Wrong(
        "a common factor cancelled that may vanish",
        one(((x - 1) * (x + 1)) / (x - 1), x + 1, field_arithmetic()),
        "step", "the condition x - 1 != 0 is not shown",
    ),
    Wrong(
        "0ⁿ = 0, for n = 0 too",
        one(Power(0, n), 0, field_arithmetic()), "step", "do not have the same normal form",
        false=True,
    ),
    Wrong(
        "xʸ for a base that may be negative",
        one(x ** (y + 1), x**y * x, laws_of_exponents()),
        "step", "the condition 0 < x is not shown", false=True,
    ),
    Wrong(
        "x⁻¹ where x may vanish",
        one(x ** Rational(-1) * x, 1, field_arithmetic()),
        "step", "the condition x != 0 is not shown", false=True,
    ),
    Wrong(
        "|x| = x for real x",
        one(Abs(x), x, modulus_of_a_product()), "step", "do not have the same normal form",
        false=True,
    ),
    Wrong(
        "e^(log x) = x for real x",
        one(exp(log(x)), x, laws_of_exponents()), "step", "the condition 0 < x is not shown",
        false=True,
    ),
    Wrong(
        "a standard deviation that may be negative",
        with_real_sigma(), "substitute-the-density", "the condition 0 < sigma is not shown",
    ),
    Wrong(
        "the variance of a 'normal distribution' with standard deviation x − 1",
        one(Expectation((y - a) ** 2, y, Normal(a, x - 1)), (x - 1) ** 2,
            theorem(name="gaussian_variance", values={mu: a, sigma: x - 1})),
        "step", "0 < x - 1 is not shown|does not apply", false=True,
    ),
    Wrong(
        "1 + x ≤ eˣ by a theorem that is about t ≥ 0",
        one(1 + x, exp(x),
            theorem(name="exponential_inequality", values={nonnegative("t"): x}),
            Relation.AT_MOST),
        "step", "t = x is not shown to be nonnegative",
    ),
    Wrong(
        "the modulus of a positive number, of any number",
        one(Abs(x), x, theorem(name="modulus_of_a_positive", values={s: x})),
        "step", "s = x is not shown to be positive", false=True,
        also={"modulus_of_a_positive": modulus_of_a_positive},
    ),
    Wrong(
        "a theorem for natural numbers at one half",
        one(t ** (Rational(1, 2) + 1), t ** Rational(1, 2) * s,
            theorem(name="power", values={n: Rational(1, 2)})),
        "step", "n = 1/2 is not shown to be natural|does not apply", false=True,
        also={"power": one(t ** (n + 1), t**n * t, field_arithmetic(), name="power")},
    ),
    Wrong(
        "a bound multiplied by a factor of unknown sign",
        one(x * w, x * (w + 1), monotonicity(smaller=w, larger=w + 1, difference=1),
            Relation.AT_MOST),
        "step", "is not shown to be monotone", false=True,
    ),
    Wrong(
        "a bound multiplied by a negative factor",
        one(-s * w, -s * (w + 1), monotonicity(smaller=w, larger=w + 1, difference=1),
            Relation.AT_MOST),
        "step", "makes the line smaller, not larger", false=True,
    ),
    Wrong(
        "a bound squared though it may be negative",
        one(x**2, (x + s) ** 2, monotonicity(smaller=x, larger=x + s, difference=s),
            Relation.AT_MOST),
        "step", "is not shown to be monotone", false=True,
    ),
    Wrong(
        "a larger denominator, a larger quotient",
        one(1 / (1 + w), 1 / (2 + w), monotonicity(smaller=1 + w, larger=2 + w, difference=1),
            Relation.AT_MOST),
        "step", "makes the line smaller, not larger", false=True,
    ),
    Wrong(
        "a quotient whose denominators have two signs",
        one(1 / (0 - s), 1 / (t + s), monotonicity(smaller=0 - s, larger=t + s,
                                                  difference=(t + s) + s), Relation.AT_MOST),
        "step", "the sign of the denominator|makes the line smaller",
    ),
    Wrong(
        "a difference said to be nonnegative that is not",
        one(x, x**2, monotonicity(smaller=x, larger=x**2, difference=x**2 - x), Relation.AT_MOST),
        "step", "is not shown to be nonnegative", false=True,
    ),
    Wrong(
        "one letter, two domains",
        chain(Abs(real("z")), step(positive("z"), modulus_of_a_product())),
        "", "z is declared",
    ),
    Wrong(
        "a letter that nothing declares",
        replace(one(x + 0, x, field_arithmetic()), arguments={}),
        "", "neither bound nor among the arguments",
    ),
    Wrong(
        "the hypothesis that integrals converge left out",
        replace(LIBRARY["gaussian_mean"], conditions=()),
        "definition-of-the-expectation", "it needs the integrability",
    ),
    Wrong(
        "the hypothesis that the boundary term vanishes left out",
        replace(
            LIBRARY["gaussian_variance"],
            conditions=tuple(LIBRARY["gaussian_variance"].conditions[:1]),
        ),
        "integration-by-parts", "it needs the vanishing",
    ),
    Wrong(
        "an abbreviation that contradicts its own domain",
        chain(Abs(s) + s, step(Abs(Rational(-1)) + Rational(-1), abbreviation(),
                               name="abbreviate"), where={s: Rational(-1)}),
        "abbreviate", "s = -1|-1 is not|positive", malformed=True,
    ),
    Wrong(
        "an integral over an interval that may run backwards",
        one(Integral(1, y, 0, x) + 0, Integral(1, y, 0, x), field_arithmetic()),
        "step", "the condition 0 <= x is not shown",
    ),
    Wrong(
        "a variable declared positive that is integrated over all of ℝ",
        one(Integral(exp(-(s**2)), s), sqrt(pi), theorem(name="gaussian_integral")),
        "step", "does not lie in|does not apply",
    ),
    Wrong(
        "an infinity among the numbers of a line",
        one(exp(oo) ** 2, Equal(exp(oo), sqrt(exp(oo) ** 2)), root_of_a_square(),
            Relation.IMPLIES),
        "step", "oo|infinit", malformed=True,
    ),
)  # fmt: skip

TRUE = (
    True_("√(σ²) = σ for positive σ", one(sqrt(s**2), s, field_arithmetic())),
    True_("√(x²) = |x|", one(sqrt(x**2), Abs(x), modulus_of_a_product())),
    True_("s/s = 1 for positive s", one(s / s, 1, field_arithmetic())),
    True_(
        "log(s²) = 2·log s for positive s",
        one(log(s**2), 2 * log(s), collecting_logarithms()),
    ),
    True_(
        "log(st) = log s + log t for positive s and t",
        one(log(s * t), log(s) + log(t), logarithm_of_a_product()),
    ),
    True_("|st| = s|t|", one(Abs(s * x), s * Abs(x), modulus_of_a_product())),
    True_(
        "1 + x² ≤ exp(x²)",
        one(1 + x**2, exp(x**2),
            theorem(name="exponential_inequality", values={nonnegative("t"): x**2}),
            Relation.AT_MOST),
    ),
    True_(
        "a bound multiplied by a positive factor",
        one(s * w, s * (w + 1), monotonicity(smaller=w, larger=w + 1, difference=1),
            Relation.AT_MOST, claim=AtMost(s * w, s * (w + 1))),
    ),
)  # fmt: skip
