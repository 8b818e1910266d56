"""No rule can lie: whatever line, kind and parameters it answers, no false step is proved.

Every step of the library is replaced by false ones (mutants of its line, found false by
numbers), and every false step is offered by liars with every kind of justification.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace
from functools import cache
from itertools import count

import mpmath
import numpy as np
import pytest
from sympy import Integer, Rational, oo
from sympy.core.basic import Basic

from derive.derivation import (
    Application,
    Derivation,
    Focus,
    Justification,
    Kind,
    Proposal,
    Relation,
    Rule,
    Step,
    Trial,
)
from derive.kernel import chain
from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.kernel.report import Verdict
from derive.kernel.theories import THEORIES
from derive.library import LIBRARY
from derive.notation import (
    BINDERS,
    KL,
    VECTORS,
    Abs,
    Arctan,
    Bracket,
    Cholesky,
    Cos,
    Density,
    Derivative,
    Determinant,
    Diagonal,
    Entry,
    Equal,
    Exp,
    Expectation,
    Identity,
    IndexBinder,
    Integrable,
    Integral,
    Inverse,
    Log,
    MatrixProduct,
    Minus,
    MultivariateNormal,
    Neg,
    Normal,
    Over,
    Pi,
    Plus,
    Power,
    Product,
    Proposition,
    Scalar,
    Sin,
    Sqrt,
    Sum,
    TendsTo,
    Term,
    Times,
    Trace,
    Transpose,
    Var,
    Zero,
    as_term,
    exp,
    free,
    real,
    shape,
    subterms,
    unfold,
    written_out,
)

DIGITS = 30
MUTANTS_OF_A_STEP = 3
LIARS_OF_A_KIND = 1
BATCH = 2000
LATER = ("term_role", "gradient_", "zero_of_the_gradient", "elbo", "gibbs", "kl_asymmetry")
NAMES = [name for name in LIBRARY if not name.startswith(LATER)]
IN_SPACE = (
    "cholesky_determinant", "multivariate_normalisation", "multivariate_mean",
    "gaussian_covariance", "expected_quadratic_form", "kl_multivariate",
    "kl_standard_normal_cov", "kl_diagonal", "diagonal_density", "kl_diagonal_by_coordinates",
    "kl_standard_normal", "kl_standard_normal_std",
)  # fmt: skip
SOURCE = random.Random(20260)

_NOTHING = Trial(Integer(1), Integer(1))


def liar(kind, parameters) -> Application:
    """Return a rule that gives whatever line is asked for, on whatever grounds."""

    def lie(focus: Focus) -> Proposal:
        return Proposal(focus.goal, Justification(kind, parameters))

    return Application(Rule("liar", "liar", lie, _NOTHING, _NOTHING), {})


# -- the value of a line, by numbers alone --------------------------------------------------------


class NoValue(Exception):
    """What stands in a line has no value here."""


def value(term: Basic, at: dict):
    """Return the value of a term at a point, by quadrature where it holds an integral.

    Numbers are mpmath's; where there are vectors, matrices or indices, they are NumPy's.
    """
    if not has_arrays(term):
        return _number(term, at)
    with np.errstate(all="ignore"):
        return _array(term, {v: np.asarray(x, dtype=float) for v, x in at.items()}, 0)


def has_arrays(line: Basic) -> bool:
    """Say whether a line speaks of vectors, matrices, dimensions or indices."""
    return any(
        isinstance(t, ARRAY_NODES)
        or (isinstance(t, Var) and (bool(t.dimensions) or t.domain == "dimension"))
        for t in subterms(line)
    )


def _number(term: Basic, at: dict) -> mpmath.mpf:
    a = term.args
    if isinstance(term, Var):
        return at[term]
    if isinstance(term, Rational):
        return mpmath.mpf(int(term.p)) / int(term.q)
    if isinstance(term, Pi):
        return mpmath.pi()
    if isinstance(term, (Density, Expectation, KL)):
        return _number(unfold(term), at)
    if isinstance(term, Integral):
        body, x, lower, upper = a
        nested = any(isinstance(t, Integral) for t in subterms(body))
        ends = (_end(e, at) for e in (lower, upper))
        return integral(lambda t: _number(body, {**at, x: t}), *ends, coarse=nested)
    if isinstance(term, Bracket):
        body, x, lower, upper = a
        high, low = ({**at, x: _near(e, at)} for e in (upper, lower))
        return _number(body, high) - _number(body, low)
    if type(term) not in _OPERATIONS:
        raise NoValue(type(term).__name__)
    inner = [_number(x, at) for x in a]
    return _OPERATIONS[type(term)](*inner)


_OPERATIONS = {
    Plus: lambda a, b: a + b, Minus: lambda a, b: a - b, Times: lambda a, b: a * b,
    Over: lambda a, b: a / b, Neg: lambda a: -a, Abs: abs, Exp: mpmath.exp, Log: mpmath.log,
    Sqrt: mpmath.sqrt, Sin: mpmath.sin, Cos: mpmath.cos, Arctan: mpmath.atan,
    Power: lambda a, b: mpmath.mpf(1) if b == 0 else mpmath.power(a, b),
}  # fmt: skip


def _end(end, at):
    return mpmath.inf * (1 if end == oo else -1) if end in (oo, -oo) else _number(end, at)


def _near(end, at):
    """Return an end of an interval, or a point so far out that a Gaussian is 0 there."""
    return mpmath.mpf(10) ** 6 * (1 if end == oo else -1) if end in (oo, -oo) else _number(end, at)


def integral(f, lower, upper, *, coarse):
    """Return ∫ f: the trapezoidal rule on ℝ, where a Gaussian makes it exact; else Gauss's."""
    if lower == -mpmath.inf and upper == mpmath.inf:
        step, reach = (mpmath.mpf(1) / 2, 14) if coarse else (mpmath.mpf(2) / 5, 40)
        return step * mpmath.fsum(f(step * k) for k in range(-reach, reach + 1))
    far = mpmath.mpf(8)
    degree = 2 if coarse else 4
    return mpmath.quad(f, [lower, upper if upper != mpmath.inf else far], maxdegree=degree)


