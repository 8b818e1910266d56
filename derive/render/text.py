"""Text: formulas as a terminal shows them, each on one line."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from derive.document import ArgumentEntry
from derive.formula import Formula
from derive.render.greek import GREEK as GREEK_NAMES
from derive.render.marks import CLOSES, OPENS, unmarked

SAID, IFF, AND, RELATION, SUM, INTEGRAL, PRODUCT, MATRICES, POWER, ATOM = range(10)
GREEK = {
    name: unicodedata.lookup(f"GREEK {size} LETTER {name.upper().replace('MBD', 'MD')}")
    for name in GREEK_NAMES
    for size in (["SMALL"] if name.islower() else ["CAPITAL"])
}
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = {"2": "²", "3": "³"}
FUNCTIONS = {
    "Exp": "exp", "Log": "log", "Sin": "sin", "Cos": "cos", "Arctan": "arctan", "Trace": "tr",
    "Determinant": "det", "Cholesky": "chol",
}  # fmt: skip
BIG = {"Sum": "∑", "Product": "∏"}


class Letters:
    """The letters that readers know the distributions by, and the identities of marked nodes."""

    def __init__(
        self,
        densities: tuple[tuple[str, Formula], ...] = (),
        marks: frozenset[int] = frozenset(),
    ) -> None:
        self.marks = marks
        self.by_formula: Mapping[Formula, str] = {q: letter for letter, q in densities}

    def of(self, distribution: Formula) -> str:
        """Return the letter of a distribution, or its parameters where it has none."""
        if distribution in self.by_formula:
            return self.by_formula[distribution]
        if distribution.head == "WithDensity":
            return _at(distribution.args[0], self, ATOM)
        mean, spread = distribution.args
        if distribution.head == "Normal":
            spread = Formula("Power", (spread, TWO))
        return f"𝒩({text(mean, self)}, {text(spread, self)})"


TWO = Formula("Number", text="2")
HALF = Formula("Over", (Formula("Number", text="1"), TWO))


def text(formula: Formula, letters: Letters | None = None) -> str:
    """Return a formula on one line: ``(x − μ₁)²/(2σ₁²)``."""
    return _text(formula, letters or Letters())[0]


def _text(f: Formula, letters: Letters) -> tuple[str, int]:
    shown, level = _bare(f, letters)
    return (f"{OPENS}{shown}{CLOSES}" if id(f) in letters.marks else shown), level


def _bare(f: Formula, letters: Letters) -> tuple[str, int]:
    a = f.args
    if f == HALF:
        return "½", ATOM
    if f.head in ("Var", "Number", "Infinity", "Pi"):
        return _leaf(f)
    if f.head in ("Plus", "Minus"):
        sign = "+" if f.head == "Plus" else "−"
        grouped = {x.head for x in a} <= {"Plus", "Minus"}
        left = _at(a[0], letters, PRODUCT if grouped else SUM)
        return f"{left} {sign} {_at(a[1], letters, INTEGRAL)}", SUM
    if f.head == "Neg":
        return f"−{_at(a[0], letters, PRODUCT)}", SUM
    if f.head == "Times":
        return _times(f, letters)
    if f.head == "Over":
        top = _enclosed(a[0], letters) if _is_spaced(a[0]) else _at(a[0], letters, PRODUCT)
        return f"{top}/{_at(a[1], letters, POWER)}", PRODUCT
    if f.head == "Power":
        base = _at(a[0], letters, ATOM)
        digits = a[1].text if a[1].head == "Number" else ""
        return base + SUPERSCRIPTS.get(digits, f"^{_at(a[1], letters, ATOM)}"), POWER
    if f.head in FUNCTIONS:
        return f"{FUNCTIONS[f.head]}({text(a[0], letters)})", ATOM
    if f.head == "Sqrt":
        return f"√{_at(a[0], letters, ATOM)}", ATOM
    if f.head == "Abs":
        return f"|{text(a[0], letters)}|", ATOM
    if f.head == "Max":
        return f"max({text(a[0], letters)}, {text(a[1], letters)})", ATOM
    return _linear(f, letters) or _operator(f, letters)


def _times(f: Formula, letters: Letters) -> tuple[str, int]:
    *others, last = _factors(f)
    parts = [_enclosed(a, letters) if _is_spaced(a) else _at(a, letters, PRODUCT) for a in others]
    # "A·xᵀ y" and "xᵀ y·A" would be products of matrices.
    spaced = _is_seen_through(last) and any(a.shape for a in others)
    parts.append(_enclosed(last, letters) if spaced else _at(last, letters, INTEGRAL))
    digits, following = unmarked(parts[0]), unmarked(parts[1])
    close = digits.isdigit() and digits not in "01" and following[0].isalpha()
    out = "·".join([parts[0] + parts[1], *parts[2:]] if close else parts)
    # What the last factor takes in, the product takes in.
    return out, INTEGRAL if _text(last, letters)[1] == INTEGRAL else PRODUCT


def _linear(f: Formula, letters: Letters) -> tuple[str, int] | None:
    """Return what only vectors and matrices have."""
    a = f.args
    if f.head == "MatrixProduct":
        return " ".join(_at(b, letters, MATRICES) for b in _factors(f)), MATRICES
    if f.head == "Scalar":
        return _text(a[0], letters) if _is_seen_through(f) else (_enclosed(a[0], letters), ATOM)
    if f.head == "Transpose" and a[0].head == "Inverse":
        return f"{_at(a[0].args[0], letters, ATOM)}⁻ᵀ", POWER
    if f.head in ("Transpose", "Inverse"):
        return f"{_at(a[0], letters, ATOM)}{'ᵀ' if f.head == 'Transpose' else '⁻¹'}", POWER
    if f.head == "Identity":
        return f"I_{_size(f.shape[0])}", ATOM
    if f.head == "Zero":
        rows, columns = map(_size, f.shape)
        return f"0_{rows}" if columns == "1" else f"0_({rows}×{columns})", ATOM
    if f.head == "Entry":
        return f"{_at(a[0], letters, ATOM)}[{', '.join(text(i) for i in a[1:])}]", ATOM
    if f.head in BIG:
        return f"{BIG[f.head]}_{_run(a[1])} {_at(a[0], letters, PRODUCT)}", INTEGRAL
    if f.head in ("Diagonal", "Coordinates"):
        name = "diag" if f.head == "Diagonal" else ""
        return f"{name}({text(a[0], letters)})_{_run(a[1])}", POWER
    if f.head == "Derivative":
        return _derivative(f, letters)
    return None


def _derivative(f: Formula, letters: Letters) -> tuple[str, int]:
    body, variable, point = f.args
    gradient = variable.shape and not body.shape
    operator = f"∇_{text(variable)}" if gradient else f"∂/∂{text(variable)}"
    shown, level = _text(body, letters)
    bare = level >= POWER or body.head in (*BIG, "Integral", "Derivative")
    out = f"{operator} {shown if bare else f'({shown})'}"
    if point == variable:
        return out, INTEGRAL
    return f"({out})|_{{{text(variable)} = {text(point, letters)}}}", POWER


def _run(index: Formula) -> str:
    return f"{{{text(index)}=1}}^{_size(index.range)}"


def _size(of: str) -> str:
    return _leaf(Formula("Var", text=of))[0] if not of.isdigit() else of


def _factors(f: Formula) -> list[Formula]:
    return [factor for a in f.args for factor in (_factors(a) if a.head == f.head else [a])]


def _is_seen_through(f: Formula) -> bool:
    """Say whether the number in a 1×1 matrix is shown as the matrix is, which looks like none."""
    return f.head == "Scalar" and f.args[0].head in ("MatrixProduct", "Transpose", "Var")


def _is_spaced(f: Formula) -> bool:
    return f.head == "MatrixProduct" or _is_seen_through(f)


def _enclosed(f: Formula, letters: Letters) -> str:
    return f"({text(f, letters)})"


def _leaf(f: Formula) -> tuple[str, int]:
    if f.head == "Var":
        name, _, index = f.text.partition("_")
        below = index.translate(SUBSCRIPTS) if index.isdigit() else f.text[len(name) :]
        return letters_of(name, bold=f.domain in ("vector", "positive vector")) + below, ATOM
    if f.head == "Infinity":
        return ("∞", ATOM) if f.text == "+" else ("−∞", SUM)
    if f.head == "Pi":
        return "π", ATOM
    return f.text.replace("-", "−"), PRODUCT if "/" in f.text else ATOM


def letters_of(name: str, *, bold: bool) -> str:
    """Return Greek letters for their names, and bold ones for a vector's."""
    if name == "ell" and not bold:
        return "ℓ"
    if name in GREEK and name != "pi":
        return _bold(name) if bold else GREEK[name]
    return "".join(_bold(c) if c.isalpha() else c for c in name) if bold else name


