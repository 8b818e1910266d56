"""Vector calculus: derivatives, and integrals over ℝᵏ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy.core.basic import Basic

from derive.derivation import Focus, Kind, Proposal, Trial, rule
from derive.notation import (
    Abs,
    Derivative,
    Determinant,
    Entry,
    Expectation,
    Integral,
    MultivariateNormal,
    Normal,
    Product,
    Times,
    Zero,
    as_term,
    det,
    dimension,
    exp,
    index,
    inverse,
    invertible,
    is_scalar,
    log,
    positive,
    positive_definite,
    positive_vector,
    real,
    rewrite,
    same_up_to_order,
    shape,
    substitute,
    subterms,
    trace,
    vector,
)
from derive.rules.tools import acting, changes, find, proposal

_k = dimension("k")
_i, _j = index("i j", _k)
_x, _z, _m = vector("x z m", _k)
_s = positive_vector("s", _k)
_S = positive_definite("S", _k)
_L = invertible("L", _k)
_t = real("t")
_mu, _sigma = real("mu"), positive("sigma")
_q = MultivariateNormal(_m, _S)
_IN_SPACE = ("gaussian_integrability", "multivariate_gaussian_integrability")

_bells = Product(exp(-(_x[_i] ** 2)), _i)
_normals = Product(Normal(_m[_j], _s[_j])(_x[_j]), _j)


@rule(
    "derivative",
    example=Trial(
        Derivative(log(det(_S)), _S), inverse(_S), {"values": [(log(det(_S)), _S, inverse(_S))]}
    ),
    counterexample=Trial(
        Derivative(trace(_S @ _S), _S), _S, {"values": [(trace(_S @ _S), _S, _S)]}
    ),
)
def differentiation(focus: Focus, values: Any = (), value: Any = None) -> Proposal | None:
    """A derivative is replaced by its value, or the value by the derivative.

    ``value`` is the derivative of the only one in the line; ``values`` are triples of what is
    differentiated, the variable, and the derivative as a term in that variable.
    """
    triples = [(as_term(f), x, as_term(v)) for f, x, v in values]
    if value is not None:
        only = find(focus.before, Derivative) or find(focus.goal, Derivative)
        if only is None:
            return None
        triples = [(only.body, only.variable, as_term(value))]

    def evaluated(t: Basic) -> Basic | None:
        for f, x, v in triples:
            if isinstance(t, Derivative) and t == Derivative(f, x, t.point):
                return substitute(v, {x: t.point})
        return None

    pairs = tuple((Derivative(f, x), v) for f, x, v in triples)
    line = acting(focus, evaluated)
    if line is not None and same_up_to_order(line, focus.goal):
        return proposal(line, Kind.DERIVATIVE, values=pairs)
    folded = acting(Focus(focus.goal, focus.before), evaluated)
    if folded is not None:
        return proposal(focus.goal, Kind.DERIVATIVE, values=pairs)
    return None if line is None else proposal(line, Kind.DERIVATIVE, values=pairs)


@rule(
    "linear change of variables",
    example=Trial(
        Integral(exp(-((_x - _m).T @ (_x - _m))), _x),
        Integral(exp(-((_m + _L @ _z - _m).T @ (_m + _L @ _z - _m))) * Abs(det(_L)), _z),
        {"variable": _z, "value": _m + _L @ _z, "matrix": _L}, conditions=_IN_SPACE,
    ),
    counterexample=Trial(
        Integral(exp(-((_x - _m).T @ (_x - _m))), _x),
        Integral(exp(-((_m + _L @ _z - _m).T @ (_m + _L @ _z - _m))), _z),
        {"variable": _z, "value": _m + _L @ _z, "matrix": _L}, conditions=_IN_SPACE,
    ),
)  # fmt: skip
def linear_substitution(focus: Focus, variable: Any, value: Any, matrix: Any) -> Proposal | None:
    r"""With $x = b + Az$, $A$ invertible, $\int f(x)\,dx = \int f(b + Az)\,|\det A|\,dz$."""
    integral = find(focus.at or focus.before, Integral)
    if integral is None:
        return None
    body = Times(substitute(integral.body, {integral.variable: value}), Abs(Determinant(matrix)))
    changed = Integral(body, variable)
    line = acting(focus, lambda t: changed if t == integral else None)
    if line is None:
        return None
    return proposal(
        line, Kind.LINEAR_CHANGE_OF_VARIABLES,
        integral=integral, variable=variable, value=value, matrix=matrix,
    )  # fmt: skip


@rule(
    "integral of a derivative",
    example=Trial(
        Integral(Derivative(_q(_x), _x), _x), Zero(_k, 1),
        conditions=(*_IN_SPACE, "exponential_beats_polynomial"),
    ),
    counterexample=Trial(
        Integral(_q(_x) * _x, _x), Zero(_k, 1),
        conditions=(*_IN_SPACE, "exponential_beats_polynomial"),
    ),
)  # fmt: skip
def integral_of_a_derivative(focus: Focus) -> Proposal | None:
    r"""If $f$ is a polynomial times a Gaussian, $\int \partial f/\partial x\,dx = 0$."""
    integral = next(
        (t for t in subterms(focus.at or focus.before)
         if isinstance(t, Integral) and isinstance(t.body, Derivative)), None,
    )  # fmt: skip
    if integral is None or is_scalar(integral.variable):
        return None
    zero = as_term(0) if is_scalar(integral) else Zero(*shape(integral))
    line = acting(focus, lambda t: zero if t == integral else None)
    if line is None:
        return None
    return proposal(line, Kind.INTEGRAL_OF_A_DERIVATIVE, integral=integral)


@rule(
    "integral of a product over the coordinates",
    example=Trial(
        Integral(_bells, _x), Product(Integral(exp(-(_t**2)), _t), _i), {"coordinate": _t},
        conditions=_IN_SPACE,
    ),
    counterexample=Trial(
        Integral(_bells, _x), Integral(exp(-(_t**2)), _t), {"coordinate": _t},
        conditions=_IN_SPACE,
    ),
)  # fmt: skip
def integral_of_a_product(focus: Focus, coordinate: Any) -> Proposal | None:
    r"""For $f_i \ge 0$, $\int \prod_i f_i(x_i)\,dx = \prod_i \int f_i(t)\,dt$ (Tonelli)."""
    if isinstance(focus.goal, Basic) and focus.relation.value == "is integrable":
        x = focus.goal.args[1]
        return proposal(
            focus.goal, Kind.PRODUCT_INTEGRAL,
            product=focus.before, variable=x, coordinate=coordinate,
        )  # fmt: skip
    integral = find(focus.at or focus.before, Integral)
    if integral is None or not isinstance(integral.body, Product):
        return None
    product, x = integral.body, integral.variable
    here = Entry(x, product.variable)
    each = Integral(rewrite(product.body, lambda t: coordinate if t == here else None), coordinate)
    split = Product(each, product.variable)
    line = acting(focus, lambda t: split if t == integral else None)
    if line is None:
        return None
    return proposal(line, Kind.PRODUCT_INTEGRAL, product=product, variable=x, coordinate=coordinate)


@rule(
    "marginal of a product density",
    example=Trial(
        Integral(_normals * _x[_i] ** 2, _x),
        Integral(Normal(_m[_i], _s[_i])(_t) * _t**2, _t),
        {"index": _i, "coordinate": _t, "name": "gaussian_normalisation",
         "values": {_mu: _m[_j], _sigma: _s[_j]}},
        conditions=_IN_SPACE,
    ),
    counterexample=Trial(
        Integral(_normals * (_x.T @ _x), _x),
        Integral(Normal(_m[_i], _s[_i])(_t) * _t**2, _t),
        {"index": _i, "coordinate": _t, "name": "gaussian_normalisation",
         "values": {_mu: _m[_j], _sigma: _s[_j]}},
        conditions=_IN_SPACE,
    ),
)  # fmt: skip
def marginalisation(
    focus: Focus, index: Any, coordinate: Any, name: str, values: Mapping[Any, Any]
) -> Proposal | None:
    r"""Under a product density, $\int g(x_i) \prod_j f_j(x_j)\,dx = \int g(t)\,f_i(t)\,dt$.

    The other factors integrate to 1, one coordinate after the other (Fubini).
    """
    integral = find(focus.at or focus.before, Integral)
    if integral is None or not isinstance(integral.body, Times):
        return None
    product, factor = integral.body.args
    if not isinstance(product, Product):
        return None
    x, j = integral.variable, product.variable
    own = rewrite(product.body, lambda t: coordinate if t == Entry(x, j) else None)
    g = rewrite(factor, lambda t: coordinate if t == Entry(x, index) else None)
    marginal = Integral(Times(substitute(own, {j: index}), g), coordinate)
    line = acting(focus, lambda t: marginal if t == integral else None)
    if line is None:
        return None
    return proposal(
        line, Kind.MARGINAL,
        integral=integral, index=index, coordinate=coordinate, name=name, values=dict(values),
    )  # fmt: skip


@rule(
    "linearity for vectors and matrices",
    example=Trial(
        Expectation(_z.T @ _S @ _x, _x, _q), _z.T @ _S @ Expectation(_x, _x, _q),
        conditions=_IN_SPACE,
    ),
    counterexample=Trial(
        Expectation(_x @ _x.T, _x, _q), Expectation(_x, _x, _q) @ Expectation(_x, _x, _q).T,
        conditions=_IN_SPACE,
    ),
)  # fmt: skip
def linearity_in_space(focus: Focus) -> Proposal | None:
    r"""Integrals and expectations go past sums, traces, and matrices that do not depend on $x$.

    Where they exist, $\mathbb{E}[AXB + Y] = A\,\mathbb{E}[X]\,B + \mathbb{E}[Y]$.
    """
    if not changes(focus, Expectation, Integral):
        return None
    theories = ("matrix algebra", "properties of the trace", "linearity of finite sums")
    return proposal(focus.goal, Kind.LINEARITY, theories=theories)


VECTOR_CALCULUS = (
    differentiation,
    linear_substitution,
    integral_of_a_derivative,
    integral_of_a_product,
    marginalisation,
    linearity_in_space,
)