# -- the value of a line with matrices: arrays whose first axes are the points of quadratures ------

ARRAY_NODES = (
    MatrixProduct, Scalar, Transpose, Inverse, Trace, Determinant, Cholesky, Identity, Zero,
    Entry, IndexBinder, MultivariateNormal, Derivative,
)  # fmt: skip
STEP, REACH = 0.4, 40
NODES = STEP * np.arange(-REACH, REACH + 1)
SMALL = 1e-3


def _array(term: Basic, at: dict, depth: int):
    """Return a number or a matrix at every point; ``depth`` quadratures stand around the term."""
    a = term.args
    if isinstance(term, Var):
        return at[term]
    if isinstance(term, Rational):
        return np.float64(int(term.p) / int(term.q))
    if isinstance(term, Pi):
        return np.float64(np.pi)
    if isinstance(term, (Identity, Zero)):
        sizes = [int(_array(d, at, depth)) for d in a]
        return np.eye(*sizes) if isinstance(term, Identity) else np.zeros(sizes)
    if isinstance(term, Entry):
        places = [int(at[i]) - 1 for i in a[1:]]
        return _array(a[0], at, depth)[(..., *(places if len(places) == 2 else [*places, 0]))]
    if isinstance(term, IndexBinder):
        return _over_an_index(term, at, depth)
    if isinstance(term, Density):
        return _density(a[0], _array(a[1], at, depth), at, depth)
    if isinstance(term, (Integral, Expectation, KL)):
        return _over_space(term, at, depth)
    if isinstance(term, Derivative):
        return _central_differences(term, at, depth)
    if type(term) not in _ARRAY_OPERATIONS:
        raise NoValue(type(term).__name__)
    inner = [_array(x, at, depth) for x in a]
    if isinstance(term, (Times, Over)) and shape(term):  # a number and a matrix
        inner = [x if shape(of) else x[..., None, None] for of, x in zip(a, inner, strict=True)]
    return _ARRAY_OPERATIONS[type(term)](*inner)


def _cholesky(a):
    if not np.allclose(a, np.swapaxes(a, -1, -2)):
        raise ValueError("not symmetric")
    return np.linalg.cholesky(a)


_ARRAY_OPERATIONS = {
    Plus: np.add, Minus: np.subtract, Times: np.multiply, Over: np.divide, Neg: np.negative,
    Abs: np.abs, Exp: np.exp, Log: np.log, Sqrt: np.sqrt, Sin: np.sin, Cos: np.cos,
    Arctan: np.arctan, Power: np.power, MatrixProduct: np.matmul, Inverse: np.linalg.inv,
    Scalar: lambda a: a[..., 0, 0], Transpose: lambda a: np.swapaxes(a, -1, -2),
    Trace: lambda a: np.trace(a, axis1=-2, axis2=-1), Determinant: np.linalg.det,
    Cholesky: _cholesky,
}  # fmt: skip


def _over_an_index(term, at, depth):
    """Return Σ, Π, a diagonal matrix or a vector, from the values of the body."""
    size = int(_array(term.length, at, depth))
    bodies = [
        _array(term.body, {**at, term.variable: np.float64(n)}, depth) for n in range(1, size + 1)
    ]
    if isinstance(term, Sum):
        return sum(bodies)
    if isinstance(term, Product):
        return math.prod(bodies)
    entries = np.stack(np.broadcast_arrays(*bodies), axis=-1)
    return entries[..., None] * (np.eye(size) if isinstance(term, Diagonal) else np.ones((size, 1)))


def _density(q, x, at, depth):
    return np.exp(_log_density(q, x, at, depth))


def _log_density(q, x, at, depth):
    mean, spread = (_array(p, at, depth) for p in q.args)
    if isinstance(q, Normal):
        return -(((x - mean) / spread) ** 2) / 2 - np.log(spread) - np.log(2 * np.pi) / 2
    root = _cholesky(spread)
    u = np.linalg.solve(root, x - mean)
    scale = np.log(np.diagonal(root, axis1=-2, axis2=-1)).sum(axis=-1)
    return -(u**2).sum((-1, -2)) / 2 - scale - x.shape[-2] * np.log(2 * np.pi) / 2


