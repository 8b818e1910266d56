"""Integrals and limits: Jacobians, orientation, convergence, singularities, one-sidedness."""

from sympy import Rational

from derive.derivation import Relation
from derive.library import LIBRARY
from derive.library.gaussian_bound import c, n, polynomial_times_gaussian
from derive.library.gaussian_bound import x as xg
from derive.library.gaussian_integral import r, theta
from derive.library.gaussian_mean import q
from derive.library.gaussian_mean import sigma as sigma_
from derive.library.gaussian_normalisation import constant, mu, sigma
from derive.library.gaussian_normalisation import u as un
from derive.notation import (
    Abs,
    Bracket,
    Integrable,
    Integral,
    TendsTo,
    arctan,
    cos,
    exp,
    half,
    log,
    nonnegative,
    oo,
    pi,
    positive,
    real,
    sin,
    sqrt,
)
from derive.rules import (
    antiderivative,
    comparison,
    end_values,
    field_arithmetic,
    integration_by_parts,
    iterated_integral,
    limit,
    linearity_of_the_integral,
    polar_coordinates,
    substitution,
    theorem,
)
from tests.rejected.wrong import True_, Wrong, chain, one, step, with_line, with_step

x, u, v, a = real("x u v a")
s, t = positive("s t")
w, z = nonnegative("w z")
bell = exp(-(u**2))
GAUSSIAN = ("gaussian_integrability", "exponential_beats_polynomial")
NORMALISATION = "gaussian_normalisation"
bump = 1 / (1 + x**2)

