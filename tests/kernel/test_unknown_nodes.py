"""The kernel refuses what it does not know, and shows '<' only from what is positive."""

from __future__ import annotations

import pytest

from derive.claims.proposals import Link, proved
from derive.derivation import Kind, Relation
from derive.kernel.definedness import check_defined
from derive.kernel.facts import Declined, Facts
from derive.kernel.report import Report
from derive.notation import (
    SPECIAL_BINARY,
    SPECIAL_UNARY,
    Equal,
    FiniteSum,
    Less,
    Limit,
    Symbol,
    Times,
    exp,
    positive,
    real,
)

x, y = real("x y")
t = positive("t")
i = Symbol("i", "integer")
UNKNOWN = [
    *(node(x) for node in SPECIAL_UNARY), *(node(x, y) for node in SPECIAL_BINARY),
    FiniteSum(i, i, 1, 3), Limit(y, y, 0, 0), Symbol("z", "complex"), Symbol("z", "negative"),
]  # fmt: skip


@pytest.mark.parametrize("term", UNKNOWN, ids=lambda t: type(t).__name__)
def test_a_node_of_claims_is_neither_defined_nor_part_of_a_chain(term) -> None:
    for line in (term, exp(term)):
        with pytest.raises(Declined, match="does not know where"):
            check_defined(line, Facts({}))
        answer = proved(line, [Link(Times(1, line), Kind.NORMAL_FORM)], Equal(line, Times(1, line)))
        assert isinstance(answer, str)


def less(before, after, **parameters) -> Report | str:
    link = Link(after, Kind.MONOTONICITY, Relation.LESS, parameters)
    return proved(before, [link], Less(before, after))


def test_less_is_shown_where_the_difference_is_positive() -> None:
    assert isinstance(less(x, x + t, smaller=x, larger=x + t, difference=t), Report)


@pytest.mark.parametrize(
    ("after", "parameters"),
    [
        (x + y**2, {"smaller": x, "larger": x + y**2, "difference": y**2}),
        (x + t, {"smaller": y, "larger": y + t, "difference": t}),
        (x - t, {"smaller": x - t, "larger": x, "difference": t}),
        (x + y, {"smaller": x, "larger": x + t, "difference": t}),
    ],
)
def test_less_is_not_shown_otherwise(after, parameters) -> None:
    assert isinstance(less(x, after, **parameters), str)
