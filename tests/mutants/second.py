"""Second: whether the second checker refuses the certificate that is forged for a mutant."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any
from unittest.mock import patch

from derive.certificate import Content, certificates
from derive.notation import expression
from derive.recheck import certificate
from derive.recheck.__main__ import DEPTH
from derive.recheck.certificate import DECLINED, PROVED, REJECTED, Certificate
from derive.recheck.compare import equal
from derive.recheck.conditions import conditions
from derive.recheck.differentiate import ALL
from derive.recheck.discharge import Grounds, prove
from derive.recheck.reading import Reader, Statement, check_structure, statement
from derive.recheck.step import Step
from derive.recheck.terms import Declined, Refusal, Term
from tests.mutants.certified import certified
from tests.mutants.kernel import library
from tests.mutants.operators import Mutant

VERDICTS = {REJECTED: "killed", DECLINED: "declined", PROVED: "survives"}


@cache
def originals() -> dict[str, Content]:
    """Return the certificates of the library, by name."""
    return certificates(library())


@cache
def _said(name: str) -> Statement:
    return statement(originals()[name])


class EverythingListed(Certificate):
    """A certificate whose forger has listed every condition that could be asked for.

    So a mutant is refused for what it says, and not for what it leaves out.
    """

    def _check_listing(self, step: Step) -> None:
        terms = [step.before, step.after]
        asked = [p for t in terms for p, _ in conditions(t)]
        for p in dict.fromkeys([*asked, *step.needed]):
            remembered(p, self.grounds)

    def _judge(self, step: str, kind: str, check: Callable[[], None]) -> None:
        super()._judge(step, kind, check)
        if self.entries[-1].verdict == REJECTED:  # no need to see the rest
            raise Refusal(self.entries[-1].reason)


def remembered(p: Term, grounds: Grounds) -> None:
    """Prove a condition, once for all the mutants that ask for it under the same grounds."""
    under = tuple(grounds.assumptions), tuple((n, c) for n, (c, _) in grounds.theorems.items())
    if (p, under) not in _PROVED:
        mine = Grounds(grounds.assumptions, grounds.theorems)
        prove(p, mine)
        _PROVED[p, under] = mine.rests_on
    grounds.rests_on |= _PROVED[p, under]


_PROVED: dict[Any, set[str]] = {}


def verdict(name: str, mutant: Mutant) -> str:
    """Return ``killed``, ``declined`` or ``survives``."""
    try:
        content = certified(mutant.derivation, originals()[name])
    except KeyError:  # it cites what the original does not
        return VERDICTS[REJECTED]
    return of_certificate(content, EverythingListed)


def lines_are_equal(name: str, mutant: Mutant) -> bool:
    """Say whether the second checker sees each changed line to equal the original's."""
    reader = Reader(certified(mutant.derivation, originals()[name]))
    try:
        return bool(mutant.changed) and all(
            equal(reader.term(expression(a)), reader.term(expression(b)), ALL)
            for a, b in mutant.changed
        )
    except (Refusal, Declined):
        return False


def of_certificate(content: Content, how: type[Certificate] = Certificate) -> str:
    """Return ``killed``, ``declined`` or ``survives`` for a certificate as it stands."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(DEPTH)
    try:
        check_structure(content)
        with patch.object(certificate, "prove", remembered):
            entries = how(content, {cited: _said(cited) for cited in content["cites"]}).check()
    except (Refusal, TypeError, KeyError, AttributeError, ValueError, IndexError):
        return VERDICTS[REJECTED]
    except Declined:
        return VERDICTS[DECLINED]
    finally:
        sys.setrecursionlimit(before)
    found = {entry.verdict for entry in entries}
    return next(VERDICTS[v] for v in (REJECTED, DECLINED, PROVED) if v in found)
