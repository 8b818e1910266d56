"""The NumPy printer: precedence, order, log-densities, layout; what it refuses; the package."""

import ast
import dataclasses
import itertools

import pytest

from derive.formula import Formula, formula
from derive.notation import (
    KL,
    Abs,
    Bracket,
    Expectation,
    ForAll,
    Integrable,
    Integral,
    Less,
    Neg,
    Normal,
    TendsTo,
    Unequal,
    Var,
    exp,
    log,
    oo,
    pi,
    positive,
    real,
    sin,
    sqrt,
)
from derive.render.numpy.files import GRADIENTS, RESULTS, render
from derive.render.numpy.scope import Scope, code_name
from derive.render.numpy.text import numpy
from derive.render.python_text import WIDTH

a, b, c, x, mu = real("a b c x mu")
s, t, y = positive("s t y")
SCOPE = Scope(
    {"a": "a", "b": "b", "c": "c", "mu": "mean", "s": "std", "t": "t"},
    {"x": (formula(mu), formula(s))},
)


def printed(term, indent=0):
    return numpy(formula(term), SCOPE, indent)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (a + (b - c), "a + (b - c)"),
        (a - b - c, "a - b - c"),
        (a - (b - c), "a - (b - c)"),
        (a / (b * c), "a / (b * c)"),
        (a / b / c, "a / b / c"),
        (a * (b / c), "a * (b / c)"),
        (a * b / c, "a * b / c"),
        ((a + b) * c, "(a + b) * c"),
        (a**b**c, "a ** b**c"),
        ((a**b) ** c, "(a**b) ** c"),
        ((-a) ** 2, "(-a) ** 2"),
        (-(a**2), "-a**2"),
        (-(a * b), "-(a * b)"),
        (a * -b, "a * -b"),
        (Neg(Neg(a)), "-(-a)"),
        (a - -b, "a - -b"),
        (2 ** (-a), "2 ** (-a)"),
        ((a + b) ** (c + 1), "(a + b) ** (c + 1)"),
        (sqrt(2 * pi) * mu, "np.sqrt(2 * np.pi) * mean"),
        (Abs(sin(a)), "np.abs(np.sin(a))"),
        (b + a, "b + a"),
        (c * a + b * a, "c * a + b * a"),
    ],
)
def test_order_and_grouping_are_the_authors(term, text):
    assert printed(term) == text


def test_numbers_are_exact_quotients():
    assert numpy(Formula("Number", text="-1/2")) == "-1 / 2"
    minus_one = Formula("Number", text="-1")
    assert numpy(Formula("Power", (minus_one, minus_one))) == "(-1)**(-1)"


def trees(depth):
    """All small trees of operators over three variables."""
    leaves = [Formula("Var", text=name) for name in "abc"]
    if depth == 0:
        return leaves[:2]
    below = trees(depth - 1)
    pairs = itertools.product(below, below)
    binary = [Formula(h, p) for p in pairs for h in ("Plus", "Minus", "Times", "Over", "Power")]
    return leaves + binary + [Formula("Neg", (f,)) for f in below]


HEADS = {ast.Add: "Plus", ast.Sub: "Minus", ast.Mult: "Times", ast.Div: "Over", ast.Pow: "Power"}


def parsed(node):
    """Return the tree that Python reads."""
    if isinstance(node, ast.Name):
        return Formula("Var", text=node.id)
    if isinstance(node, ast.UnaryOp):
        return Formula("Neg", (parsed(node.operand),))
    return Formula(HEADS[type(node.op)], (parsed(node.left), parsed(node.right)))


def test_python_reads_back_the_same_tree():
    for tree in trees(2):
        for indent in (0, WIDTH - 8):  # on one line, and broken wherever that can be
            text = numpy(tree, SCOPE, indent)
            assert parsed(ast.parse(f"({text})", mode="eval").body) == tree, text


