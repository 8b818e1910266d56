"""Letters: captured bound variables, abbreviations that reach too far, nodes that mean nothing."""

from sympy import Integer
from sympy.core.basic import Basic

from derive.derivation import Derivation, Relation
from derive.notation import (
    KL,
    Bracket,
    Comparison,
    Equal,
    Exp,
    Expectation,
    Function,
    Integral,
    Normal,
    Plus,
    TendsTo,
    arctan,
    bound_variable,
    exp,
    oo,
    positive,
    real,
)
from derive.rules import (
    antiderivative,
    definition_of_the_expectation,
    field_arithmetic,
    limit,
    linearity_of_the_integral,
    theorem,
)
from tests.rejected.wrong import True_, Wrong, chain, one, step

x, x1, y, t, a, b = real("x x1 y t a b")
r, s = positive("r s")
GAUSSIAN = ("gaussian_integrability", "exponential_beats_polynomial")
standard = Normal(0, 1)


def mean_divergence(shift):
    """Return ∫₀¹ KL(N(y + shift, 1) ‖ N(0, 1)) dy = ∫₀¹ ½(y + shift)² dy."""
    return Integral(KL(Normal(y + shift, 1), standard), y, 0, 1)


about_x = one(a - a, Integer(0), field_arithmetic(), name="about_x")
hidden = bound_variable(1, x)

WRONG = (
    Wrong(
        "a bound variable captured by a parameter of the same name",
        one(Integral(y * a, y, 0, 1), Integral(a * a, a, 0, 1), field_arithmetic()),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "a bound variable exchanged with a free one",
        one(Integral(y * a, y, 0, 1) + a + y, Integral(y * y, y, 0, 1) + a + y,
            field_arithmetic()),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "a divergence inside an integral whose variable is captured",
        chain(
            Integral(mean_divergence(1), t, 0, 1),
            step(Bracket(t * mean_divergence(-1), t, 0, 1),
                 antiderivative(antiderivative=t * mean_divergence(-1)),
                 at=Integral(mean_divergence(1), t, 0, 1)),
            conditions=GAUSSIAN,
        ),
        "step", "the derivative of",
    ),
    Wrong(
        "an expectation whose variable is captured when it is unfolded",
        one(
            Expectation(Integral(x * x1, x1, 0, 1), x, Normal(x, 1)),
            Integral(Integral(x1 * x1, x1, 0, 1) * Normal(x, 1)(x1), x1),
            definition_of_the_expectation(), conditions=GAUSSIAN,
        ),
        "step", "the rule definition-of-the-expectation gives|same normal form",
    ),
    Wrong(
        "a name that only the kernel may give",
        one(Integral((x - hidden) ** 2, x, 0, 1), Integral(Integer(0), x, 0, 1),
            field_arithmetic()),
        "", "is not the name of a variable",
    ),
    Wrong(
        "x = 5, and yet x tends to infinity",
        chain(
            x**2 / (25 * (1 + x**2)),
            step(1 / (1 + x**2), field_arithmetic(), name="instance"),
            step(TendsTo(1 / (1 + x**2), x, 0), limit(), Relation.TENDS_TO, name="limit"),
            where={x: Integer(5)}, claim=TendsTo(x**2 / (25 * (1 + x**2)), x, 0),
        ),
        "instance", "do not have the same normal form|x", malformed=True,
    ),
    Wrong(
        "a = r, and a/r → 0 as r → ∞",
        chain(
            a / r,
            step(TendsTo(a / r, r, 0, oo), limit(), Relation.TENDS_TO),
            where={a: r}, claim=TendsTo(a / r, r, 0, oo),
        ),
        "step", "a|r|abbreviat", malformed=True,
    ),
    Wrong(
        "a letter that is an argument and an abbreviation",
        Derivation(
            "wrong", "", Equal(a + b, 1 + a), a + b,
            (step(1 + a, field_arithmetic()),), {"a": a, "b": b}, where={b: Integer(1)},
        ),
        "", "b is an argument and an abbreviation",
    ),
    Wrong(
        "an abbreviation that explains itself",
        chain(a + 0, step(a, field_arithmetic()), where={a: a + 1}),
        "", "explained by what is not explained yet",
    ),
    Wrong(
        "∞ in a quotient",
        one(arctan(x) / oo, TendsTo(arctan(x) / oo, x, 0, oo), limit(), Relation.TENDS_TO),
        "step", "oo|infinit", malformed=True,
    ),
    Wrong(
        "a sum of three that is read as a sum of two",
        one(Basic.__new__(Plus, x, y, a), x + y, field_arithmetic()), "", "Plus|argument",
    ),
    Wrong(
        "an exponential of nothing",
        one(x, Exp(), field_arithmetic()), "", "Exp|argument",
    ),
    Wrong(
        "an exponential of two things",
        one(exp(x) + 0, Exp(x, y), field_arithmetic()), "", "Exp|argument",
    ),
    Wrong(
        "a function without a name",
        one(Function(x) + 0, Function(x), field_arithmetic()), "", "Function",
    ),
    Wrong(
        "a relation without a name",
        one(x + 0, x, field_arithmetic(), claim=Comparison(x + 0, x)),
        "step", "Comparison|headline", malformed=True,
    ),
    Wrong(
        "a proposition inside a term",
        one(Plus(x, Equal(x, x)), x, field_arithmetic()), "", "proposition inside a term",
    ),
    Wrong(
        "a theorem about all a, for an a that is bound elsewhere",
        one(Integral(a * y, y, 0, 1), Integral(a * a, a, 0, 1),
            theorem(name="about_x", values={a: y})),
        "step", "theorem gives|does not apply", false=True, also={"about_x": about_x},
    ),
)  # fmt: skip

TRUE = (
    True_(
        "the name of a bound variable does not matter",
        one(Integral(y * a, y, 0, 1) + 0, Integral(x * a, x, 0, 1), field_arithmetic()),
    ),
    True_(
        "what does not depend on the variable goes before the integral",
        one(Integral(x * y, x, 0, 1), y * Integral(x, x, 0, 1), linearity_of_the_integral()),
    ),
    True_(
        "an expectation about its own mean",
        one(
            Expectation(x1, x, Normal(x1, s)), Integral(x1 * Normal(x1, s)(x), x),
            definition_of_the_expectation(), conditions=GAUSSIAN,
        ),
    ),
)  # fmt: skip
