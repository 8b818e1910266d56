"""The grammar: every name of it, and what is refused, with its place."""

from __future__ import annotations

import pytest

from derive.claims.grammar import BINDERS, CONSTANTS, FUNCTIONS, FURTHER_FUNCTIONS, RESERVED
from derive.claims.limits import MOST_BRACKETS, MOST_CHARACTERS
from derive.claims.parser import Reader
from derive.claims.problem import ClaimError
from derive.claims.symbols import read_symbols
from derive.notation import (
    And,
    Applied,
    AtMost,
    Attracts,
    Bracket,
    Coordinates,
    Derivative,
    Diagonal,
    Entry,
    EntryAt,
    Expectation,
    FiniteSum,
    Iff,
    Integrable,
    Integral,
    Inverse,
    Lambda,
    Less,
    Limit,
    MatrixProduct,
    Neg,
    Or,
    Over,
    Power,
    Scalar,
    StrictlyConvex,
    Sum,
    TendsTo,
    WithDensity,
    expression,
    oo,
)

SYMBOLS = {
    "x": "real", "y": "positive", "z": "complex", "n": "natural", "A": "matrix(k,k)",
    "B": "matrix(k,m)", "S": "spd(k)", "v": "vector(k)", "i": "index(k)",
    "f": "positive_function(k)", "σ": "positive",
}  # fmt: skip


def reader(*, language: bool = False) -> Reader:
    return Reader(read_symbols(SYMBOLS), language=language)


def error(text: str) -> ClaimError:
    with pytest.raises(ClaimError) as found:
        reader().either(text)
    return found.value


MATRICES = {"trace", "det", "logdet", "inverse", "transpose", "cholesky"}
ARGUMENTS = {"Identity": "k", "Zero": "k, m", "binomial": "n, 2", "scalar": "v.T @ matrix(v)"}


@pytest.mark.parametrize("name", sorted({*FUNCTIONS, *FURTHER_FUNCTIONS} - {"scalar"}))
def test_every_function_of_the_grammar_is_read(name: str) -> None:
    inside = ARGUMENTS.get(name, "A" if name in MATRICES else "f" if name == "WithDensity" else "x")
    text = f"{name}({inside})"
    if name == "WithDensity":
        text += ".pdf(v)"
    reader().term(text)
    extra = "" if name in ("Max", "Min", "max", "min") else ", x, x, x"
    if extra:
        assert "argument" in error(f"{name}({inside}{extra})").message


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_every_constant_is_read(name: str) -> None:
    assert not reader().term(name).free_symbols


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_symbol_has_a_name_of_the_grammar(name: str) -> None:
    with pytest.raises(ClaimError, match="a name of the grammar"):
        read_symbols({name: "real"})


@pytest.mark.parametrize(
    "name", ["Q", "S", "N", "O", "C", "beta", "zeta", "sigma", "abs", "ln", "Eq"]
)
def test_a_symbol_may_be_called_anything_else(name: str) -> None:
    table = read_symbols({name: "real"})
    assert Reader(table).term(f"{name} + 1").free_symbols == {table.variables[name]}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Integral(x**2, (x, 0, 1))", Integral),
        ("Sum(i, (i, 1, n))", FiniteSum),
        ("Limit(x, x, 0, '+')", Limit),
        ("Derivative(x**2, x)", Derivative),
        ("Subs(Derivative(t**2, t), t, x)", Derivative),
        ("E(t, t, Normal(x, y))", Expectation),
        ("A**-1", Inverse),
        ("A*B", MatrixProduct),
        ("A @ B", MatrixProduct),
        ("v.T*S*v", Scalar),
        ("v[1]", EntryAt),
        ("v[i]", Entry),
        ("-x", Neg),
        ("x**2", Power),
        ("(x < 1) & (x > 0)", And),
        ("(x < 1) | (x > 2)", Or),
        ("x >= 1", AtMost),
        ("x > 1", Less),
    ],
)
def test_what_is_written_is_read(text: str, kind: type) -> None:
    assert type(reader().either(text)) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Integral(x**2, (x, -oo, oo))", Integral),
        ("Integral(f(v), v)", Integral),
        ("Bracket(x**2, (x, 0, 1))", Bracket),
        ("Sum(v[i], i)", Sum),
        ("Coordinates(v[i], i)", Coordinates),
        ("Diagonal(v[i], i)", Diagonal),
        ("Lambda(f(v), v)", Lambda),
        ("f(v)", Applied),
        ("Subs(Derivative(x**2, x), x, y)", Derivative),
        ("TendsTo(x, x, oo, oo)", TendsTo),
        ("Integrable(x, (x, 0, 1))", Integrable),
        ("StrictlyConvex(x**2, x)", StrictlyConvex),
        ("Attracts(x/2, x, 0)", Attracts),
        ("Iff(x == 0, y == 1)", Iff),
        ("matrix(v.T @ v)", MatrixProduct),
        ("1/2", Over),
    ],
)
def test_the_language_of_derivations_is_read(text: str, kind: type) -> None:
    assert type(reader(language=True).either(text)) is kind


def test_in_the_language_bound_names_are_those_of_the_table() -> None:
    term = reader(language=True).term("E(f(v), v, WithDensity(f))")
    assert isinstance(term, Expectation)
    assert isinstance(term.distribution, WithDensity)
    assert term.variable == read_symbols(SYMBOLS).variables["v"]


