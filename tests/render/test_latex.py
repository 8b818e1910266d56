"""What the LaTeX says is what the tree says, and it compiles anywhere."""

from __future__ import annotations

import cmath
import os
import random
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from latex_reader import value

from derive.document import DerivationEntry, Document, Formula, document, formula
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.notation import (
    KL,
    Bracket,
    Expectation,
    Integrable,
    Integral,
    Normal,
    Over,
    TendsTo,
    Times,
    Var,
    exp,
    half,
    log,
    natural,
    oo,
    pi,
    positive,
    real,
    sin,
    sqrt,
)
from derive.render.latex import latex, render
from derive.render.latex_formula import Printer
from derive.render.latex_text import NoLatex, name, plain, prose

a, b, c, d, x, mu1, mu2 = real("a b c d x mu_1 mu_2")
n = natural("n")
sigma, sigma1 = positive("sigma sigma_1")
q, p = Normal(mu1, sigma1), Normal(mu2, sigma)
LETTERS = {formula(q): "q", formula(p): "p"}


@pytest.fixture(scope="module")
def library() -> Document:
    return document(check(LIBRARY, LIBRARY))


@pytest.fixture(scope="module")
def files(library: Document) -> dict[str, str]:
    return render(library)


def shown(term: object) -> str:
    """The LaTeX of a term, without spaces."""
    return latex(formula(term), LETTERS).replace(" ", "")


@pytest.mark.parametrize(
    ("term", "tex"),
    [
        ((x**2) ** 3, r"(x^2)^3"),
        (x ** (n + 1), r"x^{n+1}"),
        ((a - b) - (c - d), r"(a-b)-(c-d)"),
        ((a - b) - c, r"a-b-c"),
        (a - (b - c), r"a-(b-c)"),
        ((x - mu1) + (mu1 - mu2), r"(x-\mu_1)+(\mu_1-\mu_2)"),
        (-(a + b), r"-(a+b)"),
        (-(a * b), r"-ab"),
        ((-a) * b, r"(-a)b"),
        (a * (-b), r"a\,(-b)"),
        (a + (-b), r"a+(-b)"),
        (a / (b / c), r"\frac{a}{b/c}"),
        ((a / b) / c, r"\frac{a/b}{c}"),
        (a ** (b / c), r"a^{b/c}"),
        (a ** (b / (c * d)), r"a^{b/(cd)}"),
        (a ** (log(b) / c), r"a^{(\log b)/c}"),
        (Times(-1, -1) ** 2, r"\bigl((-1)(-1)\bigr)^2"),
        (log(Over(-1, 3)), r"\log\frac{-1}{3}"),
        (log(-(a / b)), r"\log\!\left(-\frac{a}{b}\right)"),
        (Times(2, 3), r"2\cdot 3"),
        (2 * (a - b) * 0, r"2(a-b)\cdot 0"),
        (2 * sigma**2, r"2\sigma^2"),
        (half * x, r"\frac{1}{2}\,x"),
        (abs(x) ** n, r"\lvert x\rvert^n"),
        (sqrt(a) ** 2, r"(\sqrt{a})^2"),
        (sigma1**2, r"\sigma_1^2"),
        (x - mu1, r"x-\mu_1"),
        (log(a) * b, r"\log a\cdot b"),
        (b * log(a), r"b\log a"),
        (log(a) ** 2, r"(\log a)^2"),
        (log(a * b), r"\log(ab)"),
        (log(a / b), r"\log\frac{a}{b}"),
        (log(sigma**2), r"\log\sigma^2"),
        (sin(a**2), r"\sin(a^2)"),
        (exp(-(x**2)), r"e^{-x^2}"),
        (exp(a) ** n, r"(e^a)^n"),
        (exp(-(x**2 / 2)), r"\exp\!\left(-\frac{x^2}{2}\right)"),
        (2 * pi, r"2\pi"),
        (Integral(x - a, x), r"\int_{-\infty}^{\infty}(x-a)\,dx"),
        (Integral(x, x, 0, oo) * a, r"\left(\int_{0}^{\infty}x\,dx\right)a"),
        (Bracket(x, x, 0, b), r"[x]_{x=0}^{b}"),
        (KL(q, p), r"\mathrm{KL}(q\,\|\,p)"),
        (q(x), r"q(x)"),
        (Normal(a, b)(x), r"\mathcal{N}(x;\,a,b^2)"),
        (Expectation((x - mu1) ** 2, x, q), r"\mathbb{E}_q\bigl[(x-\mu_1)^2\bigr]"),
        (Expectation(a, a, q), r"\mathbb{E}_{a\sim q}[a]"),
        (TendsTo(q(x), x, 0), r"q(x)\longrightarrow 0\text{as}x\to\pm\infty"),
        (Integrable(x, x, 0, oo), r"x\text{is integrable in}x\text{over}[0,\infty)"),
    ],
)
def test_a_tree_is_set_as_a_mathematician_sets_it(term: object, tex: str) -> None:
    assert shown(term) == tex.replace(" ", "")


