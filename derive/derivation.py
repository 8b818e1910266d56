"""Derivations as data: frozen values that state lines, rules and reasons, and evaluate nothing."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any

from sympy.core.basic import Basic

from derive.notation import (
    Normal,
    Proposition,
    Var,
    as_term,
)
from derive.wording import check_identifier, check_name, check_words


class Relation(Enum):
    """How a line follows on the one before."""

    EQUAL = "="
    AT_MOST = "<="
    LESS = "<"
    TENDS_TO = "tends to"
    IS_INTEGRABLE = "is integrable"
    IMPLIES = "=>"
    EQUIVALENT = "<=>"
    IS_CONVEX = "is strictly convex"


class Kind(Enum):
    """The closed set of justifications that the kernel knows how to check.

    A new kind is one member here and one check in ``derive/kernel/checks.py``: an induction, a
    case split, a matrix identity or a bound over a box will each be one more of both.
    """

    DEFINITION = "definition unfolded"
    NORMAL_FORM = "equality by normal form"
    LINEARITY = "linearity"
    ANTIDERIVATIVE = "antiderivative with end values"
    DERIVATIVE = "derivative"
    CHANGE_OF_VARIABLES = "change of variables"
    LINEAR_CHANGE_OF_VARIABLES = "linear change of variables"
    POLAR_COORDINATES = "change of variables in the plane"
    INTEGRAL_OF_A_DERIVATIVE = "integral of a derivative"
    PRODUCT_INTEGRAL = "integral of a product over the coordinates"
    MARGINAL = "marginal of a product density"
    LIMIT = "limit"
    MONOTONICITY = "monotonicity"
    FACTOR = "both sides multiplied by what is invertible"
    MODULUS = "bound of a modulus"
    INJECTION = "strictly increasing function on both sides"
    CONVEXITY = "second derivatives"
    MINIMUM = "minimum of a strictly convex function"
    VANISHING_INTEGRAL = "integral of a nonnegative function that vanishes"
    ONLY_ZERO = "only zero of a strictly increasing function"
    FIXED_POINT = "multiplier of a fixed point"
    GEOMETRIC = "geometric sequence"
    ENCLOSURE = "bound by rigorous ball arithmetic"
    ASSUMPTION = "assumption"
    THEOREM = "instance of a cited theorem"
    COMPARISON = "comparison"
    SQUARE_ROOT = "root of a square"


@dataclass(frozen=True)
class Justification:
    """What a rule offers as the ground of its line: a kind, with parameters, and nothing else."""

    kind: Kind
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A rule's answer: the line that it reaches and the justification that it offers."""

    line: Basic
    justification: Justification


class DoesNotApply(Exception):
    """Raised by a rule that can say why it does not apply."""


@dataclass(frozen=True)
class Focus:
    """What a rule sees: the line before, the line that the author states, and where to act.

    ``claim`` is the statement of the theorem that the step cites, where it is proved;
    ``where`` are the derivation's abbreviations.
    """

    before: Basic
    goal: Basic
    relation: Relation = Relation.EQUAL
    at: Basic | None = None
    claim: Proposition | None = None
    where: Mapping[Var, Basic] = field(default_factory=dict)