q, p = Normal(mu, s), Normal(0, 1)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (q(x), "normal_density(x, mean, std)"),
        (log(q(x)), "normal_log_density(x, mean, std)"),
        (log(q(x) / p(x)), "normal_log_density(x, mean, std) - normal_log_density(x, 0, 1)"),
        (log(exp(a)), "a"),
        (log(a * exp(-b)), "np.log(a) - b"),
        (log((1 / s) * exp(b)), "np.log(1 / std) + b"),
        (log(1 / exp(b)), "-b"),
        (log(a / b), "np.log(a / b)"),
        (log(a + exp(b)), "np.log(a + np.exp(b))"),
        (log(log(q(x)) + 1), "np.log(normal_log_density(x, mean, std) + 1)"),
    ],
)
def test_logarithms_of_exponentials_are_taken_apart(term, text):
    assert numpy(formula(term), SCOPE.bind(formula(x))) == text


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Integral(x, x), "over_line(lambda x: x, mean, std)"),
        (Integral(x, x, a, oo), "over_half_line(lambda x: x, a, std)"),
        (Integral(x, x, 0, t), "over_interval(lambda x: x, 0, t)"),
        (Expectation(x, x, q), "expectation(lambda x: x, mean, std)"),
        (Bracket(x, x, a, b), "bracket(lambda x: x, a, b)"),
        (Bracket(x, x), "bracket(lambda x: x, mean - FAR * std, mean + FAR * std)"),
        (
            TendsTo(x, x, 0),
            "converges(toward_infinity(lambda x: x, mean, std), 0)",
        ),
        (TendsTo(x, x, oo, oo), "converges(toward_end(lambda x: x, mean, std), np.inf)"),
        (TendsTo(x, x, -oo, -oo), "converges(toward_end(lambda x: x, mean, -std), -np.inf)"),
        (TendsTo(x, x, a, a), 'converges(toward_point(lambda x: x, a, std, "both"), a)'),
        (TendsTo(y, y, 0, 0), 'converges(toward_point(lambda y: y, 0, 1, "above"), 0)'),
        (ForAll(Less(x, x + 1), x), 'for_all(lambda x: below(x, x + 1), "real")'),
    ],
)
def test_calculus_is_quadrature_in_the_window(term, text):
    assert printed(term) == text


def test_a_divergence_is_its_definition():
    logs = "normal_log_density(x, mean, std) - normal_log_density(x, 0, 1)"
    assert printed(KL(q, p)) == (
        "over_line(\n"
        "    lambda x: (\n"
        "        normal_density(x, mean, std)\n"
        f"        * ({logs})\n"
        "    ),\n"
        "    mean,\n"
        "    std,\n"
        ")"
    )


def test_long_lines_are_broken_within_the_width():
    term = Integral(sum((a * b**2 / c for _ in range(12)), start=x), x) / (2 * a) + b
    rows = printed(term, 4).split("\n")
    assert len(rows) > 12
    assert max(map(len, rows)) <= WIDTH


@pytest.mark.parametrize("name", ["x y", "import os", "é", "x;y", "1x", "np", "LINES", "__x"])
def test_hostile_names_are_refused(name):
    with pytest.raises(ValueError, match=r"Python|generated code"):
        code_name(name)


def test_keywords_get_an_underscore():
    assert code_name("lambda") == "lambda_"


def test_a_variable_without_a_value_is_refused():
    with pytest.raises(ValueError, match="'x' has no value here"):
        printed(x)


def test_a_bound_variable_may_not_shadow_an_argument():
    scope = Scope({"mu": "x"})
    with pytest.raises(ValueError, match="name of an argument"):
        numpy(formula(Integral(mu * x, x)), scope)


@pytest.mark.parametrize(
    "term",
    [Unequal(a, b), TendsTo(x, x, 0, 1, oo), Integrable(x, x, 0, 1), oo],
    ids=["Unequal", "TendsTo", "Integrable", "oo"],
)
def test_what_has_no_numerical_form_is_refused(term):
    with pytest.raises(ValueError, match="numerical form"):
        printed(term)


def test_rendering_is_deterministic_and_every_file_says_what_made_it(whole, package):
    assert package == render(whole)
    for path, text in package.items():
        assert text == "" or "Generated by `derive build` from templates/numpy/" in text, path
    for name in (d.name for d in whole.derivations if d.verdict == "proved"):
        module = package[f"derived/steps/{name}.py"]
        assert f"# `{name}`" in module or f"derivation {name}" in module
        compile(module, name, "exec")


def docstrings(files, module):
    """Return the docstrings of a module's functions, in one line each, by their names."""
    tree = ast.parse(files[f"derived/steps/{module}.py"])
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {f.name: " ".join(ast.get_docstring(f).split()) for f in functions}