def _bold(name: str) -> str:
    size = "SMALL" if name.islower() else "CAPITAL"
    return unicodedata.lookup(f"MATHEMATICAL BOLD {size} {name.upper().replace('MBD', 'MD')}")


def _operator(f: Formula, letters: Letters) -> tuple[str, int]:
    a = f.args
    if f.head == "Integral":
        over = _region(f, letters)
        return f"∫_{over} {_at(a[0], letters, INTEGRAL)} d{text(a[1])}", INTEGRAL
    if f.head == "Bracket":
        lower, upper = (text(e, letters) for e in a[2:])
        return f"[{text(a[0], letters)}] from {text(a[1])} = {lower} to {upper}", INTEGRAL
    if f.head == "Expectation":
        below = letters.of(a[2])
        below = below if a[1].text == "x" else f"{{{text(a[1])} ∼ {below}}}"
        return f"𝔼_{below}[{text(a[0], letters)}]", ATOM
    if f.head == "Density":
        return f"{letters.of(a[0])}({text(a[1], letters)})", ATOM
    if f.head == "Applied":
        return f"{_at(a[0], letters, ATOM)}({text(a[1], letters)})", ATOM
    if f.head == "Lambda":
        return f"{text(a[1])} ↦ {text(a[0], letters)}", SAID
    if f.head in ("Normal", "MultivariateNormal", "WithDensity"):
        return letters.of(f), ATOM
    if f.head == "KL":
        return f"KL({letters.of(a[0])} ‖ {letters.of(a[1])})", ATOM
    return _proposition(f, letters)


