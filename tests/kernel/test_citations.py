"""Citations: where an error is said to be, and what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.derivation import Derivation, Kind
from derive.kernel.citations import in_order
from derive.kernel.form import InvalidDerivation, check_form
from derive.notation import Equal, dimension, real, vector
from tests.kernel.test_refusals import step

x = real("x")
k = dimension("k")


def citing(name, *cited):
    """Return a derivation that takes + 0 away, with a step that cites each name."""
    first = step(x + 0, Kind.NORMAL_FORM)
    steps = [first, *(step(x + 0, Kind.THEOREM, name=c) for c in cited), step(x, Kind.NORMAL_FORM)]
    placed = tuple(replace(s, location=(f"{name}.py", n)) for n, s in enumerate(steps, 1))
    made = Derivation(name, "", Equal(x + 0 + 0, x), x + 0 + 0, placed, {"x": x})
    return replace(made, location=(f"{name}.py", 100))


def refused(names, *derivations):
    with pytest.raises(InvalidDerivation) as error:
        in_order(names, {d.name: d for d in derivations})
    return str(error.value), error.value.location


def test_what_is_cited_comes_first_and_once():
    one, two, three = citing("one", "two", "three"), citing("two", "three"), citing("three")
    assert list(in_order(["one"], {d.name: d for d in (one, two, three)})) == [
        "three", "two", "one",
    ]  # fmt: skip
    both = citing("one", "two", "three"), citing("two"), citing("three")
    assert list(in_order(["one", "two"], {d.name: d for d in both})) == ["two", "three", "one"]


def test_an_unknown_name_is_looked_for_among_the_names():
    assert refused(["unknown"], citing("eins")) == (
        "there is no derivation 'unknown'; derive list shows them", ("", 0),
    )  # fmt: skip
    assert refused(["eims"], citing("eins")) == (
        "there is no derivation 'eims'; did you mean eins?", ("", 0),
    )  # fmt: skip


def test_an_unknown_name_is_unknown_where_it_is_cited():
    assert refused(["eins"], citing("eins", "unknown")) == (
        "eins cites 'unknown', which is no derivation; derive list shows them", ("eins.py", 2),
    )  # fmt: skip
    assert refused(["eins"], citing("eins", "acht", "unknown"), citing("acht"))[1] == ("eins.py", 3)
    condition = replace(citing("eins"), conditions=("unknown",))
    assert refused(["eins"], condition)[1] == ("eins.py", 100)


def test_a_circle_is_shown_from_where_it_begins():
    one, two, three = citing("one", "two"), citing("two", "three"), citing("three", "two")
    assert refused(["one"], one, two, three) == (
        "the citations go round in a circle: two → three → two", ("three.py", 2),
    )  # fmt: skip


def test_a_name_of_two_variables_is_told_with_both():
    made = replace(citing("one"), arguments={"x": x, "y": vector("x", k)})
    twice = replace(made, claim=Equal(vector("x", k), x * vector("x", k)))
    with pytest.raises(InvalidDerivation) as error:
        check_form(twice)
    assert "x is declared " in str(error.value)
    assert "vector (k)" in str(error.value)
    assert "real" in str(error.value)
    assert "()" not in str(error.value)