@pytest.mark.parametrize(
    "text",
    [
        "(a + b) - c", "a - (b + c)", "a*b/c", "a/(b*c)", "-a**2", "(-a)**2", "a**b**c",
        "(a**b)**c", "-1*a", "a - -b", "(a + b)*(a - b)",
    ],
)  # fmt: skip
def test_the_tree_is_kept_as_written(text: str) -> None:
    read = Reader(read_symbols(dict.fromkeys("abc", "real")))
    once = read.term(text)
    assert read.term(expression(once)) == once


def test_decimals_are_exact() -> None:
    assert reader().term("0.1") * 10 == reader().term("0.1") * 10
    assert str(reader().term("0.1")) == "1/10"
    assert str(reader().term("12.5e-1")) == "5/4"


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("x + foo(x)", 5, "foo is not in the grammar"),
        ("x + y + w", 9, "w is not declared"),
        ("x +", 4, "not Python syntax"),
        ("(x + 1", 1, "never closed"),
        ("x + A", 1, "a matrix of shape k×k"),
        ("A/A", 1, "inverse"),
        ("x if x else y", 1, "IfExp"),
        ("lambda: x", 1, "Lambda"),
        ("[x]", 1, "List"),
        ("x.real", 1, ".real is not in the grammar"),
        ("x + x.__class__", 5, "__class__"),
        ("().__class__", 1, "__class__"),
        ("__import__", 1, "not declared"),
        ("eval(x)", 1, "eval is not in the grammar"),
        ("f'{x}'", 2, "not in the grammar"),
        ("x + 2j", 5, "2*I"),
        ("True", 1, "not in the grammar"),
        ("x < y < 1", 1, "one comparison at a time"),
        ("(x < 1) and (y < 1)", 1, "use & and |"),
        ("x + oo", 5, "oo is no number"),
        ("x // y", 1, "floor"),
        ("x^2", 1, "**"),
        ("x := 1", 3, "not Python syntax"),
        ("sin(x=1)", 1, "no names"),
        ("sin(*x)", 1, "no stars"),
        ("log", 1, "it is a function"),
        ("x(1)", 1, "a symbol, not a function"),
        ("Integral(x, x)", 13, "give the ends"),
        ("Integral(x, (1, 0, 1))", 14, "bound variable"),
        ("Limit(x, x, 0, 'up')", 16, "not in the grammar"),
        ("E(x, x, y)", 9, "a distribution is wanted"),
        ("Normal(0, 1) + 1", 1, "a distribution is no term"),
        ("Sum(I, (I, 1, 2))", 9, "a name of the grammar"),
        ("v[1:2]", 3, "Slice"),
        ("ﬁ + 1", 1, "normal form"),
        ("x # + 1", 3, "not in the grammar"),
        ("x\u200b + 1", 2, "U+200B"),
        ("x + хх", 5, "not declared"),
        ("1" * 400, 1, "digits"),
        ("1e9999", 1, "digits"),
    ],
)
def test_what_is_refused_names_its_place(text: str, column: int, said: str) -> None:
    found = error(text)
    assert said in found.message
    assert found.column == column
    shown = found.shown().split("\n")
    assert shown[-1].index("^") - 4 == column - 1 or len(text) > 100


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "x" + ")" * 5000,
        "-" * 5000 + "x",
        "~" * 5000 + "(x < 1)",
        "+".join(["x"] * 3000),
        "**".join(["x"] * 1000),
        "x" * (MOST_CHARACTERS + 1),
        "(" * (MOST_BRACKETS + 1) + "x" + ")" * (MOST_BRACKETS + 1),
        "sin(" * 55 + "x" + ")" * 55 + "+x" * 100,
        "",
        "   ",
        "\x00",
        "x\ud800",
    ],
)
def test_what_is_too_large_is_an_error_and_no_crash(text: str) -> None:
    assert error(text).message


@pytest.mark.parametrize(
    ("domains", "said"),
    [
        ({"x": "reel"}, "did you mean real"),
        ({"A": "matrix(k)"}, "two dimensions"),
        ({"A": "spd"}, "one dimension"),
        ({"x": "real(k)"}, "no dimensions"),
        ({"A": "spd(0)"}, "a dimension is a name"),
        ({"A": "spd(k+1)"}, "no dimension"),
        ({"A": "spd(pi)"}, "a name of the grammar"),
        ({"k": "real", "A": "spd(k)"}, "leave it out"),
        ({"k": "natural", "A": "spd(k)"}, "leave it out"),
        ({"lambda": "real"}, "a word of Python"),
        ({"1x": "real"}, "begin with a digit"),
        ({"x y": "real"}, "cannot stand in a name"),
        ({"хи": "real"}, "CYRILLIC"),
        ({"": "real"}, "characters"),
        ({"x": "real; import os"}, "no domain"),
    ],
)
def test_symbols_that_cannot_be(domains: dict[str, str], said: str) -> None:
    with pytest.raises(ClaimError, match=r".") as found:
        read_symbols(domains)
    assert said in str(found.value)


def test_a_bound_name_neither_captures_nor_is_captured() -> None:
    table = read_symbols({"x": "positive", "a": "real"})
    integral = Reader(table).term("Integral(x*a, (x, 0, x))")
    assert isinstance(integral, Integral)
    assert integral.variable != table.variables["x"]
    assert table.variables["x"] in integral.args[3].free_symbols
    assert table.variables["x"] not in integral.body.free_symbols


def test_reserved_binders_are_read_only_as_calls() -> None:
    for name in BINDERS:
        assert error(f"{name} + 1").message
    assert oo not in read_symbols({}).variables
