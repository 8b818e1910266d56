"""Hostile names, of derivations, steps, symbols and letters: refused, or safe in code and paths."""

from __future__ import annotations

import builtins
import json
import keyword
import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from derive.build import BuildError, check_paths
from derive.derivation import Derivation, Step
from derive.document import document
from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.library import LIBRARY
from derive.notation import Equal, Integral, Normal, Var, positive, real, vector
from derive.render.latex import files as latex
from derive.render.numpy import files as numpy
from derive.render.numpy.scope import RESERVED
from derive.rules import field_arithmetic, matrix_algebra
from tests.attack.guard import attempt
from tests.attack.injected_words import derivation
from tests.attack.outcome import Outcome

NAMES = sorted(
    {
        *keyword.kwlist, *keyword.softkwlist, *dir(builtins), *RESERVED, *dir(Derivation), "line",
        "value",
        "batch", "axes", "self", "k", "x", "numpy", "np", "derived", "steps", "start",
        "annotations", "Any",
        "before_expand", "expand", "factor", "chol", "chol_1", "cov", "cov_1", "lambda_", "_",
        "__", "a1",
        "con", "nul", "init", "__init__", "test", "main", "typing", "re", "os", "sys", "exit", "O",
        "l", "I",
    }
)  # fmt: skip
ODD_NAMES = [
    "", " ", "a b", "a.b", "a/b", "../x", "/x", "a\\b", "C:", "con", "CON", "aux", "nul.txt",
    "x" * 101, "é",
    "а", "ａ", "x\u200b", "\u202ex", "x\x00", "x\n", "1x", "-x", "x-", "x_", "_x", "x__y", "x--y",
    "X", "x;y", "x#",
    "x'", 'x"', "\ud800", "x{}", "x$", "x%", "ℓ", "ⅼ", "０", "x\u0301",
]  # fmt: skip


def _named(name: str) -> list[Derivation]:
    """Derivations in which a name stands in every place where a name can stand."""
    made: list[Derivation] = []

    def add(build: Any) -> None:
        try:
            made.append(build())
        except (ValueError, TypeError):
            made.append(None)  # type: ignore[arg-type]

    n = len(made)

    def squares(x: Var, y: Var, title: str, **more: Any) -> Derivation:
        return Derivation(
            name=f"n{n}", title=title, claim=Equal(x + (y - x), y), start=x + (y - x),
            arguments={x.name: x, y.name: y} if x.name != y.name else {x.name: x},
            steps=(Step("cancel", y, by=field_arithmetic(), reason="why"),), **more,
        )  # fmt: skip

    def an_integral() -> Derivation:
        x, m, s = real(name), real("m"), positive("s")
        inside = Integral(Normal(m, s)(x) * (m + (s - m)), x)
        return Derivation(
            name="an_integral", title="An integral", claim=Equal(inside, Integral(Normal(m,
            s)(x) * s, x)),
            start=inside, arguments={"m": m, "s": s}, windows={x: (m, s)},
            conditions=("gaussian_integrability",),
            steps=(Step("cancel", Integral(Normal(m, s)(x) * s, x), by=field_arithmetic(),
            reason="why"),),
        )  # fmt: skip

    def a_vector() -> Derivation:
        k = Var("k", "dimension") if name != "k" else Var("m", "dimension")
        v, w = vector(name, k), vector("w0", k)
        return Derivation(
            name="a_vector", title="A vector", claim=Equal((v + w).T @ v, v.T @ v + w.T @ v),
            start=(v + w).T @ v, arguments={name: v, "w0": w},
            steps=(Step("expand", v.T @ v + w.T @ v, by=matrix_algebra(), reason="why"),),
        )  # fmt: skip

    def an_abbreviation() -> Derivation:
        x, y, z = real("x0"), real("y0"), real(name)
        return Derivation(
            name="an_abbreviation", title="An abbreviation", claim=Equal(z + y - z, y),
            start=z + y - z,
            arguments={"x0": x, "y0": y}, where={z: x * y},
            steps=(Step("cancel", y, by=field_arithmetic(), reason="why"),),
        )  # fmt: skip

    def a_letter() -> Derivation:
        return replace(
            squares(real("x0"), real("y0"), "A letter"), densities={name: Normal(real("x0"), 1)}
        )

    add(lambda: squares(real(name), real("y0"), "An argument"))
    add(an_integral)
    add(a_vector)
    add(an_abbreviation)
    add(a_letter)
    add(lambda: derivation(name=name))
    add(lambda: derivation(step=name))
    add(lambda: derivation(step=name.replace("_", "-")))
    return made


