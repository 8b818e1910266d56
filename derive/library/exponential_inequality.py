"""1 + t ≤ exp t for t ≥ 0: the exponential lies above its tangent at 0."""

from derive.derivation import Derivation, Relation, Step
from derive.notation import AtMost, Bracket, Integral, exp, nonnegative
from derive.rules import antiderivative, end_values, laws_of_exponents, monotonicity

s, t = nonnegative("s t")

DERIVATION = Derivation(
    name="exponential_inequality",
    title="The exponential lies above its tangent",
    claim=AtMost(1 + t, exp(t)),
    start=1 + t,
    arguments={"t": t},
    windows={s: (0, 1)},
    steps=(
        Step(
            "difference-of-end-values",
            1 + Bracket(s, s, 0, t),
            by=end_values(upper=t, lower=0),
            reason="$t$ is the value of $s$ at $t$ less its value at $0$.",
            at=t,
        ),
        Step(
            "integral-of-one",
            1 + Integral(1, s, 0, t),
            by=antiderivative(),
            reason="$s$ has the derivative $1$.",
        ),
        Step(
            "one-as-an-exponential",
            1 + Integral(exp(0), s, 0, t),
            by=laws_of_exponents(),
            reason="$e^0 = 1$.",
        ),
        Step(
            "larger-integrand",
            1 + Integral(exp(s), s, 0, t),
            relation=Relation.AT_MOST,
            by=monotonicity(smaller=exp(0), larger=exp(s), difference=exp(s) - exp(0)),
            reason="Here $s \\ge 0$; the exponential increases, and the integral with it.",
        ),
        Step(
            "antiderivative-of-the-exponential",
            1 + Bracket(exp(s), s, 0, t),
            by=antiderivative(antiderivative=exp(s)),
            reason="The exponential is its own derivative.",
        ),
        Step(
            "end-values",
            1 + (exp(t) - exp(0)),
            by=end_values(upper=exp(t), lower=exp(0)),
            reason="The exponential is continuous: its end values are its values there.",
        ),
        Step(
            "cancel",
            exp(t),
            by=laws_of_exponents(),
            reason="$e^0 = 1$, and $1 - 1 = 0$.",
        ),
    ),
    summary="An integral of $1$ is at most the integral of $e^s \\ge 1$ over the same interval.",
    source="standard; a lemma that the paper's integrals need",
)
