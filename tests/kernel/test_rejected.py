"""Every wrong derivation is refused at the right step and for the right reason."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import sympy

from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import Binder, Density, Expectation, plain, subterms
from tests.kernel.test_liars import has_arrays, value
from tests.rejected import TRUE, WRONG


def report(entry):
    name = entry.derivation.name
    return check([name], {**LIBRARY, **entry.also, name: entry.derivation})[name]


@cache
def reports():
    """The reports on all that is surely a derivation and cites the library alone, in one go."""
    found = {}
    for some in batched([e for e in WRONG if e.step and not e.malformed and not e.also]):
        renamed = {f"wrong_{n}": replace(shortened(e), name=f"wrong_{n}") for n, e in some}
        try:
            checked = check(renamed, {**LIBRARY, **renamed})
        except Exception:  # one of them breaks the kernel: it will show when it is checked alone
            continue
        found |= {e.name: checked[f"wrong_{n}"] for n, e in some}
    return found


def shortened(entry):
    """The derivation up to the step after the wrong one; what follows takes time and says nothing.

    The step after it stays, so that the headline is not what the wrong step is refused for.
    """
    steps = entry.derivation.steps
    last = [s.name for s in steps].index(entry.step)
    return replace(entry.derivation, steps=steps[: last + 2])


def batched(entries, size=70):
    numbered = list(enumerate(entries))
    return [numbered[i : i + size] for i in range(0, len(numbered), size)]


@cache
def found_for(entry_name):
    """The report on a wrong derivation, or the error where it is none."""
    entry = next(e for e in WRONG if e.name == entry_name)
    if entry_name in reports():
        return reports()[entry_name]
    try:
        return report(entry)
    except InvalidDerivation as error:
        return error


def test_the_corpus_is_large_and_its_entries_have_names_of_their_own():
    names = [entry.name for entry in (*WRONG, *TRUE)]
    assert len(WRONG) >= 500
    assert len(TRUE) >= 60
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
    if re.search("is not defined|divides by zero|root of a negative", found.reason):
        return
    variables = lines[0].free_symbols | lines[1].free_symbols
    if any(map(has_arrays, lines)):
        at = {v: np.array(found.counterexample[v.name], dtype=float) for v in variables}
        left, right = (value(line, at) for line in lines)
        assert np.abs(left - right).max() > 1e-9 * (1 + np.abs(left).max())
        return
    values = {v.doit(): sympy.Rational(found.counterexample[v.name]) for v in variables}
    left, right = (_number(line, values) for line in lines)
    relation = found.step.relation.value
    assert {"=": left != right, "<=": left > right, "<": left >= right}[relation]


def _number(line, values):
    """The value that SymPy gives at a point."""
    return sympy.sympify(plain(line)).xreplace(values).evalf(30)


@pytest.mark.parametrize("entry", TRUE, ids=lambda e: e.name)
def test_true_twin_is_proved(entry):
    found = report(entry)
    assert found.verdict is Verdict.PROVED, found.reason
