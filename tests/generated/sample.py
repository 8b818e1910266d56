"""Sample: generated packages for derivations that a test writes down; nothing proves them."""

import importlib
import itertools
import sys

from derive.derivation import Relation
from derive.document import ArgumentEntry, DerivationEntry, Document, RuleEntry, StepEntry
from derive.formula import formula
from derive.notation import Equal, Iff, Proposition, as_term, expression
from derive.render.numpy.files import render

RULE = RuleEntry("rule", "rule", "A rule.")
NUMBERS = itertools.count()


def entry(name, arguments, *lines, windows=None, where=None):
    """Return a derivation with these lines, the steps called ``step-1``, ``step-2``, …."""
    lines = [as_term(line) for line in lines]
    claim = Equal(lines[0], lines[0])
    steps = [_step(n, *pair) for n, pair in enumerate(itertools.pairwise(lines), 1)]
    return DerivationEntry(
        name=name,
        title=f"The title of {name}",
        claim=formula(claim),
        claim_text=expression(claim),
        start=formula(lines[0]),
        start_text=expression(lines[0]),
        steps=tuple(steps),
        arguments=tuple(
            ArgumentEntry(code, v.name, v.domain, tuple(map(str, v.dimensions)))
            for code, v in arguments.items()
        ),
        where=tuple((formula(v), formula(m)) for v, m in (where or {}).items()),
        assumptions=(),
        densities=(),
        windows=tuple(
            (v.name, *(formula(as_term(w)) for w in window))
            for v, window in (windows or {}).items()
        ),
        summary="A summary.",
        source="a test",
        verdict="proved",
        failure="",
        axioms=(),
        theorems=(),
    )


def _step(number, before, after):
    relation = Relation.IMPLIES if isinstance(after, Proposition) else Relation.EQUAL
    if isinstance(before, Proposition) and isinstance(after, Iff):
        relation = Relation.EQUIVALENT
    return StepEntry(
        number=number,
        name=f"step-{number}",
        relation=relation.value,
        before=formula(before),
        after=formula(after),
        before_text=expression(before),
        after_text=expression(after),
        rule=RULE,
        reason="A reason.",
        verdict="proved",
        evidence=(),
        conditions=(),
        theorems=(),
        axioms=(),
        counterexample=(),
        failure="",
    )


def files(*entries, table=None):
    """Return the files of the package for these derivations."""
    return render(Document(entries, (RULE,)), table or {})


def installed(folder, *entries, table=None):
    """Write the package under a name of its own; return what imports its modules."""
    name = f"sample_{next(NUMBERS)}"
    for path, text in files(*entries, table=table).items():
        file = folder / path.replace("derived/", f"{name}/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("from derived", f"from {name}"), encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        # All of it is imported while the folder is on the path.
        importlib.import_module(f"{name}.gaussian")
        for e in entries:
            importlib.import_module(f"{name}.steps.{e.name}")
        importlib.import_module(f"{name}.finite_differences")
    finally:
        sys.path.remove(str(folder))
    return lambda module: importlib.import_module(f"{name}.{module}")
