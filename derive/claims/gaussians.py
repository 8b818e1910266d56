"""Gaussians: expectations of polynomials and divergences, by the theorems of the library."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.claims.polynomials import Polynomial, read, written
from derive.claims.proposals import EVERY_THEORY, Link, theorem
from derive.derivation import Kind, Relation
from derive.library import LIBRARY
from derive.notation import (
    KL,
    Bracket,
    Density,
    Expectation,
    Identity,
    Integral,
    MatrixProduct,
    Minus,
    MultivariateNormal,
    Neg,
    Normal,
    Plus,
    Power,
    Scalar,
    Times,
    Transpose,
    Var,
    Zero,
    is_scalar,
    rewrite,
    substitute,
    subterms,
    unfold,
)

HIGHEST_MOMENT = 6
ONE, TWO = Integer(1), Integer(2)


class Chain:
    """A chain in the making: the line reached, and the links that lead there."""

    def __init__(self, line: Basic) -> None:
        self.line = line
        self.links: list[Link] = []

    def put(self, old: Basic, new: Basic, kind: Kind, **parameters: Any) -> None:
        """Replace a sub-term, by one kind of justification."""
        made = rewrite(self.line, lambda t: new if t == old else None)
        if made != self.line:
            self.line = made
            self.links.append(Link(made, kind, parameters=parameters))

    def cite(self, name: str, values: dict[Any, Any]) -> bool:
        """Replace the left side of a theorem's instance by its right side."""
        dimensions = {v: t for v, t in values.items() if v.domain == "dimension"}
        instance = substitute(substitute(LIBRARY[name].claim, dimensions), {
            substitute(v, dimensions): t for v, t in values.items() if v not in dimensions
        })  # fmt: skip
        left, right = instance.args
        found = next((t for t in subterms(self.line) if _alike(t, left)), None)
        if found is None:
            return False
        made = rewrite(self.line, lambda t: right if t == found else None)
        self.line = made
        self.links.append(theorem(made, name, values, Relation.EQUAL))
        return True


def _alike(a: Basic, b: Basic) -> bool:
    from derive.notation import same

    return type(a) is type(b) and same(a, b)


def _symbols(name: str) -> dict[str, Var]:
    return {str(v.name): v for v in LIBRARY[name].claim.free_symbols}


def gaussian_links(term: Basic) -> list[Link]:
    """Return the links that replace expectations and divergences in a term by their values."""
    chain = Chain(term)
    for t in list(dict.fromkeys(subterms(term))):
        if isinstance(t, KL):
            _divergence(chain, t)
        elif isinstance(t, Expectation) and isinstance(t.distribution, Normal):
            _expectation(chain, t)
        elif isinstance(t, Expectation) and isinstance(t.distribution, MultivariateNormal):
            _in_space(chain, t)
        elif isinstance(t, Integral):
            _total_mass(chain, t)
    return chain.links


def _total_mass(chain: Chain, t: Integral) -> None:
    """Replace the integral of a density by 1, and that of exp(−x²) by √π."""
    if not isinstance(t.body, Density):
        chain.cite("gaussian_integral", {})
        return
    q = t.body.args[0]
    if isinstance(q, Normal):
        known = _symbols("gaussian_normalisation")
        chain.cite("gaussian_normalisation", {known["mu"]: q.mean, known["sigma"]: q.std})
    elif isinstance(q, MultivariateNormal):
        known = _symbols("multivariate_normalisation")
        values = {known["k"]: q.point_shape[0], known["mu"]: q.mean, known["Sigma"]: q.cov}
        chain.cite("multivariate_normalisation", values)


def _divergence(chain: Chain, t: KL) -> None:
    q, p = t.args
    if type(q) is not type(p) or not isinstance(q, (Normal, MultivariateNormal)):
        return
    if isinstance(q, Normal):
        name, spread = "kl_univariate", "sigma"
        values: dict[Any, Any] = {}
    else:
        name, spread = "kl_multivariate", "Sigma"
        values = {_symbols(name)["k"]: q.point_shape[0]}
    known = _symbols(name)
    for number, d in (("1", q), ("2", p)):
        values[known[f"mu_{number}"]] = d.args[0]
        values[known[f"{spread}_{number}"]] = d.args[1]
    chain.cite(name, values)


def _expectation(chain: Chain, t: Expectation) -> None:
    """Replace E of a polynomial: by powers of x − m, and the moment of each."""
    x, q = t.variable, t.distribution
    mean, std = q.args
    letter = Var.unchecked("#mean", "real")
    body = read(t.body)
    if body is None or x in mean.free_symbols | std.free_symbols:
        return
    shifted = read(substitute(written(body), {x: Plus(x, letter)}))
    if shifted is None:
        return
    coefficients: dict[int, Polynomial] = {}
    for monomial, c in shifted.items():
        powers = dict(monomial)
        degree = powers.pop(x, 0)
        rest = tuple((v, e) for v, e in monomial if v != x)
        coefficients.setdefault(degree, {})[rest] = Fraction(c)
    if not coefficients or max(coefficients) > HIGHEST_MOMENT:
        return
    centred = Minus(x, mean)
    pairs = [
        (substitute(written(c), {letter: mean}), _to(centred, n))
        for n, c in sorted(coefficients.items())
    ]
    inside = _total([Times(c, power) for c, power in pairs])
    if (pairs[0][0], len(pairs)) != (ONE, 1) or inside.args[1] != t.body:
        chain.put(
            t,
            Expectation(inside, x, q),
            Kind.NORMAL_FORM,
            theories=EVERY_THEORY,
        )
        outside = _total([Times(c, Expectation(power, x, q)) for c, power in pairs])
        chain.put(Expectation(inside, x, q), outside, Kind.LINEARITY)
    for n in sorted(coefficients, reverse=True):
        _moment(chain, n, centred, x, q)


