"""Chains: gaps, wrong order, headlines that are not reached, citations that prove nothing."""

from dataclasses import replace

from sympy import Integer

from derive.derivation import Relation
from derive.library import LIBRARY
from derive.library.gaussian_bound import c, n, polynomial_times_gaussian
from derive.library.gaussian_bound import x as xg
from derive.library.kl_univariate import mu1, p, q, sigma1
from derive.notation import (
    KL,
    AtMost,
    Equal,
    Integrable,
    Integral,
    Less,
    Minus,
    TendsTo,
    exp,
    log,
    nonnegative,
    pi,
    positive,
    real,
    sqrt,
)
from derive.rules import (
    field_arithmetic,
    limit,
    linearity_of_the_integral,
    modulus_of_a_product,
    theorem,
)
from tests.rejected.wrong import (
    Wrong,
    chain,
    claiming,
    doubled,
    exchanged,
    one,
    step,
    with_step,
    without,
)

a, u, x = real("a u x")
s = positive("s")
w = nonnegative("w")
NAME = "kl_univariate"
TRUE_CLAIM = LIBRARY[NAME].claim
bell = Integral(exp(-(u**2)), u)

circle = {
    "there": one(a + 0, a, theorem(name="back"), name="there"),
    "back": one(a + 0, a, theorem(name="there"), name="back"),
}
unproved = one(x, x + 1, field_arithmetic(), name="unproved")
false_integral = one(bell, pi, field_arithmetic(), name="gaussian_integral",
                     conditions=("gaussian_integrability",))  # fmt: skip
other_integrability = one(
    1 / (1 + x**2), Integrable(1 / (1 + x**2), x),
    LIBRARY["gaussian_integrability"].steps[1].by.rule(), Relation.IS_INTEGRABLE,
    name="gaussian_integrability",
)  # fmt: skip
half_integrability = replace(
    LIBRARY["gaussian_integrability"],
    claim=Integrable(xg**n * exp(-(c * xg**2)), xg, 0),
)