def test_a_negative_base_takes_parentheses() -> None:
    minus_one, two = Formula("Number", text="-1"), Formula("Number", text="2")
    assert latex(Formula("Power", (minus_one, two))) == "(-1)^2"


HEADS = ["Plus", "Minus", "Times", "Over", "Power", "Neg", "Exp", "Log", "Sqrt", "Abs", "Sin"]
VALUES = {"x": 1.3, "\\mu_1": 0.7, "\\sigma_2": 1.9}


def grown(r: random.Random, depth: int) -> Formula:
    """A formula at random."""
    if depth == 0 or r.random() < 0.1:
        numbers = [Formula("Number", text=t) for t in ("2", "3", "-1", "1/2", "-2/3")]
        return r.choice([*(Formula("Var", text=v) for v in ("x", "mu_1", "sigma_2")), *numbers])
    head = r.choice(HEADS)
    if head == "Power":
        return Formula(head, (grown(r, depth - 1), Formula("Number", text=r.choice(["2", "3"]))))
    count = 2 if head in ("Plus", "Minus", "Times", "Over") else 1
    return Formula(head, tuple(grown(r, depth - 1) for _ in range(count)))


def meant(f: Formula) -> complex:
    """The value of a tree."""
    if f.head == "Var":
        return VALUES[name(f.text)]
    if f.head == "Number":
        top, _, bottom = f.text.partition("/")
        return complex(int(top)) / int(bottom or 1)
    args = [meant(arg) for arg in f.args]
    if f.head in ("Log", "Sqrt") and args[0].real < 0 and abs(args[0].imag) < 1e-6:
        raise ValueError("on the cut rounding decides, not the formula")
    if any(abs(arg) > 1e4 for arg in args):
        raise ValueError("so far out rounding decides, not the formula")
    two = {
        "Plus": lambda s, t: s + t,
        "Minus": lambda s, t: s - t,
        "Times": lambda s, t: s * t,
        "Over": lambda s, t: s / t,
        "Power": lambda s, t: s**t,
    }
    one = {"Neg": lambda s: -s, "Abs": abs, "Exp": cmath.exp, "Log": cmath.log}
    return (two | one | {"Sqrt": cmath.sqrt, "Sin": cmath.sin})[f.head](*args)


def test_what_is_printed_means_what_the_tree_means() -> None:
    r = random.Random(7)
    read = 0
    for _ in range(3000):
        f = grown(r, 4)
        try:
            expected = meant(f)
        except (ZeroDivisionError, OverflowError, ValueError):
            continue
        if not abs(expected) < 1e6:
            continue
        found = value(latex(f), VALUES)
        assert cmath.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-9), (latex(f), f)
        read += 1
    assert read > 1000


def test_a_broken_formula_keeps_its_terms_and_its_parentheses() -> None:
    long = formula(2 * (sigma * (sum((x**k * (a + k) for k in range(2, 14)), a) - b)))
    rows = Printer({}, 20.0).rows(long)
    whole = " ".join(rows).replace("{}", "").replace("\\bigl(", "(").replace("\\bigr)", ")")
    assert len(rows) > 2
    assert all(row.startswith(("{}+", "{}-")) for row in rows[1:])
    assert re.sub(r"[ ]|\\big[lr]?", "", whole.replace("\\Big", "\\big")) == re.sub(
        r"[ ]|\\big[lr]?", "", latex(long)
    )


def test_a_row_that_begins_with_a_minus_begins_with_a_sign() -> None:
    assert Printer({}).rows(formula(-a + b)) == ["{-}a + b"]