def _to(base: Any, n: int) -> Any:
    return ONE if n == 0 else base if n == 1 else Power(base, Integer(n))


def _total(parts: list[Any]) -> Any:
    total = parts[0]
    for part in parts[1:]:
        total = Plus(total, part)
    return total


def _moment(chain: Chain, n: int, centred: Basic, x: Var, q: Normal) -> None:
    """Replace E[(x − m)ⁿ] by its value; from n = 3 on by parts, two powers at a time."""
    mean, std = q.args
    names = _symbols("gaussian_mean")
    values = {names["mu"]: mean, names["sigma"]: std}
    if n == 0:
        one: Any = Expectation(ONE, x, q)
        chain.put(one, unfold(one), Kind.DEFINITION, terms=(one,))
        chain.put(unfold(one), Integral(q(x), x), Kind.NORMAL_FORM)
        chain.cite("gaussian_normalisation", values)
    elif n <= 2:
        chain.cite("gaussian_mean" if n == 1 else "gaussian_variance", values)
    else:
        _by_parts(chain, n, centred, x, q)
        _moment(chain, n - 2, centred, x, q)


def _by_parts(chain: Chain, n: int, centred: Basic, x: Var, q: Normal) -> None:
    square = Power(q.std, TWO)
    moment = Expectation(_to(centred, n), x, q)
    integral: Any = unfold(moment)
    boundary = Neg(Times(Times(square, _to(centred, n - 1)), q(x)))
    factor = Times(Integer(n - 1), square)
    inner = Times(_to(centred, n - 2), q(x))
    remainder = Times(factor, inner)
    rest = Integral(remainder, x)
    chain.put(moment, integral, Kind.DEFINITION, terms=(moment,))
    chain.put(
        integral, Plus(Bracket(boundary, x), rest), Kind.ANTIDERIVATIVE,
        integral=integral, antiderivative=boundary, remainder=remainder,
    )  # fmt: skip
    chain.put(Bracket(boundary, x), Integer(0), Kind.LIMIT)
    chain.put(rest, Times(factor, Integral(inner, x)), Kind.LINEARITY)
    lower = Expectation(_to(centred, n - 2), x, q)
    chain.put(Integral(inner, x), lower, Kind.DEFINITION, terms=(lower,))


# -- in space -------------------------------------------------------------------------------------


def _in_space(chain: Chain, t: Expectation) -> None:
    """Replace E[x − m], E[(x − m)(x − m)ᵀ] and E[(x − a)ᵀA(x − a)]."""
    x, q = t.variable, t.distribution
    mean, cov = q.args
    if is_scalar(t.body):
        _quadratic(chain, t)
        return
    for name in ("multivariate_mean", "gaussian_covariance"):
        known = _symbols(name)
        values = {known["k"]: x.dimensions[0], known["mu"]: mean, known["Sigma"]: cov}
        if chain.cite(name, values):
            return


def _quadratic(chain: Chain, t: Expectation) -> None:
    x, q = t.variable, t.distribution
    found = _of_form(t.body, x)
    if found is None:
        return
    centre, matrix = found
    known = _symbols("expected_quadratic_form")
    shifted = Minus(x, centre)
    body = Scalar(MatrixProduct(MatrixProduct(Transpose(shifted), matrix), shifted))
    new = Expectation(body, x, q)
    chain.put(t, new, Kind.NORMAL_FORM, theories=EVERY_THEORY)
    values = {
        known["k"]: x.dimensions[0], known["mu"]: q.mean, known["Sigma"]: q.cov,
        known["m"]: centre, known["A"]: matrix,
    }  # fmt: skip
    chain.cite("expected_quadratic_form", values)


def _of_form(body: Basic, x: Var) -> tuple[Any, Any] | None:
    """Return a and A of a body (x − a)ᵀ A (x − a)."""
    if not isinstance(body, Scalar) or not isinstance(body.args[0], MatrixProduct):
        return None
    left, right = body.args[0].args
    matrix: Any = Identity(x.dimensions[0])
    if isinstance(left, MatrixProduct):
        left, matrix = left.args
    if not isinstance(left, Transpose) or left.args[0] != right or x in matrix.free_symbols:
        return None
    if right == x:
        return Zero(x.dimensions[0], 1), matrix
    if isinstance(right, Minus) and right.args[0] == x and x not in right.args[1].free_symbols:
        return right.args[1], matrix
    return None
