"""LaTeX: one article of all derivations, and a fragment a step for other people's articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from derive.document import ArgumentEntry, ConditionEntry, DerivationEntry, Document, StepEntry
from derive.formula import Formula
from derive.render.environment import environment
from derive.render.latex_box import Box
from derive.render.latex_formula import (
    NESTED,
    PROPOSITIONS,
    SMALL,
    Printer,
    entry_symbol,
    identity_symbol,
    latex,
    size,
    symbol,
)
from derive.render.latex_text import declared, name, plain, prose

__all__ = ["latex", "render"]

# The width of a row in em: our article's text, and the text of the narrowest standard class.
ARTICLE, FRAGMENT = 38.4, 29.5

# The widest formula that stands in a line of text rather than in a row of its own.
INLINE = 20.0

RELATIONS = {
    "=": "=",
    "<=": r"\le",
    "<": "<",
    "=>": r"\Longrightarrow\;",
    "<=>": r"\Longleftrightarrow\;",
    # The line itself says these.
    "tends to": "",
    "is integrable": "",
    "is strictly convex": "",
}
_SIGNS = {"Unequal": ("not zero", 1), "Less": ("positive", 0), "AtMost": ("not negative", 0)}
_ZERO = Formula("Number", text="0")

Data = dict[str, Any]


def render(document: Document) -> dict[str, str]:
    """Return the files of ``output/latex`` by their paths there.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form in LaTeX.
    """
    templates = environment(
        "latex",
        block_start_string=r"\BLOCK{",
        block_end_string="}",
        variable_start_string=r"\VAR{",
        variable_end_string="}",
        comment_start_string=r"\COMMENT{",
        comment_end_string="}",
    )
    known = frozenset(entry.name for entry in document.derivations)
    article = templates.get_template("derivations.tex.j2")
    fragment = templates.get_template("step.tex.j2")
    rules = [
        {"title": prose(rule.title), "statement": prose(rule.statement)} for rule in document.rules
    ]
    sections = [_derivation(entry, known) for entry in document.derivations]
    files = {"derivations.tex": article.render(derivations=sections, rules=rules)}
    for entry in document.derivations:
        printer = _printer(entry, FRAGMENT)
        for step in entry.steps:
            path = f"steps/{_file(entry.name)}/{_file(step.name)}.tex"
            files[path] = fragment.render(
                derivation=entry.name,
                file=step.name,
                hash=_hash(entry),
                step=_step(step, printer, known, alone=True),
            )
    return files


def _file(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is not a name of a file")
    return text


def _hash(entry: DerivationEntry) -> str:
    if not re.fullmatch(r"[0-9a-f]*", entry.hash):
        raise ValueError(f"{entry.hash!r} is not a hash")
    return entry.hash


def _printer(entry: DerivationEntry, limit: float) -> Printer:
    _refuse_homographs(entry)
    return Printer({normal: name(letter) for letter, normal in entry.densities}, limit)


def _refuse_homographs(entry: DerivationEntry) -> None:
    """Refuse a derivation in which two different things would look the same on the page."""
    formulas = [
        entry.claim,
        entry.start,
        *entry.assumptions,
        *(f for pair in entry.where for f in pair),
    ]
    formulas += [step.after for step in entry.steps]
    formulas += [c.proposition for step in entry.steps for c in step.conditions]
    symbols = {pair for f in formulas for node in _nodes(f) for pair in _symbols(node)}
    named = [letter for letter, q in entry.densities if not _is_its_density(letter, q)]
    letters = [(f"the distribution {letter}", name(letter)) for letter in named]
    seen = {"e": "the base of exp", r"\pi": "the constant pi"}
    for shown, tex in [*sorted(symbols), *letters]:
        other = seen.setdefault(tex, shown)
        if other != shown:
            raise ValueError(f"{entry.name}: {shown} would be printed as {other} is: {tex}")


def _is_its_density(letter: str, distribution: Formula) -> bool:
    """Say whether a distribution is known by the name of its density, as q is by q(x)."""
    return distribution.head == "WithDensity" and distribution.args[0].text == letter


def _symbols(f: Formula) -> Iterator[tuple[str, str]]:
    """Yield what a node with a name of its own is, and what it looks like."""
    of = f" of shape {'×'.join(f.shape)}" if f.shape else ""
    sizes = (d for d in (*f.shape, f.range) if d not in ("", "function") and not d.isdigit())
    yield from ((d, size(d)) for d in sizes)
    if f.head == "Var":
        yield f.text + of, symbol(f)
    elif f.head == "Identity":
        yield f"the identity{of}", identity_symbol(f)
    elif f.head == "Entry" and f.args[0].head == "Var":
        yield f"{' '.join(a.text for a in f.args)} (an entry)", entry_symbol(f)


def _derivation(entry: DerivationEntry, known: frozenset[str]) -> Data:
    printer = _printer(entry, ARTICLE)
    steps, seen = [], set[ConditionEntry]()
    for step in entry.steps:
        steps.append(_step(step, printer, known, seen=seen))
        seen.update(step.conditions)
    return {
        "name": plain(entry.name),
        "hash": _hash(entry),
        "label": _label(entry.name),
        "title": prose(entry.title),
        "bookmark": plain(entry.title.replace("$", "")),
        "summary": prose(entry.summary),
        "source": prose(entry.source),
        "claim": printer.rows(entry.claim),
        "start": printer.chained(entry.start),
        "where": [f"{_text(v, printer)} = {_text(meant, printer)}" for v, meant in entry.where],
        "given": _given(entry, printer),
        "steps": steps,
        "verdict": plain(entry.verdict),
        "failure": plain(entry.failure),
        "theorems": _theorems(entry.theorems, known),
        "axioms": [plain(axiom) for axiom in entry.axioms],
    }


def _given(entry: DerivationEntry, printer: Printer) -> str:
    """Return what a claim is said of, and what is assumed of it."""
    letters = [
        f"{name(letter)} = {Printer({}).box(distribution, NESTED).tex}"
        for letter, distribution in entry.densities
        if not _is_its_density(letter, distribution)
    ]
    hypotheses = [_inline(a, printer).tex for a in entry.assumptions]
    parts = (("for", _assumptions(entry.arguments)), ("with", letters), ("if", hypotheses))
    said = [f"{word} {_list(formulas)}" for word, formulas in parts if formulas]
    return ", ".join(said)[:1].upper() + ", ".join(said)[1:]


def _list(formulas: list[str]) -> str:
    return ", ".join(f"${f}$" for f in formulas)


def _assumptions(arguments: Iterable[ArgumentEntry]) -> list[str]:
    """Return what is assumed of free variables, and once of the dimensions that they have."""
    arguments = list(arguments)
    named = [d for a in arguments for d in a.dimensions if not d.isdigit()]
    listed = {a.variable for a in arguments}
    sizes = [ArgumentEntry(d, d, "dimension") for d in dict.fromkeys(named) if d not in listed]
    return [said for a in (*sizes, *arguments) for said in _assumed(a)]


def _assumed(a: ArgumentEntry) -> list[str]:
    x = symbol(Formula("Var", text=a.variable, domain=a.domain))
    return declared(x, a.domain, [size(d) for d in a.dimensions])


def _label(derivation: str) -> str:
    return "derivation:" + derivation.replace("_", "-")


def _theorems(names: Iterable[str], known: frozenset[str]) -> list[Data]:
    return [{"name": plain(n), "label": _label(n) if n in known else ""} for n in names]


def _step(
    step: StepEntry,
    printer: Printer,
    known: frozenset[str],
    *,
    seen: set[ConditionEntry] | None = None,
    alone: bool = False,
) -> Data:
    """Return a step for the templates, without the conditions ``seen`` before.

    One that stands ``alone`` brings the line before it, and refers to nothing.
    """
    relation = RELATIONS[step.relation]
    leads = step.relation in ("=", "<=", "<") or step.before.head in PROPOSITIONS
    known = frozenset() if alone else known
    conditions = _new(step.conditions, seen or set())
    # What a condition rests on is named beside it.
    named = {t for c in conditions for t in _named(c.ground, step.theorems)}
    cited = [t for t in step.theorems if t not in named]
    # Only beside the word "proved" does a kind of proof stand.
    proofs = [e for e in step.evidence if e[0] == "proof" and step.verdict == "proved"]
    notes = {
        "evidence": [
            {"kind": plain(kind), "detail": plain(detail)}
            for kind, detail in step.evidence
            if (kind, detail) not in proofs
        ],
        "counterexample": [
            {"variable": _symbol_in(step, variable), "value": plain(value)}
            for variable, value in step.counterexample
        ],
        "failure": plain(step.failure),
        "theorems": _theorems(cited, known),
        "axioms": [plain(axiom) for axiom in step.axioms],
        "conditions": _conditions(conditions, step, printer, known),
    }
    return notes | {
        "number": step.number,
        "name": plain(step.name),
        "before": printer.chained(step.before) if alone and leads else [],
        "relation": relation,
        "rows": printer.chained(step.after),
        "rule": prose(step.rule.title[:1].upper() + step.rule.title[1:]),
        "reason": prose(step.reason),
        "verdict": plain(step.verdict),
        "proofs": [plain(detail) for _, detail in proofs],
        "has_notes": any(notes.values()),
    }


def _symbol_in(step: StepEntry, variable: str) -> str:
    """Return what a variable looks like in a step, by its name."""
    nodes = [*_nodes(step.before), *_nodes(step.after)]
    found = (f for f in nodes if f.head == "Var" and f.text == variable)
    return symbol(next(found, Formula("Var", text=variable)))


def _new(conditions: Iterable[ConditionEntry], seen: set[ConditionEntry]) -> list[ConditionEntry]:
    """Return conditions not seen before; what is positive need not be said to be not zero."""
    conditions = list(dict.fromkeys(conditions))
    listed = [c.proposition for c in (*seen, *conditions)]
    positive = {p.args[1] for p in listed if p.head == "Less" and p.args[0] == _ZERO}

    def is_said(p: Formula) -> bool:
        return p.head == "Unequal" and p.args[1] == _ZERO and p.args[0] in positive

    return [c for c in conditions if c not in seen and not is_said(c.proposition)]


def _conditions(
    conditions: Iterable[ConditionEntry], step: StepEntry, printer: Printer, known: frozenset[str]
) -> list[Data]:
    """Return conditions in groups that say the same of several terms for one reason."""
    groups: dict[str, dict[str, list[Formula]]] = {}
    for condition in conditions:
        what, term = _said(condition.proposition, printer)
        groups.setdefault(what, {}).setdefault(condition.ground, []).append(term)
    above = _integrand(step.after)
    return [
        {
            "what": what,
            "ground": _ground(ground, step.theorems, known),
            "inline": [
                "the integrand above" if t == above else f"${_inline(t, printer).tex}$"
                for t in terms
                if t == above or _short(t, printer)
            ],
            "displayed": [printer.rows(t) for t in terms if t != above and not _short(t, printer)],
        }
        for what, grounds in groups.items()
        for ground, terms in grounds.items()
    ]


def _integrand(line: Formula) -> Formula | None:
    """Return what a line integrates, where it integrates one thing only."""
    found = {f.args[0] for f in _nodes(line) if f.head == "Integral"}
    for f in _nodes(line):
        if f.head == "Expectation":
            body, variable, distribution = f.args
            found.add(Formula("Times", (body, Formula("Density", (distribution, variable)))))
    return found.pop() if len(found) == 1 else None


def _ground(ground: str, theorems: Iterable[str], known: frozenset[str]) -> str:
    """Return why a condition holds, with references to the theorems that it names."""
    cited = {name: _theorems([name], known)[0] for name in _named(ground, theorems)}
    return " ".join(_cited(**cited[w]) if w in cited else plain(w) for w in ground.split())


def _cited(name: str, label: str) -> str:
    return rf"\texttt{{{name}}}" + (rf", section~\ref{{{label}}}" if label else "")


def _named(ground: str, theorems: Iterable[str]) -> list[str]:
    words = set(ground.split())
    return [name for name in theorems if name in words]


def _said(proposition: Formula, printer: Printer) -> tuple[str, Formula]:
    """Return what a condition says, in words, and of which term."""
    if proposition.head == "Integrable":
        body, variable, lower, upper = proposition.args
        over = printer.region(variable, lower, upper)
        return f"integrable in ${symbol(variable)}$ over ${over}$", body
    if proposition.head == "PositiveDefinite":
        return "positive definite", proposition.args[0]
    if proposition.head in _SIGNS:
        word, zero = _SIGNS[proposition.head]
        if proposition.args[zero] == _ZERO or proposition.args[zero].head == "Zero":
            return word, proposition.args[1 - zero]
    return "", proposition


def _text(formula: Formula, printer: Printer) -> str:
    return printer.box(formula, NESTED).tex


def _short(formula: Formula, printer: Printer) -> bool:
    """Say whether a formula can be read in a line of text: no fraction of fractions, not wide."""
    return _inline(formula, printer).width <= INLINE and _fractions(formula) < 2


def _inline(formula: Formula, printer: Printer) -> Box:
    """Return the box of a formula in a line of text, where a bar would be too small to read."""
    return printer.box(formula, SMALL if _fractions(formula) else NESTED)


def _fractions(f: Formula) -> int:
    return (f.head == "Over") + max(map(_fractions, f.args), default=0)


def _nodes(f: Formula) -> Iterator[Formula]:
    yield f
    for a in f.args:
        yield from _nodes(a)