def test_a_fraction_too_wide_for_a_row_is_stacked_not_cut() -> None:
    wide = formula(sum((x**k * (a + k) for k in range(2, 14)), a) / (2 * sigma**2))
    (row,) = Printer({}, 25.0).rows(wide)
    assert row.startswith(r"\frac{\begin{aligned}")
    assert row.endswith(r"{2 \sigma^2}")


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("100%", r"100\%"),
        ("costs $5", r"costs \$5"),
        ("$$x$$", r"\$$x$\$"),
        ("}{", r"\}\{"),
        ("a_b^c~d#e&f", r"a\_b\textasciicircum{}c\textasciitilde{}d\#e\&f"),
        ("so $x_1 \\to 0$, 5%", r"so $x_1 \to 0$, 5\%"),
        ("Muñoz: σ ≤ 1", r"Mu\~{n}oz: $\sigma$ $\le$ 1"),
        ("í", r"\'{\i}"),
        ("line\nbreak", "line break"),
    ],
)
def test_text_is_escaped_and_formulas_are_kept(text: str, tex: str) -> None:
    assert prose(text) == tex


@pytest.mark.parametrize(
    "text",
    [
        r"$\input{/etc/passwd}$",
        r"$\write18{ls}$",
        r"$\catcode`\%=12$",
        "$x% y$",
        "$x}$ and ${$",
        "$^^5cinput$",
        r"$x\$",
        r"$\\$",
        "日本",
        "\x00",
        "\u202e",
    ],
)
def test_what_has_no_safe_form_is_refused(text: str) -> None:
    with pytest.raises(NoLatex):
        prose(text)


def test_messages_have_no_formulas() -> None:
    assert plain("$x$ < 1") == r"\$x\$ \textless{} 1"


@pytest.mark.parametrize(
    ("variable", "tex"),
    [
        ("mu_1", r"\mu_1"),
        ("sigma_12", r"\sigma_{12}"),
        ("lambda", r"\lambda"),
        ("x1", "x_1"),
        ("log_var", r"\mathit{log}_{\mathrm{var}}"),
        ("_", r"\mathit{\_}"),
    ],
)
def test_names_become_letters_with_subscripts(variable: str, tex: str) -> None:
    assert name(variable) == tex


def test_two_names_that_look_the_same_are_refused(library: Document) -> None:
    entry = library.derivations[0]
    twins = formula(Var("x1") + Var("x_1"))
    with pytest.raises(ValueError, match="x_1 would be printed as x1 is"):
        render(Document((replace(entry, start=twins),), ()))


def test_a_file_can_only_have_a_name_that_stays_in_its_folder(library: Document) -> None:
    entry = library.derivations[0]
    outside = replace(entry.steps[0], name="../../outside")
    with pytest.raises(ValueError, match="not a name of a file"):
        render(Document((replace(entry, steps=(outside,)),), ()))


def test_there_is_one_fragment_a_step_and_each_says_what_it_is(
    library: Document, files: dict[str, str]
) -> None:
    steps = [(e.name, s.name) for e in library.derivations for s in e.steps]
    assert set(files) == {"derivations.tex"} | {f"steps/{e}/{s}.tex" for e, s in steps}
    for derivation, step in steps:
        first, second, *_ = files[f"steps/{derivation}/{step}.tex"].splitlines()
        assert first == "% Generated by derive from templates/latex/step.tex.j2: do not edit."
        assert second == f"% Derivation {derivation}, step {step}."


def test_all_is_ascii(files: dict[str, str]) -> None:
    assert all(text.isascii() for text in files.values())


def failed(library: Document, verdict: str) -> str:
    """The fragment of a step with this verdict, on which a sampling of numbers agreed."""
    entry = library.derivations[0]
    step = replace(
        entry.steps[0],
        verdict=verdict,
        evidence=(("proof", "limit"), ("rigorous enclosure", "both sides agree at 5 points")),
        failure="10% of {it} is not $x$" if verdict != "proved" else "",
        counterexample=(("t", "1/2"),) if verdict == "refuted" else (),
    )
    document = Document((replace(entry, steps=(step,), verdict=verdict),), ())
    return render(document)[f"steps/{entry.name}/{step.name}.tex"].partition(r"\surd}")[2]


@pytest.mark.parametrize("verdict", ["refuted", "rejected", "declined"])
def test_what_is_not_proved_has_no_tick_and_says_why(library: Document, verdict: str) -> None:
    text = failed(library, verdict)
    assert rf"\textbf{{{verdict}}}\par" in text
    assert "checkmark" not in text
    assert "(limit)" not in text
    assert r"\textbf{Not proved:} 10\% of \{it\} is not \$x\$" in text
    assert ("Counterexample: $t$ = 1/2" in text) == (verdict == "refuted")


