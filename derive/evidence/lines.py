"""Lines: the value of a whole line at a point, exactly and as a ball that is narrow enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb, arb_mat, ctx
from sympy.core.basic import Basic

from derive.evidence.enclosure import BITS, enclose
from derive.evidence.exact_matrices import Rows
from derive.evidence.exact_numbers import NotExact
from derive.evidence.exact_values import exact_value
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.points import Point
from derive.notation import Minus, Neg, Plus

PRECISIONS = (BITS, 2 * BITS, 4 * BITS, 8 * BITS)
"""How many bits are tried in turn, until a ball is narrow enough."""
TARGET_DIGITS = 25
"""The radius of a ball is to be at most 10⁻²⁵·max(1, Σ |terms of the line|)."""


@dataclass(frozen=True)
class Balls:
    """A ball for each entry of a line's value, and the worst radius as a share of its size.

    A radius is measured against max(1, Σ of the magnitudes of the line's terms), the terms
    being the summands at the top of the line.
    """

    entries: tuple[arb, ...]
    relative_radius: arb

    @property
    def narrow(self) -> bool:
        """Say whether the radius meets the target."""
        return bool(self.relative_radius <= arb(10) ** -TARGET_DIGITS)


class LineAtPoint:
    """The value of one line at one point, worked out once, when it is asked for."""

    def __init__(self, line: Basic, point: Point) -> None:
        self.line, self.point = line, point
        self._exact: Rows | NotExact | Undefined | None = None
        self._balls: dict[int, Balls | NotEnclosed] = {}

    def exact(self) -> Rows:
        """Return the exact value, of a number as a matrix of shape 1×1.

        Raises
        ------
        NotExact, Undefined
            See `derive.evidence.exact_values.exact_value`.
        """
        if self._exact is None:
            try:
                self._exact = exact_value(self.line, self.point)
            except (NotExact, Undefined) as error:
                self._exact = error
            except ArithmeticError as error:
                self._exact = NotExact(str(error))
        if isinstance(self._exact, Exception):
            raise self._exact
        return self._exact

    def balls(self, bits: int) -> Balls:
        """Return balls for the value at a precision.

        Raises
        ------
        NotEnclosed, Undefined
            See `derive.evidence.enclosure.enclose`.
        """
        if bits not in self._balls:
            try:
                self._balls[bits] = _balls(self.line, self.point, bits)
            except NotEnclosed as error:
                self._balls[bits] = error
            except ArithmeticError as error:
                self._balls[bits] = NotEnclosed(str(error))
        found = self._balls[bits]
        if isinstance(found, NotEnclosed):
            raise found
        return found

    def narrow_balls(self) -> Balls:
        """Return balls that are narrow, or the last that the budget of precision gives."""
        last: Balls | NotEnclosed | None = None
        for bits in PRECISIONS:
            try:
                last = self.balls(bits)
                if last.narrow:
                    return last
            except NotEnclosed as error:
                last = error
        assert last is not None
        if isinstance(last, NotEnclosed):
            raise last
        return last


def summands(line: Basic, sign: int = 1) -> Iterator[tuple[int, Basic]]:
    """Yield the terms of a line, each with its sign: those of the sums at its top."""
    if isinstance(line, (Plus, Minus)):
        yield from summands(line.args[0], sign)
        yield from summands(line.args[1], sign if isinstance(line, Plus) else -sign)
    elif isinstance(line, Neg):
        yield from summands(line.args[0], -sign)
    else:
        yield sign, line


def _balls(line: Basic, point: Point, bits: int) -> Balls:
    before = ctx.prec
    ctx.prec = bits
    try:
        parts = [(sign, _entries(enclose(t, point, bits))) for sign, t in summands(line)]
        totals, worst = [], arb(0)
        for column in zip(*(entries for _, entries in parts), strict=True):
            total = sum((sign * e for (sign, _), e in zip(parts, column, strict=True)), arb(0))
            size = sum((e.abs_upper() for e in column), arb(0)).max(arb(1))
            worst = worst.max((total.rad() / size).upper())
            totals.append(total)
        return Balls(tuple(totals), worst)
    finally:
        ctx.prec = before


def _entries(value: arb | arb_mat) -> list[arb]:
    return value.entries() if isinstance(value, arb_mat) else [value]
