"""Form: whether something is a derivation at all, before anything is proved."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.derivation import Derivation, Relation, Step
from derive.kernel.signs import is_in_domain
from derive.notation import (
    BINDERS,
    KL,
    Abs,
    AlmostEverywhere,
    And,
    Applied,
    Arctan,
    AtMost,
    Attracts,
    Bracket,
    Cholesky,
    Coordinates,
    Cos,
    Density,
    Derivative,
    Determinant,
    Diagonal,
    Entry,
    Equal,
    Exp,
    Expectation,
    ForAll,
    Identity,
    Iff,
    Integrable,
    Integral,
    Inverse,
    Lambda,
    Less,
    Log,
    MatrixProduct,
    Max,
    Minus,
    MultivariateNormal,
    Neg,
    Normal,
    Over,
    Pi,
    Plus,
    PositiveDefinite,
    Power,
    Product,
    Proposition,
    Scalar,
    Sin,
    Sqrt,
    StrictlyConvex,
    Sum,
    TendsTo,
    Times,
    Trace,
    Transpose,
    Unequal,
    Var,
    WithDensity,
    Zero,
    described,
    free,
    shape,
    subterms,
    written_out,
)


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
    for step in derivation.steps:
        if type(step) is not Step or type(step.relation) is not Relation:
            raise InvalidDerivation(f"{derivation.name} has a step that is no Step", where)
    if not all(isinstance(a, Proposition) for a in derivation.assumptions):
        raise InvalidDerivation(f"an assumption of {derivation.name} is not a proposition", where)
    if not isinstance(derivation.claim, Proposition):
        raise InvalidDerivation(f"the claim of {derivation.name} is not a proposition", where)
    if not derivation.steps:
        raise InvalidDerivation(f"{derivation.name} has no steps", where)
    if isinstance(derivation.start, Proposition) and any(
        step.relation is not Relation.EQUIVALENT for step in derivation.steps
    ):
        raise InvalidDerivation("from a proposition only '<=>' leads on", where)
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
    for meaning in (*derivation.where.values(), *derivation.assumptions):
        yield meaning, derivation.location
    for step in derivation.steps:
        yield step.line, step.location


MOST_NODES = 10_000
TERM, VARIABLE, END, DISTRIBUTION = "a term", "a variable", "a term or ±oo", "a distribution"
PROPOSITION = "a proposition"
_NULLARY = (Pi,)
_UNARY = (Neg, Exp, Log, Sqrt, Abs, Sin, Cos, Arctan)
_BINARY = (Plus, Minus, Times, Over, Power, Normal, Equal, AtMost, Less, Unequal)
_MATRIX_UNARY = (Scalar, Transpose, Inverse, Trace, Determinant, Cholesky, Identity, WithDensity)
_MATRIX_BINARY = (MatrixProduct, Zero, MultivariateNormal, Applied)
_OVER_AN_INDEX = (Sum, Product, Diagonal, Coordinates, Lambda)
_OVER_AN_INTERVAL = (Integral, Bracket, Integrable)

ARGUMENTS: dict[type, tuple[str, ...]] = {
    **dict.fromkeys(_NULLARY, ()),
    **dict.fromkeys((*_UNARY, *_MATRIX_UNARY, PositiveDefinite), (TERM,)),
    **dict.fromkeys((*_BINARY, *_MATRIX_BINARY), (TERM, TERM)),
    **dict.fromkeys(_OVER_AN_INDEX, (TERM, VARIABLE)),
    Derivative: (TERM, VARIABLE, TERM),
    **dict.fromkeys((And, Iff), (PROPOSITION, PROPOSITION)),
    **dict.fromkeys((ForAll, AlmostEverywhere), (PROPOSITION, VARIABLE)),
    Max: (TERM, TERM),
    Attracts: (TERM, VARIABLE, TERM),
    **dict.fromkeys(_OVER_AN_INTERVAL, (TERM, VARIABLE, END, END)),
    Expectation: (TERM, VARIABLE, DISTRIBUTION),
    Density: (DISTRIBUTION, TERM),
    KL: (DISTRIBUTION, DISTRIBUTION),
}
"""The nodes of the notation, and what each of their arguments must be."""


def check_nodes(line: Basic, location: tuple[str, int], wanted: str = TERM) -> None:
    """Check that a line is written in the notation and in nothing else."""
    if not isinstance(line, Basic):
        raise InvalidDerivation(f"{line!r:.80} is not a line", location)
    if _is_larger_than(MOST_NODES, line):
        raise InvalidDerivation(f"a line has more than {MOST_NODES} parts", location)
    problem = _problem(line, wanted) if not isinstance(line, Proposition) else _inside(line)
    if problem:
        raise InvalidDerivation(problem, location)


def _is_larger_than(most: int, line: Basic) -> bool:
    """Say whether a tree has more than so many nodes, whatever they are."""
    waiting: list[object] = [line]
    while waiting and most > 0:
        waiting.extend(getattr(waiting.pop(), "args", ()))
        most -= 1
    return bool(waiting)


def _problem(node: object, wanted: str) -> str:
    """Say what is wrong with an argument; nothing where it is what is wanted."""
    if node is oo or node is -oo:
        ends = "only an interval's end and a limit's point may be infinite"
        return "" if wanted == END else f"{node} is not {wanted}: {ends}"
    if isinstance(node, Var):
        if type(node) is not Var or not _is_variable(node):
            return f"{node.name!r} is not the name of a variable"
        return "" if wanted != DISTRIBUTION else f"{node} is not {wanted}"
    if isinstance(node, Proposition):
        return _inside(node) if wanted == PROPOSITION else f"{node} is a proposition inside a term"
    if type(node) in (Normal, MultivariateNormal, WithDensity):
        return _inside(node) if wanted == DISTRIBUTION else f"{node} is not {wanted}"
    if wanted not in (TERM, END):
        return f"{node!r:.80} is not {wanted}"
    if isinstance(node, Rational) and type(node).__module__ == Rational.__module__:
        return "" if _is_number(node) else f"{node!r:.80} is not a rational in lowest terms"
    return _inside(node) if isinstance(node, Basic) else f"{node!r:.80} is not {wanted}"


def _inside(node: Basic) -> str:
    """Say what is wrong with the arguments of a node."""
    name = type(node).__name__
    wanted: tuple[str, ...] | None = ARGUMENTS.get(type(node))
    if type(node) is TendsTo and len(node.args) > 3:
        wanted = (TERM, VARIABLE, END, *(END for _ in node.points))
    if type(node) is StrictlyConvex and len(node.args) > 1:
        wanted = (TERM, *(VARIABLE for _ in node.variables))
    if type(node) is Entry and len(node.args) in (2, 3):
        wanted = (TERM, *(VARIABLE for _ in node.args[1:]))
    if wanted is None:
        return f"{name} does not belong to the notation"
    if len(node.args) != len(wanted):
        return f"{name} takes {len(wanted)} arguments, not {len(node.args)}"
    problems = (_problem(a, w) for a, w in zip(node.args, wanted, strict=True))
    return next((f"in {name}: {p}" for p in problems if p), "") or _misshapen(node)


def _is_number(node: Rational) -> bool:
    p, q = node.p, node.q
    return type(p) is int and type(q) is int and q > 0 and gcd(p, q) == 1


def _is_variable(node: Var) -> bool:
    parts = (type(node.name), type(node.domain), type(node.dimensions))
    if parts != (str, str, tuple):
        return False
    try:
        made = Var(node.name, node.domain, *node.dimensions)
    except (ValueError, TypeError):
        return False
    return not node.args and hash(made) == hash(node) and shape(made) == shape(node)


def _misshapen(node: Basic) -> str:
    """Say what is wrong with the shapes of a node's arguments, or with the shape it says it has."""
    if isinstance(node, BINDERS) and node.args[1].domain == "dimension":
        return f"in {type(node).__name__}: a dimension cannot be bound"
    try:
        made = node.func(*node.args)
    except (TypeError, ValueError) as error:
        return str(error)
    return "" if made == node and shape(made) == shape(node) else f"{node!r:.80} is misshapen"


