"""The generated functions, given what nobody should give them.

A public function of `derived.gaussian` returns floats of NumPy, or raises a ValueError or TypeError
that names the argument; the function of a line may raise one that does not.
"""

from __future__ import annotations

import array
import inspect
import pkgutil
import re
import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from derived import gaussian, steps
from tests.attack.guard import attempt, for_each
from tests.attack.outcome import Outcome


def _matrix() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.matrix([[1.0, 0.0], [0.0, 1.0]])


NUMBERS = [
    0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.7, 1e-3, 1e-160, 5e-324, 2.2e-308, 1e308, -1e308, 1e154, 1e16,
    np.nan, np.inf, -np.inf, 710.0, -745.2,
]  # fmt: skip
ODD = [
    None, True, "", "1", b"1", "nan", 1j, 1 + 0j, 2**53 + 1, 2**63, 2**64, 10**400, -(10**30),
    object(), {}, {1: 2}, set(), frozenset({1.0}), [], [[]], [[], [1.0]], [[1.0], [1.0, 2.0]], (),
    [1.0, "a"], [None], [1.0, None], [[1.0, 2.0], 3.0], range(3), iter([1.0]), memoryview(b"abc"),
    array.array("d", [1.0, 2.0]), float, len, lambda x: x, Ellipsis, NotImplemented, 1.0 .hex(),
    np.float16(1), np.longdouble("1e4000"), np.datetime64("2020"), np.timedelta64(1), np.str_("1"),
    np.ma.masked_array([1.0, 2.0], [True, False]), np.ma.masked, _matrix(),
    lambda x: x[..., 0], lambda x: np.ones(x.shape[:-1]), lambda x: "text",
    lambda x: np.exp(x).sum(-1),
    np.array(1.0), np.array([1, 2], dtype=object), np.zeros((2, 0)), np.zeros((0, 2, 2)),
    np.zeros(2, dtype=[("a", float)]), np.array(["a"]), np.zeros((1,) * 32), np.uint64(2**64 - 1),
    np.eye(2)[::-1], np.eye(3, dtype=bool), np.eye(2, dtype=complex), np.float64(1.0),
    np.eye(2) * -1,
]  # fmt: skip


class RaisesAsArray:
    """An object that cannot be an array, and says so in its own way."""

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise ValueError("no array")


def _nested(depth: int) -> list[Any]:
    value: list[Any] = [1.0]
    for _ in range(depth):
        value = [value]
    return value


CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)
ODD += [RaisesAsArray(), _nested(20), _nested(100), CIRCLE]

numbers = st.sampled_from(NUMBERS) | st.floats() | st.integers(-(10**20), 10**20)
shapes = st.lists(st.integers(0, 3), max_size=4).map(tuple)
of_numbers = st.one_of(
    arrays.arrays(np.float64, shapes, elements=st.sampled_from(NUMBERS) | st.floats()),
    arrays.arrays(
        st.sampled_from(
            ["f2", "f4", ">f8", "i1", "u8", "i8", "?", "c8", "c16", "m8[s]", "U2", "S2"]
        ),
        shapes,
    ),
)
anything = st.one_of(numbers, of_numbers, st.integers(0, len(ODD) - 1).map(ODD.__getitem__))


@st.composite
def fitting(draw: st.DrawFn, domains: list[str]) -> list[Any]:
    """Values of the shapes that fit, sometimes of the domains too."""
    k, batch = draw(st.integers(1, 3)), draw(st.sampled_from([(), (1,), (2,), (0,), (2, 1)]))
    values = []
    for domain in domains:
        element = st.sampled_from(NUMBERS)
        if domain == "dimension":
            values.append(draw(st.integers(-1, 5)))
        elif domain == "matrix":
            a = draw(arrays.arrays(np.float64, (*batch, k, k), elements=element))
            with np.errstate(all="ignore"):
                scaled = np.eye(k) * draw(element)
                sound = a @ np.swapaxes(a, -1, -2) + scaled
            values.append([a, sound, scaled][draw(st.integers(0, 2))])
        else:
            shape = (*batch, k) if domain == "vector" else batch
            values.append(draw(arrays.arrays(np.float64, shape, elements=element)))
    return values


