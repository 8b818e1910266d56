"""Terms: inert SymPy expressions that keep the tree, the order and the grouping of their author."""

from __future__ import annotations

from typing import Any, ClassVar

import sympy
from sympy import Expr, Integer, Rational
from sympy.core.basic import Atom, Basic


class Term(Expr):
    """A scalar expression that never evaluates itself.

    ``(x - m) + (m - n)`` stays exactly that tree.  ``.doit()`` gives the ordinary SymPy value.
    """

    _op_priority = 100.0
    is_commutative = True

    def __new__(cls, *args: Any) -> Term:
        return Expr.__new__(cls, *(as_term(a) for a in args))  # type: ignore[no-any-return]

    def __add__(self, other: Any) -> Term:
        return Plus(self, other)

    def __radd__(self, other: Any) -> Term:
        return Plus(other, self)

    def __sub__(self, other: Any) -> Term:
        return Minus(self, other)

    def __rsub__(self, other: Any) -> Term:
        return Minus(other, self)

    def __mul__(self, other: Any) -> Term:
        return Times(self, other)

    def __rmul__(self, other: Any) -> Term:
        return Times(other, self)

    def __truediv__(self, other: Any) -> Term:
        return Over(self, other)

    def __rtruediv__(self, other: Any) -> Term:
        return Over(other, self)

    def __pow__(self, other: Any, mod: Any = None) -> Term:
        return Power(self, other)

    def __rpow__(self, other: Any) -> Term:
        return Power(other, self)

    def __neg__(self) -> Term:
        return Neg(self)

    def __pos__(self) -> Term:
        return self

    def __abs__(self) -> Term:
        return Abs(self)

    def value(self, *args: Any) -> Any:
        """Return the ordinary SymPy value, given the values of the arguments."""
        raise TypeError(f"{type(self).__name__} has no value outside a line")

    def doit(self, **hints: Any) -> Any:
        """Return the ordinary SymPy expression that this term denotes."""
        return self.value(*(plain(a) for a in self.args))

    def subs(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: SymPy's ``subs`` captures bound variables."""
        raise TypeError("use derive.notation.substitute: SymPy's subs captures bound variables")

    def _sympystr(self, printer: Any) -> str:
        from derive.notation.expression import expression

        return expression(self)


def as_term(value: Any) -> Basic:
    """Return ``value`` as something a term can hold: a term, an exact rational or ±oo.

    Raises
    ------
    TypeError
        For floats (they are not exact) and for evaluating SymPy expressions (they would
        rewrite themselves).
    """
    if isinstance(value, (Term, sympy.Tuple)) or type(value).__module__.startswith("derive."):
        return value
    if isinstance(value, (bool, float)):
        raise TypeError(f"{value!r} is not exact: write a fraction of integers")
    value = sympy.sympify(value, strict=True)
    if isinstance(value, Rational) or value in (sympy.oo, -sympy.oo):
        return value
    raise TypeError(f"{value!r} ({type(value).__name__}) does not belong in a line")


def plain(value: Basic) -> Any:
    """Return the ordinary SymPy value of a term or of a number."""
    return value.doit() if isinstance(value, Term) else value


class Var(Term, Atom):
    """A variable with a name and a domain: real, positive, nonnegative or natural."""

    DOMAINS: ClassVar[dict[str, dict[str, bool]]] = {
        "real": {"real": True},
        "positive": {"positive": True},
        "nonnegative": {"nonnegative": True},
        "natural": {"integer": True, "nonnegative": True},
    }

    name: str
    domain: str

    def __new__(cls, name: str, domain: str = "real") -> Var:
        if domain not in cls.DOMAINS:
            raise ValueError(f"unknown domain {domain!r}: use one of {', '.join(cls.DOMAINS)}")
        if not name.isascii() or not name.replace("_", "a").isalnum() or name[0].isdigit():
            raise ValueError(f"{name!r} is not a name: use ASCII letters, digits and _")
        variable = Basic.__new__(cls)
        variable.name = name
        variable.domain = domain
        return variable  # type: ignore[no-any-return]

    def _hashable_content(self) -> tuple[str, str]:
        return (self.name, self.domain)

    def __getnewargs__(self) -> tuple[str, str]:
        return (self.name, self.domain)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return Var, (self.name, self.domain)

    def sort_key(self, order: Any = None) -> Any:
        """Return SymPy's sort key, by name."""
        return self.class_key(), (1, (self.name, self.domain)), sympy.S.One.sort_key(), sympy.S.One

    @property
    def free_symbols(self) -> set[Var]:
        """The variable itself."""
        return {self}

    def doit(self, **hints: Any) -> Any:
        """Return the plain SymPy symbol of the same name and domain."""
        return sympy.Symbol(self.name, **self.DOMAINS[self.domain])


def real(names: str) -> Any:
    """Return real variables, one a name (names are separated by spaces)."""
    return _variables(names, "real")


def positive(names: str) -> Any:
    """Return variables > 0, one a name."""
    return _variables(names, "positive")


def nonnegative(names: str) -> Any:
    """Return variables ≥ 0, one a name."""
    return _variables(names, "nonnegative")


def natural(names: str) -> Any:
    """Return variables in {0, 1, 2, …}, one a name."""
    return _variables(names, "natural")


def _variables(names: str, domain: str) -> Any:
    made = tuple(Var(n, domain) for n in names.split())
    return made[0] if len(made) == 1 else made


class Plus(Term):
    """The sum a + b."""

    def value(self, a: Any, b: Any) -> Any:
        return a + b


class Minus(Term):
    """The difference a − b."""

    def value(self, a: Any, b: Any) -> Any:
        return a - b


class Times(Term):
    """The product a · b."""

    def value(self, a: Any, b: Any) -> Any:
        return a * b


class Over(Term):
    """The quotient a / b, defined where b ≠ 0."""

    def value(self, a: Any, b: Any) -> Any:
        return a / b


class Power(Term):
    """The power a ** b, principal branch; 0 ** 0 = 1."""

    def value(self, a: Any, b: Any) -> Any:
        return a**b


class Neg(Term):
    """The negative −a."""

    def value(self, a: Any) -> Any:
        return -a


class Function(Term):
    """An elementary function of one real argument."""

    sympy_function: ClassVar[Any]

    def value(self, a: Any) -> Any:
        return type(self).sympy_function(a)


class Exp(Function):
    """The exponential eᵃ."""

    sympy_function = staticmethod(sympy.exp)


class Log(Function):
    """The natural logarithm, defined for positive arguments."""

    sympy_function = staticmethod(sympy.log)


class Sqrt(Function):
    """The nonnegative square root, defined for arguments ≥ 0."""

    sympy_function = staticmethod(sympy.sqrt)


class Abs(Function):
    """The modulus |a|."""

    sympy_function = staticmethod(sympy.Abs)


class Sin(Function):
    """The sine."""

    sympy_function = staticmethod(sympy.sin)


class Cos(Function):
    """The cosine."""

    sympy_function = staticmethod(sympy.cos)


class Arctan(Function):
    """The inverse tangent, with values in (−π/2, π/2)."""

    sympy_function = staticmethod(sympy.atan)


class Pi(Term):
    """The constant π."""

    def value(self) -> Any:
        return sympy.pi


exp, log, sqrt, sin, cos, arctan = Exp, Log, Sqrt, Sin, Cos, Arctan
pi = Pi()
oo = sympy.oo
half = Over(Integer(1), Integer(2))
