"""The integral of exp(−u²) over the real line is √π."""

from derive.derivation import Derivation, Relation, Step
from derive.notation import (
    Bracket,
    Equal,
    Integral,
    cos,
    exp,
    half,
    oo,
    pi,
    positive,
    real,
    sin,
    sqrt,
)
from derive.rules import (
    antiderivative,
    end_values,
    field_arithmetic,
    iterated_integral,
    laws_of_exponents,
    polar_coordinates,
    pythagorean_identity,
    root_of_a_square,
)

u, v, theta = real("u v theta")
r = positive("r")

bell = Integral(exp(-(u**2)), u)

DERIVATION = Derivation(
    name="gaussian_integral",
    title="The Gaussian integral",
    claim=Equal(bell, sqrt(pi)),
    start=bell**2,
    arguments={},
    conditions=("gaussian_integrability",),
    windows={u: (0, 1), v: (0, 1), r: (0, 1), theta: (0, 1)},
    steps=(
        Step(
            "two-factors",
            bell * Integral(exp(-(v**2)), v),
            by=field_arithmetic(),
            reason="The name of a variable of integration does not matter: the second factor "
            "takes $v$.",
        ),
        Step(
            "product-as-an-iterated-integral",
            Integral(Integral(exp(-(u**2)) * exp(-(v**2)), v), u),
            by=iterated_integral(),
            reason="What does not depend on a variable is constant under its integral.",
        ),
        Step(
            "one-exponential",
            Integral(Integral(exp(-(u**2 + v**2)), v), u),
            by=laws_of_exponents(),
            reason="$e^s e^t = e^{s+t}$.",
        ),
        Step(
            "polar-coordinates",
            Integral(
                Integral(exp(-((r * cos(theta)) ** 2 + (r * sin(theta)) ** 2)) * r, r, 0, oo),
                theta,
                0,
                2 * pi,
            ),
            by=polar_coordinates(radius=r, angle=theta),
            reason="$u = r\\cos\\theta$, $v = r\\sin\\theta$ has the Jacobian $r$ and is one to "
            "one off a half-line; the integrand is positive, so by Tonelli's theorem both iterated "
            "integrals are the integral over the plane.",
        ),
        Step(
            "sum-of-squares",
            Integral(Integral(exp(-(r**2)) * r, r, 0, oo), theta, 0, 2 * pi),
            by=pythagorean_identity(),
            reason="$r^2$ is a common factor, and $\\cos^2\\theta + \\sin^2\\theta = 1$.",
        ),
        Step(
            "antiderivative-in-r",
            Integral(Bracket(-(half * exp(-(r**2))), r, 0, oo), theta, 0, 2 * pi),
            by=antiderivative(),
            at=Integral(exp(-(r**2)) * r, r, 0, oo),
            reason="The factor $r$ of the Jacobian is what makes the antiderivative elementary.",
        ),
        Step(
            "end-values-in-r",
            Integral(half, theta, 0, 2 * pi),
            by=end_values(),
            reason="$e^{-r^2} \\to 0$ as $r \\to \\infty$, and $e^0 = 1$.",
        ),
        Step(
            "antiderivative-in-theta",
            Bracket(half * theta, theta, 0, 2 * pi),
            by=antiderivative(),
            reason="The integrand is constant.",
        ),
        Step(
            "end-values-in-theta",
            pi,
            by=end_values(),
            reason="$\\frac12 \\cdot 2\\pi - 0 = \\pi$.",
        ),
        Step(
            "root-of-the-square",
            Equal(bell, sqrt(pi)),
            relation=Relation.IMPLIES,
            by=root_of_a_square(),
            reason="The integrand is positive, so the integral is the positive root.",
        ),
    ),
    summary="Its square is an integral over the plane, which polar coordinates solve.",
    source="standard (Poisson); the paper's normalisation constant",
)