def test_a_docstring_says_where_a_logarithm_is_computed_from_its_parts(package):
    said = docstrings(package, "kl_univariate")
    densities, exponentials = "log q(x) − log p(x)", "computed as log(a) + u"
    assert [name for name in said if densities in said[name]] == ["start", "definition"]
    for name, line in said.items():
        written_out = "log(1/(sigma_1*sqrt(2*pi))*exp(" in line or "log(exp(" in line
        assert (exponentials in line) == written_out, name
    assert any(exponentials in line for line in said.values())
    said = docstrings(package, "kl_multivariate")
    assert densities in said["start"]
    assert "from the diagonal of the Cholesky factor" in list(said.values())[-1]


def test_results_are_lines_of_proved_derivations(whole, package):
    text = package["derived/gaussian.py"]
    functions = {n.name for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)}
    proved = {d.name for d in whole.derivations if d.verdict == "proved"}
    expected = {name for name, (of, _) in RESULTS.items() if of in proved}
    with_gradient = {name for name, parts in GRADIENTS.items() if proved >= {*parts}}
    expected |= {f"{name}{end}" for name in with_gradient for end in ("_grad", "_value_and_grad")}
    assert functions == expected
    assert {"kl_univariate", "kl_univariate_standard_normal"} <= functions


def changed(whole, name, **changes):
    return dataclasses.replace(
        whole,
        derivations=tuple(
            dataclasses.replace(d, **changes) if d.name == name else d for d in whole.derivations
        ),
    )


def test_what_is_not_proved_is_left_out_and_named(whole):
    files = render(changed(whole, "kl_univariate", verdict="refuted"))
    assert "derived/steps/kl_univariate.py" not in files
    assert "def kl_univariate(" not in files["derived/gaussian.py"]
    assert "def kl_univariate_standard_normal(" in files["derived/gaussian.py"]
    for path in ("derived/gaussian.py", "derived/__init__.py", "derived/steps/__init__.py"):
        assert "not proved:\n- kl_univariate\n" in files[path]
    compile(files["derived/gaussian.py"], "gaussian", "exec")


def test_a_result_without_its_line_is_an_error(whole):
    (entry,) = (d for d in whole.derivations if d.name == "kl_univariate")
    with pytest.raises(LookupError, match="no step 'combine'"):
        render(changed(whole, "kl_univariate", steps=entry.steps[:-1]))


def test_a_gradient_is_left_out_with_any_of_its_parts(whole):
    part = "gradient_of_kl_univariate_std_2"
    files = render(changed(whole, part, verdict="refuted"))
    text = files["derived/gaussian.py"]
    assert f"not proved:\n- {part}\n" in text
    assert "def kl_univariate(" in text
    assert "KlUnivariateGrad" not in text
    assert "def kl_multivariate_grad(" in text


@pytest.mark.parametrize(
    "parts",
    [
        GRADIENTS["kl_univariate"][:3],
        (*GRADIENTS["kl_univariate"][:3], "gradient_of_kl_diagonal_std_2"),
    ],
    ids=["too few", "of another divergence"],
)
def test_the_parts_of_a_gradient_are_one_for_each_argument(whole, parts):
    with pytest.raises(LookupError, match="not one for each argument"):
        render(whole, gradients={"kl_univariate": parts})


@pytest.mark.parametrize("words", ["title", "summary", "source"])
def test_prose_cannot_leave_its_docstring(whole, words):
    with pytest.raises(ValueError, match="docstring"):
        render(changed(whole, "kl_univariate", **{words: '"""\nimport os\n"""'}))


def test_a_title_with_backslashes_stands_in_docstrings_as_it_is(whole):
    title = r"$\chi$, \x, \N{DASH}, \u12 and \\"
    files = render(changed(whole, "kl_univariate", title=title))
    for path in ("derived/steps/__init__.py", "derived/steps/kl_univariate.py"):
        assert title in ast.get_docstring(ast.parse(files[path]))


def test_no_two_things_share_a_name(whole):
    (entry,) = (d for d in whole.derivations if d.name == "kl_univariate")
    first, second, *_ = entry.steps
    twins = (first, dataclasses.replace(second, name=first.name))
    with pytest.raises(ValueError, match="would be the name of two things"):
        render(changed(whole, "kl_univariate", steps=(*twins, *entry.steps[2:])))


def test_a_variable_may_be_called_as_a_keyword():
    scope = Scope({"lambda": code_name("lambda")})
    assert numpy(formula(Var("lambda") + 1), scope) == "lambda_ + 1"
