"""View: a derivation as a notebook shows it, proved again when the view is made.

>>> from derive.view import view
>>> view("kl_univariate", "cross-term-vanishes")
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from derive.derivation import Derivation
from derive.document import DerivationEntry, StepEntry, document
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.render.notebook import mimebundle
from derive.wording import nearest


class View:
    """What a notebook shows of a derivation: plain text, LaTeX or HTML, whichever it can."""

    def __init__(self, entry: DerivationEntry, step: StepEntry | None) -> None:
        self._bundle = mimebundle(entry, step)

    def __repr__(self) -> str:
        return self._bundle["text/plain"]

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        """Return every form, or those asked for, by its kind."""
        kinds = (k for k in self._bundle if include is None or k in include)
        return {kind: self._bundle[kind] for kind in kinds if kind not in (exclude or ())}


def view(derivation: Derivation | str, step: str | None = None) -> View:
    """Return a view of a derivation, or of one of its lines, checked now by the kernel.

    Parameters
    ----------
    derivation : Derivation or str
        One of yours, or the name of one of the library.
    step : str, optional
        The name of a line, to be shown below the line before it.

    Raises
    ------
    derive.kernel.form.InvalidDerivation
        For an unknown name, or a derivation that is not well formed.  One that is well formed
        and not proved has a view, which says so.
    ValueError
        For an unknown step, or a formula that has no form.
    """
    given = {} if isinstance(derivation, str) else {derivation.name: derivation}
    name = derivation if isinstance(derivation, str) else derivation.name
    report = check([name], {**LIBRARY, **given})[name]
    (entry,) = document({name: report}).derivations
    if step is None:
        return View(entry, None)
    found = next((s for s in entry.steps if s.name == step), None)
    if found is None:
        known = nearest(step, [s.name for s in entry.steps])
        raise ValueError(f"{name} has no step {step!r}; {known}")
    return View(entry, found)
