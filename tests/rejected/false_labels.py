"""False labels: a true line under the wrong rule or relation, and steps that change nothing."""

from derive.derivation import Relation
from derive.library.kl_univariate import p, q, x
from derive.notation import (
    Abs,
    Bracket,
    Integral,
    TendsTo,
    cos,
    exp,
    log,
    nonnegative,
    positive,
    real,
    sin,
    sqrt,
)
from derive.rules import (
    adding_and_subtracting,
    antiderivative,
    assumption,
    collecting_logarithms,
    comparison,
    coordinates,
    definition_of_the_divergence,
    definition_of_the_expectation,
    end_values,
    field_arithmetic,
    laws_of_exponents,
    limit,
    linearity_in_space,
    linearity_of_the_integral,
    logarithm_of_a_product,
    logarithm_of_a_quotient,
    logarithm_of_a_root,
    logarithm_of_an_exponential,
    modulus_of_a_product,
    monotonicity,
    normal_density,
    pythagorean_identity,
    square_of_a_sum,
    theorem,
)
from tests.rejected.wrong import True_, Wrong, one, with_step

a, b, y = real("a b y")
s, t = positive("s t")
w = nonnegative("w")
KL = "kl_univariate"
weights = {nonnegative("t"): w}

WRONG = (
    Wrong(
        "a logarithm split and called field arithmetic",
        one(log(s * t), log(s) + log(t), field_arithmetic()),
        "step", "do not have the same normal form",
    ),
    Wrong(
        "exponentials joined and called field arithmetic",
        one(exp(a) * exp(b), exp(a + b), field_arithmetic()),
        "step", "do not have the same normal form",
    ),
    Wrong(
        "sin² + cos² = 1 called field arithmetic",
        one(sin(a) ** 2 + cos(a) ** 2, 1, field_arithmetic()),
        "step", "do not have the same normal form",
    ),
    Wrong(
        "|st| = st called field arithmetic",
        one(Abs(s * t), s * t, field_arithmetic()), "step", "do not have the same normal form",
    ),
    Wrong(
        "field arithmetic called the law of logarithms",
        one(log(s) + a + a, log(s) + 2 * a, collecting_logarithms()),
        "step", "does not apply",
    ),
    Wrong(
        "a distributed factor called a law of exponents",
        one(exp(a) * (b + y), exp(a) * b + exp(a) * y, laws_of_exponents()),
        "step", "follows without laws of exponents",
    ),
    Wrong(
        "a distributed factor called what is assumed",
        one(a * Integral(exp(-(y**2)), y, 0, 1) + b * Integral(exp(-(y**2)), y, 0, 1),
            (a + b) * Integral(exp(-(y**2)), y, 0, 1), assumption()),
        "step", "follows without what is assumed",
    ),
    Wrong(
        "an inserted mean called linearity of the expectation",
        with_step("expected_quadratic_form", "insert-the-mean", by=linearity_in_space()),
        "insert-the-mean", "follows without the linearity of integrals",
    ),
    Wrong(
        "a determinant's step by arithmetic called coordinates",
        with_step("cholesky_determinant", "determinant-of-the-product", by=coordinates()),
        "determinant-of-the-product", "follows without coordinates",
    ),
    Wrong(
        "field arithmetic called a law of exponents",
        one(exp(a) + a + a, exp(a) + 2 * a, laws_of_exponents()), "step", "does not apply",
    ),
    Wrong(
        "field arithmetic called a law of the modulus",
        one(Abs(a) + a + a, Abs(a) + 2 * a, modulus_of_a_product()), "step", "does not apply",
    ),
    Wrong(
        "field arithmetic called Pythagoras's",
        one(sin(a) + a + a, sin(a) + 2 * a, pythagorean_identity()), "step", "does not apply",
    ),
    Wrong(
        "field arithmetic called linearity",
        one(Integral(a, y, 0, 1) + a + a, Integral(a, y, 0, 1) + 2 * a,
            linearity_of_the_integral()),
        "step", "the rule linearity-of-the-integral gives|does not apply",
    ),
    Wrong(
        "the logarithm of a product called that of a quotient",
        one(log(s * t), log(s) + log(t), logarithm_of_a_quotient()), "step", "does not apply",
    ),
    Wrong(
        "the logarithm of a quotient called that of a product",
        one(log(s / t), log(s) - log(t), logarithm_of_a_product()), "step", "does not apply",
    ),
    Wrong(
        "the logarithm of an exponential taken under that of a product",
        one(log(s * exp(a)), log(s) + a, logarithm_of_a_product()),
        "step", "the rule logarithm-of-a-product gives",
    ),
    Wrong(
        "the logarithm of a reciprocal taken under that of a product",
        one(log((1 / s) * t), log(t) - log(s), logarithm_of_a_product()),
        "step", "the rule logarithm-of-a-product gives",
    ),
    Wrong(
        "the logarithm of a product of exponentials called that of an exponential",
        one(log(exp(a) * exp(b)), a + b, logarithm_of_an_exponential()),
        "step", "does not apply",
    ),
    Wrong(
        "an exponential of a logarithm called the logarithm of an exponential",
        one(exp(log(s)), s, logarithm_of_an_exponential()), "step", "does not apply",
    ),
    Wrong(
        "the logarithm of a power called that of a root",
        one(log(s**2), 2 * log(s), logarithm_of_a_root()), "step", "does not apply",
    ),
    Wrong(
        "the logarithm of a product taken under that of a root",
        one(log(sqrt(s * t)), (log(s) + log(t)) / 2, logarithm_of_a_root()),
        "step", "the rule logarithm-of-a-root gives",
    ),
    Wrong(
        "a product expanded and called the square of a sum",
        one((a + b) * (a + b), a**2 + 2 * (a * b) + b**2, square_of_a_sum()),
        "step", "does not apply",
    ),
    Wrong(
        "a square expanded together with a cancellation",
        one((a + b) ** 2 - a**2, 2 * (a * b) + b**2, square_of_a_sum()),
        "step", "the rule square-of-a-sum gives",
    ),
    Wrong(
        "a square that changes nothing of what it is said to change",
        one(a + b, b + a, square_of_a_sum()), "step", "does not apply",
    ),
    Wrong(
        "the definition of the divergence called that of the expectation",
        with_step(KL, "definition", by=definition_of_the_expectation()),
        "definition", "does not apply",
    ),
    Wrong(
        "the densities written out and called the definition of the divergence",
        with_step(KL, "substitute-the-densities", by=definition_of_the_divergence()),
        "substitute-the-densities", "does not apply",
    ),
    Wrong(
        "the densities written out somewhere else than said",
        with_step(KL, "substitute-the-densities", at=log(p(x) / q(x))),
        "substitute-the-densities", "does not apply",
    ),
    Wrong(
        "the wrong lemma cited",
        with_step(KL, "cross-term-vanishes", by=theorem(name="gaussian_normalisation")),
        "cross-term-vanishes", "theorem gives|does not apply|same normal form",
    ),
    Wrong(
        "a lemma cited for the wrong distribution",
        with_step(KL, "cross-term-vanishes", by=theorem(name="gaussian_mean")),
        "cross-term-vanishes", "theorem gives|does not apply|same normal form",
    ),
    Wrong(
        "the mean inserted, and called a square",
        with_step(KL, "insert-the-mean", by=square_of_a_sum()), "insert-the-mean",
        "the rule square-of-a-sum gives|does not apply",
    ),
    Wrong(
        "a step that changes nothing",
        one(a + b, a + b, field_arithmetic()), "step", "the step changes nothing",
    ),
    Wrong(
        "a rule that finds nothing to act on",
        one(a * b, b * a, adding_and_subtracting(term=s)), "step", "does not apply",
    ),
    Wrong(
        "a density written out where there is none",
        one(a + b, b + a, normal_density()), "step", "does not apply",
    ),
    Wrong(
        "= where only ≤ holds",
        one(1 + w, exp(w), theorem(name="exponential_inequality", values=weights)),
        "step", "this justification shows '<=', not '='", false=True,
    ),
    Wrong(
        "< where only ≤ holds",
        one(1 + w, exp(w), theorem(name="exponential_inequality", values=weights),
            Relation.LESS),
        "step", "this justification shows '<=', not '<'", false=True,
    ),
    Wrong(
        "≤ the wrong way round",
        one(exp(w), 1 + w, theorem(name="exponential_inequality", values=weights),
            Relation.AT_MOST),
        "step", "smaller, not larger|does not give the line", false=True,
    ),
    Wrong(
        "≤ under a minus the wrong way round",
        one(-(1 + w), -exp(w), theorem(name="exponential_inequality", values=weights),
            Relation.AT_MOST),
        "step", "makes the line smaller, not larger", false=True,
    ),
    Wrong(
        "< for what is equal",
        one(a + a, 2 * a, field_arithmetic(), Relation.LESS),
        "step", "this justification shows an equality, not '<'", false=True,
    ),
    Wrong(
        "≤ shown as an equality",
        one(a + a, 2 * a, field_arithmetic(), Relation.AT_MOST),
        "step", "this justification shows an equality, not '<='",
    ),
    Wrong(
        "monotonicity for an equality",
        one(s + w, s + (w + 1), monotonicity(smaller=w, larger=w + 1, difference=1)),
        "step", "this justification shows '<=', not '='", false=True,
    ),
    Wrong(
        "'tends to' for an equality",
        one(1 / (1 + a**2), TendsTo(1 / (1 + a**2), a, 0), limit(),
            claim=TendsTo(1 / (1 + a**2), a, 0)),
        "step", "'=' leads to a term",
    ),
    Wrong(
        "an implication to a term",
        one(Abs(a), a, comparison(), Relation.IMPLIES, claim=TendsTo(a, a, 0)),
        "step", "'=>' leads to a proposition",
    ),
    Wrong(
        "an antiderivative for an integral that is not there",
        one(sqrt(s) + a, a + sqrt(s), antiderivative()), "step", "does not apply",
    ),
    Wrong(
        "end values and a rearrangement in one step",
        one(Bracket(y, y, 0, 1) + a * 2 + a, 1 - 0 + 3 * a, end_values(upper=1, lower=0)),
        "step", "the rule end-values gives",
    ),
)  # fmt: skip

TRUE = (
    True_("exponentials joined", one(exp(a) * exp(b), exp(a + b), laws_of_exponents())),
    True_(
        "sin² + cos² = 1", one(sin(a) ** 2 + cos(a) ** 2, 1, pythagorean_identity())
    ),
    True_(
        "1 + w ≤ exp w",
        one(1 + w, exp(w), theorem(name="exponential_inequality", values=weights),
            Relation.AT_MOST),
    ),
)  # fmt: skip