def _over_space(term, at, depth):
    """Return ∫ over ℝ or ℝᵏ by the trapezoidal rule, which a Gaussian makes exact."""
    if isinstance(term, KL):
        q, p = term.args
        x = Var.unchecked("x", "vector" if q.point_shape else "real", q.point_shape[:1])
    else:
        x = term.variable
    if isinstance(term, Integral) and term.args[2:] != (-oo, oo):
        lower, upper = (_array(e, at, depth) for e in term.args[2:])  # a number: no infinite end
        points, weights = np.polynomial.legendre.leggauss(40)
        points = lower + (points + 1) * (upper - lower) / 2
        weights = weights * (upper - lower) / 2
    else:
        size = int(_array(x.dimensions[0], at, depth)) if shape(x) else 1
        grid = np.meshgrid(*[NODES] * size, indexing="ij")
        points = np.stack([g.ravel() for g in grid], axis=-1)
        weights = np.full(len(points), STEP**size)
    inner = (1,) * depth
    here = {**at, x: points.reshape(-1, *inner, *((size, 1) if shape(x) else ()))}
    if isinstance(term, KL):
        one, other = (_log_density(d, here[x], at, depth + 1) for d in (q, p))
        body, of = np.exp(one) * (one - other), ()
    else:
        body, of = _array(term.body, here, depth + 1), shape(term.body)
    if isinstance(term, Expectation):
        weight = _density(term.distribution, here[x], at, depth + 1)
        body = body * (weight[..., None, None] if of else weight)
    return (weights.reshape(-1, *inner, *((1, 1) if of else ())) * body).sum(axis=0)


def _central_differences(term, at, depth):
    """Return partial derivative, gradient, Jacobian matrix or Frobenius gradient."""
    x, point = term.variable, _array(term.point, at, depth)

    def along(h):
        far = [_array(term.body, {**at, x: point + n * SMALL * h}, depth) for n in (1, -1, 2, -2)]
        return (8 * (far[0] - far[1]) - (far[2] - far[3])) / (12 * SMALL)

    if not shape(x):
        return along(1.0)
    rows, columns = point.shape[-2:]
    unit = np.eye(rows)
    if x.domain in VECTORS:
        partial = [along(unit[:, [i]]) for i in range(rows)]
        if shape(term.body):
            return np.concatenate(partial, axis=-1)
        return np.stack(partial, axis=-1)[..., None]
    both = [[along((h := np.outer(unit[i], unit[j])) + h.T) / 2 for j in range(columns)]
            for i in range(rows)]  # fmt: skip
    return np.stack([np.stack(row, axis=-1) for row in both], axis=-2)


def differs(before: Basic, after: Basic, relation: Relation) -> bool:
    """Say whether ``before relation after`` fails at a random point, by a margin."""
    letters = sorted(free(before) | free(after), key=lambda v: (v.domain != "dimension", v.name))
    arrays = has_arrays(before) or has_arrays(after)
    with mpmath.workdps(DIGITS):
        for _ in range(2):
            at: dict = {}
            for v in letters:
                at[v] = random_value(v, at) if arrays else _random(v)
            try:
                left, right = value(before, at), value(after, at)
                if arrays:
                    left, right = _in_one_entry(left, right)
            except (ZeroDivisionError, ValueError, OverflowError, np.linalg.LinAlgError, NoValue):
                continue
            if mpmath.im(left) or mpmath.im(right):
                continue
            left, right = mpmath.re(left), mpmath.re(right)
            margin = mpmath.mpf(10) ** (-6 if arrays else -8) * (1 + abs(left) + abs(right))
            gap = left - right
            if gap > margin or (relation is Relation.EQUAL and -gap > margin):
                return True
            if relation is Relation.LESS and abs(gap) < margin:
                return True
    return False


def _in_one_entry(left, right):
    """Return the two values in the entry in which they differ most."""
    left, right = (np.asarray(x, dtype=float) for x in (left, right))
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        raise ValueError("not defined here")
    place = np.unravel_index(np.argmax(np.abs(left - right)), left.shape) if left.shape else ()
    return mpmath.mpf(float(left[place])), mpmath.mpf(float(right[place]))


def _random(variable: Var):
    if variable.domain == "natural":
        return mpmath.mpf(SOURCE.randint(2, 4))
    low = 0.8 if variable.domain != "real" else -1.5
    return mpmath.mpf(SOURCE.uniform(low, 1.5))


def random_value(variable: Var, at: dict):
    """Return a value in the variable's domain; the dimensions have theirs already."""
    domain = variable.domain
    if domain == "dimension":
        return 2 + sum(v.domain == "dimension" for v in at) % 2
    sizes = [int(at[d]) if isinstance(d, Var) else int(d) for d in variable.dimensions]
    if domain == "index":
        return SOURCE.randint(1, *sizes)
    if not shape(variable):
        return float(_random(variable))
    if domain == "matrix":
        return _entries(*sizes)
    if domain in VECTORS:
        low = 0.8 if domain == "positive vector" else -1.5
        return _entries(*sizes, 1, low=low)
    (size,) = sizes
    spectrum = _entries(size, low=0.7)
    if domain in ("diagonal", "positive diagonal"):
        return np.diag(spectrum if domain == "positive diagonal" else _entries(size))
    if domain == "symmetric":
        a = _entries(size, size)
        return a + a.T
    turn, _ = np.linalg.qr(_entries(size, size))
    if domain == "positive definite":
        return (turn * spectrum) @ turn.T
    return (turn * spectrum) @ np.linalg.qr(_entries(size, size))[0]  # invertible