def _proposition(f: Formula, letters: Letters) -> tuple[str, int]:
    a = f.args
    if f.head == "And":
        return " and ".join(_at(b, letters, RELATION) for b in _factors(f)), AND
    if f.head == "Iff":
        return f"{_at(a[0], letters, AND)} ⟺ {_at(a[1], letters, AND)}", IFF
    if f.head in ("ForAll", "AlmostEverywhere"):
        shown, level = _text(a[0], letters)
        shown = f"{shown}," if level == SAID else _at(a[0], letters, RELATION)
        quantifier = "for almost all" if f.head == "AlmostEverywhere" else "for all"
        return f"{shown} {quantifier} {_declared(a[1])}", SAID
    body = text(a[0], letters)
    if f.head == "TendsTo":
        return f"{body} → {text(a[2], letters)} as {_approaches(f)}", SAID
    if f.head == "Integrable":
        over = _region(f, letters)
        return f"{body} is integrable in {text(a[1])} over {over}", SAID
    if f.head == "Attracts":
        return f"{text(a[2], letters)} attracts under {text(a[1])} ↦ {body}", SAID
    if f.head == "StrictlyConvex":
        over = ", ".join(map(text, a[1:]))
        return f"{body} is strictly convex in {f'({over})' if a[2:] else over}", SAID
    if f.head == "PositiveDefinite":
        return f"{body} ≻ 0", RELATION
    sign = {"Equal": "=", "AtMost": "≤", "Less": "<", "Unequal": "≠"}[f.head]
    return f"{body} {sign} {text(a[1], letters)}", RELATION


def _approaches(f: Formula) -> str:
    """Return what a variable tends to; a positive one comes to 0 from above."""
    x, points = f.args[1], [text(p) for p in f.args[3:]]
    falls = x.domain in ("positive", "nonnegative", "unit interval") and "0" in points
    ends = [p for p in points if not (falls and p == "0")]
    where = "±∞" if {*ends} == {"∞", "−∞"} else ", ".join(ends)
    said = [f"{text(x)} ↓ 0"] * falls + [f"{text(x)} → {where}"] * bool(ends)
    return " and ".join(said)


def _declared(x: Formula) -> str:
    dimensions = tuple(d for d in (*x.shape, x.range) if d not in ("", "function"))
    return assumption(ArgumentEntry(x.text, x.text, x.domain, dimensions))


def _region(f: Formula, letters: Letters) -> str:
    if f.args[1].shape:
        return f"ℝ^{_size(f.args[1].shape[0])}"
    ends = [text(e, letters) for e in f.args[2:]]
    return "ℝ" if [*map(unmarked, ends)] == ["−∞", "∞"] else f"[{ends[0]}, {ends[1]}]"


def _at(f: Formula, letters: Letters, level: int) -> str:
    shown, own = _text(f, letters)
    return shown if own >= level else f"({shown})"


def assumption(a: ArgumentEntry) -> str:
    """Return what is assumed of a free variable."""
    of = [_size(d) for d in a.dimensions]
    numbers = {
        "real": "∈ ℝ", "positive": "> 0", "nonnegative": "≥ 0", "unit interval": "∈ [0, 1]",
        "natural": "∈ ℕ", "dimension": "∈ {1, 2, …}",
    }  # fmt: skip
    shown = _leaf(Formula("Var", text=a.variable, domain=a.domain))[0]
    if a.domain in numbers:
        return f"{shown} {numbers[a.domain]}"
    if a.domain == "index":
        return f"{shown} ∈ {{1, …, {of[0]}}}"
    if a.domain in ("vector", "positive vector"):
        return f"{shown} ∈ {'ℝ' if a.domain == 'vector' else '(0, ∞)'}^{of[0]}"
    if a.domain == "positive function":
        return f"{shown}: ℝ^{of[0]} → (0, ∞)"
    if a.domain == "matrix":
        return f"{shown} ∈ ℝ^({of[0]}×{of[1]})"
    return f"{shown} ∈ ℝ^({of[0]}×{of[0]}) {a.domain}"
