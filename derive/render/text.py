"""Text: lines as a terminal shows them."""

from __future__ import annotations

from collections.abc import Mapping

from derive.document import DerivationEntry, Formula, StepEntry

SUM, INTEGRAL, PRODUCT, POWER, ATOM = 1, 2, 3, 4, 5
GREEK = {
    "alpha": "α", "lambda": "λ", "mu": "μ", "nu": "ν", "rho": "ρ", "sigma": "σ", "theta": "θ",
}  # fmt: skip
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = {"2": "²", "3": "³"}
FUNCTIONS = {"Log": "log", "Sin": "sin", "Cos": "cos", "Arctan": "arctan"}
RELATIONS = {
    "=": "=", "<=": "≤", "<": "<", "=>": "⟹", "tends to": "→", "is integrable": "is integrable",
}  # fmt: skip
MARKS = {"proved": "✓", "refuted": "✗", "rejected": "✗", "declined": "?"}


class Letters:
    """The letters that readers know the distributions by."""

    def __init__(self, densities: tuple[tuple[str, Formula], ...] = ()) -> None:
        self.by_formula: Mapping[Formula, str] = {q: letter for letter, q in densities}

    def of(self, distribution: Formula) -> str:
        """Return the letter of a distribution, or its parameters where it has none."""
        if distribution in self.by_formula:
            return self.by_formula[distribution]
        mean, std = distribution.args
        return f"𝒩({text(mean, self)}, {text(Formula('Power', (std, TWO)), self)})"


TWO = Formula("Number", text="2")
HALF = Formula("Over", (Formula("Number", text="1"), TWO))


def text(formula: Formula, letters: Letters | None = None) -> str:
    """Return a formula on one line: ``(x − μ₁)²/(2σ₁²)``."""
    return _text(formula, letters or Letters())[0]


def _text(f: Formula, letters: Letters) -> tuple[str, int]:
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
        left, right = _at(a[0], letters, PRODUCT), _at(a[1], letters, INTEGRAL)
        close = left[-1] in "⁰¹²³0123456789₀₁₂₃₄₅₆₇₈₉" and right[0].isalpha() and left.isdigit()
        return f"{left}{'' if close else '·'}{right}", PRODUCT
    if f.head == "Over":
        return f"{_at(a[0], letters, PRODUCT)}/{_at(a[1], letters, POWER)}", PRODUCT
    if f.head == "Power":
        base = _at(a[0], letters, ATOM)
        digits = a[1].text if a[1].head == "Number" else ""
        return base + SUPERSCRIPTS.get(digits, f"^{_at(a[1], letters, ATOM)}"), POWER
    if f.head == "Exp":
        return f"exp({text(a[0], letters)})", ATOM
    if f.head in FUNCTIONS:
        return f"{FUNCTIONS[f.head]}({text(a[0], letters)})", ATOM
    if f.head == "Sqrt":
        return f"√{_at(a[0], letters, ATOM)}", ATOM
    if f.head == "Abs":
        return f"|{text(a[0], letters)}|", ATOM
    return _operator(f, letters)


def _leaf(f: Formula) -> tuple[str, int]:
    if f.head == "Var":
        name, _, index = f.text.partition("_")
        return GREEK.get(name, name) + index.translate(SUBSCRIPTS), ATOM
    if f.head == "Infinity":
        return ("∞", ATOM) if f.text == "+" else ("−∞", SUM)
    if f.head == "Pi":
        return "π", ATOM
    return f.text.replace("-", "−"), PRODUCT if "/" in f.text else ATOM