@dataclass(frozen=True)
class Trial:
    """A rule tried on one line: an example, or a counter-example that must be refused.

    Attributes
    ----------
    before, after : Term or Proposition
        The lines.
    parameters : mapping
        What the rule is given.
    relation : Relation
        How the second line is said to follow on the first.
    earlier : Step, optional
        The step that stands between the two, for rules that conclude from a whole chain.
    conditions : tuple of str
        The theorems of the library that side conditions may use.
    where : mapping of Var to Term
        Abbreviations.
    assumptions : tuple of Proposition
        What is assumed.
    """

    before: Basic
    after: Basic
    parameters: Mapping[str, Any] = field(default_factory=dict)
    relation: Relation = Relation.EQUAL
    earlier: Step | None = None
    conditions: tuple[str, ...] = ()
    where: Mapping[Var, Basic] = field(default_factory=dict)
    assumptions: tuple[Proposition, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A named way to get from one line to the next.

    Attributes
    ----------
    name : str
        The function's name, with hyphens.
    title : str
        The field's own term, as a reader sees it.
    apply : callable
        ``apply(focus, **parameters)`` gives a `Proposal`, or None where it does not apply.
    example, counterexample : Trial
        A step that the kernel must prove, and one that it must not.
    """

    name: str
    title: str
    apply: Callable[..., Proposal | None]
    example: Trial
    counterexample: Trial

    @property
    def statement(self) -> str:
        """The first line of the rule's docstring: what it says."""
        return (inspect.getdoc(self.apply) or "").split("\n")[0]

    def __call__(self, **parameters: Any) -> Application:
        """Return the rule with the parameters that one step gives it."""
        known = dict(list(inspect.signature(self.apply).parameters.items())[1:])
        unknown = [p for p in parameters if p not in known]
        missing = [p for p, k in known.items() if k.default is k.empty and p not in parameters]
        if unknown:
            takes = ", ".join(known) or "nothing"
            raise TypeError(f"rule {self.name} takes {takes}, not {', '.join(unknown)}")
        if missing:
            raise TypeError(f"rule {self.name} needs {', '.join(missing)}")
        return Application(self, MappingProxyType(parameters))


@dataclass(frozen=True)
class Application:
    """A rule with the parameters that one step gives it."""

    rule: Rule
    parameters: Mapping[str, Any]

    def propose(self, focus: Focus) -> Proposal | None:
        """Return the rule's answer, or None where it does not apply."""
        return self.rule.apply(focus, **self.parameters)


def rule(
    title: str, *, example: Trial, counterexample: Trial
) -> Callable[[Callable[..., Proposal | None]], Rule]:
    """Make a `Rule` of a function; its name is the function's."""

    def make(function: Callable[..., Proposal | None]) -> Rule:
        name = function.__name__.replace("_", "-")
        return Rule(name, title, function, example, counterexample)

    return make


@dataclass(frozen=True)
class Step:
    """One line: what it says, by which rule, and why.

    Attributes
    ----------
    name : str
        Unique in its derivation: lower case, with hyphens.
    line : Term or Proposition
        The line itself, in the author's order.
    by : Application
        The rule that leads to it.
    reason : str
        What a reader needs to see that it follows; text between dollars is LaTeX.
    relation : Relation
        How it follows on the line before.
    at : Term, optional
        The sub-term of the line before in which the rule acts.
    """

    name: str
    line: Basic
    by: Application
    reason: str
    relation: Relation = Relation.EQUAL
    at: Basic | None = None
    location: tuple[str, int] = field(default=("", 0), compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.location[0]:
            object.__setattr__(self, "location", _author_location())
        check_name("step", self.name, hyphens=True)
        check_words(f"step {self.name}: reason", self.reason)
        if not isinstance(self.by, Application):
            what = f"{self.by.name}()" if isinstance(self.by, Rule) else "one from derive.rules"
            raise TypeError(f"step {self.name}: 'by' takes a rule with its parameters: {what}")
        object.__setattr__(self, "line", as_term(self.line))


def _author_location() -> tuple[str, int]:
    """Return file and line of the code that states the step."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename in (__file__, "<string>"):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


@dataclass(frozen=True)
class Derivation:
    """A chain of lines from ``start`` to what ``claim`` says.

    Attributes
    ----------
    name, title : str
        The name in code and the title for readers.
    claim : Proposition
        The headline.  The kernel checks that the chain reaches it.
    start : Term or Proposition
        The first line.
    steps : tuple of Step
        The lines after it.
    arguments : mapping of str to Var
        The free variables by their names in the generated code, in order.
    where : mapping of Var to Term
        Abbreviations that the lines use.
    densities : mapping of str to Normal
        The letters that readers know the distributions by.
    conditions : tuple of str
        The theorems that side conditions (convergence, vanishing at infinity) may use, and the
        hypotheses of cited theorems.
    assumptions : tuple of Proposition
        What the claim holds under.
    windows : mapping of Var to (centre, scale)
        For each variable of integration, where its integrand lives: for numerical quadrature.
    summary : str
        What the result says and how it is reached, for readers.
    source : str
        Where the result is stated.
    """

    name: str
    title: str
    claim: Proposition
    start: Basic
    steps: tuple[Step, ...]
    arguments: Mapping[str, Var]
    where: Mapping[Var, Basic] = field(default_factory=dict)
    densities: Mapping[str, Normal] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    assumptions: tuple[Proposition, ...] = ()
    windows: Mapping[Var, tuple[Any, Any]] = field(default_factory=dict)
    summary: str = ""
    source: str = ""
    location: tuple[str, int] = field(default=("", 0), compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.location[0]:
            object.__setattr__(self, "location", _author_location())
        check_name("derivation", self.name, hyphens=False)
        for words in ("title", "summary", "source"):
            check_words(f"{self.name}: {words}", getattr(self, words))
        for what in ("arguments", "where", "densities", "windows"):
            if not isinstance(getattr(self, what), Mapping):
                raise TypeError(f"{self.name}: {what} takes a mapping: {{name: …, name: …}}")
        for letter in self.densities:
            check_identifier(f"{self.name}: the letter", letter)
        object.__setattr__(self, "start", as_term(self.start))
        object.__setattr__(self, "where", {v: as_term(m) for v, m in self.where.items()})
        for what in ("steps", "conditions", "assumptions"):
            if not isinstance(getattr(self, what), tuple):
                raise TypeError(f"{self.name}: {what} takes a tuple; one item needs a comma: (…,)")

    @property
    def cited(self) -> tuple[str, ...]:
        """The names of the theorems that the steps and their conditions rest on, in order."""
        names = [*self.conditions]
        names += [str(s.by.parameters["name"]) for s in self.steps if "name" in s.by.parameters]
        return tuple(dict.fromkeys(names))
