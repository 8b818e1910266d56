"""What MathML shows is what LaTeX shows, in the same order, and what was rewritten is marked."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise

import pytest

from derive.document import DerivationEntry, Document
from derive.formula import Formula, formula
from derive.notation import (
    KL,
    And,
    Applied,
    Derivative,
    Expectation,
    Identity,
    Integral,
    Less,
    MatrixProduct,
    Normal,
    Sum,
    TendsTo,
    Times,
    as_term,
    det,
    dimension,
    exp,
    half,
    index,
    inverse,
    log,
    matrix,
    oo,
    positive,
    positive_function,
    real,
    sqrt,
    trace,
    vector,
)
from derive.notation.special import Sign
from derive.render.latex.formula import DISPLAY, NESTED, Printer
from derive.render.latex.mathematics import NoLatex
from derive.render.latex.text import name
from derive.render.mathml.extent import extent
from derive.render.mathml.formula import mathml, mathml_prose
from derive.rules import RULES

WORDS = {
    r"\cdot": "⋅", r"\infty": "∞", r"\partial": "∂", r"\nabla": "∇", r"\int": "∫", r"\sum": "∑",
    r"\prod": "∏", r"\le": "≤", r"\ne": "≠", r"\succ": "≻", r"\sim": "∼", r"\in": "∈", r"\to": "→",
    r"\longrightarrow": "⟶", r"\downarrow": "↓", r"\mapsto": "↦", r"\Longleftrightarrow": "⟺",
    r"\pm": "±", r"\times": "×", r"\top": "⊤", r"\ell": "l", r"\|": "‖", r"\lvert": "|",
    r"\rvert": "|", r"\{": "{", r"\}": "}", "-": "−", r"\dots": "…", r"\colon": ":",
    r"\lambda": "λ", r"\Lambda": "Λ", r"\log": "log", r"\exp": "exp", r"\sin": "sin",
    r"\cos": "cos", r"\arctan": "arctan", r"\det": "det", r"\max": "max",
}  # fmt: skip
GREEK = {
    f"\\{name if size == 'SMALL' else name.capitalize()}": unicodedata.lookup(
        f"GREEK {size} LETTER {name.upper()}"
    )
    for name in ("alpha", "beta", "gamma", "delta", "theta", "mu", "pi", "sigma", "eta", "rho")
    for size in ("SMALL", "CAPITAL")
}
SILENT = re.compile(
    r"\\(left|right|[bB]igg?[lr]?|sqrt|frac)(?![a-zA-Z])|\\[,!; ]|\\quad|(?<!\\)[{}^_]|"
    r"\\(math(bf|bb|cal|it|rm)|boldsymbol|operatorname|text)(?![a-zA-Z])"
)
TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|.", re.DOTALL)
UNSEEN = {"\u2061", "\u2062", "\u2009", "\u00a0", " "}


def letters(entry: DerivationEntry) -> dict[Formula, str]:
    return {distribution: name(letter) for letter, distribution in entry.densities}


def lines(whole: Document) -> Iterator[tuple[Formula, dict[Formula, str]]]:
    """Every formula that the library shows."""
    for entry in whole.derivations:
        shown = [entry.claim, entry.start, *entry.assumptions, *(m for w in entry.where for m in w)]
        for step in entry.steps:
            shown += [step.after, *(c.proposition for c in step.conditions)]
        for f in dict.fromkeys(shown):
            yield f, letters(entry)


def said_by_latex(tex: str) -> str:
    """The letters, digits and signs of LaTeX in their order, fonts and spaces aside."""
    tokens = TOKEN.findall(SILENT.sub(" ", tex))
    out = seen("".join(WORDS.get(token, GREEK.get(token, token)) for token in tokens))
    assert "\\" not in out, f"a command is not known: {out}"
    return out


def said(markup: str) -> str:
    """The text of MathML in the order of its elements."""
    return seen("".join(ET.fromstring(markup).itertext()))


def seen(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c not in UNSEEN)


def test_every_line_says_what_its_latex_says(whole: Document):
    for f, named in lines(whole):
        tex = Printer(named).line(f, NESTED).tex
        assert said(mathml(f, named, display=False)) == said_by_latex(tex), tex


def test_both_lines_of_every_step_are_marked(whole: Document):
    for entry in whole.derivations:
        for step in entry.steps:
            for line, paths, mark in (
                (step.before, step.changed_before, "old"),
                (step.after, step.changed_after, "new"),
            ):
                element = row(mathml(line, letters(entry), marks=paths, mark=mark))
                marked = [e for e in element.iter() if _is_mark(e, mark)]
                assert marked, f"{entry.name}:{step.name}"
                assert all(seen("".join(e.itertext())).strip("()[]|") for e in marked)
                for parent in element.iter():
                    for left, right in pairwise(parent):
                        assert not (_is_mark(left, mark) and _is_mark(right, mark)), step.name


def test_marks_change_nothing_of_what_a_line_says(whole: Document):
    for entry in whole.derivations:
        named = letters(entry)
        for step in entry.steps:
            for line, paths in (
                (step.before, step.changed_before),
                (step.after, step.changed_after),
            ):
                marked = mathml(line, named, marks=paths, display=False)
                assert said(marked) == said(mathml(line, named, display=False)), step.name


def _is_mark(element: ET.Element, mark: str) -> bool:
    return element.get("class", "").split()[:2] == ["changed", mark]


def test_all_words_of_the_library_have_a_form(whole: Document):
    for entry in whole.derivations:
        words = [entry.title, entry.summary, entry.source]
        for step in entry.steps:
            words += [step.reason, step.rule.title, step.rule.statement]
        for text in words:
            ET.fromstring(f"<p>{mathml_prose(text):s}</p>")


a, b, c, d, x, mu = real("a b c d x mu")
sigma = positive("sigma")
k = dimension("k")
i = index("i", k)
v, w = vector("v", k), vector("w", k)
A, B = matrix("A", k, k), matrix("B", k, k)
f = positive_function("f", k)
q, p = Normal(a, sigma), Normal(b, sigma)
LETTERS = {formula(q): "q", formula(p): "p"}
NAMES = {"\u2061": "@", "\u2062": "*"}

GOLDEN = {
    "factors are multiplied": (2 * (a - b) * c, "2*(a−b)*c"),
    "a fraction": (a / (b * c), "[a|b*c]"),
    "a power": ((x**2) ** 3, "(x^2)^3"),
    "a short exponential": (exp(-x), "e^−x"),
    "a long exponential": (exp(-((x - mu) ** 2) / (2 * sigma**2)), "exp@([−(x−μ)^2|2*σ^2])"),
    "a logarithm of a name": (a * log(b), "a*log@b"),
    "a logarithm of a sum": (log(a + b), "log@(a+b)"),
    "a root": (sqrt(2 * a), "√2*a"),
    "a divergence": (KL(q, p), "KL@(q‖p)"),
    "an expectation": (Expectation(x**2, x, q), "𝔼_q@[x^2]"),
    "an integral": (Integral(exp(-x), x, 0, oo), "∫_0^∞e^−xdx"),
    "a sum over an index": (Sum(a, i), "∑_i=1^ka"),
    "a gradient": (Derivative(log(det(A)), v), "∇_𝐯log@det@A"),
    "a derivative at a point": (Derivative(x**2, x, a), "[∂|∂x]x^2|_x=a"),
    "a quadratic form": (v.T @ inverse(A) @ w, "𝐯^⊤*A^−1*𝐰"),
    "a trace": (trace(MatrixProduct(A, B)), "tr@(A*B)"),
    "an identity matrix": (A @ Identity(k), "A*I_k"),
    "a function": (Applied(f, v) * a, "f@(𝐯)*a"),
    "a limit": (TendsTo(exp(x), x, 0, -oo), "e^x→0 as x→−∞"),
    "two propositions": (And(Less(0, a), Less(a, 1)), "0<a and a<1"),
    "a number of many digits": (as_term(1000000) * a, "1\u2009000\u2009000*a"),
    "a factor with a sign": (a * -b, "a*(−b)"),
    "numbers that are multiplied": (Times(2, 3), "2⋅3"),
    "a variable named d": (a / (b * c) * d * x, "[a|b*c]*d*x"),
    "a half": (half * x, "(1/2)*x"),
}


def written(element: ET.Element) -> str:
    """A short form of MathML: ``*`` and ``@`` for what is not seen, ``[a|b]`` for a fraction."""
    parts = [written(child) for child in element]
    match element.tag:
        case "mfrac":
            return f"[{parts[0]}|{parts[1]}]"
        case "msup" | "mover":
            return f"{parts[0]}^{parts[1]}"
        case "msub" | "munder":
            return f"{parts[0]}_{parts[1]}"
        case "msubsup" | "munderover":
            return f"{parts[0]}_{parts[1]}^{parts[2]}"
        case "msqrt":
            return f"√{''.join(parts)}"
        case "mspace":
            return " " if float(element.get("width", "").removesuffix("em")) > 0.4 else ""
    text = (element.text or "").replace("\u00a0", " ")
    return "".join(NAMES.get(char, char) for char in text) + "".join(parts)


@pytest.mark.parametrize("case", GOLDEN)
def test_a_formula_has_its_form(case: str):
    term, form = GOLDEN[case]
    shown = mathml(formula(as_term(term)), LETTERS, display=False)
    assert written(ET.fromstring(shown)) == form


def test_every_line_of_a_rule_has_a_form():
    for rule in RULES:
        for trial in (rule.example, rule.counterexample):
            for line in (trial.before, trial.after):
                parsed(mathml(formula(as_term(line)), {}))


def test_a_node_without_a_form_is_refused():
    with pytest.raises(ValueError, match="Sign"):
        mathml(formula(Sign(x)), {})


def test_a_command_that_is_not_in_the_grammar_is_refused():
    with pytest.raises(NoLatex, match="href"):
        mathml_prose(r"see $\href{javascript:x}{y}$")


def test_words_are_escaped():
    assert mathml_prose('<b> & "q" $a < b$').startswith("&lt;b&gt; &amp; &#34;q&#34; <math><mi>a")
    assert '<mo stretchy="false">&lt;</mo>' in mathml_prose("$a < b$")


def test_what_follows_on_a_formula_stays_with_it():
    assert mathml_prose("Both $a$, $b$.") == (
        'Both\u00a0<span class="together"><math><mi>a</mi></math>,</span> '
        '<span class="together"><math><mi>b</mi></math>.</span>'
    )
    assert mathml_prose("$a$<b>").endswith("</math>&lt;b&gt;</span>")


def test_what_is_marked_is_one_group_that_holds_it_and_nothing_else():
    line = formula(a + (b - c) * d)
    shown = ET.fromstring(mathml(line, {}, marks=[(1, 0)], mark="new", display=False))
    (group,) = [e for e in shown.iter() if _is_mark(e, "new")]
    assert written(group) == "b−c"


def test_marks_beside_each_other_are_one():
    line = formula(Times(2 * a, b) * (c * d))
    shown = ET.fromstring(mathml(line, {}, marks=[(0, 1), (1,)], display=False))
    (group,) = [e for e in shown.iter() if _is_mark(e, "old")]
    assert written(group) == "b*c*d"


def test_marks_that_only_a_sign_parts_are_one():
    shown = ET.fromstring(mathml(formula(a + b - c), {}, marks=[(0, 1), (1,)], display=False))
    (group,) = [e for e in shown.iter() if _is_mark(e, "old")]
    assert written(group) == "b−c"


def test_an_integral_in_words_ends_with_its_differential():
    assert mathml_prose(r"$\int x\,dx$").endswith("<mi>d</mi><mi>x</mi></math>")
    assert mathml_prose(r"$dx = 2\,du$").count("<mi>d</mi><mi>") == 2


def test_what_is_not_printed_by_itself_is_marked_with_what_holds_it():
    line = formula(KL(q, p) + a)
    shown = ET.fromstring(mathml(line, LETTERS, marks=[(0, 0)], display=False))
    (group,) = [e for e in shown.iter() if _is_mark(e, "old")]
    assert written(group) == "KL@(q‖p)"


def test_a_row_is_cut_at_its_signs_and_a_wide_piece_inside():
    terms = [log(a + b), exp(-((x - mu) ** 2) / (2 * sigma**2)), sqrt(a + c), (a + b) ** 2]
    total = terms[0] + terms[1] - terms[2] + terms[3]
    pieces = [written(e) for e in row(mathml(formula(total), {}))]
    assert [piece[0] for piece in pieces] == ["l", "+", "−", "+"]
    shown = row(mathml(formula(Integral(total * total, x, 0, 1)), {}))
    assert len(list(shown)) > 3
    assert all(e.tag == "math" and e.get("displaystyle") == "true" for e in shown)
    signs = [e.find(".//mo") for e in shown][1:]
    assert {sign.get("form") for sign in signs if sign.text in "+−"} == {"infix"}


def test_a_row_in_pieces_has_the_letters_of_the_line_in_their_order(whole: Document):
    for f, named in lines(whole):
        unbroken = said_by_latex(Printer(named).line(f, DISPLAY).tex)
        pieces = ET.tostring(row(mathml(f, named)), encoding="unicode")
        assert _letters(said(pieces)) == _letters(unbroken)


def test_a_row_in_pieces_is_spoken_whole_and_once(whole: Document):
    for f, named in lines(whole):
        shown = parsed(mathml(f, named))
        *before, seen_only = shown
        assert seen_only.get("class") == "pieces"
        assert mathml(f, named).count("</math><wbr><math") == len(seen_only) - 1
        assert seen_only.get("aria-hidden") == ("true" if before else None)
        assert bool(before) == (len(seen_only) > 1)
        for spoken in before:
            assert said(ET.tostring(spoken, encoding="unicode")) == said_by_latex(
                Printer(named).line(f, DISPLAY).tex
            )


def parsed(shown: str) -> ET.Element:
    """A formula as XML, without the places where a row may end."""
    return ET.fromstring(shown.replace("<wbr>", ""))


def row(shown: str) -> ET.Element:
    """What is seen of a formula in a row of its own: its pieces."""
    return parsed(shown).find("span[@class='pieces']")


def _letters(text: str) -> str:
    """The letters alone: to be broken a root becomes a power, and a product shows its dot."""
    return "".join(c for c in text if c.isalpha())


def wide(x):
    return (a + b + c) ** 2 * (a - b - x) ** 2


def test_a_row_that_fits_a_phone_is_one_piece():
    shown = row(mathml(formula(a + b + c), {}, marks=[(0,)], mark="new"))
    assert [written(e) for e in shown] == ["a+b+c"]
    assert [e.get("class") for e in shown.iter() if _is_mark(e, "new")] == ["changed new"]


def test_a_mark_in_two_pieces_goes_on():
    shown = row(mathml(formula(wide(a) + wide(b) + c), {}, marks=[(0,)], mark="new"))
    classes = [e.get("class") for e in shown.iter() if _is_mark(e, "new")]
    assert classes == ["changed new goes-on", "changed new comes-from"]
    for strut in shown.iter("mpadded"):
        strut.clear()
    assert [written(e)[0] for e in shown] == ["(", "+", "+"]


def test_the_parts_of_a_mark_are_as_high_as_the_highest():
    """What makes them so is not seen: the letters of both parts stand once each."""
    low = (a + b + c) * (a - b - x) * (a + x) * (b - c) * (b - x)
    f = formula(a**2 / b**2 + low + c)
    first, second, *_ = row(mathml(f, {}, marks=[(0,)]))
    assert first.find(".//mfrac") is not None
    (strut,) = second.iter("mphantom")
    assert strut.find("mfrac") is not None
    assert not list(first.iter("mphantom"))
    (around,) = (e for e in second.iter("mpadded") if strut in e)
    assert around.attrib == {"width": "0"}
    assert written(strut) == written(first)


@pytest.mark.parametrize(
    ("term", "fits", "dots"),
    [
        (wide(a) * wide(b), ["fits"], ["optional"]),
        # Before a digit a dot has to stand, wherever that is.
        (wide(a) * (3 * wide(b)), ["fits"], [None, "optional"]),
        (wide(a) * wide(b) * wide(c), [], ["optional", "optional"]),
    ],
)
def test_a_dot_that_only_a_row_needs_is_told(term, fits, dots):
    shown = mathml(formula(term), {})
    assert parsed(shown).get("class").split() == ["row", *fits]
    assert [e.get("class") for e in row(shown).iter("mo") if e.text == "⋅"] == dots


TALLER = {
    "a fraction": ("<mi>x</mi>", "<mfrac><mi>x</mi><mi>y</mi></mfrac>"),
    "a fraction in one": (
        "<mfrac><mi>x</mi><mi>y</mi></mfrac>",
        "<mfrac><mfrac><mi>x</mi><mi>y</mi></mfrac><mfrac><mi>x</mi><mi>y</mi></mfrac></mfrac>",
    ),
    "limits": ("<mo>∫</mo>", "<msubsup><mo>∫</mo><mi>a</mi><mi>b</mi></msubsup>"),
    "delimiters": ('<mo minsize="1.2em">(</mo>', '<mo minsize="2.4em">(</mo>'),
}


@pytest.mark.parametrize("case", TALLER)
def test_what_is_higher_and_deeper_is_known(case: str):
    (up, down), (higher, deeper) = (extent(f"<mrow>{e}</mrow>") for e in TALLER[case])
    assert up < higher
    assert down < deeper


def test_a_sign_within_a_mark_is_no_sign_of_its_term():
    shown = row(mathml(formula(wide(a) + wide(b) + c), {}, marks=[(0,)]))
    sign = next(e for e in shown[1].iter() if e.text == "+")
    assert sign.get("form") == "infix"


SPACED = {
    "before the d of an integral": (Integral(x, x), '<mspace width="0.1667em"></mspace><mi>d</mi>'),
    "behind a function": (log(a), '<mi>log</mi><mo rspace="0.1667em">&#x2061;</mo><mi>a</mi>'),
    "none before parentheses": (log(a + b), "<mi>log</mi><mo>&#x2061;</mo><mrow><mo form"),
    "before a function": (2 * log(a), '<mn>2</mn><mo rspace="0.1667em">&#x2062;</mo><mi>log'),
    "none around a sign in an exponent": (a ** (b + c), '<mo form="infix" lspace="0" rspace="0">+'),
    "none behind a sign alone": (-a, '<mo form="prefix" lspace="0" rspace="0">−</mo><mi>a</mi>'),
    "parentheses of a line of text stay": (2 * (a - b), '<mo form="prefix" stretchy="false">('),
    "those around a fraction grow": (log(-(a / b)), '<mo form="prefix" stretchy="true">('),
}


@pytest.mark.parametrize("case", SPACED)
def test_a_space_is_where_tex_has_one(case: str):
    term, part = SPACED[case]
    assert part in mathml(formula(as_term(term)), {})


def test_a_piece_that_fills_a_phone_is_told():
    root = log(sqrt((a + b + c) * (a - b - c) * (x - a) * (x - mu)))
    narrow, filling = (row(mathml(formula(term), {})) for term in (log(a + b), root * a))
    assert [e.get("class") for e in narrow] == [None]
    assert [e.get("class") for e in filling] == ["wide", None]
