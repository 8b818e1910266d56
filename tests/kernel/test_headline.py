"""Headline: what a chain says as a whole."""

from __future__ import annotations

import pytest

from derive.derivation import Relation
from derive.kernel.headline import is_claim, reached
from derive.notation import AtMost, Equal, Iff, Less, TendsTo, oo, real

a, b, x, y = real("a b x y")
EQUAL, AT_MOST, LESS = Relation.EQUAL, Relation.AT_MOST, Relation.LESS
TENDS_TO, IMPLIES, EQUIVALENT = Relation.TENDS_TO, Relation.IMPLIES, Relation.EQUIVALENT
of_y, of_x = TendsTo(y, y, 0, oo), TendsTo(x, y, 0, oo)
p, q, r = Equal(a, b), Equal(2 * a, 2 * b), Equal(3 * a, 3 * b)


@pytest.mark.parametrize(
    ("lines", "relations", "said"),
    [
        ([x, y], [EQUAL], Equal(x, y)),
        ([x, a, y], [EQUAL, AT_MOST], AtMost(x, y)),
        ([x, a, y], [AT_MOST, LESS], Less(x, y)),
        ([p, q, r], [EQUIVALENT, EQUIVALENT], Iff(p, r)),
        ([p, q, r], [EQUIVALENT, IMPLIES], r),
        ([y, of_y], [TENDS_TO], of_y),
        ([x, y, of_y], [EQUAL, TENDS_TO], of_x),
        ([x, y, of_y], [AT_MOST, TENDS_TO], of_y),
        ([x, a, y, of_y], [EQUAL, AT_MOST, TENDS_TO], of_y),
        ([x, y, of_y, TendsTo(a, y, 0, oo)], [AT_MOST, TENDS_TO, IMPLIES], TendsTo(a, y, 0, oo)),
        ([x, y, p], [EQUAL, IMPLIES], p),
    ],
)
def test_what_is_reached(lines, relations, said):
    assert reached(lines, relations) == said


def test_at_most_may_be_claimed_of_what_is_equal_or_less_and_nothing_else():
    assert all(is_claim(AtMost(x, y), of(x, y)) for of in (Equal, Less, AtMost))
    assert not is_claim(AtMost(x, y), AtMost(y, x))
    assert not is_claim(AtMost(x, y), of_y)
    assert not is_claim(Equal(x, y), AtMost(x, y))
    assert not is_claim(Less(x, y), AtMost(x, y))
