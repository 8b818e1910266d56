"""Properties: true rational identities are never refuted, perturbed ones never proved."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from derive.claims.claim import read_claim
from derive.claims.prove import prove
from derive.claims.refute import search

NAMES = ("x", "y", "w")
ATOMS = st.one_of(st.sampled_from(NAMES), st.integers(-5, 5).map(lambda n: f"({n})"))
TERMS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, st.integers(0, 3)).map(lambda t: f"({t[0]})**{t[1]}"),
    ),
    max_leaves=5,
)
DOMAINS = st.sampled_from(("real", "positive", "negative", "nonzero", "integer", "complex"))


def claimed(before: str, after: str, domain: str) -> dict:
    symbols = dict.fromkeys(NAMES, domain)
    return {"id": 0, "before": before, "after": after, "relation": "=", "symbols": symbols}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(TERMS, TERMS, TERMS, DOMAINS)
def test_a_true_identity_is_never_refuted(a: str, b: str, c: str, domain: str) -> None:
    claim = read_claim(claimed(f"{a}*({b} - {c})", f"{a}*{b} - {c}*{a}", domain))
    assert search(claim, time.monotonic() + 5, most=60).refutation is None


@settings(max_examples=25, deadline=None, derandomize=True)
@given(TERMS, TERMS, st.fractions(-2, 2, max_denominator=10**12).filter(bool), DOMAINS)
def test_a_perturbed_identity_is_never_proved(a: str, b: str, by: object, domain: str) -> None:
    claim = read_claim(
        claimed(f"({a} + {b})**2", f"({a})**2 + 2*{a}*{b} + ({b})**2 + {by}", domain)
    )
    grounds, _ = prove(claim, float("inf"))
    assert not grounds
    assert search(claim, time.monotonic() + 5, most=60).refutation is not None


@settings(max_examples=25, deadline=None, derandomize=True)
@given(TERMS, TERMS, st.sampled_from(("real", "positive", "negative", "complex")))
def test_a_true_identity_of_polynomials_is_proved(a: str, b: str, domain: str) -> None:
    claim = read_claim(claimed(f"({a} + {b})**2", f"({a})**2 + 2*{a}*{b} + ({b})**2", domain))
    grounds, reason = prove(claim, float("inf"))
    assert grounds, reason
