"""Derivation files and terms, mutated byte by byte and token by token, or made from nothing.

Whatever they say, they are read, checked and shown, or refused with one message.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from derive.claims.parser import Reader
from derive.claims.problem import ClaimError
from derive.document import document
from derive.evidence.refutation import refute
from derive.files.lines import LineReader
from derive.files.problem import BadFile
from derive.files.reader import read_files
from derive.files.symbols import read_symbols
from derive.files.text import Item
from derive.files.writer import written
from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.library import LIBRARY
from derive.notation import expression, written_out
from derive.render.terminal import derivation_text
from tests.attack.guard import attempt, for_each
from tests.attack.outcome import Outcome

# Short derivations, of every kind of mathematics.
SOURCES = (
    "exponential_inequality", "gaussian_mean", "gaussian_variance", "cholesky_determinant",
    "kl_asymmetry_example", "log_inequality_equality", "term_roles_barrier", "elbo_bound",
    "gradient_of_kl_diagonal_mean_1", "gradient_step_log_var_attracts", "gaussian_integrability",
    "posterior_normalisation", "schur_complement", "gradient_flow_log_var_end",
)  # fmt: skip
TOKEN = re.compile(rb"[A-Za-z_][A-Za-z_0-9-]*|\d+|\s+|\*\*|.", re.S)
ODD_TOKENS = [
    b"", b"0", b"1", b"-1", b"2", b"99999999", b"9" * 301, b"1e9", b"0.1", b"oo", b"-oo", b"nan",
    b"I",
    b"**", b"**-1", b"**99", b"**9999999", b"@", b".T", b"(", b")", b"[", b"]", b'"', b"'", b"\\",
    b"\n",
    b"#", b"=", b"==", b"&", b"x", b"k", b"exp", b"log", b"Integral", b"Derivative", b"E",
    b"Normal",
    b"lambda", b"det(", b"inverse(", b"Sum", b"i", b"[[steps]]", b"real", b"matrix(k,k)",
    b"theorem",
    b"field-arithmetic", b"matrix-algebra", b"\xff", b"\x00", b"\xe2\x80\xae", b"__import__",
    b"limit",
]  # fmt: skip


def examples() -> list[bytes]:
    return [written(LIBRARY[name]).encode() for name in SOURCES]


def mutated_bytes(held: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few changed, removed, doubled or moved."""
    made = bytearray(held)
    for _ in range(chance.choice([1, 1, 1, 2, 5, 30])):
        at = chance.randrange(len(made) + 1)
        action = chance.randrange(5)
        if action == 0 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif action == 1:
            made[at:at] = bytes([chance.randrange(256)])
        elif action == 2:
            del made[at : at + chance.choice([1, 1, 4, 100])]
        elif action == 3:
            made[at:at] = made[at : at + chance.choice([1, 10, 200])]
        else:
            other = chance.randrange(len(made) + 1)
            made[at:at] = made[other : other + 20]
    return bytes(made)


def mutated_tokens(held: bytes, chance: random.Random) -> bytes:
    """Return text with a few tokens replaced, by others of it or by odd ones."""
    tokens = TOKEN.findall(held)
    for _ in range(chance.choice([1, 1, 2, 4])):
        at = chance.randrange(len(tokens))
        while tokens[at].isspace():
            at = chance.randrange(len(tokens))
        kind = chance.randrange(3)
        if kind == 0:
            tokens[at] = chance.choice(tokens)
        elif kind == 1:
            tokens[at] = chance.choice(ODD_TOKENS)
        else:
            tokens[at] += chance.choice(ODD_TOKENS)
    return b"".join(tokens)


NUMBERS = [b"0", b"1", b"2", b"3", b"7", b"12", b"60", b"1000", b"1000000", b"9" * 40, b"9" * 300]
OPERATORS = [b"+", b"-", b"*", b"/", b"**", b"@"]


def mutated_terms(held: bytes, chance: random.Random) -> bytes:
    """Return text with a few names, numbers or operators of its terms replaced by others."""
    symbols = re.findall(rb"^(\w+) = ", held.partition(b"[symbols]")[2].partition(b"[[")[0], re.M)
    tokens = TOKEN.findall(held)
    start = tokens.index(b"steps")
    places = [
        n
        for n, t in enumerate(tokens)
        if n > start and (t in symbols or t in OPERATORS or t.isdigit())
    ]
    for at in chance.sample(places, min(len(places), chance.choice([1, 1, 2]))):
        token = tokens[at]
        if token in symbols:
            tokens[at] = chance.choice(symbols)
        elif token.isdigit():
            tokens[at] = chance.choice(NUMBERS)
        else:
            tokens[at] = chance.choice(OPERATORS)
    return b"".join(tokens)


def read(path: Path) -> str:
    read_files([path], LIBRARY)
    return "read"


def checked(path: Path) -> str:
    """Read a file, check it with all that it cites, and show it."""
    (made,) = read_files([path], LIBRARY).values()
    report = check([made.name], {**LIBRARY, made.name: made})[made.name]
    (entry,) = document({made.name: report}).derivations
    derivation_text(entry)
    for step in report.steps if report.verdict.value == "proved" else ():
        sides = (written_out(line, made.where) for line in (step.before, step.step.line))
        before, after = sides
        refutation = refute(before, step.step.relation.value, after)
        if refutation is not None:
            raise AssertionError(f"proved, and false: {step.step.name}: {refutation.detail}")
    return report.verdict.value


def mutated(trials: int, seed: int) -> Outcome:
    """Read mutated files."""
    mutations = (mutated_bytes, mutated_tokens, mutated_tokens, mutated_terms)
    return _mutated("mutated derivation files, read", read, mutations, trials, seed)