def _operator(f: Formula, letters: Letters) -> tuple[str, int]:
    a = f.args
    if f.head == "Integral":
        ends = [text(e, letters) for e in a[2:]]
        over = "ℝ" if ends == ["−∞", "∞"] else f"[{ends[0]}, {ends[1]}]"
        return f"∫_{over} {_at(a[0], letters, INTEGRAL)} d{text(a[1])}", INTEGRAL
    if f.head == "Bracket":
        lower, upper = (text(e, letters) for e in a[2:])
        return f"[{text(a[0], letters)}] from {text(a[1])} = {lower} to {upper}", INTEGRAL
    if f.head == "Expectation":
        return f"𝔼_{letters.of(a[2])}[{text(a[0], letters)}]", ATOM
    if f.head == "Density":
        return f"{letters.of(a[0])}({text(a[1], letters)})", ATOM
    if f.head == "Normal":
        return letters.of(f), ATOM
    if f.head == "KL":
        return f"KL({letters.of(a[0])} ‖ {letters.of(a[1])})", ATOM
    if f.head == "TendsTo":
        points = [text(p) for p in a[3:]]
        where = "±∞" if points == ["∞", "−∞"] else ", ".join(points)
        return f"{text(a[0], letters)} → {text(a[2], letters)} as {text(a[1])} → {where}", SUM
    if f.head == "Integrable":
        ends = [text(e, letters) for e in a[2:]]
        over = "ℝ" if ends == ["−∞", "∞"] else f"[{ends[0]}, {ends[1]}]"
        return f"{text(a[0], letters)} is integrable over {over}", SUM
    sign = {"Equal": "=", "AtMost": "≤", "Less": "<", "Unequal": "≠"}[f.head]
    return f"{text(a[0], letters)} {sign} {text(a[1], letters)}", SUM


def _at(f: Formula, letters: Letters, level: int) -> str:
    shown, own = _text(f, letters)
    return shown if own >= level else f"({shown})"


def derivation_text(entry: DerivationEntry) -> str:
    """Return a whole derivation: what it claims, its lines, what it rests on."""
    letters = Letters(entry.densities)
    out = [f"{entry.name}: {entry.title}", "", f"  {text(entry.claim, letters)}", ""]
    domains = {"real": "∈ ℝ", "positive": "> 0", "nonnegative": "≥ 0", "natural": "∈ ℕ"}
    given = [f"{_leaf(Formula('Var', text=a.variable))[0]} {domains[a.domain]}"
             for a in entry.arguments]  # fmt: skip
    given += [f"{letter} = {Letters().of(q)}" for letter, q in entry.densities]
    given += [f"{text(v)} = {text(m, letters)}" for v, m in entry.where]
    if given:
        out += [f"  where {', '.join(given)}", ""]
    out += [f"       {text(entry.start, letters)}", ""]
    for step in entry.steps:
        out += [step_text(step, letters), ""]
    out.append(f"{MARKS[entry.verdict]} {entry.verdict}" + (
        f": {entry.failure}" if entry.failure else ""))  # fmt: skip
    if entry.theorems:
        out.append(f"  rests on {', '.join(entry.theorems)}")
    if entry.axioms:
        out.append(f"  assumes {', '.join(entry.axioms)}")
    return "\n".join(out)


def step_text(step: StepEntry, letters: Letters) -> str:
    """Return one line with its rule, its reason and its verdict."""
    line = text(step.after, letters)
    relation = RELATIONS[step.relation]
    if step.relation not in ("tends to", "is integrable"):
        line = f"{relation} {line}"
    out = [f"{step.number:4}.  {line}", f"       {step.name}: {step.rule.title}"]
    out.append(f"       {plain_reason(step.reason)}")
    kinds = "; ".join(f"{kind}: {detail}" for kind, detail in step.evidence)
    out.append(f"       {MARKS[step.verdict]} {step.verdict}" + (f" ({kinds})" if kinds else ""))
    if step.failure:
        out.append(f"       {step.failure}")
    return "\n".join(out)


_WORDS = {
    "\\mu": "μ", "\\sigma": "σ", "\\lambda": "λ", "\\theta": "θ", "\\pi": "π", "\\infty": "∞",
    "\\ge": "≥", "\\le": "≤", "\\to": "→", "\\int": "∫", "\\sqrt": "√", "\\cdot": "·",
    "\\log": "log", "\\cos": "cos", "\\sin": "sin", "\\arctan": "arctan", "\\,": " ",
}  # fmt: skip


def plain_reason(reason: str) -> str:
    """Return a reason with its LaTeX between dollars written as plain text."""
    parts = reason.split("$")
    for i in range(1, len(parts), 2):
        for word in sorted(_WORDS, key=len, reverse=True):
            parts[i] = parts[i].replace(word, _WORDS[word])
        parts[i] = parts[i].replace("\\frac12", "½").replace("^2", "²").replace("_1", "₁")
        parts[i] = parts[i].replace("_2", "₂").replace("\\frac", "").replace("}{", "}/{")
        parts[i] = parts[i].replace("{", "(").replace("}", ")").replace("'", "′")
    return "".join(parts)