def _entries(*sizes, low=-1.5):
    count = math.prod(sizes)
    return np.array([SOURCE.uniform(low, 1.5) for _ in range(count)]).reshape(sizes)


# -- mutants ---------------------------------------------------------------------------------------


def mutants(line: Basic):
    """Yield lines in which one place says something else."""
    letters = sorted(free(line), key=lambda v: v.name)
    for a in letters:
        for b in letters:
            if a.name < b.name and (a.domain, a.dimensions) == (b.domain, b.dimensions):
                yield line.xreplace({a: b, b: a})
    yield from _in_one_place(line, _indices(line))


def _indices(line: Basic) -> list[Var]:
    found = {t for t in subterms(line) if isinstance(t, Var) and t.domain == "index"}
    return sorted(found, key=lambda v: v.name)


def _in_one_place(term: Basic, indices: list):
    if not isinstance(term, Proposition):
        yield from _mutated(term)
        yield from _made(lambda m: m(), _matrix_mutants(term, indices))
    if isinstance(term, (Identity, Zero)):
        return
    for i, part in enumerate(term.args):
        if isinstance(term, BINDERS) and i != (2 if isinstance(term, Expectation) else 0) and i:
            continue
        if isinstance(term, Entry) and i:
            continue
        yield from _made(
            lambda changed: term.func(*term.args[:i], changed, *term.args[i + 1 :]),  # noqa: B023
            _in_one_place(part, indices),
        )


def _made(make, of):
    """Yield what can be made: shapes may not fit."""
    for x in of:
        try:
            yield make(x)
        except (TypeError, ValueError):
            continue


def _mutated(term: Basic):
    a = term.args
    if isinstance(term, Plus):
        yield from (Minus(*a), a[0], a[1])
    elif isinstance(term, Minus):
        yield from (Plus(*a), Minus(a[1], a[0]), a[0])
    elif isinstance(term, (Times, Over)):
        yield from (Neg(term), Times(2, term), a[0])
    elif isinstance(term, Neg):
        yield a[0]
    elif isinstance(term, Power):
        yield from (Power(a[0], Plus(a[1], 1)), a[0])
    elif isinstance(term, (Exp, Log, Sqrt)):
        yield from (Over(term, 2), term.func(Times(2, a[0])))
    elif isinstance(term, KL):
        yield KL(a[1], a[0])
    elif isinstance(term, Normal):
        yield Normal(a[0], Power(a[1], 2))
    elif isinstance(term, (Integral, Density, Expectation, Bracket)):
        yield Times(2, term)
    elif isinstance(term, Integer) and term.is_finite:
        yield term + 1


def _matrix_mutants(term: Basic, indices: list):
    """Yield makers of other terms with matrices; the shapes need not fit."""
    a = term.args
    if isinstance(term, MatrixProduct):
        yield lambda: MatrixProduct(a[1], a[0])
        yield lambda: MatrixProduct(Transpose(a[0]), a[1])
        yield lambda: MatrixProduct(a[0], Transpose(a[1]))
        yield from (lambda: a[0], lambda: a[1], lambda: Transpose(term))
    elif isinstance(term, (Transpose, Inverse)):
        yield from (lambda: a[0], lambda: Times(2, term), lambda: Transpose(term))
    elif isinstance(term, (Trace, Determinant)):
        other = Determinant if isinstance(term, Trace) else Trace
        yield from (lambda: other(a[0]), lambda: Times(2, term), lambda: term.func(Times(2, a[0])))
        yield lambda: term.func(Inverse(a[0]))
    elif isinstance(term, (Scalar, Derivative)):
        yield from (lambda: Neg(term), lambda: Times(2, term), lambda: Transpose(term))
    elif isinstance(term, Cholesky):
        yield from (lambda: Transpose(term), lambda: a[0], lambda: Inverse(term))
    elif isinstance(term, (Sum, Product)):
        other = Product if isinstance(term, Sum) else Sum
        yield from (lambda: other(*a), lambda: Times(2, term), lambda: Times(term.length, term))
    elif isinstance(term, Diagonal):
        yield from (lambda: Diagonal(Over(1, a[0]), a[1]), lambda: Diagonal(a[0] ** 2, a[1]))
        yield from (lambda: Inverse(term), lambda: Identity(term.length))
    elif isinstance(term, Entry):
        yield from (lambda i=i: Entry(a[0], i, *a[2:]) for i in indices if i != a[1])
        yield lambda: Entry(a[0], *a[:0:-1])
    elif isinstance(term, MultivariateNormal):
        yield from (lambda: MultivariateNormal(a[0], Times(2, a[1])),
                    lambda: MultivariateNormal(a[0], Inverse(a[1])),
                    lambda: MultivariateNormal(Times(2, a[0]), a[1]))  # fmt: skip
    elif isinstance(term, Identity):
        yield from (lambda: Times(2, term), lambda: Zero(a[0], a[0]))
    elif isinstance(term, Var) and term.domain == "dimension":
        yield from (lambda: as_term(1), lambda: Plus(term, 1))
    elif isinstance(term, Var) and shape(term):
        yield from (lambda: Transpose(term), lambda: Inverse(term), lambda: Times(2, term))


