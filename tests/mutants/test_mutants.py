"""Mutants: a seeded sample before both checkers, and the operators themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.derivation import Relation
from derive.library import LIBRARY
from derive.notation import KL, Normal, exp, real
from derive.rules import field_arithmetic
from derive.schema import canonical
from tests.mutants import kernel, second
from tests.mutants.certified import certified
from tests.mutants.equivalent import runs_over_the_same_interval, says_no_more
from tests.mutants.forged import UNLISTED, forgeries
from tests.mutants.operators import Mutant, changed_terms, mutants
from tests.mutants.run import SURVIVES, chosen, outcomes

SAMPLE = chosen(seed=7, most=4)
a, b, x, m, n = real("a b x m n")


@pytest.mark.parametrize("name", [name for name in LIBRARY if SAMPLE[name]])
def test_no_mutant_survives_unexplained(name):
    for found in outcomes(name, SAMPLE[name]):
        survives = SURVIVES in (found.kernel, found.second)
        assert found.proof or not survives, found


@pytest.mark.parametrize("name", LIBRARY)
def test_what_is_not_mutated_survives(name):
    assert not kernel.is_killed(LIBRARY[name])
    original = second.originals()[name]
    assert canonical(certified(LIBRARY[name], original)) == canonical(original)
    assert second.of_certificate(original, second.EverythingListed) == "survives"


def test_every_operator_of_the_list_is_there():
    found = {mutant.operator for d in LIBRARY.values() for mutant in mutants(d)}
    wanted = {
        "sign", "factor 1/2", "p and q exchanged", "letters exchanged", "square", "dropped term",
        "doubled term", "exponent", "bound", "Jacobian", "transpose", "order of a product",
        "dropped condition", "weaker assumption", "wrong rule", "deleted step", "doubled step",
        "swapped steps", "headline: sign", "headline: relation", "relation", "inverse",
    }  # fmt: skip
    assert wanted <= found


@pytest.mark.parametrize(
    ("line", "operator", "made"),
    [
        (a + b, "sign", a - b), (a + b, "dropped term", a), (a + b, "doubled term", a + b + b),
        (a**2, "exponent", a**3), (a**2, "square", a), (a * b, "dropped factor", b),
        (a + b, "letters exchanged", b + b), (exp(-a), "sign", exp(a)),
        (KL(Normal(m, 1), Normal(n, 1)), "p and q exchanged", KL(Normal(n, 1), Normal(m, 1))),
    ],
)  # fmt: skip
def test_an_operator_changes_one_thing(line, operator, made):
    assert (operator, made) in set(changed_terms(line))


def test_a_mutant_without_conditions_that_are_needed_is_killed():
    """Every theorem that a derivation names for its side conditions is needed."""
    for d in LIBRARY.values():
        for mutant in mutants(d):
            if mutant.operator.startswith("dropped condition"):
                assert kernel.is_killed(mutant.derivation), (d.name, mutant.place)


def test_the_domain_of_a_variable_of_integration_says_nothing_and_of_another_it_does():
    radius = Mutant("weaker assumption", "r: real", LIBRARY["gaussian_integral"])
    assert runs_over_the_same_interval(LIBRARY["gaussian_integral"], radius)
    std = Mutant("weaker assumption", "sigma: real", LIBRARY["gaussian_normalisation"])
    assert not runs_over_the_same_interval(LIBRARY["gaussian_normalisation"], std)
    end = Mutant("weaker assumption", "x: real", LIBRARY["exponential_beats_polynomial"])
    assert not runs_over_the_same_interval(LIBRARY["exponential_beats_polynomial"], end)


def test_deleting_a_line_says_no_more_and_a_stronger_relation_does():
    d = LIBRARY["log_inequality"]
    assert says_no_more(d, Mutant("deleted step", "", replace(d, steps=d.steps[1:])))
    at_most = next(s for s in d.steps if s.relation is Relation.AT_MOST)
    stronger = tuple(
        replace(s, relation=Relation.LESS) if s is at_most else s for s in d.steps
    )  # fmt: skip
    assert not says_no_more(d, Mutant("relation", "", replace(d, steps=stronger)))
    other = replace(d.steps[0], by=field_arithmetic())
    assert says_no_more(d, Mutant("wrong rule", "", replace(d, steps=(other, *d.steps[1:]))))


@pytest.mark.parametrize("name", ["kl_univariate", "kl_multivariate"])
def test_a_certificate_that_hides_or_misquotes_is_refused(name):
    found = list(forgeries(second.originals()[name]))
    assert {operator for operator, _, _ in found} >= {UNLISTED, "theorem misquoted"}
    for operator, place, content in found:
        assert second.of_certificate(content) == "killed", (operator, place)
