"""NumPy logarithm: taken apart where its argument holds what may under- or overflow."""

from __future__ import annotations

from derive.formula import Formula, nodes
from derive.render.numpy.calculus import density_arguments, log_density
from derive.render.numpy.linear_algebra import factor, is_positive_definite, over_index
from derive.render.numpy.scope import ONE, Coder, Scope, call, free

_POSITIVE_DOMAINS = {"positive", "dimension", "index"}
_POSITIVE_IF_THEIR_PARTS_ARE = {"Times", "Over", "Plus", "Sqrt", "Power"}


def logarithm(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of the logarithm of ``f.args[0]``."""
    return _log(f.args[0], scope, code)


def opens_exponential(f: Formula) -> bool:
    """Say whether the code of a formula has the parts of a logarithm that holds exponentials."""
    arguments = [node.args[0] for node in nodes(f) if node.head == "Log"]
    return any(
        "Exp" in {inner.head for inner in nodes(of)}
        and (of.head == "Exp" or (_is_extreme(of) and _may_be_opened(of)))
        for of in arguments
    )


def _log(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of log f, taken apart where f holds exponentials or determinants.

    If one factor is positive, then where f is, so is the other.
    """
    if f.head == "Exp":
        return code(f.args[0], scope)
    if f.head == "Density":
        return call(log_density(f), *density_arguments(f, scope, code))
    if f.head == "Determinant":
        return _log_determinant(f.args[0], scope, code)
    if not (_is_extreme(f) and _may_be_opened(f)):
        return call("np.log", code(f, scope))
    if f.head == "Product":
        inner = Formula("Log", f.args[:1])
        return over_index("index_sum", Formula("Sum", (inner, f.args[1])), scope, code)
    if f.head == "Sqrt":
        return Formula("Over", (_log(f.args[0], scope, code), Formula("Number", text="2")))
    if f.head == "Power":
        return Formula("Times", (code(f.args[1], scope), _log(f.args[0], scope, code)))
    return _of_two_factors(f, scope, code)


def _of_two_factors(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return log a + log b for a·b, log a − log b for a/b."""
    if f.head == "Over" and f.args[0] == ONE:
        return Formula("Neg", (_log(f.args[1], scope, code),))
    left, right = (_log(a, scope, code) for a in f.args)
    if f.head == "Over":
        return Formula("Minus", (left, right))
    if right.head == "Neg":
        return Formula("Minus", (left, right.args[0]))
    return Formula("Plus", (left, right))


def _log_determinant(f: Formula, scope: Scope, code: Coder) -> Formula:
    if is_positive_definite(f):
        return call("cholesky_log_det", factor(f, scope, code))
    return call("log_det", code(f, scope))


def _is_extreme(f: Formula) -> bool:
    """Say whether a product, a quotient or a root holds what may under- or overflow."""
    if f.head in ("Exp", "Density", "Determinant"):
        return True
    if f.head == "Product":
        return f.args[1].text in free(f.args[0])
    if f.head in ("Times", "Over"):
        return any(_is_extreme(a) for a in f.args)
    return f.head in ("Sqrt", "Power") and _is_extreme(f.args[0])


def _may_be_opened(f: Formula) -> bool:
    """Say whether the parts of a positive product, quotient, power or root are positive."""
    if f.head in ("Times", "Over"):
        return any(_is_positive(a) for a in f.args)
    return f.head == "Sqrt" or _is_positive(f.args[0])


def _is_positive(f: Formula) -> bool:
    """Say whether a term is positive by what it is made of."""
    if f.head in ("Exp", "Density", "Applied", "Pi"):
        return True
    if f.head == "Number":
        return not f.text.startswith("-") and f.text != "0"
    if f.head == "Var":
        return f.domain in _POSITIVE_DOMAINS
    if f.head == "Entry":
        return f.args[0].domain == "positive vector"
    if f.head == "Determinant":
        return is_positive_definite(f.args[0]) or f.args[0].head == "Cholesky"
    if f.head == "Product":
        return _is_positive(f.args[0])
    if f.head == "Power":
        return _is_positive(f.args[0])
    return f.head in _POSITIVE_IF_THEIR_PARTS_ARE and all(_is_positive(a) for a in f.args)
