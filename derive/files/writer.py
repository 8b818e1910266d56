"""Writer: a derivation as a file that `read_files` reads back, to start one's own from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sympy.core.basic import Basic

from derive.derivation import Derivation, Relation, Step
from derive.notation import Var, as_term, declaration, expression, fresh, subterms

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def written(derivation: Derivation) -> str:
    """Return a derivation as TOML."""
    return "\n".join(_lines(derivation)) + "\n"


def _lines(d: Derivation) -> Iterator[str]:
    names = _Names(d)
    yield f"name = {_text(d.name)}"
    for key in ("title", "summary", "source"):
        if getattr(d, key):
            yield f"{key} = {_text(getattr(d, key))}"
    if d.conditions:
        yield f"conditions = {_array(_text(c) for c in d.conditions)}"
    if d.assumptions:
        yield f"assumptions = {_array(names.text(a) for a in d.assumptions)}"
    yield f"claim = {names.text(d.claim)}"
    yield f"start = {names.text(d.start)}"
    yield from ("", "[symbols]")
    yield from (f"{name} = {_text(domain)}" for name, domain in names.declared())
    for key, table in (("where", d.where), ("densities", d.densities)):
        if table:
            yield from ("", f"[{key}]")
            yield from (f"{_key(k)} = {names.text(v)}" for k, v in table.items())
    for step in d.steps:
        yield from ("", "[[steps]]")
        yield from _step(step, names)


def _step(step: Step, names: _Names) -> Iterator[str]:
    yield f"name = {_text(step.name)}"
    if step.relation is not Relation.EQUAL:
        yield f"relation = {_text(step.relation.value)}"
    yield f"line = {names.text(step.line)}"
    yield f"rule = {_text(step.by.rule.name)}"
    if step.at is not None:
        yield f"at = {names.text(as_term(step.at))}"
    yield f"reason = {_text(step.reason)}"
    if step.by.parameters:
        inside = ", ".join(
            f"{key} = {names.data(value, is_name=key == 'name')}"
            for key, value in step.by.parameters.items()
            if value is not None
        )
        yield f"parameters = {{ {inside} }}"


class _Names:
    """Writes terms; a bound variable whose name has another domain elsewhere is renamed."""

    def __init__(self, d: Derivation) -> None:
        self._known: dict[str, Var] = {}
        for v in (*d.arguments.values(), *d.where):
            self._declare(v)
        for term in _terms(d):
            for v in _variables(term):
                self._declare(v)

    def _declare(self, variable: Var) -> None:
        for v in (*(k for k in variable.dimensions if isinstance(k, Var)), variable):
            self._known.setdefault(v.name, v)

    def declared(self) -> list[tuple[str, str]]:
        """Return the symbols and their domains."""
        return [(name, declaration(v)) for name, v in self._known.items()]

    def text(self, term: Any) -> str:
        """Return a term in quotes."""
        made = as_term(term) if not isinstance(term, Basic) else term
        clashes = {
            v: fresh(v.name, set(self._known.values()) | _variables(made), v.domain, v.dimensions)
            for v in _variables(made)
            if self._known.get(v.name, v) != v
        }
        return _text(expression(made.xreplace(clashes) if clashes else made))

    def data(self, value: Any, *, is_name: bool = False) -> str:
        """Return a parameter of a rule."""
        if is_name:
            return _text(str(value))
        if isinstance(value, Mapping):
            inside = ", ".join(f"{_key(k)} = {self.data(v)}" for k, v in value.items())
            return f"{{ {inside} }}"
        if isinstance(value, (tuple, list)):
            return _array(self.data(v) for v in value)
        return self.text(value)


def _terms(d: Derivation) -> Iterator[Basic]:
    yield from (d.start, d.claim, *d.assumptions, *d.where.values(), *d.densities.values())
    for step in d.steps:
        yield step.line
        if step.at is not None:
            yield as_term(step.at)
        yield from _inside({k: v for k, v in step.by.parameters.items() if k != "name"})


def _inside(value: Any) -> Iterator[Basic]:
    if isinstance(value, Mapping):
        for v in value.values():
            yield from _inside(v)
    elif isinstance(value, (tuple, list)):
        for v in value:
            yield from _inside(v)
    elif value is not None:
        yield as_term(value)


def _variables(term: Basic) -> set[Var]:
    return {t for t in subterms(term) if isinstance(t, Var)}


def _key(key: Any) -> str:
    return key.name if isinstance(key, Var) else str(key)


def _text(text: str) -> str:
    if "\\" in text and "'" not in text and "\n" not in text:
        return f"'{text}'"  # as LaTeX is written
    return f'"{"".join(_ESCAPES.get(c, c) for c in text)}"'


def _array(items: Any) -> str:
    return f"[{', '.join(items)}]"