def without_abbreviations(derivation: Derivation) -> Derivation:
    """Return a derivation with its abbreviations written out, in its rules' parameters too."""

    def out(x):
        if isinstance(x, dict):
            return {key: out(v) for key, v in x.items()}
        if isinstance(x, (tuple, list)):
            return tuple(map(out, x))
        return written_out(x, derivation.where) if isinstance(x, Basic) else x

    if not derivation.where:
        return derivation
    steps = tuple(
        replace(s, line=out(s.line), by=Application(s.by.rule, out(dict(s.by.parameters))))
        for s in derivation.steps
    )
    start, claim = out(derivation.start), out(derivation.claim)
    return replace(derivation, start=start, claim=claim, steps=steps, where={})


@cache
def false_lines(name: str) -> tuple[tuple[int, Basic], ...]:
    """Return false lines for the steps of a derivation, with the steps' positions."""
    derivation = without_abbreviations(LIBRARY[name])
    found = []
    before = derivation.start
    most = MUTANTS_OF_A_STEP - sum(len(derivation.steps) > many for many in (7, 12))
    known = set(derivation.arguments.values())
    known = known.union(*(v.free_symbols for v in known))
    for position, step in enumerate(derivation.steps):
        if isinstance(step.line, Proposition):
            break
        candidates = [m for m in dict.fromkeys(mutants(step.line)) if m != step.line]
        candidates = [m for m in candidates if shape(m) == shape(step.line) and free(m) <= known]
        SOURCE.shuffle(candidates)
        kept = 0
        for candidate in candidates:
            if candidate != before and differs(before, candidate, step.relation):
                found.append((position, candidate))
                kept += 1
            if kept == most:
                break
        before = step.line
    return tuple(found)


# -- what liars say --------------------------------------------------------------------------------


class Everything(Integral):
    """An integral that says that it equals whatever it is compared with."""

    def __eq__(self, other):
        return True

    __hash__ = Integral.__hash__


class Somebody(Var):
    """A variable that says that it is any other, and real."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash(Var("sigma", "positive"))


def parameters(derivation: Derivation, step: Step, before: Basic, false: Basic) -> list[dict]:
    """Return parameters that a liar might hope to get away with."""
    x = real("x")
    integrals = _found(Integral, before, step.line, false) or [Integral(exp(-(x**2)), x)]
    chosen = SOURCE.choice(integrals)
    variable = chosen.variable
    theorem = SOURCE.choice(derivation.cited or list(LIBRARY))
    letters = sorted(free(LIBRARY[theorem].claim), key=lambda v: v.name)
    anything = [x, Integer(0), Integer(-1), Rational(1, 2), x**2, *free(before), *free(false)]
    given = _given(step, before)
    return list(_made(lambda maker: maker(), [
        dict,
        lambda: given,
        lambda: {**given, "integral": chosen, "antiderivative": SOURCE.choice(anything)},
        lambda: {"theories": SOURCE.choice([("definitions", "linearity"), (),
                                            ("laws of exponents", "laws of logarithms"), ("x", 1),
                                            ("matrix algebra", "coordinates"), "coordinates"])},
        lambda: {"terms": tuple(subterms(before))},
        lambda: {"name": theorem, "values": {v: SOURCE.choice(anything) for v in letters}},
        lambda: {"name": theorem, "values": {v: _like(v, before, false) for v in letters}},
        lambda: {"name": theorem, "values": {Somebody("sigma", "real"): x}},
        lambda: {"name": derivation.name, "values": {}},
        lambda: {"integral": chosen, "antiderivative": chosen.body, "remainder": false},
        lambda: {"integral": chosen, "antiderivative": Times(variable, false)},
        lambda: {"integral": chosen, "antiderivative": false, "remainder": before},
        lambda: {"integral": chosen, "variable": variable, "value": Neg(variable)},
        lambda: {"integral": chosen, "variable": x, "value": Power(x, 2), "lower": 0, "upper": oo},
        lambda: {"integral": chosen, "variable": Var("w", "positive"),
                 "value": Var("w", "positive") ** 3},
        lambda: {"integral": chosen, "radius": Var("r", "positive"), "angle": real("theta")},
        lambda: {"integral": chosen, "radius": variable, "angle": variable},
        lambda: {"integral": Everything(x, x, 0, 1), "antiderivative": x**2 / 2},
        lambda: {"smaller": before, "larger": false, "difference": Minus(false, before)},
        lambda: {"smaller": false, "larger": before, "difference": Abs(Minus(false, before))},
        lambda: {"smaller": before, "larger": false, "difference": Integer(0)},
        lambda: {"smaller": x, "larger": x, "difference": x - x},
        lambda: {"integral": object(), "antiderivative": 0.5, "terms": 7, "theories": 3,
                 "name": [], "values": [], "smaller": None, "larger": "x",
                 "difference": float("nan")},
        lambda: {"integral": "Integral", "terms": [[]], "theories": ({},), "name": None,
                 "radius": Kind},
        lambda: {"integral": Power(10, 10**9), "antiderivative": Integer(10) ** 400,
                 "name": "x" * 10**5, "smaller": Power(x, 10**6), "larger": 10**400,
                 "difference": 10**400},
    ]))  # fmt: skip


def _found(kind: type, *lines: Basic) -> list:
    return [t for line in lines for t in subterms(line) if isinstance(t, kind)]


def _given(step: Step, before: Basic) -> dict:
    """Return the parameters of the true step."""
    true = step.by.propose(Focus(before, step.line, step.relation, step.at))
    return dict(true.justification.parameters) if true else {}


def _like(variable: Var, *lines: Basic):
    """Return something of a variable's shape from some lines."""
    fitting = [t for line in lines for t in subterms(line) if shape(t) == shape(variable)]
    return SOURCE.choice(fitting or [variable])


