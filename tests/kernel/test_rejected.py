"""Every wrong derivation is refused at the right step and for the right reason."""

import re
from dataclasses import replace
from functools import cache

import pytest
import sympy

from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import Binder, Density, Expectation, plain, subterms
from tests.rejected import TRUE, WRONG


def report(entry):
    name = entry.derivation.name
    return check([name], {**LIBRARY, **entry.also, name: entry.derivation})[name]


@cache
def reports():
    """The reports on all that is surely a derivation and cites the library alone, in one go."""
    together = {
        f"wrong_{number}": entry
        for number, entry in enumerate(WRONG)
        if entry.step and not entry.malformed and not entry.also
    }
    derivations = {n: replace(e.derivation, name=n) for n, e in together.items()}
    found = check(derivations, {**LIBRARY, **derivations})
    return {entry.name: found[name] for name, entry in together.items()}


@cache
def found_for(entry_name):
    """The report on a wrong derivation, or the error where it is none."""
    entry = next(e for e in WRONG if e.name == entry_name)
    if entry.step and not entry.malformed and not entry.also:
        try:
            return reports()[entry_name]
        except Exception:  # one of them cannot be checked: find out which
            return report(entry)
    try:
        return report(entry)
    except InvalidDerivation as error:
        return error


def test_the_corpus_is_large_and_its_entries_have_names_of_their_own():
    names = [entry.name for entry in (*WRONG, *TRUE)]
    assert len(WRONG) >= 36
    assert len(TRUE) >= 8
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("entry", WRONG, ids=lambda e: e.name)
def test_wrong_derivation_is_refused_where_it_is_wrong(entry):
    found = found_for(entry.name)
    if isinstance(found, InvalidDerivation):
        assert not entry.step or entry.malformed, f"refused as no derivation: {found}"
        assert re.search(entry.reason, str(found))
        return
    assert found.verdict is not Verdict.PROVED, "a wrong derivation is proved"
    failed = [s for s in found.steps if s.verdict is not Verdict.PROVED]
    assert failed[0].step.name == entry.step, failed[0].reason
    assert failed[0].verdict.value in entry.verdicts, failed[0].reason
    assert re.search(entry.reason, failed[0].reason), failed[0].reason


@pytest.mark.parametrize("entry", [e for e in WRONG if e.false], ids=lambda e: e.name)
def test_false_line_without_an_integral_is_refuted_by_values(entry):
    found = next(s for s in found_for(entry.name).steps if s.step.name == entry.step)
    lines = (found.before, found.step.line)
    kinds = (Binder, Density, Expectation)
    if any(isinstance(t, kinds) for line in lines for t in subterms(line)):
        assert found.verdict.value in entry.verdicts
        return
    assert found.verdict is Verdict.REFUTED, found.reason
    values = {
        v.doit(): sympy.Rational(found.counterexample[v.name])
        for v in lines[0].free_symbols | lines[1].free_symbols
    }
    left, right = (_number(line, values) for line in lines)
    if left is None or right is None:  # the point at which a side is undefined
        return
    relation = found.step.relation.value
    assert {"=": left != right, "<=": left > right, "<": left >= right}[relation]


def _number(line, values):
    """The value that SymPy gives at a point; None where it is no finite real number."""
    value = sympy.sympify(plain(line)).xreplace(values).evalf(30)
    return value if value.is_finite and value.is_real else None


@pytest.mark.parametrize("entry", TRUE, ids=lambda e: e.name)
def test_true_twin_is_proved(entry):
    found = report(entry)
    assert found.verdict is Verdict.PROVED, found.reason
