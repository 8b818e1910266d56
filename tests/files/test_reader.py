"""Derivation files: what is read, and that every mistake is named with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from derive.files.problem import BadFile
from derive.files.reader import read_files
from derive.files.writer import written
from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.kernel.report import Report
from derive.library import LIBRARY

SQUARES = r"""name = "difference_of_squares"
title = "A square less a square"
claim = "(a + b)**2 - a**2 == b*(2*a + b)"
start = "(a + b)**2 - a**2"

[symbols]
a = "real"
b = "real"

[[steps]]
name = "expand"
line = "(a**2 + 2*(a*b) + b**2) - a**2"
rule = "square-of-a-sum"
reason = '$(a+b)^2 = a^2 + 2ab + b^2$.'

[[steps]]
name = "factor"
line = "b*(2*a + b)"
rule = "field-arithmetic"
reason = "$a^2$ cancels."
"""

MEAN = """name = "twice_the_mean"
title = "Twice the mean"
conditions = ["gaussian_integrability"]
claim = "2*E(x - m, x, Normal(m, s)) == 2*0"
start = "2*E(x - m, x, Normal(m, s))"

[symbols]
m = "real"
s = "positive"
x = "real"

[[steps]]
name = "the-mean"
line = "2*0"
rule = "theorem"
reason = "The centred variable has mean zero."
parameters = { name = "gaussian_mean", values = { mu = "m", sigma = "s" } }
"""


def test_the_library_as_files_is_the_library(tmp_path: Path, reports: Mapping[str, Report]) -> None:
    paths = [tmp_path / f"{name}.toml" for name in LIBRARY]
    for path in paths:
        path.write_text(written(LIBRARY[path.stem]), encoding="utf-8")
    read: dict[str, object] = {}
    for part in (paths[:60], paths[60:]):  # as many as one command takes
        read |= {path.stem: d for path, d in read_files(part, LIBRARY).items()}
    assert list(read) == list(LIBRARY)
    for name, original in LIBRARY.items():
        made = read[name]
        for what in ("name", "title", "summary", "source", "conditions", "where", "assumptions"):
            assert getattr(made, what) == getattr(original, what), f"{name}: {what}"
        assert (made.claim, made.start) == (original.claim, original.start)
        assert [s.name for s in made.steps] == [s.name for s in original.steps]
    again = check(LIBRARY, read)
    for name in LIBRARY:
        assert again[name].verdict is reports[name].verdict
        assert again[name].axioms == reports[name].axioms
        assert again[name].theorems == reports[name].theorems


def changed(tmp_path: Path, old: str, new: str, base: str = SQUARES) -> Path:
    assert old in base
    path = tmp_path / "mine.toml"
    path.write_text(base.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "A', 'titel = "A', r"mine\.toml:2: titel: .*did you mean title\?"),
        ('title = "A square less a square"\n', "", r"mine\.toml:1: title is missing"),
        ('title = "A', 'name = "again"\ntitle = "A', r"mine\.toml:2: .*Cannot overwrite"),
        ('b = "real"', 'a = "real"', r"mine\.toml:8: .*Cannot overwrite"),
        ('b = "real"', '"\\u0061" = "real"', r"mine\.toml:8: .*Cannot overwrite"),
        ('b = "real"', 'b = "rael"', r"mine\.toml:8: symbols\.b: .*did you mean real\?"),
        ('b = "real"', "b = 3", r"mine\.toml:8: symbols\.b: text in quotes is wanted"),
        ('b = "real"', 'b = "vector(a)"', r"mine\.toml:8: symbols\.b: a is no dimension"),
        ('b = "real"', 'b = "vector(k, k)"', r"mine\.toml:8: .*takes 1 dimensions, not 2"),
        ('b = "real"', 'b = "vector(11)"', r"mine\.toml:8: .*1 to 10"),
        ('b = "real"', 'b = "real"\nexp = "real"', r"mine\.toml:9: .*name of the language"),
        ('b = "real"', 'b = "real"\n"a b" = "real"', r"mine\.toml:9: .*ASCII letters"),
        ('b = "real"', 'b = "real"\n"а" = "real"', r"mine\.toml:9: .*ASCII letters"),
        ('b = "real"', "", r"mine\.toml:3: claim: column 6: b is not declared"),
        ('"b*(2*a + b)"\nrule', '"b*(2*a + c)"\nrule', r"mine\.toml:18: .*column 10: c is not"),
        ('"b*(2*a + b)"\nrule', '"b*(2*a + b"\nrule', r"mine\.toml:18: .*not Python syntax"),
        ('"b*(2*a + b)"\nrule', '"b.real"\nrule', r"mine\.toml:18: .*not in the grammar"),
        ('"b*(2*a + b)"\nrule', '"b*__import__(a)"\nrule', r"mine\.toml:18: .*not in the grammar"),
        ('"b*(2*a + b)"\nrule', '"0.5**b"\nrule', r"mine\.toml:18: .*0\.5 is not exact: write 1/2"),
        ('rule = "field-a', 'rule = "feild-a', r"mine\.toml:19: .*did you mean field-arithmetic"),
        ('rule = "field-a', 'relation = "~"\nrule = "field-a', r"mine\.toml:19: .*no relation '~'"),
        ('rule = "field-arithmetic"', 'rule = "antiderivative"\nparameters = { of = "a" }',
         r"mine\.toml:20: .*takes antiderivative, not of"),
        ('rule = "field-arithmetic"', 'rule = "substitution"',
         r"mine\.toml:19: .*needs variable, value, jacobian"),
        ('name = "factor"', 'name = "Factor"', r"mine\.toml:16: .*lower-case words"),
        ('name = "difference_of_squares"', 'name = "../x"', r"mine\.toml:1: .*lower-case words"),
        ("[[steps]]\nname", "[[step]]\nname", r"mine\.toml:10: step: .*did you mean steps\?"),
        ("cancels.", "cancels\\u0000", r"mine\.toml:16: .*U\+0000"),
        ("A square", "A \\u202esquare", r"mine\.toml:1: .*U\+202E"),
        ("A square", "A \x07square", r"mine\.toml:2: .*not TOML"),
        ("[symbols]", "[symbols", r"mine\.toml:6: .*not TOML"),
        ('claim = "', 'claim = "2*', r"mine\.toml:3: "),
        ('claim = "(a + b)**2 - a**2 == b*(2*a + b)"', 'claim = "a"', r"mine\.toml:3: claim: "),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = changed(tmp_path, old, new)
    if new == 'claim = "2*':  # well formed, and not proved
        (made,) = read_files([path], LIBRARY).values()
        assert check([made.name], {made.name: made})[made.name].verdict.value != "proved"
        return
    with pytest.raises(BadFile, match=message):
        read_files([path], LIBRARY)


def test_no_steps_are_an_error(tmp_path: Path) -> None:
    head = SQUARES.partition("[[steps]]")[0]
    for text, message in (
        (head, r"mine\.toml:1: steps is missing"),
        ("steps = []\n" + head, r"mine\.toml:1: steps: there are no steps"),
        ("steps = 3\n" + head, r"mine\.toml:1: steps: an array"),
        ("steps = [3]\n" + head, r"mine\.toml:1: steps: a table"),
    ):
        path = tmp_path / "mine.toml"
        path.write_text(text)
        with pytest.raises(BadFile, match=message):
            read_files([path], LIBRARY)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"gaussian_mean"', '"gaussian_maen"', r"mine\.toml:17: .*did you mean gaussian_mean\?"),
        (
            "mu = ",
            "nu = ",
            r"toml:17: .*gaussian_mean has no variable nu; it has x, mu, sigma",
        ),
        ('mu = "m"', 'mu = "n"', r"mine\.toml:17: .*column 1: n is not declared"),
        ("values = ", "value = ", r"mine\.toml:17: steps\.parameters\.value"),
        ('values = { mu = "m", sigma = "s" }', 'values = ["m"]', r"mine\.toml:17: .*a table is"),
    ],
)
def test_a_mistaken_citation_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = changed(tmp_path, old, new, MEAN)
    with pytest.raises(BadFile, match=message):
        read_files([path], LIBRARY)


def test_files_cite_the_library_and_each_other(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text(MEAN)
    again = MEAN.replace("twice_the_mean", "again").replace("gaussian_mean", "twice_the_mean")
    second.write_text(again.replace("mu =", "m =").replace("sigma =", "s ="))
    read = {d.name: d for d in read_files([second, first], LIBRARY).values()}
    reports = check(read, {**LIBRARY, **read})
    assert {reports[name].verdict.value for name in read} == {"proved"}
    assert "twice_the_mean" in reports["again"].theorems
    with pytest.raises(BadFile, match="did you mean"):
        read_files([second], LIBRARY)


def test_a_circle_of_citations_is_an_error_with_its_place(tmp_path: Path) -> None:
    paths = []
    for name, cited in (("one", "two"), ("two", "one")):
        text = MEAN.replace("twice_the_mean", name).replace("gaussian_mean", cited)
        paths.append(tmp_path / f"{name}.toml")
        paths[-1].write_text(text.replace("mu =", "m =").replace("sigma =", "s ="))
    read = {d.name: d for d in read_files(paths, LIBRARY).values()}
    with pytest.raises(InvalidDerivation, match="one → two → one") as raised:
        check(read, {**LIBRARY, **read})
    assert raised.value.location == (str(paths[1]), 12)


def test_two_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.toml").write_text(SQUARES)
    with pytest.raises(BadFile, match=r"second\.toml:1: .*first\.toml has a derivation of this"):
        read_files([tmp_path / "first.toml", tmp_path / "second.toml"], LIBRARY)


def test_a_symbol_may_be_called_as_a_word_of_python(tmp_path: Path) -> None:
    text = SQUARES.replace("a + b", "lambda + b").replace("a**2", "lambda**2")
    text = text.replace("2*a", "2*lambda").replace("(a*b)", "(lambda*b)")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('\na = "real"', '\nlambda = "real"\n_ambda = "real"'))
    (made,) = read_files([path], LIBRARY).values()
    assert list(made.arguments) == ["lambda", "b"]
    assert check([made.name], {made.name: made})[made.name].verdict.value == "proved"
    path.write_text(path.read_text().replace("2*lambda + b)", "2*lambda + c)"))
    with pytest.raises(BadFile, match=r"column 46: c is not declared"):
        read_files([path], LIBRARY)


def test_a_wrong_step_and_a_wrong_headline_are_not_proved(tmp_path: Path) -> None:
    for old, new in (
        ('"b*(2*a + b)"\nrule', '"b*(3*a + b)"\nrule'),
        ('== b*(2*a + b)"', '== b*(3*a + b)"'),
        ('== b*(2*a + b)"', '== (a**2 + 2*(a*b) + b**2) - a**2"'),
    ):
        (made,) = read_files([changed(tmp_path, old, new)], LIBRARY).values()
        report = check([made.name], {made.name: made})[made.name]
        assert report.verdict.value in ("refuted", "rejected")
        assert report.steps[-1].step.location == (str(tmp_path / "mine.toml"), 16)


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (b"\xff", r"mine\.toml:1: byte 0xff is not UTF-8"),
        (b"name = 1\n\xc3(", r"mine\.toml:2: byte 0xc3 is not UTF-8"),
        (b"", r"mine\.toml:1: name is missing"),
        (b"\x00", "not TOML"),
        (b"#" * 1_000_001, "larger than 1000000 bytes"),
        (b"a = " + b"[" * 100_000, "not TOML|nested too deeply"),
        (b"a = " + b"[" * 500 + b"]" * 500, "there is no such key|nested too deeply"),
        (b"a = " + b"9" * 10_000, "not TOML"),
        (b".".join([b"a"] * 300_000) + b" = 1", r"mine\.toml:1: a name of more than 50 parts"),
        (b"\na = {" + b' . "a"' * 51 + b" = 1}", r"mine\.toml:2: a name of more than 50 parts"),
    ],
)
def test_a_file_that_is_no_derivation_is_one_message(
    tmp_path: Path, held: bytes, message: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(held)
    with pytest.raises(BadFile, match=message):
        read_files([path], LIBRARY)


def test_the_example_of_the_readme_is_proved(tmp_path: Path) -> None:
    readme = Path(__file__).parents[2] / "README.md"
    if not readme.exists():
        pytest.skip("an installed copy has no README")
    (example,) = re.findall("```toml\n(.*?)```", readme.read_text(encoding="utf-8"), re.S)
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    (made,) = read_files([path], LIBRARY).values()
    assert check([made.name], {made.name: made})[made.name].verdict.value == "proved"