def _arguments(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return the arguments that a function takes by their places."""
    taken = inspect.signature(function).parameters.values()
    return [p for p in taken if p.kind is not inspect.Parameter.KEYWORD_ONLY]


def _guessed(function: Callable[..., Any]) -> list[str]:
    """Return of what shape each argument is, as the docstring says."""
    text = inspect.getdoc(function) or ""
    found = []
    for parameter in _arguments(function):
        name = parameter.name
        if parameter.annotation in (int, "int"):
            found.append("dimension")
            continue
        row = re.search(rf"^{name} : .*\n\s+(.*)$", text, re.M)
        row_text = row[1] if row else ""
        found.append(
            "matrix" if "(..., k, k)" in row_text else "vector" if "(..., k)" in row_text else ""
        )
    return found


def public_functions() -> list[Callable[..., Any]]:
    return [
        value
        for name, value in sorted(vars(gaussian).items())
        if inspect.isfunction(value) and value.__module__ == gaussian.__name__
    ]


def line_functions() -> list[Callable[..., Any]]:
    found = []
    for module in sorted(m.name for m in pkgutil.iter_modules(steps.__path__)):
        held = import_module(f"derived.steps.{module}")
        found += [
            value
            for value in vars(held).values()
            if inspect.isfunction(value) and value.__module__ == held.__name__
        ]
    return found


class BadAnswer(AssertionError):
    """An answer, or a refusal, that is not what the documentation promises."""


def _values(function: Callable[..., Any]) -> st.SearchStrategy[list[Any]]:
    """Values of any kind; a dimension is small, for it asks for an identity of its order."""
    taken = _arguments(function)
    others = [value for value in ODD if not isinstance(value, (int, np.integer))]
    sizes = st.integers(-3, 12) | st.integers(0, len(others) - 1).map(others.__getitem__)
    return st.tuples(*(sizes if p.annotation in (int, "int") else anything for p in taken)).map(
        list
    )


def _parts(answer: Any) -> list[Any]:
    """Return the arrays of an answer: a value, a gradient, or both."""
    return [p for a in answer for p in _parts(a)] if isinstance(answer, tuple) else [answer]


def _called(function: Callable[..., Any], values: list[Any], *, public: bool) -> str:
    names = [p.name for p in _arguments(function)]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            answer = function(*values)
    except (ValueError, TypeError) as error:
        said = str(error)
        if public and not any(re.search(rf"\b{n}\b", said) for n in names):
            raise BadAnswer(f"{type(error).__name__} names no argument: {said:.200}") from error
        return "refused"
    if public:
        for part in _parts(answer):
            if not isinstance(part, (np.floating, np.ndarray)) or part.dtype.char not in "efd":
                raise BadAnswer(f"it returns {type(part).__name__}")
    return "answered"


def _attacked(
    name: str, functions: list[Callable[..., Any]], trials: int, seed: int, *, public: bool
) -> Outcome:
    outcome = Outcome(name)
    for number, function in enumerate(functions):
        takes = len(_arguments(function))
        wild = _values(function)
        shapes_of = _guessed(function)
        one_odd = st.tuples(fitting(shapes_of), wild, st.integers(0, max(takes - 1, 0))).map(
            lambda t: [*t[0][: t[2]], *t[1][t[2] : t[2] + 1], *t[0][t[2] + 1 :]]
        )

        def call(values: list[Any], function: Callable[..., Any] = function) -> None:
            attempt(
                outcome,
                lambda: _called(function, values, public=public),
                (),
                lambda: f"{function.__module__}.{function.__name__}(*{values!r:.300})",
            )

        count = trials // len(functions) + (number < trials % len(functions))
        if count:
            for_each(st.one_of(wild, fitting(shapes_of), one_odd), count, seed + number, call)
    return outcome


def public(trials: int, seed: int) -> Outcome:
    """The functions of `derived.gaussian`."""
    return _attacked("results, derived.gaussian", public_functions(), trials, seed, public=True)


def lines(trials: int, seed: int) -> Outcome:
    """The functions of the lines, `derived.steps`."""
    return _attacked("lines, derived.steps", line_functions(), trials, seed, public=False)
