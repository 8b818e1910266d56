"""Vector integrals: moments, Jacobians, derivatives, boundary terms, Fubini, instances."""

from sympy import Integer

from derive.derivation import Relation
from derive.library.diagonal_density import cov as diagonal_cov
from derive.library.diagonal_density import sigma as stds
from derive.library.expected_quadratic_form import A as A_
from derive.library.expected_quadratic_form import Sigma as Sigma_
from derive.library.expected_quadratic_form import k as k_
from derive.library.expected_quadratic_form import m as m_
from derive.library.expected_quadratic_form import mu as mu_
from derive.library.gaussian_covariance import q as q_
from derive.library.gaussian_covariance import x as x_
from derive.library.kl_diagonal import variance1, variance2
from derive.library.kl_multivariate import Sigma1, Sigma2, mahalanobis, mu1, mu2, spread
from derive.library.kl_multivariate import k as kk
from derive.notation import (
    Abs,
    Cholesky,
    Derivative,
    Diagonal,
    Expectation,
    Identity,
    Integrable,
    Integral,
    MultivariateNormal,
    Normal,
    Power,
    Product,
    Sum,
    Zero,
    as_term,
    det,
    diagonal,
    dimension,
    exp,
    half,
    index,
    inverse,
    invertible,
    log,
    matrix,
    pi,
    positive,
    positive_definite,
    positive_vector,
    real,
    sqrt,
    symmetric,
    trace,
    vector,
)
from derive.rules import (
    definition_of_the_expectation,
    differentiation,
    field_arithmetic,
    integral_of_a_derivative,
    integral_of_a_product,
    linear_substitution,
    linearity_in_space,
    linearity_of_the_integral,
    marginalisation,
    matrix_algebra,
    normal_density,
    substitution,
    theorem,
)
from tests.rejected.wrong import True_, Wrong, one, with_line, with_step

k, n = dimension("k n")
i, j = index("i j", k)
other = index("l", k)
x, y, z, m, a = vector("x y z m a", k)
w = vector("w", n)
s = positive_vector("s", k)
t, u, c = real("t u c")
mean, std = real("mu"), positive("sigma")
A, B = matrix("A B", k, k)
F = matrix("F", k, n)
P = symmetric("P", k)
S, T = positive_definite("S T", k)
N = invertible("N", k)
D = diagonal("D", k)
q = MultivariateNormal(m, S)
SPACE = ("gaussian_integrability", "multivariate_gaussian_integrability")
VANISHING = (*SPACE, "exponential_beats_polynomial")

SAME = "do not have the same normal form"
NOT_GAUSSIAN = "is not a polynomial in x × a Gaussian"
bell = exp(-(x.T @ x))
whole = Integral(exp(-((x - m).T @ (x - m))), x)


def moved(by):
    """Return the integrand of ``whole`` at another point."""
    return exp(-((by - m).T @ (by - m)))


def mean_of(body):
    """Return the expectation under q."""
    return Expectation(body, x, q)


def moment(before, after):
    """Return a derivation by linearity."""
    return one(before, after, linearity_in_space(), conditions=SPACE)


def changed(to, value, jacobian, variable=z):
    """Return a change of variables in ``whole`` whose matrix is ``jacobian``."""
    return one(
        whole, Integral(moved(value) * to, variable),
        linear_substitution(variable=variable, value=value, matrix=jacobian), conditions=SPACE,
    )  # fmt: skip


def vanishing(f, x=x, zero=None):
    """Return a derivation by ∫ ∂f/∂x dx = 0."""
    zero = Zero(k, 1) if zero is None else zero
    integral = Integral(Derivative(f, x), x)
    return one(integral, zero, integral_of_a_derivative(), conditions=VANISHING)


def gradient(f, value, variable=x, said=None):
    """Return a derivation that replaces a derivative by a value."""
    return one(
        Derivative(f, variable), value if said is None else said,
        differentiation(values=[(f, variable, value)]),
    )  # fmt: skip


densities = Product(Normal(m[j], s[j])(x[j]), j)
normalised = {"name": "gaussian_normalisation", "values": {mean: m[j], std: s[j]}}
own = Normal(m[i], s[i])(t)


def marginal(before, after, **changes):
    """Return a derivation that integrates the other coordinates out."""
    given = {"index": i, "coordinate": t, **normalised, **changes}
    return one(before, after, marginalisation(**given), conditions=SPACE)


def split(body, after, index=i):
    """Return a derivation by Tonelli's theorem."""
    return one(
        Integral(Product(body, index), x), after, integral_of_a_product(coordinate=t),
        conditions=SPACE,
    )  # fmt: skip


squares = exp(-(s[i] * x[i] ** 2))
of_q = {mu_: m, Sigma_: S}
form = mean_of((x - y).T @ A @ (x - y))