def mutated_and_checked(trials: int, seed: int) -> Outcome:
    """Read mutated files, and let the kernel check them."""
    mutations = (mutated_tokens, mutated_terms, mutated_terms, mutated_terms)
    return _mutated("mutated derivation files, checked", checked, mutations, trials, seed)


Mutation = Callable[[bytes, random.Random], bytes]


def _mutated(
    name: str,
    use: Callable[[Path], str],
    mutations: tuple[Mutation, ...],
    trials: int,
    seed: int,
) -> Outcome:
    outcome = Outcome(name)
    chance, sources = random.Random(seed), examples()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "mutated.toml"
        for trial in range(trials):
            held = mutations[trial % len(mutations)](chance.choice(sources), chance)
            path.write_bytes(held)
            attempt(
                outcome,
                lambda: use(path),
                (BadFile, InvalidDerivation),
                lambda held=held: repr(held),
            )
    return outcome


# -- terms from nothing ---------------------------------------------------------------------------

DOMAINS = {
    "a": "real", "b": "positive", "n": "natural", "k": "dimension", "i": "index(k)",
    "j": "index(k)",
    "v": "vector(k)", "w": "vector(k)", "A": "matrix(k, k)", "S": "positive_definite(k)",
    "x": "real",
    "f": "positive_function(k)", "lambda": "real", "z": "vector(k)", "u": "vector(2)",
    "B": "matrix(2, 3)",
}  # fmt: skip
atoms = st.sampled_from(
    [*DOMAINS, "0", "1", "2", "-1", "pi", "oo", "-oo", "undeclared", "1/2", "0.25"]
)
templates = [
    "({0} + {1})", "{0} - {1}", "{0}*{1}", "{0}/{1}", "{0}**{1}", "-{0}", "{0} @ {1}", "{0}.T",
    "exp({0})", "log({0})", "sqrt({0})", "Abs({0})", "Max({0}, {1})", "inverse({0})", "trace({0})",
    "det({0})", "cholesky({0})", "Identity({0})", "Zero({0}, {1})", "{0}[{1}]", "{0}[{1}, {2}]",
    "Integral({0}, ({1}, {2}, {3}))", "Integral({0}, {1})", "Bracket({0}, ({1}, {2}, {3}))",
    "Sum({0}, {1})", "Product({0}, {1})", "Coordinates({0}, {1})", "Diagonal({0}, {1})",
    "Derivative({0}, {1})", "Subs(Derivative({0}, {1}), {1}, {2})", "E({0}, {1}, Normal({2}, {3}))",
    "Lambda({0}, {1})", "Normal.pdf({0}, {1}, {2})", "WithDensity({0}).pdf({1})", "{0}({1})",
    "KL(Normal({0}, {1}), Normal({2}, {3}))", "{0} == {1}", "{0} <= {1}", "({0}) & ({1})",
    "matrix({0})",
    "Iff({0}, {1})", "ForAll({0}, {1})", "TendsTo({0}, {1}, {2}, {3})", "Integrable({0}, {1})",
    "StrictlyConvex({0}, {1})", "PositiveDefinite({0})", "Attracts({0}, {1}, {2})", "scalar({0})",
    "Limit({0}, {1}, {2})", "{0}.{1}", "{0} if {1} else {2}", "lambda {0}: {1}",
    "[{0} for x in {1}]",
    "{0}({1}={2})", "f'{0}'", "({0})", "~{0}", "not {0}", "{0}, {1}", "gamma({0})", "floor({0})",
]  # fmt: skip


def _filled(parts: tuple[str, list[str]]) -> str:
    template, inside = parts
    return template.format(*inside)


terms = st.recursive(
    atoms,
    lambda inner: st.tuples(
        st.sampled_from(templates), st.lists(inner, min_size=4, max_size=4)
    ).map(_filled),
    max_leaves=12,
)
LETTERS = "abkxvSfi0129.+-*/@()[]{},:=<>&|~^!'\"\\#;_ \n\té\u202e\u0430λ\U0001d400\x00"
texts = st.one_of(
    terms,
    st.text(st.sampled_from(LETTERS), max_size=60),
    st.text(max_size=40),
    st.tuples(st.sampled_from("([-~+*@xeE"), st.integers(1, 12_000)).map(lambda t: t[0] * t[1]),
    st.tuples(terms, st.sampled_from([")", " + ", "**", ".T", "["]), st.integers(1, 400)).map(
        lambda t: (t[0] + t[1]) * t[2]
    ),
)


def terms_read(trials: int, seed: int) -> Outcome:
    """Read terms; what is read is printed, and reads as the same."""
    outcome = Outcome("terms, read and printed")
    item = Item(Path("symbols.toml"), DOMAINS, ("symbols",), {(): 1})
    table = read_symbols(item)

    def call(text: str) -> None:
        def use() -> str:
            term = LineReader(table).either(text)
            again = LineReader(table).either(expression(term))
            if again != term:
                raise AssertionError(f"it is printed as {expression(term)}")
            return "read"

        attempt(outcome, use, (ClaimError,), lambda: repr(text))

    for_each(texts, trials, seed, call)
    return outcome


def claims_read(trials: int, seed: int) -> Outcome:
    """Read terms in the grammar of claims."""
    outcome = Outcome("terms of claims, read")
    item = Item(Path("symbols.toml"), DOMAINS, ("symbols",), {(): 1})
    table = read_symbols(item)

    def call(text: str) -> None:
        def use() -> str:
            Reader(table).either(text)
            return "read"

        attempt(outcome, use, (ClaimError,), lambda: repr(text))

    for_each(texts, trials, seed, call)
    return outcome