def _check_variables(derivation: Derivation) -> None:
    named = {*derivation.arguments.values(), *derivation.where}
    known = named.union(*(v.free_symbols for v in named))
    _check_abbreviations(derivation)
    _check_assumptions(derivation)
    domains: dict[str, Var] = {}
    for line, location in _all_lines(derivation):
        for node in subterms(line):
            if isinstance(node, Var) and domains.setdefault(node.name, node) != node:
                before = _declared(domains[node.name])
                raise InvalidDerivation(
                    f"{node.name} is declared {before} and {_declared(node)}", location
                )
        unknown = sorted(v.name for v in free(line) - known - _bound(derivation))
        if unknown:
            raise InvalidDerivation(
                f"{', '.join(unknown)} in {described(line)} is neither bound nor among the "
                f"arguments of {derivation.name}", location,
            )  # fmt: skip


def _declared(variable: Var) -> str:
    of = "×".join(str(d) for d in variable.dimensions)
    return f"{variable.domain} ({of})" if of else variable.domain


def _check_assumptions(derivation: Derivation) -> None:
    """Check that what is assumed of a letter is not used where the letter is bound."""
    bound = _bound_in_lines(derivation)
    for assumption in derivation.assumptions:
        both = free(written_out(assumption, derivation.where)) & bound
        if both:
            raise InvalidDerivation(
                f"{', '.join(sorted(v.name for v in both))} is bound in a line, and something is "
                f"assumed of it: {described(assumption)}", derivation.location,
            )  # fmt: skip


def _bound_in_lines(derivation: Derivation) -> set[Var]:
    return {
        node.args[1]
        for line, _ in _all_lines(derivation)
        for node in subterms(line)
        if isinstance(node, BINDERS)
    }.union(
        variable
        for line, _ in _all_lines(derivation)
        for node in subterms(line)
        if isinstance(node, StrictlyConvex)
        for variable in node.variables
    )


def _check_abbreviations(derivation: Derivation) -> None:
    """Check that each letter stands for one thing, wherever it is written."""
    bound = _bound(derivation) | _bound_in_lines(derivation)
    explained: set[Var] = set()
    for letter, meaning in derivation.where.items():
        if letter in derivation.arguments.values():
            problem = "is an argument and an abbreviation"
        elif letter in bound:
            problem = "is an abbreviation and a bound variable"
        elif free(meaning) & bound:
            problem = "stands for something that depends on a bound variable"
        elif free(meaning) & (set(derivation.where) - explained):
            problem = "is explained by what is not explained yet"
        elif not is_in_domain(meaning, letter):
            problem = f"is declared {letter.domain}, which {described(meaning)} is not shown to be"
        else:
            explained.add(letter)
            continue
        raise InvalidDerivation(f"{letter.name} {problem}", derivation.location)


def _bound(derivation: Derivation) -> set[Var]:
    """Return the variable that the claim is about, where the lines before leave it free."""
    claim = derivation.claim
    return {claim.variable} if isinstance(claim, (TendsTo, Integrable)) else set()
