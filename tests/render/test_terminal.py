"""What a terminal shows of a rewritten line: the line itself, with what was rewritten marked."""

from __future__ import annotations

from derive.document import Document
from derive.render.terminal import derivation_text, step_text


def brackets(piece: str, mark: str) -> str:
    return {"old": f"⟦{piece}⟧", "new": f"⟪{piece}⟫"}[mark]


def without(shown: str) -> str:
    return "".join(c for c in shown if c not in "⟦⟧⟪⟫")


def test_every_step_is_marked_and_says_what_it_says_without_marks(whole: Document) -> None:
    for entry in whole.derivations:
        for step in entry.steps:
            marked = step_text(step, entry.densities, brackets)
            assert without(marked) == step_text(step, entry.densities)
            before, after, *others = (line for line in marked.split("\n") if line)
            assert "⟦" in before, step.name
            assert "⟪" in after, step.name
            assert not any(set("⟦⟧⟪⟫") & set(line) for line in others)


def test_a_derivation_marks_what_is_new_in_each_line(whole: Document) -> None:
    (entry,) = (e for e in whole.derivations if e.name == "kl_univariate")
    marked = derivation_text(entry, brackets)
    assert without(marked) == derivation_text(entry)
    assert "2·(μ₁ − μ₂)·⟪0⟫ + " in marked
    assert marked.count("⟪") >= len(entry.steps)


def test_what_stands_beside_each_other_is_one_piece(whole: Document) -> None:
    (entry,) = (e for e in whole.derivations if e.name == "gaussian_normalisation")
    (step,) = (s for s in entry.steps if s.name == "jacobian-outside")
    assert "·⟪σ·√2·∫_ℝ exp(−u²) du⟫" in step_text(step, entry.densities, brackets)