@pytest.mark.parametrize(
    ("path", "display"),
    [
        ("gaussian_mean/end-values", (r"\bigl[-\sigma^2 \, q(x)\bigr]", r"={}&0 &&")),
        ("gaussian_bound/exponential-above-its-tangent", (r"e^{a x^2}", r"\le{}&\frac")),
        ("gaussian_integral/root-of-the-square", (r"\Longrightarrow{}&\int",)),
        ("exponential_beats_polynomial/cauchy-curve-vanishes", (r"\longrightarrow 0",)),
    ],
)
def test_a_fragment_says_what_follows_on_what(
    files: dict[str, str], path: str, display: tuple[str, ...]
) -> None:
    chain = files[f"steps/{path}.tex"].partition("{flalign*}")[2].partition("\\end{flalign*}")[0]
    positions = [chain.find(part) for part in display]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_agreeing_numbers_do_not_look_like_a_proof(library: Document) -> None:
    text = failed(library, "declined")
    assert "Evidence of another kind, rigorous enclosure: both sides agree" in text
    assert "(both sides" not in text


def test_a_proof_names_its_kind(files: dict[str, str]) -> None:
    fragment = files["steps/gaussian_mean/antiderivative.tex"]
    assert r"$\checkmark$ proved (antiderivative with end values)" in fragment


def test_the_article_lists_a_condition_where_it_is_first_needed(library: Document) -> None:
    (entry,) = [e for e in library.derivations if e.name == "gaussian_mean"]
    first = entry.steps[0]
    again = replace(first, name="again", number=2)
    article = render(Document((replace(entry, steps=(first, again)),), ()))["derivations.tex"]
    assert article.count("(declared)") == 1


def test_nothing_depends_on_the_order_of_hashes(files: dict[str, str]) -> None:
    program = (
        "import hashlib; from derive.document import document; from derive.library import LIBRARY;"
        "from derive.kernel.chain import check; from derive.render.latex import render;"
        "files = render(document(check(LIBRARY, LIBRARY)));"
        "print(hashlib.sha256(repr(list(files.items())).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def typeset(engine: str, folder: object, file: str, runs: int) -> str:
    """Run TeX under its paranoid settings and return the log."""
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed: on Debian, texlive-latex-base lmodern")
    paranoid = {"openin_any": "p", "openout_any": "p", "max_print_line": "1000"}
    for _ in range(runs):
        done = subprocess.run(
            [engine, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", file],
            cwd=str(folder),
            env={**os.environ, **paranoid},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-3000:]
    return done.stdout.decode(errors="replace")


def widened(entry: DerivationEntry) -> DerivationEntry:
    """The derivation with lines that fill several rows, whatever they say."""
    wide = [grown(random.Random(seed), 9) for seed in range(400)]
    wide = [f for f in wide if 60 < Printer({}).box(f).width < 150][:20]
    assert len(wide) > 10
    step = entry.steps[0]
    return replace(
        entry, steps=tuple(replace(step, after=f, name=f"w{i}") for i, f in enumerate(wide))
    )


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, library: Document, files: dict[str, str]
) -> object:
    root = tmp_path_factory.mktemp("latex")
    wide = render(replace(library, derivations=(widened(library.derivations[0]),)))
    files = files | {"wide.tex": wide.pop("derivations.tex")} | wide
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    fragments = sorted(path for path in files if path.startswith("steps/"))
    inputs = "\n".join(f"Some words. \\input{{{path}}}" for path in fragments)
    for size in ("10pt", "11pt", "12pt"):
        (root / f"stranger-{size}.tex").write_text(
            f"\\documentclass[{size}]{{article}}\n\\usepackage{{amsmath}}\n"
            f"\\begin{{document}}\n\\section{{A stranger's}}\n{inputs}\n\\end{{document}}\n",
            encoding="utf-8",
        )
    return root


@pytest.mark.parametrize("size", ["10pt", "11pt", "12pt"])
def test_every_fragment_compiles_in_a_stranger_s_article(folder: object, size: str) -> None:
    log = typeset("pdflatex", folder, f"stranger-{size}.tex", runs=1)
    assert "Overfull" not in log
    assert "LaTeX Warning" not in log


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_the_article_compiles_without_overfull_boxes(folder: object, engine: str) -> None:
    log = typeset(engine, folder, "derivations.tex", runs=2)
    assert "Overfull" not in log
    assert "undefined" not in log


def test_lines_of_any_width_are_broken_within_the_margins(folder: object) -> None:
    assert "Overfull" not in typeset("pdflatex", folder, "wide.tex", runs=1)
