"""JavaScript: precedence, names, what is refused, and the same values as NumPy."""

import itertools
import json
import shutil
import subprocess

import numpy as np
import pytest

from derive.formula import Formula, formula
from derive.notation import Abs, Max, Neg, exp, log, pi, positive, real, sin, sqrt
from derive.render.figures.code import GeneratedCode
from derive.render.figures.formulas import parts, total
from derive.render.figures.javascript import function, javascript
from derive.render.figures.live import LETTERS, TERMS, functions

a, b, c = real("a b c")
s = positive("s")
NAMES = {"a": "a", "b": "b", "c": "c", "s": "std"}
NODE = shutil.which("node")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (a - (b - c), "a - (b - c)"),
        (a - b - c, "a - b - c"),
        (a / (b * c), "a / (b * c)"),
        (a / b / c, "a / b / c"),
        (Neg(a) ** 2, "(-a) ** 2"),
        (Neg(a**2), "-(a ** 2)"),
        ((a**2) ** 3, "(a ** 2) ** 3"),
        (a ** (b**2), "a ** b ** 2"),
        (2 ** Neg(a), "2 ** (-a)"),
        (Neg(Neg(a)), "-(-a)"),
        (a * Neg(b), "a * -b"),
        (sqrt(2 * pi) * s, "Math.sqrt(2 * Math.PI) * std"),
        (exp(-(a**2) / 2) + log(s), "Math.exp(-(a ** 2) / 2) + Math.log(std)"),
        (Max(a, 0) * Abs(b), "Math.max(a, 0) * Math.abs(b)"),
    ],
)
def test_a_term_keeps_its_grouping(term, text):
    assert javascript(formula(term), NAMES) == text


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (Formula("Integral", ()), "Integral has no form in JavaScript"),
        (formula(sin(a)), "Sin has no form"),
        (Formula("constructor"), "constructor has no form"),
        (Formula("Plus", (formula(a),)), "Plus has no form"),
        (Formula("Var", (), "x"), "the variable 'x' has no name"),
        (Formula("Var", (), "a", ("k", "1")), "vectors and matrices"),
        (Formula("Number", text="1;alert(1)"), "is no number"),
        (Formula("Number", text="1e9"), "is no number"),
        (Formula("Infinity", text="+"), "Infinity has no form"),
    ],
)
def test_what_is_not_listed_is_refused(term, message):
    with pytest.raises(ValueError, match=message):
        javascript(term, NAMES)


@pytest.mark.parametrize(
    "name", ["", "eval", "this", "a b", "a.b", "</script>", "μ", "A", "1a", "x;"]
)
def test_a_name_that_could_be_something_else_is_refused(name):
    with pytest.raises(ValueError, match="cannot be a name"):
        javascript(formula(a), {"a": name})
    with pytest.raises(ValueError, match="cannot be a name"):
        function(formula(b), {"a": name, "b": "b"})


@pytest.fixture
def formulas(whole):
    proved = {d.name: d for d in whole.derivations}
    names = [name for name, _, _ in TERMS if name != "total"]
    return {**parts(proved, [*names, "density"]), "total": total(proved)}


@pytest.mark.skipif(NODE is None, reason="node is not installed: JavaScript is not evaluated")
def test_javascript_gives_what_numpy_gives(whole, formulas):
    places = list(itertools.product([-2.5, 0.0, 0.1], [-3.0, 0.0, 0.75], [0.25, 1.0, 2.9]))
    entries = ",\n".join(f"{name}: {code}" for name, code in functions(formulas).items())
    script = (
        f"const f = {{{entries}}}; const places = {json.dumps(places)};"
        "console.log(JSON.stringify(Object.fromEntries(Object.entries(f).map(([name, g]) =>"
        "[name, places.map(([x, m, s]) => name === 'density' ? g(x, m, s) : g(m, s))]))))"
    )
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    x, mean, std = np.array(places).T
    values = {"x": x, "mu": mean, "sigma": std}
    with GeneratedCode(whole, formulas) as code:
        for name, term in formulas.items():
            used = {v: values[v] for v in values if f"'{v}'" in repr(term)}
            expected = np.broadcast_to(code(name, **used), len(places))
            np.testing.assert_allclose(found[name], expected, rtol=1e-13, atol=1e-15)


def test_every_variable_of_the_live_figure_has_a_slider(formulas):
    assert LETTERS == {"mu": "mean", "sigma": "std"}
    for name, code in functions(formulas).items():
        start = "(x, mean, std) => " if name == "density" else "(mean, std) => "
        assert code.startswith(start)
