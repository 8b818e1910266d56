"""LaTeX: one article of all derivations, and a fragment a step for other people's articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from derive.document import (
    ArgumentEntry,
    ConditionEntry,
    DerivationEntry,
    Document,
    Formula,
    StepEntry,
)
from derive.render.environment import environment
from derive.render.latex_formula import (
    NESTED,
    Printer,
    entry_symbol,
    identity_symbol,
    latex,
    size,
    symbol,
)
from derive.render.latex_text import name, plain, prose

__all__ = ["latex", "render"]

# The width of a row in em: our article's text, and the text of the narrowest standard class.
ARTICLE, FRAGMENT = 38.4, 29.5

# The widest formula that stands in a line of text rather than in a row of its own.
INLINE = 15.0

_RELATIONS = {
    "=": "=",
    "<=": r"\le",
    "<": "<",
    "=>": r"\Longrightarrow",
    # The line itself says these.
    "tends to": "",
    "is integrable": "",
}
_DOMAINS = {
    "real": r"\in \mathbb{R}",
    "positive": "> 0",
    "nonnegative": r"\ge 0",
    "natural": r"\in \{0, 1, 2, \dots\}",
    "dimension": r"\in \{1, 2, \dots\}",
    "index": r"\in \{1, \dots, {0}\}",
    "vector": r"\in \mathbb{R}^{{0}}",
    "positive vector": r"\in (0, \infty)^{{0}}",
    "matrix": r"\in \mathbb{R}^{{0} \times {1}}",
}
_SQUARE = {
    "symmetric": r"{X}^\top = {X}",
    "positive definite": r"{X} \succ 0",
    "invertible": r"\det {X} \ne 0",
    "diagonal": r"{X}\text{ diagonal}",
    "positive diagonal": r"{X} \succ 0\text{ diagonal}",
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
                derivation=entry.name, file=step.name, step=_step(step, printer, known, alone=True)
            )
    return files


def _file(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is not a name of a file")
    return text


def _printer(entry: DerivationEntry, limit: float) -> Printer:
    _refuse_homographs(entry)
    return Printer({normal: name(letter) for letter, normal in entry.densities}, limit)


def _refuse_homographs(entry: DerivationEntry) -> None:
    """Refuse a derivation in which two different things would look the same on the page."""
    formulas = [entry.claim, entry.start, *(f for pair in entry.where for f in pair)]
    formulas += [step.after for step in entry.steps]
    formulas += [c.proposition for step in entry.steps for c in step.conditions]
    symbols = {pair for f in formulas for node in _nodes(f) for pair in _symbols(node)}
    letters = [(f"the distribution {letter}", name(letter)) for letter, _ in entry.densities]
    seen = {"e": "the base of exp", r"\pi": "the constant pi"}
    for shown, tex in [*sorted(symbols), *letters]:
        other = seen.setdefault(tex, shown)
        if other != shown:
            raise ValueError(f"{entry.name}: {shown} would be printed as {other} is: {tex}")


def _symbols(f: Formula) -> Iterator[tuple[str, str]]:
    """Yield what a node with a name of its own is, and what it looks like."""
    of = f" of shape {'×'.join(f.shape)}" if f.shape else ""
    yield from ((d, size(d)) for d in (*f.shape, f.range) if d and not d.isdigit())
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
        "label": _label(entry.name),
        "title": prose(entry.title),
        "summary": prose(entry.summary),
        "source": prose(entry.source),
        "claim": printer.rows(entry.claim),
        "start": printer.rows(entry.start),
        "assumptions": [said for a in entry.arguments for said in _assumptions(a)],
        "where": [f"{_text(v, printer)} = {_text(meant, printer)}" for v, meant in entry.where],
        "densities": [
            f"{name(letter)} = {Printer({}).box(normal, NESTED).tex}"
            for letter, normal in entry.densities
        ],
        "steps": steps,
        "verdict": plain(entry.verdict),
        "failure": plain(entry.failure),
        "theorems": _theorems(entry.theorems, known),
        "axioms": [plain(axiom) for axiom in entry.axioms],
    }


def _assumptions(a: ArgumentEntry) -> list[str]:
    """Return what is assumed of a free variable, in one formula or two."""
    x = symbol(Formula("Var", text=a.variable, domain=a.domain))
    sizes = [size(d) for d in a.dimensions]
    if a.domain in _SQUARE:
        matrix = ArgumentEntry(a.code, a.variable, "matrix", a.dimensions * 2)
        return [*_assumptions(matrix), _SQUARE[a.domain].replace("{X}", x)]
    domain = _DOMAINS[a.domain]
    for i, of in enumerate(sizes):
        domain = domain.replace(f"{{{i}}}", of)
    return [f"{x} {domain}"]


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
    relation = _RELATIONS[step.relation]
    leads = step.relation in ("=", "<=", "<")
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
        "theorems": _theorems(step.theorems, frozenset() if alone else known),
        "axioms": [plain(axiom) for axiom in step.axioms],
        "conditions": _conditions(step, seen or set(), printer),
    }
    return notes | {
        "number": step.number,
        "name": plain(step.name),
        "before": printer.rows(step.before) if alone and leads else [],
        "relation": relation,
        "rows": printer.rows(step.after),
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


def _conditions(step: StepEntry, seen: set[ConditionEntry], printer: Printer) -> list[Data]:
    """Return the new conditions in groups that say the same of several terms for one reason."""
    groups: dict[tuple[str, str], list[Formula]] = {}
    for condition in dict.fromkeys(step.conditions):
        if condition not in seen:
            what, term = _said(condition.proposition, printer)
            groups.setdefault((what, condition.ground), []).append(term)
    integrands = {f.args[0] for f in _nodes(step.after) if f.head == "Integral"}
    only = integrands if len(integrands) == 1 else set()
    return [
        {
            "what": what,
            "ground": plain(ground),
            "inline": [
                "the integrand above" if t in only else f"${_text(t, printer)}$"
                for t in terms
                if t in only or _short(t, printer)
            ],
            "displayed": [
                printer.rows(t) for t in terms if t not in only and not _short(t, printer)
            ],
        }
        for (what, ground), terms in groups.items()
    ]


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
    return "true", proposition


def _text(formula: Formula, printer: Printer) -> str:
    return printer.box(formula, NESTED).tex


def _short(formula: Formula, printer: Printer) -> bool:
    """Say whether a formula can be read in a line of text: no fraction of fractions, not wide."""
    return printer.box(formula, NESTED).width <= INLINE and _fractions(formula) < 2


def _fractions(f: Formula) -> int:
    return (f.head == "Over") + max(map(_fractions, f.args), default=0)


def _nodes(f: Formula) -> Iterator[Formula]:
    yield f
    for a in f.args:
        yield from _nodes(a)