EVALUATE = """
import importlib, inspect, json, sys, warnings
import numpy as np
warnings.simplefilter("error")
for folder, module, kind, shown in json.load(open(sys.argv[1])):
    for loaded in [name for name in sys.modules if name.split(".")[0] == "derived"]:
        del sys.modules[loaded]
    sys.path.insert(0, folder)
    try:
        held = importlib.import_module("derived.steps." + module)
        assert held.__file__.startswith(folder), held.__file__
        for line in held.LINES:
            takes = len(inspect.signature(line.left).parameters)
            vectors = kind == "vector"
            values = [np.array([0.5, 1.5]) + n if vectors else 0.75 + n for n in range(takes)]
            np.testing.assert_allclose(line.left(*values), line.right(*values), rtol=1e-9)
        result = importlib.import_module("derived.gaussian").a_result
        np.testing.assert_allclose(result(*values), held.LINES[-1].right(*values))
    except Exception as error:  # what is printed is a finding
        print(f"{shown}: {type(error).__name__}: {error}"[:300].replace(chr(10), " "))
    sys.path.remove(folder)
"""


def names(trials: int, seed: int) -> Outcome:
    """Names, in code and in paths; what is not refused is imported, run and typeset."""
    outcome = Outcome("hostile names")
    candidates = [*NAMES, *ODD_NAMES]
    chance = random.Random(seed)
    chance.shuffle(candidates)
    packages: list[tuple[Path, str, str, str]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in candidates[:trials]:
            for number, made in enumerate(_named(name)):

                def use(made: Derivation = made, number: int = number, name: str = name) -> str:
                    if made is None:
                        return "refused"
                    folder = Path(scratch) / f"p{len(packages)}"
                    return _rendered(made, folder, packages, f"{name!r}, place {number}")

                attempt(
                    outcome,
                    use,
                    (InvalidDerivation,),
                    lambda name=name, n=number: f"{name!r}, place {n}",
                )
        listed = Path(scratch) / "packages.json"
        listed.write_text(json.dumps([[str(p), *rest] for p, *rest in packages]))
        done = subprocess.run(
            [sys.executable, "-c", EVALUATE, str(listed)], capture_output=True, text=True
        )
        if done.returncode:
            outcome.findings.append(f"{outcome.name}: {done.stderr[-300:]}")
        outcome.findings += [f"{outcome.name}: {line}" for line in done.stdout.splitlines()]
    return outcome


def _rendered(
    made: Derivation, folder: Path, packages: list[tuple[Path, str, str, str]], shown: str
) -> str:
    report = check([made.name], {**LIBRARY, made.name: made})[made.name]
    if report.verdict.value != "proved":
        raise AssertionError(f"{made.name} is {report.verdict.value}: {report.reason}")
    whole = document({made.name: report})
    last = made.steps[-1].name
    try:
        package = numpy.render(whole, {"a_result": (made.name, last)}, {})
        article = latex.render(whole)
        check_paths([*package, *article])
    except (ValueError, BuildError):
        return "refused"
    for path, text in package.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    module = next(
        Path(p).stem for p in package if p.startswith("derived/steps/") and "__init__" not in p
    )
    packages.append((folder, module, "vector" if made.name == "a_vector" else "number", shown))
    return "shown"
