"""Equality by normal form: what the field laws and each theory give, and what they do not."""

from __future__ import annotations

import pytest

from derive.recheck.compare import equal
from derive.recheck.equalities import THEORIES_OF
from derive.recheck.normal import CHOLESKY, LINEARITY, THEORIES
from tests.recheck.one_step import term

E, L, M = "laws of exponents", "laws of logarithms", "laws of the modulus"
EQUAL = [
    ("(a + b)**2", "a**2 + 2*a*b + b**2", ()),
    ("a/s - a/(2*s)", "a/(2*s)", ()),
    ("sqrt(2*s)*sqrt(2)", "2*sqrt(s)", ()),
    ("sqrt(s)**2/s", "1", ()),
    ("1/(1 + sqrt(2))", "sqrt(2) - 1", ()),
    ("(s*t)**n/t**n", "s**n", ()),
    ("(1 + x**2)**(n + 1)/(1 + x**2)", "(1 + x**2)**n", ()),
    ("exp(a)*exp(b)", "exp(a + b)", (E,)),
    ("exp(a/2)**2", "exp(a)", (E,)),
    ("exp(log(s))", "s", (E,)),
    ("exp(0)", "1", (E,)),
    ("exp(c/(n + 1)*x**2)**(n + 1)", "exp(c*x**2)", (E,)),
    ("log(s/t)", "log(s) - log(t)", (L,)),
    ("log(s**2)", "2*log(s)", (L,)),
    ("log(6)", "log(2) + log(3)", (L,)),
    ("log(sqrt(s))", "log(s)/2", (L,)),
    ("Abs(a*s)", "s*Abs(a)", (M,)),
    ("Abs(a)**2", "a**2", (M,)),
    ("cos(x)**2 + sin(x)**2", "1", ("Pythagorean identity",)),
    ("Sum(2*p[i] + 1, i)", "2*Sum(p[j], j) + k", ("linearity of finite sums",)),
    ("Product(2*d[i], i)", "2**k*Product(d[i], i)", ("finite products",)),
    ("A @ (p - q)", "A @ p - A @ q", ("matrix algebra",)),
    ("inverse(M) @ M @ p", "p", ("matrix algebra",)),
    ("p.T @ A @ q", "q.T @ A.T @ p", ("matrix algebra",)),
    ("p.T @ S @ q", "q.T @ S @ p", ("matrix algebra",)),
    ("trace(A @ B)", "trace(B @ A)", ("matrix algebra", "properties of the trace")),
    ("trace(p @ q.T)", "q.T @ p", ("matrix algebra", "properties of the trace")),
    ("trace(Identity(k))", "k", ("matrix algebra", "properties of the trace")),
    ("det(A @ B)", "det(B)*det(A)", ("matrix algebra", "properties of the determinant")),
    ("det(2*A)", "2**k*det(A)", ("matrix algebra", "properties of the determinant")),
    ("cholesky(S) @ cholesky(S).T", "S", ("matrix algebra", "Cholesky factorisation")),
    ("inverse(Diagonal(d[i], i))", "Diagonal(1/d[i], i)", ("matrix algebra", "diagonal matrices")),
    ("p.T @ q", "Sum(p[i]*q[i], i)", THEORIES_OF["coordinates"]),
    ("Integral(a*x + b, (x, 0, 1))", "a*Integral(x, (x, 0, 1)) + b*Integral(1, (x, 0, 1))",
     (LINEARITY,)),
    ("E(x + a, x, Normal(mu, s))", "E(x, x, Normal(mu, s)) + a*E(1, x, Normal(mu, s))",
     (LINEARITY,)),
]  # fmt: skip
DIFFERENT = [
    ("(a + b)**2", "a**2 + a*b + b**2"),
    ("sqrt(a**2)", "a"),
    ("Abs(a)", "a"),
    ("Abs(a + b)", "Abs(a) + Abs(b)"),
    ("log(a**2)", "2*log(s)"),
    ("log(s + t)", "log(s) + log(t)"),
    ("exp(a*b)", "exp(a)*exp(b)"),
    ("exp(a)", "exp(a) + 1/10**30"),
    ("a**2*s", "a*s**2"),
    ("A @ B", "B @ A"),
    ("p.T @ A @ q", "p.T @ A.T @ q"),
    ("p @ q.T", "q @ p.T"),
    ("trace(A @ B @ M)", "trace(B @ A @ M)"),
    ("det(A + B)", "det(A) + det(B)"),
    ("det(2*A)", "2*det(A)"),
    ("inverse(A @ B)", "inverse(A) @ inverse(B)"),
    ("(p - q) @ (p - q).T", "p @ p.T - 2*(q @ p.T) + q @ q.T"),
    ("A.T", "A"),
    ("cholesky(S)", "cholesky(S).T"),
    ("cholesky(S).T @ cholesky(S)", "S"),
    ("Sum(p[i]*q[i], i)", "Sum(p[i], i)*Sum(q[i], i)"),
    ("Sum(1, i)", "1"),
    ("Product(2, i)", "2*k"),
    ("Integral(x, (x, 0, 1))", "Integral(x, (x, 0, 2))"),
    ("Integral(a*x, (x, 0, 1))", "x*Integral(a, (x, 0, 1))"),
    ("Integral(x*a, (a, 0, 1))", "a*Integral(x, (a, 0, 1))"),
    ("E(x*x, x, Normal(mu, s))", "E(x, x, Normal(mu, s))**2"),
    ("E(x, x, Normal(mu, s))", "E(x, x, Normal(mu, t))"),
    ("Normal.pdf(x, mu, s)", "Normal.pdf(mu, x, s)"),
    ("KL(Normal(mu, s), Normal(a, t))", "KL(Normal(a, t), Normal(mu, s))"),
]
ALL = THEORIES | {LINEARITY}


@pytest.mark.parametrize(("left", "right", "theories"), EQUAL)
def test_what_the_theories_give(left: str, right: str, theories: tuple[str, ...]) -> None:
    assert equal(term(left), term(right), frozenset(theories))


@pytest.mark.parametrize(("left", "right", "theories"), [e for e in EQUAL if e[2]])
def test_no_theory_is_used_that_is_not_named(
    left: str, right: str, theories: tuple[str, ...]
) -> None:
    assert not equal(term(left), term(right), frozenset())


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_what_all_theories_together_do_not_give(left: str, right: str) -> None:
    theories = ALL if "cholesky" in left else ALL - {CHOLESKY}
    assert not equal(term(left), term(right), theories)
    assert not equal(term(left), term(right), frozenset())