WRONG = (
    # -- moments ----------------------------------------------------------------------------------
    Wrong(
        "E[xxᵀ] = E[x] E[x]ᵀ",
        moment(mean_of(x @ x.T), mean_of(x) @ mean_of(x).T), "step", SAME, false=True,
    ),
    Wrong(
        "E[xᵀAx] = E[x]ᵀ A E[x]",
        moment(mean_of(x.T @ A @ x), mean_of(x).T @ A @ mean_of(x)), "step", SAME, false=True,
    ),
    Wrong(
        "E[A x mᵀ] with both factors on the right",
        moment(mean_of(A @ x @ m.T), mean_of(x) @ m.T @ A), "step", SAME, false=True,
    ),
    Wrong(
        "E[A xxᵀ] = E[xxᵀ] A",
        moment(mean_of(A @ x @ x.T), mean_of(x @ x.T) @ A), "step", SAME, false=True,
    ),
    Wrong(
        "E[A xxᵀ B] with the factors exchanged",
        moment(mean_of(A @ x @ x.T @ B), B @ mean_of(x @ x.T) @ A), "step", SAME, false=True,
    ),
    Wrong(
        "E[Ax] = Aᵀ E[x]",
        moment(mean_of(A @ x), A.T @ mean_of(x)), "step", SAME, false=True,
    ),
    Wrong(
        "E[xᵀAx] = tr(A) E[xᵀx]",
        moment(mean_of(x.T @ A @ x), trace(A) * mean_of(x.T @ x)), "step", SAME, false=True,
    ),
    Wrong(
        "E[x mᵀ] with a transpose lost",
        moment(mean_of(x @ m.T) + A, m @ mean_of(x).T + A), "step", SAME, false=True,
    ),
    Wrong(
        "a variable taken out of its own expectation",
        moment(mean_of(x.T @ x) + x.T @ m, x.T @ mean_of(x) + x.T @ m),
        "step", SAME, false=True,
    ),
    Wrong(
        "E[Σxᵢ²] = ΣE[xᵢ]²",
        moment(mean_of(Sum(x[i] ** 2, i)), Sum(mean_of(x[i]) ** 2, i)),
        "step", SAME, false=True,
    ),
    Wrong(
        "E[xᵢ Σxⱼ] with the index captured",
        moment(mean_of(x[i] * Sum(x[j], j)) + x[i], Sum(mean_of(x[j] * x[j]), j) + x[i]),
        "step", SAME, false=True,
    ),
    Wrong(
        "an integral in space split into ∞ − ∞",
        one(Integral(bell + 1 - 1, x), Integral(bell, x) + Integral(1, x) - Integral(1, x),
            linearity_in_space(), conditions=SPACE),
        "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "the integral in space of one summand of a sum that cancels",
        one(Integral(bell + x.T @ x - x.T @ x, x), Integral(bell, x)
            + Integral(x.T @ x, x) - Integral(x.T @ x, x),
            linearity_of_the_integral(), conditions=SPACE),
        "step", NOT_GAUSSIAN,
    ),
    # -- covariances, standard deviations, instances ----------------------------------------------
    Wrong(
        "standard deviations for a covariance",
        one(MultivariateNormal(m, Diagonal(s[i], i))(x), Product(Normal(m[i], s[i])(x[i]), i),
            theorem(name="diagonal_density", values={vector("mu", k): m, stds: s})),
        "step", "neither side occurs|does not apply|theorem gives", false=True,
    ),
    Wrong(
        "variances for standard deviations",
        one(MultivariateNormal(m, Diagonal(s[i] ** 2, i))(x),
            Product(Normal(m[i], s[i] ** 2)(x[i]), i),
            theorem(name="diagonal_density", values={vector("mu", k): m, stds: s})),
        "step", "theorem gives|does not apply", false=True,
    ),
    Wrong(
        "a standard deviation in the diagonal covariance",
        with_line("diagonal_density", "substitute-the-density", diagonal_cov,
                  Diagonal(stds[i], i)),
        "substitute-the-density", "the rule normal-density gives", false=True,
    ),
    Wrong(
        "the Cholesky factor for a covariance",
        one(MultivariateNormal(m, Cholesky(S))(x), MultivariateNormal(m, Cholesky(S))(x) + 0,
            field_arithmetic()),
        "step", "the condition PositiveDefinite",
    ),
    Wrong(
        "a density with a covariance that is only symmetric",
        one(Integral(MultivariateNormal(m, P)(x), x), Integer(1),
            theorem(name="multivariate_normalisation", values={mu_: m, Sigma_: P}),
            conditions=SPACE),
        "step", "the condition PositiveDefinite", false=True,
    ),
    Wrong(
        "a density with the covariance FFᵀ",
        one(Integral(MultivariateNormal(m, F @ F.T)(x), x), Integer(1),
            theorem(name="multivariate_normalisation", values={mu_: m, Sigma_: F @ F.T}),
            conditions=SPACE),
        "step", "the condition PositiveDefinite", false=True,
    ),
    Wrong(
        "variances that may be 0",
        one(Integral(MultivariateNormal(m, Diagonal(y[i] ** 2, i))(x), x), Integer(1),
            theorem(name="multivariate_normalisation",
                    values={mu_: m, Sigma_: Diagonal(y[i] ** 2, i)}),
            conditions=SPACE),
        "step", "the condition PositiveDefinite", false=True,
    ),
    Wrong(
        "a symmetric matrix for a positive definite one in an instance",
        one(det(P), Power(det(N), 2),
            theorem(name="cholesky_determinant", values={positive_definite("Sigma", k): P})),
        "step", "neither side occurs|is not shown to be positive definite|theorem gives",
        false=True,
    ),
    Wrong(
        "any vector for a positive one in an instance",
        one(MultivariateNormal(m, Diagonal(s[i] ** 2, i))(x),
            Product(Normal(m[i], y[i])(x[i]), i),
            theorem(name="diagonal_density", values={vector("mu", k): m, stds: y})),
        "step", "neither side occurs|the condition 0 < y\\[i\\] is not shown", false=True,
    ),
    Wrong(
        "a rectangular matrix in an instance",
        one(form, trace(A @ S) + (m - y).T @ A @ (m - y),
            theorem(name="expected_quadratic_form", values={**of_q, m_: y, A_: F}),
            conditions=SPACE),
        "step", "ShapeError",
    ),
    Wrong(
        "a vector of another length in an instance",
        one(form, trace(A @ S) + (m - y).T @ A @ (m - y),
            theorem(name="expected_quadratic_form", values={**of_q, m_: w, A_: A}),
            conditions=SPACE),
        "step", "ShapeError",
    ),
    Wrong(
        "another dimension for matrices that keep theirs",
        one(form, trace(A @ S) + (m - y).T @ A @ (m - y),
            theorem(name="expected_quadratic_form", values={k_: n, **of_q, m_: y, A_: A}),
            conditions=SPACE),
        "step", "ShapeError|is not shown to be|does not apply",
    ),
    Wrong(
        "the quadratic form with the transposed covariance factor",
        one(form, trace(S @ A.T @ S) + (m - y).T @ A @ (m - y),
            theorem(name="expected_quadratic_form", values={**of_q, m_: y, A_: A}),
            conditions=SPACE),
        "step", "theorem gives|same normal form", false=True,
    ),
    Wrong(
        "the quadratic form without its trace",
        one(form, (m - y).T @ A @ (m - y),
            theorem(name="expected_quadratic_form", values={**of_q, m_: y, A_: A}),
            conditions=SPACE),
        "step", "theorem gives|same normal form", false=True,
    ),
    Wrong(
        "the second moment for the covariance",
        one(mean_of(x @ x.T), S,
            theorem(name="gaussian_covariance", values={mu_: m, Sigma_: S}), conditions=SPACE),
        "step", "neither side occurs", false=True,
    ),
    Wrong(
        "the inverse of the wrong covariance in the divergence",
        with_line("kl_multivariate", "expected-form-of-p", spread,
                  trace(inverse(Sigma1) @ Sigma2)),
        "expected-form-of-p", "theorem gives|same normal form", false=True,
    ),
    Wrong(
        "the covariance for its inverse in Mahalanobis's distance",
        with_line("kl_multivariate", "expected-form-of-p", mahalanobis,
                  (mu1 - mu2).T @ Sigma2 @ (mu1 - mu2)),
        "expected-form-of-p", "theorem gives|same normal form", false=True,
    ),
    Wrong(
        "the logarithm of a root as the root of the logarithm",
        with_line(
            "kl_multivariate", "logarithm-of-each-root",
            log((2 * pi) ** kk * det(Sigma1)) / 2, sqrt(log((2 * pi) ** kk * det(Sigma1))),
        ),
        "logarithm-of-each-root", "the rule logarithm-of-a-root gives", false=True,
    ),
    Wrong(
        "the dimension forgotten in the divergence",
        with_line("kl_multivariate", "trace-of-the-identity", kk + 0, as_term(1) + 0),
        "trace-of-the-identity", SAME, false=True,
    ),
    Wrong(
        "the variances exchanged in the diagonal divergence",
        with_line("kl_diagonal", "entry-by-entry", variance1 / variance2, variance2 / variance1),
        "entry-by-entry", SAME, false=True,
    ),
    Wrong(
        "2π once, not k times, in a density",
        one(q(x), (1 / sqrt(2 * pi * det(S))) * exp(-((x - m).T @ inverse(S) @ (x - m) / 2)),
            normal_density()),
        "step", "the rule normal-density gives", false=True,
    ),
    # -- a linear change of variables -------------------------------------------------------------
    Wrong(
        "a change of variables without its determinant",
        changed(1, m + N @ z, N), "step", "the rule linear-substitution gives", false=True,
    ),
    Wrong(
        "a change of variables with the determinant, not its modulus",
        changed(det(N), m + N @ z, N), "step", "the rule linear-substitution gives",
        false=True,
    ),
    Wrong(
        "a change of variables with the determinant inverted",
        changed(1 / Abs(det(N)), m + N @ z, N), "step", "the rule linear-substitution gives",
        false=True,
    ),
    Wrong(
        "a change of variables with a matrix that may be singular",
        changed(Abs(det(A)), m + A @ z, A), "step",
        "is not a polynomial|A is not shown to be invertible", false=True,
    ),
    Wrong(
        "a change of variables with a diagonal matrix that may be singular",
        changed(Abs(det(D)), m + D @ z, D), "step",
        "is not a polynomial|D is not shown to be invertible", false=True,
    ),
    Wrong(
        "a change of variables whose Jacobian matrix is another one",
        changed(Abs(det(S)), m + N @ z, S), "step", "is not S @ z \\+ a constant", false=True,
    ),
    Wrong(
        "a change of variables whose Jacobian matrix is transposed",
        changed(Abs(det(N.T)), m + N @ z, N.T), "step", "is not N.T @ z \\+ a constant",
    ),
    Wrong(
        "a change of variables that is not linear",
        changed(Abs(det(N)), m + (z.T @ z) * (N @ z), N), "step",
        "is not a polynomial|is not N @ z \\+ a constant", false=True,
    ),
    Wrong(
        "a change of variables with a matrix that depends on the new variable",
        changed(Abs(det(N + z @ z.T)), (N + z @ z.T) @ z, N + z @ z.T), "step",
        "is not a polynomial|already occurs",
    ),
    Wrong(
        "a change of variables to a variable that occurs already",
        changed(Abs(det(N)), m + N @ m, N, variable=m), "step",
        "already occurs|capture|is not a polynomial", false=True,
    ),
    Wrong(
        "a change of variables to its own variable",
        one(whole, Integral(moved(m + N @ x) * Abs(det(N)), x),
            linear_substitution(variable=x, value=m + N @ x, matrix=N), conditions=SPACE),
        "step", "already occurs in the integral",
    ),
    Wrong(
        "a change of variables to a space of another dimension",
        one(whole, Integral(moved(m + F @ w) * Abs(det(S)), w),
            linear_substitution(variable=w, value=m + F @ w, matrix=S), conditions=SPACE),
        "step", "is not a polynomial|is not a map of the whole space", false=True,
    ),
    Wrong(
        "a matrix before the new variable, and none in the Jacobian",
        one(whole, Integral(moved(m + 2 * z) * Abs(det(Identity(k))), z),
            linear_substitution(variable=z, value=m + 2 * z, matrix=Identity(k)),
            conditions=SPACE),
        "step", "is not identity\\(k\\) @ z \\+ a constant|is not .* a constant", false=True,
    ),
    Wrong(
        "2 for 2ᵏ as the Jacobian",
        one(whole, Integral(moved(m + 2 * z) * 2, z),
            linear_substitution(variable=z, value=m + 2 * z, matrix=2 * Identity(k)),
            conditions=SPACE),
        "step", "the rule linear-substitution gives", false=True,
    ),
    Wrong(
        "a substitution on the line for an integral over space",
        one(whole, Integral(moved(m + 2 * z) * 2, z),
            substitution(variable=z, value=m + 2 * z, jacobian=2), conditions=SPACE),
        "step", "the rule substitution fails|does not fit|is not shown to increase|gives",
        false=True,
    ),
    Wrong(
        "a change of variables where there is no integral over space",
        one(Integral(exp(-(u**2)), u) + 0 * det(N), Integral(exp(-(t**2)) * 2, t) + 0 * det(N),
            linear_substitution(variable=t, value=t, matrix=N), conditions=SPACE),
        "step", "is not an integral over ℝᵏ|the rule linear-substitution gives", false=True,
    ),
    # -- the integral of a derivative -------------------------------------------------------------
    Wrong(
        "∫ ∂x/∂x dx = 0",
        vanishing(x, zero=Zero(k, k)), "step", NOT_GAUSSIAN,
    ),
    Wrong("∫ ∇ xᵀx dx = 0", vanishing(x.T @ x), "step", NOT_GAUSSIAN),
    Wrong("∫ ∇ 1 dx = 0", vanishing(as_term(1)), "step", NOT_GAUSSIAN),
    Wrong("∫ ∇ exp(xᵀx) dx = 0", vanishing(exp(x.T @ x)), "step", NOT_GAUSSIAN),
    Wrong(
        "∫ ∇ exp(−xᵀPx) dx = 0 for a symmetric P",
        vanishing(exp(-(x.T @ P @ x))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−xᵀAx) dx = 0 for an arbitrary A",
        vanishing(exp(-(x.T @ A @ x))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−xᵀFFᵀx) dx = 0, semidefinite",
        vanishing(exp(-(x.T @ F @ F.T @ x))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−xᵀAᵀAx) dx = 0, semidefinite",
        vanishing(exp(-(x.T @ A.T @ A @ x))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−(aᵀx)²) dx = 0, which is no Gaussian on space",
        vanishing(exp(-((a.T @ x) ** 2))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−xᵀaaᵀx) dx = 0, which is no Gaussian on space",
        vanishing(exp(-(x.T @ (a @ a.T) @ x))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−c xᵀx) dx = 0 for a c that may be negative",
        vanishing(exp(-(c * (x.T @ x)))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−xᵀSx + xᵀTx) dx = 0",
        vanishing(exp(x.T @ T @ x - x.T @ S @ x)), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−Σyᵢxᵢ²) dx = 0 for entries of any sign",
        vanishing(exp(-Sum(y[i] * x[i] ** 2, i))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−Σ xᵢ) dx = 0",
        vanishing(exp(-Sum(x[i], i))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ exp(−xᵢ²) dx = 0, which depends on one coordinate",
        vanishing(exp(-(x[i] ** 2))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ (q(x) e^(xᵀx)) dx = 0",
        vanishing(q(x) * exp(x.T @ x)), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ ∇ (e^(−yᵀy)) dx = 0 in another variable",
        vanishing(exp(-(y.T @ y))), "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ q(x)·x dx = 0, where nothing is a derivative",
        one(Integral(q(x) * x, x), Zero(k, 1), integral_of_a_derivative(),
            conditions=VANISHING),
        "step", "does not apply", false=True,
    ),
    Wrong(
        "∫ of a gradient times x = 0",
        one(Integral(x @ Derivative(q(x), x).T, x), Zero(k, k), integral_of_a_derivative(),
            conditions=VANISHING),
        "step", "does not apply", false=True,
    ),
    Wrong(
        "∫ of a gradient at a fixed point = 0",
        one(Integral(Derivative(q(x), x, m), x), Zero(k, 1), integral_of_a_derivative(),
            conditions=VANISHING),
        "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "∫ of a gradient in the mean = 0, though it is not in x",
        one(Integral(Derivative(q(x), m), x), Zero(k, 1), integral_of_a_derivative(),
            conditions=VANISHING),
        "step", "is not a polynomial|is not a derivative in x",
    ),
    Wrong(
        "∫ of a gradient as 1",
        one(m.T @ Integral(Derivative(q(x), x), x), m.T @ m, integral_of_a_derivative(),
            conditions=VANISHING),
        "step", "the rule integral-of-a-derivative gives", false=True,
    ),
    # -- what is integrable over space ------------------------------------------------------------
    Wrong(
        "∫ over ℝᵏ of what depends on one coordinate",
        one(Integral(exp(-(x[i] ** 2)), x), sqrt(pi) + 0 * x[i], field_arithmetic(),
            conditions=SPACE),
        "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "the marginal of one density among none",
        one(Integral(Normal(0, 1)(x[i]), x) + 0 * m[i], Integer(1) + 0 * m[i],
            field_arithmetic(), conditions=SPACE),
        "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "0·∞ over ℝᵏ",
        one(0 * Integral(bell, x), 0 * Integral(exp(x.T @ x), x), field_arithmetic(),
            conditions=SPACE),
        "step", NOT_GAUSSIAN,
    ),
    Wrong(
        "a Gaussian divided by xᵀx",
        one(Integral(bell / (1 + x.T @ x), x), Integral(bell / (x.T @ x + 1), x) + 0,
            field_arithmetic(), conditions=SPACE),
        "step", NOT_GAUSSIAN,
    ),
    # -- products over the coordinates ------------------------------------------------------------
    Wrong(
        "Tonelli for factors that may be negative",
        one(Product(x[i] * squares, i), Integrable(Product(x[i] * squares, i), x),
            integral_of_a_product(coordinate=t), Relation.IS_INTEGRABLE, conditions=SPACE),
        "step", "is not shown to be nonnegative",
    ),
    Wrong(
        "the integral of a product as one integral",
        split(squares, Integral(exp(-(s[i] * t**2)), t)),
        "step", "the rule integral-of-a-product gives", false=True,
    ),
    Wrong(
        "the integral of a product as a sum of integrals",
        split(squares, Sum(Integral(exp(-(s[i] * t**2)), t), i)),
        "step", "the rule integral-of-a-product gives", false=True,
    ),
    Wrong(
        "the integral of a product with another index in the factors",
        split(squares, Product(Integral(exp(-(s[j] * t**2)), t), i)),
        "step", "the rule integral-of-a-product gives", false=True,
    ),
    Wrong(
        "the integral of a sum as the sum of integrals on the line",
        one(Integral(Sum(squares, i), x), Sum(Integral(exp(-(s[i] * t**2)), t), i),
            integral_of_a_product(coordinate=t), conditions=SPACE),
        "step", "does not apply",
    ),
    Wrong(
        "factors that depend on all coordinates",
        split(exp(-(x.T @ x)), Product(Integral(exp(-(x.T @ x)), t), i)),
        "step", "depends on more than|is not seen to be integrable|does not apply",
    ),
    Wrong(
        "factors that depend on two coordinates",
        split(exp(-(x[i] ** 2 + x[j] ** 2)),
              Product(Integral(exp(-(t**2 + x[j] ** 2)), t), i)),
        "step", "is not a polynomial|depends on more than", false=True,
    ),
    Wrong(
        "a coordinate that occurs in the factors",
        one(Integral(Product(exp(-(x[i] ** 2) + t), i), x),
            Product(Integral(exp(-(t**2) + t), t), i),
            integral_of_a_product(coordinate=t), conditions=SPACE),
        "step", "is not a new real variable", false=True,
    ),
    Wrong(
        "the factors' index bound again inside a factor",
        split(exp(-(x[i] ** 2) + 0 * Sum(x[i], i)),
              Product(Integral(exp(-(t**2) + 0 * Sum(t, i)), t), i)),
        "step", "a name is bound again|is not a polynomial",
    ),
    # -- marginals --------------------------------------------------------------------------------
    Wrong(
        "a marginal of what depends on two coordinates",
        marginal(Integral(densities * (x[i] * x[other]), x),
                 Integral(own * (t * x[other]), t)),
        "step", "depends on more than", false=True,
    ),
    Wrong(
        "a marginal of what depends on all coordinates",
        marginal(Integral(densities * (x.T @ x), x), Integral(own * t**2, t)),
        "step", "the rule marginalisation gives", false=True,
    ),
    Wrong(
        "a marginal of a sum whose index is the coordinate's",
        marginal(Integral(densities * Sum(x[i], i), x), Integral(own * Sum(t, i), t)),
        "step", "a name is bound again", false=True,
    ),
    Wrong(
        "a marginal without the density of its coordinate",
        marginal(Integral(densities * exp(-(x[i] ** 2)), x), Integral(exp(-(t**2)), t)),
        "step", "the rule marginalisation gives", false=True,
    ),
    Wrong(
        "a marginal with the density of another coordinate",
        marginal(Integral(densities * x[i] ** 2, x) + 0 * x[other],
                 Integral(Normal(m[other], s[other])(t) * t**2, t) + 0 * x[other]),
        "step", "the rule marginalisation gives", false=True,
    ),
    Wrong(
        "a marginal of factors that are not normalised",
        one(Integral(Product(exp(-(x[j] ** 2)), j) * x[i] ** 2, x),
            Integral(exp(-(t**2)) * t**2, t),
            marginalisation(index=i, coordinate=t, name="gaussian_integral", values={}),
            conditions=SPACE),
        "step", "does not say that", false=True,
    ),
    Wrong(
        "a marginal of factors that are not normalised, citing a theorem on densities",
        one(Integral(Product(exp(-(x[j] ** 2)), j) * x[i] ** 2, x),
            Integral(exp(-(t**2)) * t**2, t),
            marginalisation(index=i, coordinate=t, name="gaussian_normalisation",
                            values={mean: 0, std: 1}),
            conditions=SPACE),
        "step", "does not say that", false=True,
    ),
    Wrong(
        "a marginal that cites a theorem on something else",
        marginal(Integral(densities * x[i] ** 2, x), Integral(own * t**2, t),
                 name="gaussian_mean"),
        "step", "does not say that",
    ),
    Wrong(
        "a marginal that cites the theorem for one coordinate only",
        marginal(Integral(densities * x[i] ** 2, x), Integral(own * t**2, t),
                 values={mean: m[i], std: s[i]}),
        "step", "does not say that",
    ),
    Wrong(
        "a marginal that cites the theorem for a standard deviation that is none",
        marginal(Integral(densities * x[i] ** 2, x), Integral(own * t**2, t),
                 values={mean: m[j], std: y[j]}),
        "step", "cannot stand for|is not shown",
    ),
    Wrong(
        "a marginal whose coordinate occurs in the factor",
        marginal(Integral(densities * (x[i] * t), x), Integral(own * (t * t), t)),
        "step", "is not a new real variable|is not shown to be a density", false=True,
    ),
    Wrong(
        "a marginal of no product",
        marginal(Integral(q(x) * x[i], x), Integral(own * t, t)), "step", "does not apply",
        false=True,
    ),
    # -- derivatives ------------------------------------------------------------------------------
    Wrong(
        "the gradient of xᵀAx as Ax",
        gradient(x.T @ A @ x, A @ x), "step", "the derivative of", false=True,
    ),
    Wrong(
        "the gradient of xᵀAx as 2Ax for an arbitrary A",
        gradient(x.T @ A @ x, 2 * (A @ x)), "step", "the derivative of", false=True,
    ),
    Wrong(
        "the gradient of yᵀAx as Ay",
        gradient(y.T @ A @ x, A @ y), "step", "the derivative of", false=True,
    ),
    Wrong(
        "the Jacobian matrix transposed",
        gradient(A @ x, A.T), "step", "the derivative of", false=True,
    ),
    Wrong(
        "the Jacobian matrix of a product without one summand",
        gradient((x.T @ x) * x, (x.T @ x) * Identity(k)), "step", "the derivative of",
        false=True,
    ),
    Wrong(
        "the Jacobian matrix of a product with a summand transposed",
        gradient((y.T @ x) * x, (y.T @ x) * Identity(k) + y @ x.T), "step",
        "the derivative of", false=True,
    ),
    Wrong(
        "the gradient of the density with the wrong sign",
        gradient(q(x), q(x) * (inverse(S) @ (x - m))), "step", "the derivative of",
        false=True,
    ),
    Wrong(
        "the gradient of the density with the covariance for its inverse",
        gradient(q(x), -(q(x) * (S @ (x - m)))), "step", "the derivative of", false=True,
    ),
    Wrong(
        "the gradient of the density in the mean with the sign of that in x",
        gradient(q(x), -(q(x) * (inverse(S) @ (x - m))), m), "step", "the derivative of",
        false=True,
    ),
    Wrong(
        "a gradient at a point with the value at another",
        one(Derivative(x.T @ x, x, m), 2 * y,
            differentiation(values=[(x.T @ x, x, 2 * x)])),
        "step", "the rule differentiation gives", false=True,
    ),
    Wrong(
        "tr(SS) differentiated as S",
        gradient(trace(S @ S), S, S), "step", "the derivative of", false=True,
    ),
    Wrong(
        "log det S differentiated as half the inverse",
        gradient(log(det(S)), inverse(S) / 2, S), "step", "the derivative of", false=True,
    ),
    Wrong(
        "log det S differentiated as S",
        gradient(log(det(S)), S, S), "step", "the derivative of", false=True,
    ),
    Wrong(
        "det S differentiated as its inverse",
        gradient(det(S), inverse(S), S), "step", "the derivative of", false=True,
    ),
    Wrong(
        "a gradient in a symmetric matrix that is not symmetric",
        gradient(trace(A @ S), A, S), "step", "is not shown to be symmetric", false=True,
    ),
    Wrong(
        "a gradient in a symmetric matrix that is transposed and not symmetric",
        gradient(trace(A @ S), A.T, S), "step", "is not shown to be symmetric", false=True,
    ),
    Wrong(
        "tr(S⁻¹T) differentiated with the wrong sign",
        gradient(trace(inverse(S) @ T), inverse(S) @ T @ inverse(S), S), "step",
        "the derivative of", false=True,
    ),
    Wrong(
        "tr(S⁻¹T) differentiated as −S⁻²T",
        gradient(trace(inverse(S) @ T), -(inverse(S) @ inverse(S) @ T), S), "step",
        "is not shown to be symmetric", false=True,
    ),
    Wrong(
        "xᵀS⁻¹x differentiated in S as −xxᵀ",
        gradient(x.T @ inverse(S) @ x, -(x @ x.T), S), "step", "the derivative of",
        false=True,
    ),
    Wrong(
        "det P differentiated where P may be singular",
        gradient(det(P), det(P) * inverse(P), P), "step",
        "is not seen to be differentiable|the condition det\\(P\\) != 0 is not shown",
        false=True,
    ),
    Wrong(
        "|x| differentiated at 0",
        gradient(sqrt(x.T @ x), x / sqrt(x.T @ x)), "step",
        "is not seen to be differentiable|is not shown",
    ),
    Wrong(
        "a product differentiated as if no factor vanished",
        gradient(Product(x[i], i), Product(x[i], i) * x, x), "step",
        "is not seen to be differentiable", false=True,
    ),
    Wrong(
        "a product of a scalar and a vector differentiated in the scalar",
        one(Derivative(t**2 * x, t), t * x, differentiation(values=[(t**2 * x, t, t * x)])),
        "step", "the derivative of", false=True,
    ),
    Wrong(
        "a sum differentiated as one of its terms",
        one(Derivative(Sum(t * x[i], i), t) + 0 * y[i], x[i] + 0 * y[i],
            differentiation(values=[(Sum(t * x[i], i), t, x[i])])),
        "step", "the derivative of", false=True,
    ),
    # -- a true line under the wrong rule ---------------------------------------------------------
    Wrong(
        "a derivative evaluated and called matrix algebra",
        one(Derivative(x.T @ A @ x, x), A @ x + A.T @ x, matrix_algebra()),
        "step", "same normal form",
    ),
    Wrong(
        "a Gaussian integral and called the integral of a derivative",
        one(Integral(q(x), x), Integer(1), integral_of_a_derivative(), conditions=VANISHING),
        "step", "does not apply",
    ),
    Wrong(
        "the derivative evaluated, and called the integral of a derivative",
        one(Integral(Derivative(q(x), x), x), Integral(-(q(x) * (inverse(S) @ (x - m))), x),
            integral_of_a_derivative(), conditions=VANISHING),
        "step", "the rule integral-of-a-derivative gives",
    ),
    Wrong(
        "a matrix taken out of an expectation and called matrix algebra",
        one(mean_of(A @ x), A @ mean_of(x), matrix_algebra(), conditions=SPACE),
        "step", SAME,
    ),
    Wrong(
        "a matrix taken out of an expectation and called field arithmetic",
        one(mean_of(A @ x), A @ mean_of(x), field_arithmetic(), conditions=SPACE),
        "step", SAME,
    ),
    Wrong(
        "diagonal matrices multiplied and called linearity",
        one(mean_of(Diagonal(s[i], i) @ Diagonal(s[i], i) @ x),
            Diagonal(s[i] ** 2, i) @ mean_of(x), linearity_in_space(), conditions=SPACE),
        "step", SAME,
    ),
    Wrong(
        "the expectation written out and called linearity",
        one(mean_of(x), Integral(x * q(x), x), linearity_in_space(), conditions=SPACE),
        "step", SAME,
    ),
    Wrong(
        "a factor taken out of an expectation and called its definition",
        one(mean_of(A @ x), A @ Integral(x * q(x), x), definition_of_the_expectation(),
            conditions=SPACE),
        "step", "the rule definition-of-the-expectation gives",
    ),
    Wrong(
        "no expectation changed, and called linearity",
        one(mean_of(x) + A @ (x - y), mean_of(x) + A @ x - A @ y, linearity_in_space(),
            conditions=SPACE),
        "step", "does not apply",
    ),
    Wrong(
        "a theorem on the mean cited for the covariance",
        with_step("expected_quadratic_form", "covariance", by=theorem(name="multivariate_mean")),
        "covariance", "neither side occurs|theorem gives|does not apply",
    ),
    Wrong(
        "an integral over space named without the lemma that it needs",
        one(Integral(bell, x), Integral(exp(-(y.T @ y)), y), field_arithmetic()),
        "step", "it needs the integrability of polynomial × Gaussian over ℝᵏ",
    ),
    Wrong(
        "an integral over space with the lemma for the line",
        one(Integral(bell, x), Integral(exp(-(y.T @ y)), y), field_arithmetic(),
            conditions=("gaussian_integrability",)),
        "step", "it needs the integrability of polynomial × Gaussian over ℝᵏ",
    ),
    Wrong(
        "the integral of a derivative without the lemma on end values",
        one(Integral(Derivative(q(x), x), x), Zero(k, 1), integral_of_a_derivative(),
            conditions=SPACE),
        "step", "it needs the vanishing of polynomial × Gaussian at infinity",
    ),
)  # fmt: skip

TRUE = (
    True_(
        "E[A x mᵀ] = A E[x] mᵀ",
        moment(mean_of(A @ x @ m.T), A @ mean_of(x) @ m.T),
    ),
    True_(
        "E[A xxᵀ B] = A E[xxᵀ] B",
        moment(mean_of(A @ x @ x.T @ B), A @ mean_of(x @ x.T) @ B),
    ),
    True_(
        "E[xᵀAx] = tr(A E[xxᵀ])",
        moment(mean_of(x.T @ A @ x), trace(A @ mean_of(x @ x.T))),
    ),
    True_(
        "E[Σxᵢ²] = ΣE[xᵢ²]",
        moment(mean_of(Sum(x[i] ** 2, i)), Sum(mean_of(x[i] ** 2), i)),
    ),
    True_(
        "standard deviations of a diagonal covariance",
        one(MultivariateNormal(m, Diagonal(s[i] ** 2, i))(x),
            Product(Normal(m[i], s[i])(x[i]), i),
            theorem(name="diagonal_density", values={vector("mu", k): m, stds: s})),
    ),
    True_(
        "a change of variables with |det N|", changed(Abs(det(N)), m + N @ z, N)
    ),
    True_(
        "a change of variables with the factor 2",
        one(whole, Integral(moved(m + 2 * z) * Abs(det(2 * Identity(k))), z),
            linear_substitution(variable=z, value=m + 2 * z, matrix=2 * Identity(k)),
            conditions=SPACE),
    ),
    True_("∫ ∇ exp(−xᵀSx) dx = 0", vanishing(exp(-(x.T @ S @ x)))),
    True_(
        "∫ of the Jacobian matrix of x exp(−xᵀNᵀNx) = 0",
        vanishing(exp(-(x.T @ N.T @ N @ x)) * x, zero=Zero(k, k)),
    ),
    True_("∫ ∇ exp(−Σsᵢxᵢ²) dx = 0", vanishing(exp(-Sum(s[i] * x[i] ** 2, i)))),
    True_(
        "Tonelli for positive factors",
        split(squares, Product(Integral(exp(-(s[i] * t**2)), t), i)),
    ),
    True_(
        "a product of positive factors is integrable",
        one(Product(squares, i), Integrable(Product(squares, i), x),
            integral_of_a_product(coordinate=t), Relation.IS_INTEGRABLE,
            conditions=("gaussian_integrability",)),
    ),
    True_(
        "a marginal of what depends on one coordinate",
        marginal(Integral(densities * x[i] ** 2, x), Integral(own * t**2, t)),
    ),
    True_("the gradient of xᵀAx", gradient(x.T @ A @ x, A @ x + A.T @ x)),
    True_("the Jacobian matrix of Ax", gradient(A @ x, A)),
    True_(
        "the Jacobian matrix of (yᵀx) x",
        gradient((y.T @ x) * x, (y.T @ x) * Identity(k) + x @ y.T),
    ),
    True_("tr(SS) differentiated", gradient(trace(S @ S), 2 * S, S)),
    True_("log det S differentiated", gradient(log(det(S)), inverse(S), S)),
    True_(
        "tr(AS) differentiated, the gradient symmetric",
        gradient(trace(A @ S), half * (A + A.T), S),
    ),
    True_(
        "tr(S⁻¹T) differentiated",
        gradient(trace(inverse(S) @ T), -(inverse(S) @ T @ inverse(S)), S),
    ),
    True_(
        "a gradient at a point",
        one(Derivative(x.T @ x, x, m), 2 * m,
            differentiation(values=[(x.T @ x, x, 2 * x)])),
    ),
    True_(
        "an instance for the covariance of a product",
        one(Expectation((x_ - m) @ (x_ - m).T, x_, MultivariateNormal(m, N @ N.T)), N @ N.T,
            theorem(name="gaussian_covariance",
                    values={q_.args[0]: m, q_.args[1]: N @ N.T}),
            conditions=SPACE),
    ),
)  # fmt: skip
