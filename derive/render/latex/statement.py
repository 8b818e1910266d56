"""What a derivation is said of, as LaTeX: its letters, its variables, and what is assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derive.document import ArgumentEntry, DerivationEntry, Said
from derive.formula import Formula, nodes
from derive.render.latex.box import Box
from derive.render.latex.formula import (
    NESTED,
    SMALL,
    Printer,
    entry_symbol,
    identity_symbol,
    size,
    symbol,
)
from derive.render.latex.text import declared, name

# The width of a row in em: our article's text, and the text of the narrowest standard class.
ARTICLE, FRAGMENT = 38.4, 29.5
# The same in the small type of the lemmas.
SMALL_TYPE = 46.0

# The widest formula that stands in a line of text rather than in a row of its own.
INLINE = 20.0


def printer_of(entry: DerivationEntry, limit: float) -> Printer:
    """Return the printer of a derivation, in whose rows stand at most ``limit`` em.

    Raises
    ------
    ValueError
        Where two different things would look the same on the page.
    """
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
    symbols = {pair for f in formulas for node in nodes(f) for pair in _symbols(node)}
    letters = [(f"the distribution {n}", name(n)) for n, _ in entry.named_distributions]
    seen = {"e": "the base of exp", r"\pi": "the constant pi"}
    for shown, tex in [*sorted(symbols), *letters]:
        other = seen.setdefault(tex, shown)
        if other != shown:
            raise ValueError(f"{entry.name}: {shown} would be printed as {other} is: {tex}")


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


def hypotheses(entry: DerivationEntry, printer: Printer) -> str:
    """Return what a claim is said of, and what is assumed of it; empty where that is nothing."""
    letters = [
        f"{name(letter)} = {Printer({}).box(distribution, NESTED).tex}"
        for letter, distribution in entry.named_distributions
    ]
    assumed = [inline(a, printer).tex for a in entry.assumptions]
    declarations = [said for a in entry.variables for said in _assumed(a)]
    parts = (("for", declarations), ("with", letters), ("if", assumed))
    said = [f"{word} {_list(formulas)}" for word, formulas in parts if formulas]
    return ", ".join(said)[:1].upper() + ", ".join(said)[1:]


def _list(formulas: list[str]) -> str:
    return ", ".join(f"${f}$" for f in formulas)


def _assumed(a: ArgumentEntry) -> list[str]:
    x = symbol(Formula("Var", text=a.variable, domain=a.domain))
    return declared(x, a.domain, [size(d) for d in a.dimensions])


def abbreviations(entry: DerivationEntry, printer: Printer) -> list[str]:
    """Return what the letters of a derivation stand for, a formula each."""
    pairs = [[printer.box(f, NESTED).tex for f in pair] for pair in entry.where]
    return [f"{letter} = {meant}" for letter, meant in pairs]


def told(
    said: Said, failure: str, printer: Printer, words: Callable[[str], str],
    math: Callable[[str], str] = "${}$".format,
) -> str:  # fmt: skip
    """Return what the kernel says of a failure, which is the text where it has no formulas."""
    parts = said or (failure,)
    return "".join(
        words(p) if isinstance(p, str) else math(printer.line(p, NESTED).tex) for p in parts
    )


def short(formula: Formula, printer: Printer) -> bool:
    """Say whether a formula can be read in a line of text: no fraction of fractions, not wide."""
    return inline(formula, printer).width <= INLINE and _fractions(formula) < 2


def inline(formula: Formula, printer: Printer) -> Box:
    """Return the box of a formula in a line of text, where a bar would be too small to read."""
    return printer.box(formula, SMALL if _fractions(formula) else NESTED)


def _fractions(f: Formula) -> int:
    return (f.head == "Over") + max(map(_fractions, f.args), default=0)
