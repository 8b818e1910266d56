"""Citations: what a derivation rests on comes before it, and nothing rests on itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from derive.derivation import Derivation
from derive.kernel.form import InvalidDerivation, check_form
from derive.notation import copied


def in_order(names: Iterable[str], derivations: Mapping[str, Derivation]) -> dict[str, Derivation]:
    """Return the names and all that they cite, each after what it cites.

    They are copies that nobody else holds, made before any rule runs, so that no rule can change
    a derivation while it is checked; and each copy is well formed.
    """
    ordered: dict[str, Derivation] = {}
    open_names: list[str] = []

    def visit(name: str, citing: Derivation | None) -> None:
        if name in ordered:
            return
        location = _citation(name, citing) if citing else ("", 0)
        if name not in derivations:
            raise InvalidDerivation(_unknown(name, derivations, citing), location)
        if name in open_names:
            circle = " → ".join([*open_names[open_names.index(name) :], name])
            raise InvalidDerivation(f"the citations go round in a circle: {circle}", location)
        open_names.append(name)
        check_form(derivations[name])
        own = _own(derivations[name])
        for cited in own.cited:
            visit(cited, own)
        open_names.pop()
        ordered[name] = own

    for name in names:
        visit(name, None)
    return ordered


def _citation(name: str, citing: Derivation) -> tuple[str, int]:
    """Return where a derivation cites a name: the step, or else the derivation itself."""
    steps = [s for s in citing.steps if s.by.parameters.get("name") == name]
    return steps[0].location if steps else citing.location


def _unknown(name: str, derivations: Mapping[str, Derivation], citing: Derivation | None) -> str:
    near = get_close_matches(name, list(derivations), 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else "derive list shows them"
    what = (
        f"{citing.name} cites {name!r}, which is no derivation"
        if citing
        else (f"there is no derivation {name!r}")
    )
    return f"{what}; {hint}"


def _own(derivation: Derivation) -> Derivation:
    """Return a copy of a derivation that is well formed."""
    return replace(
        derivation,
        claim=copied(derivation.claim),
        start=copied(derivation.start),
        assumptions=tuple(copied(a) for a in derivation.assumptions),
        where={copied(letter): copied(meaning) for letter, meaning in derivation.where.items()},
        steps=tuple(replace(step, line=copied(step.line)) for step in derivation.steps),
    )