WRONG = (
    Wrong(
        "a substitution without its Jacobian",
        with_step(
            NORMALISATION, "substitution",
            constant * Integral(exp(-(((mu + sigma * sqrt(2) * un) - mu) ** 2
                                      / (2 * sigma**2))), un),
            by=substitution(variable=un, value=mu + sigma * sqrt(2) * un, jacobian=1),
        ),
        "substitution", "do not have the same normal form", false=True,
    ),
    Wrong(
        "a substitution with half its Jacobian",
        with_step(
            NORMALISATION, "substitution",
            constant * Integral(exp(-(((mu + sigma * sqrt(2) * un) - mu) ** 2
                                      / (2 * sigma**2))) * sigma, un),
            by=substitution(variable=un, value=mu + sigma * sqrt(2) * un, jacobian=sigma),
        ),
        "substitution", "do not have the same normal form", false=True,
    ),
    Wrong(
        "a substitution whose Jacobian is shown and not used",
        with_line(NORMALISATION, "substitution", sigma * sqrt(2), sigma * 2),
        "substitution", "the rule substitution gives|does not apply", false=True,
    ),
    Wrong(
        "a substitution that reverses the orientation",
        one(Integral(bell, u), Integral(exp(-((-v) ** 2)) * -1, v),
            substitution(variable=v, value=-v, jacobian=-1), conditions=GAUSSIAN),
        "step", "is not shown to increase with v", false=True,
    ),
    Wrong(
        "u = v², which is not injective",
        one(Integral(bell, u), Integral(exp(-((v**2) ** 2)) * (2 * v), v),
            substitution(variable=v, value=v**2, jacobian=2 * v), conditions=GAUSSIAN),
        "step", "is not a polynomial in v × a Gaussian|is not shown to increase", false=True,
    ),
    Wrong(
        "u = v², which is not injective, between −1 and 1",
        one(Integral(u**2, u, 0, 1), Integral((v**2) ** 2 * (2 * v), v, -s, s),
            substitution(variable=v, value=v**2, jacobian=2 * v, lower=-s, upper=s)),
        "step", "is not shown to increase with v", false=True,
    ),
    Wrong(
        "a substitution that does not reach the ends",
        one(Integral(bell, u), Integral(exp(-(arctan(v) ** 2)) * (1 / (1 + v**2)), v),
            substitution(variable=v, value=arctan(v), jacobian=1 / (1 + v**2)),
            conditions=GAUSSIAN),
        "step", "is not a polynomial in v × a Gaussian|tends to", false=True,
    ),
    Wrong(
        "the ends kept in a substitution",
        one(Integral(u, u, 0, 1), Integral(2 * v * 2, v, 0, 1),
            substitution(variable=v, value=2 * v, jacobian=2, lower=0, upper=1)),
        "step", "u tends to 2\\*1, not 1", false=True,
    ),
    Wrong(
        "a new variable that is taken",
        one(Integral(a * bell, u), Integral(a * exp(-((a + 1) ** 2)), a),
            substitution(variable=a, value=a + 1, jacobian=1), conditions=GAUSSIAN),
        "step", "already occurs|the rule substitution gives|capture", false=True,
    ),
    Wrong(
        "polar coordinates without r",
        with_step(
            "gaussian_integral", "polar-coordinates",
            Integral(Integral(exp(-((r * cos(theta)) ** 2 + (r * sin(theta)) ** 2)), r, 0, oo),
                     theta, 0, 2 * pi),
        ),
        "polar-coordinates", "the rule polar-coordinates gives", false=True,
    ),
    Wrong(
        "polar coordinates over half the circle",
        with_line("gaussian_integral", "polar-coordinates", 2 * pi, pi),
        "polar-coordinates", "the rule polar-coordinates gives", false=True,
    ),
    Wrong(
        "polar coordinates for an integrand with both signs",
        one(
            Integral(Integral(u * exp(-(u**2 + v**2)), v), u),
            Integral(Integral(r * cos(theta) * exp(-((r * cos(theta)) ** 2
                                                     + (r * sin(theta)) ** 2)) * r, r, 0, oo),
                     theta, 0, 2 * pi),
            polar_coordinates(radius=r, angle=theta), conditions=GAUSSIAN,
        ),
        "step", "is not shown to be nonnegative|is not a polynomial|the continuity of",
    ),
    Wrong(
        "an integral split into ∞ − ∞",
        one(Integral(bell + 1 - 1, u), Integral(bell, u) + Integral(1, u) - Integral(1, u),
            linearity_of_the_integral(), conditions=GAUSSIAN),
        "step", "is not seen to be integrable over an infinite interval", false=True,
    ),
    Wrong(
        "0·∞",
        one(0 * Integral(bell, u), 0 * Integral(exp(u**2), u), field_arithmetic(),
            conditions=GAUSSIAN),
        "step", "is not a polynomial in u × a Gaussian", false=True,
    ),
    Wrong(
        "an odd integrand that does not converge: ∫ x/(1 + x²) = 0",
        one(Integral(x / (1 + x**2), x), Bracket(log(1 + x**2) / 2, x),
            antiderivative(antiderivative=log(1 + x**2) / 2)),
        "step", "is not a polynomial in x × a Gaussian|no finite limit",
    ),
    Wrong(
        "∫ x dx over ℝ as 0 by symmetry",
        one(Integral(x, x), Bracket(x**2 / 2, x), antiderivative(), conditions=GAUSSIAN),
        "step", "is not a polynomial in x × a Gaussian",
    ),
    Wrong(
        "1/x² integrated through 0",
        one(Integral(1 / x**2, x, -1, 1), Bracket(-(1 / x), x, -1, 1),
            antiderivative(antiderivative=-(1 / x))),
        "step", "the condition x\\*\\*2 != 0 is not shown",
    ),
    Wrong(
        "1/x² integrated up to 0",
        one(Integral(1 / t**2, t, 0, 1), Bracket(-(1 / t), t, 0, 1),
            antiderivative(antiderivative=-(1 / t))),
        "step", "the condition 0\\*\\*2 != 0 is not shown",
    ),
    Wrong(
        "an antiderivative with a jump at 0",
        one(Integral(1 / (1 + x**2), x, -1, 1), Bracket(-arctan(1 / x), x, -1, 1),
            antiderivative(antiderivative=-arctan(1 / x))),
        "step", "the condition x != 0 is not shown", false=True,
    ),
    Wrong(
        "an antiderivative with a wrong factor",
        one(Integral(u**2, u, 0, s), Bracket(u**3 / 2, u, 0, s),
            antiderivative(antiderivative=u**3 / 2)),
        "step", "the derivative of u\\*\\*3/2 is not u\\*\\*2", false=True,
    ),
    Wrong(
        "an antiderivative with a wrong sign",
        with_step("gaussian_mean", "antiderivative",
                  Bracket(sigma_**2 * q(LIBRARY["gaussian_mean"].start.variable),
                          LIBRARY["gaussian_mean"].start.variable),
                  by=antiderivative(antiderivative=sigma_**2
                                    * q(LIBRARY["gaussian_mean"].start.variable))),
        "antiderivative", "the derivative of",
    ),
    Wrong(
        "σ for σ² in an antiderivative",
        with_step("gaussian_mean", "antiderivative",
                  Bracket(-(sigma_ * q(LIBRARY["gaussian_mean"].start.variable)),
                          LIBRARY["gaussian_mean"].start.variable),
                  by=antiderivative(antiderivative=-(sigma_ * q(
                      LIBRARY["gaussian_mean"].start.variable)))),
        "antiderivative", "the derivative of",
    ),
    Wrong(
        "parts with the wrong sign of the remainder",
        one(Integral(u * (u * bell), u), Bracket(-(u * (bell / 2)), u) + Integral(-(bell / 2), u),
            integration_by_parts(antiderivative=-(u * (bell / 2)), remainder=-(bell / 2)),
            conditions=GAUSSIAN),
        "step", "the derivative of", false=True,
    ),
    Wrong(
        "parts with the boundary term dropped",
        one(Integral(w * exp(w), w, 0, s), Integral(-exp(w), w, 0, s),
            integration_by_parts(antiderivative=w * exp(w), remainder=-exp(w))),
        "step", "the rule integration-by-parts gives", false=True,
    ),
    Wrong(
        "parts that leave a divergent integral",
        one(Integral(bell, u), Bracket(u, u) + Integral(bell - 1, u),
            integration_by_parts(antiderivative=u, remainder=bell - 1), conditions=GAUSSIAN),
        "step", "no finite limit|is not seen to be integrable",
    ),
    Wrong(
        "end values exchanged",
        one(Bracket(exp(w), w, 0, s), 1 - exp(s), end_values(upper=1, lower=exp(s))),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "the lower end forgotten",
        one(Bracket(exp(w), w, 0, s), exp(s) - 0, end_values(upper=exp(s), lower=0)),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "an end value at infinity that is not the limit",
        one(Bracket(arctan(x), x), pi / 2 - 0, end_values(upper=pi / 2, lower=0)),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "end values of what does not converge",
        one(Bracket(sin(x), x), Rational(0), end_values(upper=0, lower=0)),
        "step", "the limit of sin\\(x\\)|is not a polynomial",
    ),
    Wrong(
        "a factor that depends on the variable taken out of an integral",
        one(Integral(u * bell, u), u * Integral(bell, u), linearity_of_the_integral(),
            conditions=GAUSSIAN),
        "step", "linearity-of-the-integral|same normal form", false=True,
    ),
    Wrong(
        "the integral of a product as the product of the integrals",
        one(Integral(w * w, w, 0, 1), Integral(w, w, 0, 1) * Integral(w, w, 0, 1),
            linearity_of_the_integral()),
        "step", "linearity-of-the-integral|same normal form", false=True,
    ),
    Wrong(
        "a square of an integral with one variable for two",
        one(Integral(bell, u) * Integral(bell, u), Integral(Integral(bell * bell, u, 0, 1), u),
            iterated_integral(), conditions=GAUSSIAN),
        "step", "iterated-integral|same normal form", false=True,
    ),
    Wrong(
        "the domain of integration cut in half",
        one(Integral(bell, u), Integral(exp(-(t**2)), t, 0, oo), field_arithmetic(),
            conditions=GAUSSIAN),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "π for √π",
        with_step("gaussian_normalisation", "gaussian-integral",
                  LIBRARY["gaussian_normalisation"].steps[-2].line.args[0] * pi),
        "gaussian-integral", "theorem gives|does not apply|same normal form", false=True,
    ),
    Wrong(
        "a limit with a wrong value",
        one(bump, TendsTo(bump, x, 1), limit(), Relation.TENDS_TO),
        "step", "the limit found is 0, not 1",
    ),
    Wrong(
        "x² → −∞",
        one(x**2, TendsTo(x**2, x, -oo), limit(), Relation.TENDS_TO),
        "step", "the limit found is oo, not -oo",
    ),
    Wrong(
        "x³ → ∞ on both sides",
        one(x**3, TendsTo(x**3, x, oo), limit(), Relation.TENDS_TO),
        "step", "as x tends to -oo, the limit found is -oo, not oo",
    ),
    Wrong(
        "what is bounded tends to ∞",
        one(bump, TendsTo(bump, x, oo), limit(), Relation.TENDS_TO),
        "step", "the limit found is 0, not oo",
    ),
    Wrong(
        "a limit on one side claimed on both",
        one(arctan(x), TendsTo(arctan(x), x, pi / 2), limit(), Relation.TENDS_TO),
        "step", "as x tends to -oo, the limit found is",
    ),
    Wrong(
        "exp x → 0 on both sides",
        one(exp(x), TendsTo(exp(x), x, 0), limit(), Relation.TENDS_TO),
        "step", "as x tends to oo, the limit found is oo",
    ),
    Wrong(
        "∞ − ∞ = 0 as a limit",
        one(x - x**2, TendsTo(x - x**2, x, 0, oo), limit(), Relation.TENDS_TO),
        "step", "is not a polynomial in x × a Gaussian",
    ),
    Wrong(
        "x·e^(−x) → 0 at −∞ too",
        one(x * exp(-x), TendsTo(x * exp(-x), x, 0, -oo), limit(), Relation.TENDS_TO),
        "step", "the limit found is -oo",
    ),
    Wrong(
        "sin has a limit at infinity",
        one(sin(x) * 1, TendsTo(sin(x) * 1, x, 0), limit(), Relation.TENDS_TO),
        "step", "is not a polynomial in x × a Gaussian",
    ),
    Wrong(
        "a limit at a point that the variable cannot reach",
        chain(
            t,
            step(Abs(t), field_arithmetic(), name="modulus"),
            step(TendsTo(Abs(t), t, 3, -3), limit(), Relation.TENDS_TO),
            claim=TendsTo(t, t, 3, -3),
        ),
        "modulus", "do not have the same normal form",
    ),
    Wrong(
        "a positive variable that tends to −3",
        one(Abs(t), TendsTo(Abs(t), t, 3, -3), limit(), Relation.TENDS_TO),
        "step", "it does not tend to -3",
    ),
    Wrong(
        "a natural variable that tends to 5/2",
        one(n * 1, TendsTo(n * 1, n, Rational(5, 2), Rational(5, 2)), limit(), Relation.TENDS_TO),
        "step", "it does not tend to 5/2",
    ),
    Wrong(
        "a limit at a point where the line has none",
        one(1 / (1 + t), TendsTo(1 / (1 + t), t, 1, -1), limit(), Relation.TENDS_TO),
        "step", "it does not tend to -1|is not shown",
    ),
    Wrong(
        "a bound of the function, not of its modulus",
        chain(
            polynomial_times_gaussian.args[0],
            step(polynomial_times_gaussian.args[0] + 0, field_arithmetic(), name="same"),
            step(TendsTo(polynomial_times_gaussian.args[0] + 0, xg, 0),
                 limit(), Relation.TENDS_TO, name="vanishes"),
            step(TendsTo(polynomial_times_gaussian.args[0], xg, 0), comparison(),
                 Relation.IMPLIES),
            where=LIBRARY["gaussian_bound"].where, conditions=("exponential_beats_polynomial",),
            claim=TendsTo(polynomial_times_gaussian.args[0], xg, 0),
        ),
        "step", "the lines before do not bound a modulus",
    ),
    Wrong(
        "a bound that concludes about another function",
        chain(
            Abs(bump),
            step(TendsTo(Abs(bump), x, 0), limit(), Relation.TENDS_TO, name="vanishes"),
            step(TendsTo(x, x, 0), comparison(), Relation.IMPLIES),
        ),
        "step", "the modulus bounded is not that of x",
    ),
    Wrong(
        "a bound at one end that concludes about both",
        chain(
            Abs(exp(x)),
            step(TendsTo(Abs(exp(x)), x, 0, -oo), limit(), Relation.TENDS_TO, name="vanishes"),
            step(TendsTo(exp(x), x, 0), comparison(), Relation.IMPLIES),
        ),
        "step", "not about the same variable, points and value",
    ),
    Wrong(
        "|f| → 1, so f → 1",
        chain(
            Abs(x),
            step(TendsTo(Abs(x), x, 1, 1, -1), limit(), Relation.TENDS_TO, name="modulus"),
            step(TendsTo(x, x, 1, 1, -1), comparison(), Relation.IMPLIES),
        ),
        "step", "a bound that tends to 0 is needed",
    ),
    Wrong(
        "what vanishes at infinity is integrable",
        chain(
            Abs(bump),
            step(TendsTo(Abs(bump), x, 0), limit(), Relation.TENDS_TO, name="vanishes"),
            step(Integrable(bump, x), comparison(), Relation.IMPLIES),
        ),
        "step", "is not of the same form as the line before",
    ),
    Wrong(
        "a constant is integrable",
        one(Abs(s), Integrable(Abs(s), x), antiderivative(antiderivative=s * x),
            Relation.IS_INTEGRABLE, claim=Integrable(Abs(s), x)),
        "step", "no finite limit|the derivative of",
    ),
    Wrong(
        "1/(1 + |x|) is integrable, by an antiderivative that is none at 0",
        one(1 / (1 + w), Integrable(1 / (1 + w), w, 0, oo),
            antiderivative(antiderivative=log(1 + w)), Relation.IS_INTEGRABLE),
        "step", "no finite limit",
    ),
    Wrong(
        "a function of both signs integrable by its antiderivative",
        one(2 * x / (1 + x**2) ** 2, Integrable(2 * x / (1 + x**2) ** 2, x),
            antiderivative(antiderivative=-(1 / (1 + x**2))), Relation.IS_INTEGRABLE),
        "step", "is not shown to be nonnegative",
    ),
    Wrong(
        "the bound of the wrong rate",
        one(polynomial_times_gaussian, (1 / (2 * sqrt(c))) ** n / (1 + c * xg**2),
            theorem(name="gaussian_bound"), Relation.AT_MOST),
        "step", "the rule theorem gives|does not apply|does not give the line", false=True,
    ),
    Wrong(
        "the divergent half of a convergent improper integral",
        one(Integral(half, z, 0, oo) + 0, Integral(half, z, 0, oo), field_arithmetic()),
        "step", "is not seen to be integrable over an infinite interval",
    ),
    Wrong(
        "a power of a Gaussian variable that no lemma speaks of",
        one(Integral(t**pi * exp(-(t**2)), t, 0, oo) + 0,
            Integral(t**pi * exp(-(t**2)), t, 0, oo), field_arithmetic(), conditions=GAUSSIAN),
        "step", "is not a polynomial in t × a Gaussian",
    ),
)  # fmt: skip

TRUE = (
    True_("x² → ∞", one(x**2, TendsTo(x**2, x, oo), limit(), Relation.TENDS_TO)),
    True_(
        "a substitution with its Jacobian",
        one(Integral(bell, u), Integral(exp(-((2 * v) ** 2)) * 2, v),
            substitution(variable=v, value=2 * v, jacobian=2), conditions=GAUSSIAN),
    ),
    True_(
        "an odd integrand that converges",
        chain(
            Integral(u * bell, u),
            step(Bracket(-(bell / 2), u), antiderivative(antiderivative=-(bell / 2)), name="found"),
            step(Rational(0), end_values(upper=0, lower=0)),
            conditions=GAUSSIAN,
        ),
    ),
    True_(
        "a limit at one end",
        one(arctan(x), TendsTo(arctan(x), x, pi / 2, oo), limit(), Relation.TENDS_TO),
    ),
    True_(
        "1/(1 + w)² integrated away from its pole",
        one(Integral(1 / (1 + w) ** 2, w, 0, s), Bracket(-(1 / (1 + w)), w, 0, s),
            antiderivative(antiderivative=-(1 / (1 + w)))),
    ),
)  # fmt: skip