def tailored(kind: Kind, step: Step, before: Basic, false: Basic) -> list[dict]:
    """Return the parameters with which a kind of justification goes furthest."""
    given = _given(step, before)
    lines = (before, false)
    integrals = _found(Integral, *lines)
    if kind is Kind.NORMAL_FORM:
        return [{"theories": tuple(THEORIES - {"definitions", "linearity"})}]
    if kind is Kind.LINEARITY:
        return [{"theories": ("matrix algebra", "properties of the trace",
                              "linearity of finite sums")}]  # fmt: skip
    if kind is Kind.DEFINITION:
        return [{"terms": tuple(_found((Density, Expectation, KL), *lines))}]
    if kind is Kind.DERIVATIVE:
        found = _found(Derivative, *lines)
        values = [(d, _like(d, *lines)) for d in found]
        return [given, {"values": values}, {"values": [(d, false) for d in found]}]
    if kind is Kind.LINEAR_CHANGE_OF_VARIABLES and integrals:
        chosen = SOURCE.choice(integrals)
        length = chosen.variable.dimensions
        if length:
            z, stretch = Var("z", "vector", *length), Var("stretch", "matrix", *length, *length)
            square = [stretch, *(t for t in _found(Term, *lines) if shape(t) == shape(stretch))]
            matrix = SOURCE.choice(square)
            return [
                {**given, "integral": chosen, "matrix": matrix},
                {"integral": chosen, "variable": z, "matrix": matrix, "value": matrix @ z},
                {"integral": chosen, "variable": z, "matrix": matrix, "value": z},
            ]
    if kind is Kind.INTEGRAL_OF_A_DERIVATIVE:
        return [{"integral": t} for t in integrals[:2]]
    if kind is Kind.PRODUCT_INTEGRAL and integrals:
        x, products = integrals[0].variable, _found(Product, *lines)
        return [{"product": p, "variable": x, "coordinate": real("t")} for p in products[:2]]
    if kind is Kind.MARGINAL:
        (i,) = SOURCE.sample(_indices(before) or [Var("i", "index", 2)], 1)
        some = [{**given, "integral": t, "index": i} for t in integrals[:1]]
        return [*some, {**given, "name": "gaussian_mean"}, {**given, "coordinate": real("x")}]
    return [given]


def _tailored_or_nothing(kind, step, before, false) -> list[dict]:
    try:
        return tailored(kind, step, before, false)
    except Exception:  # the true rule fails without what the chain would give it
        return []


NOT_PARAMETERS = (None, 7, "integral", [1, 2], object())


def lies(derivation: Derivation, position: int, false: Basic):
    """Yield applications of every kind for one false line."""
    step = derivation.steps[position]
    before = derivation.steps[position - 1].line if position else derivation.start
    try:
        pool = parameters(derivation, step, before, false)
    except Exception:  # the true rule does not see its line here; the other parameters remain
        pool = [{}]
    for kind in Kind:
        for chosen in _tailored_or_nothing(kind, step, before, false):
            yield liar(kind, chosen)
        for chosen in SOURCE.sample(pool, min(LIARS_OF_A_KIND, len(pool))):
            yield liar(kind, chosen)
    yield liar(SOURCE.choice(list(Kind)), SOURCE.choice(NOT_PARAMETERS))
    yield liar("proved", {})


@pytest.fixture(autouse=True)
def no_evidence(monkeypatch):
    """Counterexamples are sought for each refusal; here only the refusal matters."""
    monkeypatch.setattr(chain, "refute", lambda before, relation, after: None)


@pytest.mark.parametrize("name", NAMES)
def test_no_false_line_is_proved_whatever_the_rule_says(name):
    derivation = without_abbreviations(LIBRARY[name])
    number = count()
    lying: dict[str, Step] = {}
    steps = []
    for position, false in false_lines(name):
        step = derivation.steps[position]
        before = derivation.steps[position - 1].line if position else derivation.start
        for lie in lies(derivation, position, false):
            # Each step is judged by itself, so a chain may go back and be lied to again.
            steps.append(Step(f"back-{next(number)}", before, liar("proved", {}), ""))
            steps.append(Step(f"lie-{next(number)}", false, lie, "", step.relation))
            lying[steps[-1].name] = steps[-1]
    steps = [s for s, before in zip(steps, [derivation.start, *(s.line for s in steps)],
                                    strict=False) if s.line != before]  # fmt: skip
    for i in range(0, len(steps), BATCH):
        start = steps[i - 1].line if i else derivation.start
        some = tuple(steps[i : i + BATCH])
        liars = replace(
            derivation, name="liars", steps=some, start=start, conditions=derivation.cited
        )  # what liars cite is proved, too
        report = check(["liars"], {**LIBRARY, "liars": liars})["liars"]
        proved = [s for s in report.steps if s.verdict is Verdict.PROVED and s.step.name in lying]
        assert not proved, f"{proved[0].step.line} from {proved[0].before}"


