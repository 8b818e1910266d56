"""Terms: inert SymPy expressions that keep the tree, the order and the grouping of their author."""

from __future__ import annotations

from typing import Any, ClassVar

import sympy
from sympy import Expr, Integer, Rational
from sympy.core.basic import Basic

from derive.notation.shape import (
    Shape,
    ShapeError,
    all_equal,
    all_matrices,
    all_scalar,
    is_scalar,
    shape,
    shown,
)


class Term(Expr):
    """A number, a vector or a matrix, as an expression that never evaluates itself.

    ``(x - m) + (m - n)`` stays exactly that tree.  ``.doit()`` gives the ordinary SymPy value.
    Shapes are checked as a term is made.
    """

    _op_priority = 100.0
    is_commutative = True
    __iter__ = None

    def __new__(cls, *args: Any) -> Term:
        return cls._made(*(as_term(a) for a in args))  # type: ignore[no-any-return]

    @classmethod
    def _made(cls, *args: Basic) -> Any:
        """Return the node with these arguments, its shape checked."""
        term = Basic.__new__(cls, *args)
        term._shape = cls.shape_of(*args)
        return term

    @classmethod
    def shape_of(cls, *args: Any) -> Shape:
        """Return the shape of the node with these arguments.

        Raises
        ------
        ShapeError
            Naming the shapes that do not fit.
        """
        return all_scalar(cls.__name__, *args)

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

    def __matmul__(self, other: Any) -> Term:
        return _linear_algebra().product(self, other)  # type: ignore[no-any-return]

    def __getitem__(self, index: Any) -> Term:
        indices = index if isinstance(index, tuple) else (index,)
        return _linear_algebra().Entry(self, *indices)  # type: ignore[no-any-return]

    @property
    def T(self) -> Term:
        """The transpose."""
        return _linear_algebra().Transpose(self)  # type: ignore[no-any-return]

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


def _linear_algebra() -> Any:
    # The operators of every term make nodes of that file, which are terms.
    from derive.notation import linear_algebra

    return linear_algebra


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


def _shared(cls: type[Term], a: Any, b: Any) -> Shape:
    return all_equal(cls.__name__, a, b)


class Plus(Term):
    """The sum a + b."""

    shape_of = classmethod(_shared)

    def value(self, a: Any, b: Any) -> Any:
        return a + b


class Minus(Term):
    """The difference a − b."""

    shape_of = classmethod(_shared)

    def value(self, a: Any, b: Any) -> Any:
        return a - b


class Times(Term):
    """The product a · b; at most one factor is a matrix."""

    @classmethod
    def shape_of(cls, a: Any, b: Any) -> Shape:
        """Return the shape of the factor that is a matrix."""
        all_matrices(cls.__name__, a, b)
        if is_scalar(a) or is_scalar(b):
            return shape(a) or shape(b)
        raise ShapeError(f"Times of {shown(shape(a))} and {shown(shape(b))}: use @ for matrices")

    def value(self, a: Any, b: Any) -> Any:
        return a * b


class Over(Term):
    """The quotient a / b, defined where b ≠ 0; a may be a matrix."""

    @classmethod
    def shape_of(cls, a: Any, b: Any) -> Shape:
        """Return the shape of what is divided."""
        all_scalar(f"the divisor of {cls.__name__}", b)
        all_matrices(cls.__name__, a)
        return shape(a)

    def value(self, a: Any, b: Any) -> Any:
        return a / b


class Power(Term):
    """The power a ** b, principal branch; 0 ** 0 = 1."""

    def value(self, a: Any, b: Any) -> Any:
        return a**b


class Neg(Term):
    """The negative −a."""

    @classmethod
    def shape_of(cls, a: Any) -> Shape:
        """Return the shape of a."""
        all_matrices(cls.__name__, a)
        return shape(a)

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


class Max(Term):
    """The larger of a and b."""

    def value(self, a: Any, b: Any) -> Any:
        return sympy.Max(a, b)


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
