"""Certificates: canonical, complete, hashed by their mathematics alone, and stamped."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from derive.certificate import NotProved, certificates
from derive.derivation import Derivation
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.notation import real
from derive.schema import JSON_SCHEMA, canonical, digest

ROOT = Path(__file__).resolve().parent.parent
NAME = "gaussian_mean"
LANGUAGE = {
    "Abs", "AlmostEverywhere", "Attracts", "Bracket", "Coordinates", "Derivative", "Diagonal",
    "E", "ForAll", "Identity", "Iff", "Integrable", "Integral", "KL", "Lambda", "Max", "Normal",
    "PositiveDefinite", "Product", "StrictlyConvex", "Subs", "Sum", "TendsTo", "WithDensity",
    "Zero", "arctan", "cholesky", "cos", "det", "exp", "inverse", "log", "matrix", "oo", "pi",
    "scalar", "sin", "sqrt", "trace",
}  # fmt: skip
"""The names of the language of terms that are no symbols."""


@pytest.fixture(scope="module")
def made(reports):
    return certificates(reports)


def hash_of(derivation: Derivation) -> str:
    library = {**LIBRARY, derivation.name: derivation}
    return certificates(check([derivation.name], library))[derivation.name]["hash"]


def test_every_certificate_is_what_the_schema_says(made):
    validator = jsonschema.Draft202012Validator(JSON_SCHEMA)
    for content in made.values():
        validator.validate(content)
    spoilt = json.loads(canonical(made[NAME]))
    spoilt["steps"][0]["obligations"].insert(0, {"kind": "condition"})
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(spoilt)


def test_each_step_carries_its_line_first_and_then_its_conditions(made):
    for content in made.values():
        assert len(content["steps"]) == len(LIBRARY[content["name"]].steps)
        for step in content["steps"]:
            kinds = [obligation["kind"] for obligation in step["obligations"]]
            assert kinds[0] != "condition"
            assert set(kinds[1:]) <= {"condition"}


def test_the_bytes_are_canonical(made):
    for content in made.values():
        data = canonical(content)
        assert canonical(json.loads(data)) == data
        assert data.isascii()


def test_the_bytes_do_not_depend_on_the_order_of_hashes():
    program = (
        "from derive.certificate import certificates; from derive.kernel.chain import check;"
        "from derive.library import LIBRARY; from derive.schema import canonical;"
        "import hashlib;"
        "made = certificates(check(['kl_diagonal', 'elbo'], LIBRARY));"
        "print(hashlib.sha256(b''.join(canonical(c) for c in made.values())).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, check=True, text=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1


def test_the_hash_covers_the_mathematics_and_nothing_else(made):
    content = json.loads(canonical(made[NAME]))
    assert content["hash"] == made[NAME]["hash"] == digest(content)
    content["steps"][-1]["obligations"][-1]["ground"] = "in other words"
    content["hash"] = ""
    assert digest(content) == made[NAME]["hash"]
    for change in (
        {"schema": "derive-certificate/2"},
        {"claim": "E(x - mu, x, Normal(mu, sigma)) == 1"},
        {"symbols": {**content["symbols"], "sigma": "real"}},
        {"conditions": content["conditions"][1:]},
    ):
        assert digest({**content, **change}) != made[NAME]["hash"], change


def test_words_do_not_change_the_hash_and_lines_do(made):
    own = LIBRARY[NAME]
    assert hash_of(replace(own, title="Other words", summary="")) == made[NAME]["hash"]
    first = replace(own.steps[0], reason="Another reason.")
    assert hash_of(replace(own, steps=(first, *own.steps[1:]))) == made[NAME]["hash"]
    renamed = replace(own.steps[0], name="another-name")
    assert hash_of(replace(own, steps=(renamed, *own.steps[1:]))) != made[NAME]["hash"]


def test_a_certificate_holds_the_hashes_of_what_it_cites(made):
    for content in made.values():
        assert content["cites"] == {
            name: made[name]["hash"] for name in LIBRARY[content["name"]].cited
        }


def test_every_symbol_that_occurs_is_declared(made):
    def names(text: str) -> set[str]:
        tree = ast.parse(text.replace("lambda", "lambda_"), mode="eval")
        found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        return {name.replace("lambda_", "lambda") for name in found}

    for content in made.values():
        lines = [content["claim"], content["start"], *(s["line"] for s in content["steps"])]
        for step in content["steps"]:
            lines += [o["proposition"] for o in step["obligations"][1:]]
        for line in lines:
            assert names(line) <= LANGUAGE | set(content["symbols"]), line


def test_what_is_not_proved_has_no_certificate():
    own = LIBRARY[NAME]
    a = real("a")
    wrong = replace(own, claim=type(own.claim)(own.start, a), arguments={**own.arguments, "a": a})
    reports = check([NAME], {**LIBRARY, NAME: wrong})
    with pytest.raises(NotProved, match=NAME):
        certificates(reports)


def test_every_document_and_function_carries_the_hash(made):
    hashes = {content["hash"] for content in made.values()}
    for name, content in made.items():
        for file in (ROOT / "output/latex/steps" / name).glob("*.tex"):
            assert content["hash"] in file.read_text(encoding="utf-8"), file
        module = ast.parse((ROOT / f"output/python/derived/steps/{name}.py").read_text("utf-8"))
        functions = [f for f in module.body if isinstance(f, ast.FunctionDef)]
        for documented in (module, *functions):
            assert content["hash"] in (ast.get_docstring(documented) or ""), (name, documented)
    results = ast.parse((ROOT / "output/python/derived/gaussian.py").read_text("utf-8"))
    for function in (f for f in results.body if isinstance(f, ast.FunctionDef)):
        assert any(h in (ast.get_docstring(function) or "") for h in hashes), function.name
    article = (ROOT / "output/latex/derivations.tex").read_text("utf-8")
    assert all(h in article for h in hashes)