FALSE_CONCLUSIONS = [
    ("exponential_beats_polynomial", lambda c: TendsTo(c.body, c.variable, 1)),
    ("exponential_beats_polynomial", lambda c: TendsTo(1 + c.body, c.variable, 0)),
    ("exponential_beats_polynomial", lambda c: TendsTo(1 / c.body, c.variable, 0)),
    ("gaussian_integrability", lambda c: Integrable(1 + c.body, c.variable)),
    ("gaussian_integrability", lambda c: Integrable(c.variable, c.variable)),
    ("gaussian_integral", lambda c: Equal(c.left, Neg(c.right))),
    ("gaussian_integral", lambda c: Equal(c.left, c.right.args[0])),
]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("name", "false"), FALSE_CONCLUSIONS)
def test_no_false_conclusion_is_proved_whatever_the_rule_says(name, false, kind):
    derivation = LIBRARY[name]
    *earlier, last = derivation.steps
    wrong = false(derivation.claim)
    for relation in (last.relation, Relation.TENDS_TO, Relation.IS_INTEGRABLE):
        lie = Step("lie", wrong, liar(kind, {"antiderivative": real("x")}), "", relation)
        liars = replace(derivation, name="liars", steps=(*earlier, lie), claim=wrong)
        report = check(["liars"], {**LIBRARY, "liars": liars})["liars"]
        assert report.verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", IN_SPACE)
def test_false_lines_are_found_for_every_step_on_average(name):
    assert len(false_lines(name)) >= len(LIBRARY[name].steps)


def test_true_lines_are_not_taken_for_false_ones():
    for derivation in map(LIBRARY.get, NAMES):
        before = derivation.start
        for step in derivation.steps:
            if isinstance(step.line, Proposition):
                break
            lines = (written_out(t, derivation.where) for t in (before, step.line))
            assert not differs(*lines, step.relation), f"{derivation.name}: {step.name}"
            before = step.line


# -- what a rule, or an author, may not do ---------------------------------------------------------

A, X = real("a"), real("x")
S = Var("s", "positive")


def mischief(act, kind=Kind.NORMAL_FORM, **given) -> Application:
    """Return a rule that does something before it answers with the line asked for."""

    def answer(focus: Focus, **parameters) -> Proposal:
        act(focus)
        return Proposal(focus.goal, Justification(kind, given))

    return Application(Rule("mischief", "mischief", answer, _NOTHING, _NOTHING), {})


def one_step(before, after, by, **other) -> Derivation:
    steps = other.pop("steps", None)
    if steps is None:
        steps = (Step("step", after, by, ""),)
    letters = {v.name: v for line in (before, after) for v in free(line)}
    arguments = {n: v for n, v in letters.items() if v not in other.get("where", {})}
    return Derivation("one", "", Equal(before, after), before, steps, arguments, **other)


def verdict(derivation, **also):
    """Return what is said of a derivation; a refusal to look at it is a refusal."""
    try:
        return check(["one"], {**LIBRARY, **also, "one": derivation})["one"].verdict
    except InvalidDerivation:
        return Verdict.REJECTED


def test_a_rule_cannot_add_to_what_is_proved():
    def poison(focus):
        for what in vars(focus).values():
            if isinstance(what, dict):
                what["exponential_inequality"] = Equal(1, 2)
        assert focus.claim == LIBRARY["exponential_inequality"].claim
        focus.claim._args = (Integer(1), Integer(2))

    by = mischief(poison, Kind.THEOREM, name="exponential_inequality", values={})
    by = Application(by.rule, {"name": "exponential_inequality"})
    lie = one_step(Integer(1), Integer(2), by)
    assert verdict(lie) is not Verdict.PROVED


def test_a_cited_derivation_cannot_change_the_one_that_cites_it():
    found = []

    def change(focus):  # x = 5 makes the two lines below equal, whose limits differ
        found[0].where[X] = Integer(5)

    cited = replace(one_step(A + 0, A, mischief(change)), name="cited")
    start, line = X**2 / (25 * (1 + X**2)), 1 / (1 + X**2)
    steps = (
        Step("instance", line, liar(Kind.NORMAL_FORM, {}), ""),
        Step("limit", TendsTo(line, X, 0), liar(Kind.LIMIT, {}), "", Relation.TENDS_TO),
    )
    claim = TendsTo(start, X, 0)
    lie = Derivation("one", "", claim, start, steps, {}, conditions=("cited",))
    found.append(lie)
    assert verdict(lie, cited=cited) is not Verdict.PROVED


def test_a_rule_cannot_change_an_abbreviation():
    found = []

    def change(focus):
        found[0].where[A] = Integer(1)

    # a = s at the first step and a = 1 at the second would make a = s·a of 1 = s.
    steps = (
        Step("first", S, liar(Kind.DEFINITION, {}), ""),
        Step("second", S * A, mischief(change, Kind.DEFINITION), ""),
    )
    lie = one_step(A, S * A, None, steps=steps, where={A: S})
    found.append(lie)
    assert verdict(lie) is not Verdict.PROVED