WRONG = (
    Wrong(
        "a headline that the last line does not reach",
        claiming(NAME, Equal(KL(q, p), TRUE_CLAIM.right + 1)),
        "combine", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a headline about KL(p‖q)",
        claiming(NAME, Equal(KL(p, q), TRUE_CLAIM.right)),
        "combine", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a headline with the sides of the means exchanged",
        claiming(NAME, Equal(KL(q, p), Minus(TRUE_CLAIM.right.args[0], 1))),
        "combine", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a headline that is the wrong way round",
        claiming(NAME, Equal(TRUE_CLAIM.right, TRUE_CLAIM.left)),
        "combine", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a headline with < for =",
        claiming(NAME, Less(*TRUE_CLAIM.args)),
        "combine", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a headline with = where the chain says ≤",
        claiming("gaussian_bound", Equal(*LIBRARY["gaussian_bound"].claim.args)),
        "cancel-powers", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a headline with < where the chain says ≤",
        claiming("gaussian_bound", Less(*LIBRARY["gaussian_bound"].claim.args)),
        "cancel-powers", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a headline with ≤ the wrong way round",
        claiming(
            "exponential_inequality", AtMost(*LIBRARY["exponential_inequality"].claim.args[::-1])
        ),
        "cancel", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a limit of the bound taken for the limit of the bounded",
        replace(
            LIBRARY["exponential_beats_polynomial"],
            steps=LIBRARY["exponential_beats_polynomial"].steps[:2],
            claim=TendsTo(polynomial_times_gaussian, xg, 0),
        ),
        "cauchy-curve-vanishes", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "the root taken of a headline that speaks of the square",
        claiming("gaussian_integral", Equal(bell**2, pi)),
        "root-of-the-square", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "integrability on the half-line claimed on the line",
        half_integrability,
        "comparison", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a step deleted: linearity",
        without(NAME, "linearity"), "normalisation", "theorem gives|does not apply",
    ),
    Wrong(
        "a step deleted: the definition",
        without(NAME, "definition"), "substitute-the-densities", "does not apply",
    ),
    Wrong(
        "a step deleted: the cross-term",
        without(NAME, "cross-term-vanishes"), "expectation-of-one",
        "the rule definition-of-the-expectation gives",
    ),
    Wrong(
        "a step deleted: the last",
        without(NAME, "combine"), "last-term", "the headline .* is not what the lines reach",
    ),
    Wrong(
        "a step doubled",
        doubled(NAME, "expand-the-square"), "expand-the-square-again", "changes nothing",
    ),
    Wrong(
        "two steps in the wrong order",
        exchanged(NAME, "logarithm-of-the-quotient"), "logarithm-of-each-density",
        "the rule logarithm-of-a-product gives|does not apply",
    ),
    Wrong(
        "two steps in the wrong order, at the end",
        exchanged(NAME, "variance"), "last-term", "theorem gives|does not apply|same normal form",
    ),
    Wrong(
        "two steps of one name",
        chain(a + 0 + 0, step(a + 0, field_arithmetic()), step(a, field_arithmetic())),
        "", "two steps are called 'step'",
    ),
    Wrong(
        "no step at all",
        replace(LIBRARY[NAME], steps=()), "", "has no steps",
    ),
    Wrong(
        "a line of dots in the chain",
        chain(
            (a + 1) ** 2,
            step(a**2 + 2 * a + 2, field_arithmetic(), name="gap"),
            step(a**2 + 2 * (a + 1), field_arithmetic(), name="end"),
        ),
        "gap", "do not have the same normal form", false=True,
    ),
    Wrong(
        "two errors that cancel",
        chain(
            a, step(a + 1, field_arithmetic(), name="there"),
            step(a + 0, field_arithmetic(), name="back"),
        ),
        "there", "do not have the same normal form", false=True,
    ),
    Wrong(
        "an equality after a limit",
        chain(
            1 / (1 + x**2),
            step(TendsTo(1 / (1 + x**2), x, 0), limit(), Relation.TENDS_TO, name="limit"),
            step(Integer(0), field_arithmetic()),
            claim=Equal(1 / (1 + x**2), 0), name="wrong",
        ),
        "step", "after a proposition only '=>'.* can follow",
    ),
    Wrong(
        "a limit of another line than the one before",
        one(1 / (1 + x**2), TendsTo(1 / (2 + x**2), x, 0), limit(), Relation.TENDS_TO),
        "step", "must speak of",
    ),
    Wrong(
        "citations that go round in a circle",
        circle["there"], "", "go round in a circle", also=circle,
    ),
    Wrong(
        "a derivation that cites itself",
        one(a + 0, a + 1, theorem(name="wrong")), "", "go round in a circle",
    ),
    Wrong(
        "a citation of nothing",
        one(a + 0, a + 1, theorem(name="gaussian_intergal")), "", "did you mean gaussian_integral",
    ),
    Wrong(
        "a citation of what is not proved",
        one(x, x + 1, theorem(name="unproved")), "step", "rests on unproved, which is not proved",
        false=True, also={"unproved": unproved},
    ),
    Wrong(
        "a false lemma under the name of a true one",
        LIBRARY["gaussian_normalisation"], "gaussian-integral",
        "rests on gaussian_integral, which is not proved",
        also={"gaussian_integral": false_integral},
    ),
    Wrong(
        "a lemma named gaussian_integrability that says something else",
        LIBRARY["gaussian_mean"], "definition-of-the-expectation", "it needs the integrability",
        also={"gaussian_integrability": other_integrability},
    ),
    Wrong(
        "a lemma that says it for one rate only",
        LIBRARY["gaussian_mean"], "definition-of-the-expectation", "it needs the integrability",
        also={"gaussian_integrability": one(
            1 / (1 + s * x**2), Integrable(1 / (1 + s * x**2), x),
            LIBRARY["gaussian_integrability"].steps[1].by, Relation.IS_INTEGRABLE,
            name="gaussian_integrability")},
    ),
    Wrong(
        "a limit cited as if it were an equality",
        one(exp(-(s * x**2)), 0, theorem(name="exponential_beats_polynomial")),
        "step", "is not an equality or an inequality|does not apply", false=True,
    ),
    Wrong(
        "an instance for a letter that the theorem does not have",
        one(Integral(q(x), x), 1, theorem(name="gaussian_normalisation",
                                          values={real("m"): mu1, positive("sigma"): sigma1})),
        "step", "has no variable m|does not apply",
    ),
    Wrong(
        "a linear rule applied to a logarithm",
        one(log(w + 1) + log(2), log(2 * w + 2 + 1), linearity_of_the_integral()),
        "step", "does not apply", false=True,
    ),
    Wrong(
        "a true lemma cited at a wrong place",
        with_step("gaussian_variance", "normalisation", by=theorem(name="gaussian_integral")),
        "normalisation", "theorem gives|does not apply|same normal form",
    ),
    Wrong(
        "two lines exchanged, each true by itself",
        chain(
            sqrt(s**2) + abs(s),
            step(2 * s, field_arithmetic(), name="both"),
            step(s + abs(s), modulus_of_a_product(), name="one"),
        ),
        "both", "do not have the same normal form",
    ),
)  # fmt: skip
