"""Form: whether something is a derivation at all, before anything is proved."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive import notation
from derive.derivation import Derivation, Step
from derive.kernel.facts import described
from derive.notation import Integrable, Proposition, TendsTo, Var, free, subterms


class InvalidDerivation(Exception):
    """A derivation that cannot be checked at all, with the place where it is stated."""

    def __init__(self, message: str, location: tuple[str, int] = ("", 0)) -> None:
        super().__init__(message)
        self.location = location


def check_form(derivation: Derivation) -> None:
    """Check that a derivation is made of what it should be made of, and of nothing else."""
    if type(derivation) is not Derivation or type(derivation.steps) is not tuple:
        raise InvalidDerivation(f"{derivation!r:.80} is not a Derivation with a tuple of steps")
    where = derivation.location
    if not all(type(step) is Step for step in derivation.steps):
        raise InvalidDerivation(f"{derivation.name} has steps that are no Step", where)
    if not isinstance(derivation.claim, Proposition):
        raise InvalidDerivation(f"the claim of {derivation.name} is not a proposition", where)
    if not derivation.steps:
        raise InvalidDerivation(f"{derivation.name} has no steps", where)
    names: set[str] = set()
    for step in derivation.steps:
        if step.name in names:
            raise InvalidDerivation(f"two steps are called {step.name!r}", step.location)
        names.add(step.name)
    try:
        for line, location in _all_lines(derivation):
            check_nodes(line, location)
        _check_variables(derivation)
    except RecursionError as error:
        raise InvalidDerivation("a line is nested too deeply", where) from error


def _all_lines(derivation: Derivation) -> Iterator[tuple[Basic, tuple[str, int]]]:
    yield derivation.start, derivation.location
    yield derivation.claim, derivation.location
    for meaning in derivation.where.values():
        yield meaning, derivation.location
    for step in derivation.steps:
        yield step.line, step.location


NODES = {
    node for node in vars(notation).values() if isinstance(node, type) and issubclass(node, Basic)
}


def check_nodes(line: Basic, location: tuple[str, int]) -> None:
    """Check that a line is written in the notation and in nothing else."""
    if not isinstance(line, Basic):
        raise InvalidDerivation(f"{line!r} is not a line", location)
    for node in subterms(line):
        if isinstance(node, Var) and not node.name.replace("_", "").isalnum():
            raise InvalidDerivation(f"{node.name!r} is not the name of a variable", location)
        if type(node) not in NODES and not _is_number(node):
            raise InvalidDerivation(
                f"{type(node).__name__} in {line} does not belong to the notation", location
            )
        if isinstance(node, Proposition) and node is not line:
            raise InvalidDerivation(f"{line} has a proposition inside a term", location)


def _is_number(node: Basic) -> bool:
    """Say whether a node is an exact rational or ±oo, of SymPy's own types."""
    return type(node).__module__ == "sympy.core.numbers" and (
        isinstance(node, Rational) or node in (oo, -oo)
    )


def _check_variables(derivation: Derivation) -> None:
    arguments = set(derivation.arguments.values())
    known = arguments | set(derivation.where)
    for variable in arguments & set(derivation.where):
        raise InvalidDerivation(
            f"{variable.name} is an argument and an abbreviation", derivation.location
        )
    domains: dict[str, str] = {}
    for line, location in _all_lines(derivation):
        for node in subterms(line):
            if isinstance(node, Var) and domains.setdefault(node.name, node.domain) != node.domain:
                raise InvalidDerivation(
                    f"{node.name} is declared {domains[node.name]} and {node.domain}", location
                )
        unknown = sorted(v.name for v in free(line) - known - _bound(derivation))
        if unknown:
            raise InvalidDerivation(
                f"{', '.join(unknown)} in {described(line)} is neither bound nor among the "
                f"arguments of {derivation.name}", location,
            )  # fmt: skip
    earlier: set[Var] = set()
    for variable, meaning in derivation.where.items():
        earlier.add(variable)
        if free(meaning) & (set(derivation.where) - earlier | {variable}):
            raise InvalidDerivation(
                f"{variable.name} is explained by what is not explained yet", derivation.location
            )


def _bound(derivation: Derivation) -> set[Var]:
    """Return the variable that the claim is about, where the lines before leave it free."""
    claim = derivation.claim
    return {claim.variable} if isinstance(claim, (TendsTo, Integrable)) else set()