def test_a_rule_cannot_change_the_domain_of_a_variable():
    z = real("z")

    def change(focus):
        z.domain = "positive"

    by = mischief(change, theories=("laws of the modulus",))
    assert verdict(one_step(Abs(z), z, by)) is not Verdict.PROVED


def test_a_rule_cannot_change_the_line_before():
    before = X + 1

    def change(focus):
        focus.before._args = (X, Integer(2))

    steps = (
        Step("first", before, liar(Kind.NORMAL_FORM, {}), ""),
        Step("second", X + 2, mischief(change), ""),
    )
    lie = replace(one_step(X + 1 + 0, X + 2, None, steps=steps), claim=Equal(X + 1 + 0, X + 2))
    assert verdict(lie) is not Verdict.PROVED


class Chameleon(Integer):
    """A number that is another one each time it is looked at."""

    looks = 0

    @property
    def p(self):
        type(self).looks += 1
        return type(self).looks


class Both(Plus):
    """A sum that says that it equals everything."""

    def __eq__(self, other):
        return True

    __hash__ = Plus.__hash__


class Tuple_(tuple):
    def __getitem__(self, index):
        return None


def test_an_author_cannot_bring_objects_of_his_own():
    step = Step("step", X, liar(Kind.NORMAL_FORM, {}), "")
    number = Basic.__new__(Chameleon)
    for forged in (
        one_step(number, Integer(2), liar(Kind.NORMAL_FORM, {})),
        one_step(Basic.__new__(Both, X, Integer(1)), X, liar(Kind.NORMAL_FORM, {})),
        replace(one_step(X + 0, X, None, steps=Tuple_((step,))), claim=Equal(1, 2)),
    ):
        assert verdict(forged) is not Verdict.PROVED
    for not_a_tuple in ([step], iter((step,))):
        with pytest.raises(TypeError, match="steps takes a tuple"):
            one_step(X + 0, X, None, steps=not_a_tuple)


def test_a_claim_that_changes_is_no_claim():
    class Turncoat(Derivation):
        @property
        def claim(self):
            return Equal(1, 2)

        @claim.setter
        def claim(self, value):
            pass

    true = one_step(X + 0, X, liar(Kind.NORMAL_FORM, {}))
    try:
        turncoat = Turncoat(**{f: getattr(true, f) for f in ("name", "title", "claim", "start",
                                                             "steps", "arguments")})  # fmt: skip
    except (AttributeError, TypeError):
        return
    assert verdict(turncoat) is not Verdict.PROVED


def test_rules_that_answer_nonsense_are_refused_and_break_nothing():
    def answering(answer):
        return Application(Rule("odd", "odd", lambda focus: answer, _NOTHING, _NOTHING), {})

    def failing(focus):
        raise KeyboardInterrupt if focus is None else RuntimeError("no")

    just = Justification(Kind.NORMAL_FORM, {})
    nonsense = [
        None, 1, "line", Proposal("line", just), Proposal(None, just), Proposal(0.5, just),
        Proposal(object(), just), Proposal(X, None), Proposal(X, just.kind),
        Proposal(X, Justification([], {})), Proposal(X, Justification("normal form", {})),
        Proposal(X, Justification(Kind.NORMAL_FORM, None)), Proposal(Relation.EQUAL, just),
        Proposal(X, Justification(Kind.NORMAL_FORM, {1: 2, None: object()})),
        Proposal(Equal(X, X), just), Proposal(Normal(X, 1), just),
    ]  # fmt: skip
    rules = [answering(x) for x in nonsense]
    rules.append(Application(Rule("fails", "fails", failing, _NOTHING, _NOTHING), {}))
    for by in rules:
        assert verdict(one_step(X + 1, X, by)) is not Verdict.PROVED


def forged(node, *args):
    """Return a node whose constructor has checked nothing."""
    return Basic.__new__(node, *args)


@pytest.mark.parametrize(
    "line",
    [Exp(), forged(Plus, X), forged(Plus, X, Relation.EQUAL), forged(Plus, X, _NOTHING),
     Exp(X, X, X),
     Times(X, Normal(X, 1)), Expectation(X, X, Normal(X, 1)),
     Integral(S**Pi() * Exp(-(S**2)), S, 0, oo)],
    ids=["no argument", "one of two", "an enum", "a trial", "three", "a distribution",
         "its own mean", "a real power"],
)  # fmt: skip
def test_lines_that_are_none_are_refused_and_break_nothing(line):
    assert verdict(one_step_of(line)) is not Verdict.PROVED


def one_step_of(line) -> Derivation:
    steps = (Step("step", X, liar(Kind.NORMAL_FORM, {}), ""),)
    return Derivation("one", "", Equal(X + 0, X), line, steps, {"x": X, "s": S})


def test_a_relation_that_is_none_is_refused():
    steps = (Step("step", X + 1, liar(Kind.NORMAL_FORM, {}), "", "="),)
    lie = Derivation("one", "", Equal(X, X + 1), X, steps, {"x": X})
    assert verdict(lie) is not Verdict.PROVED
