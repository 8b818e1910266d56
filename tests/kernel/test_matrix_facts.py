"""What is seen of matrices: symmetric, positive (semi)definite, invertible, diagonal."""

from __future__ import annotations

import pytest

from derive.kernel.matrix_facts import (
    is_diagonal,
    is_invertible,
    is_positive_definite,
    is_positive_semidefinite,
    is_symmetric,
)
from derive.notation import (
    Cholesky,
    Diagonal,
    Identity,
    Transpose,
    Zero,
    dimension,
    exp,
    index,
    inverse,
    invertible,
    matrix,
    nonnegative,
    positive,
    positive_definite,
    real,
    symmetric,
    vector,
)

k, h = dimension("k h")
i = index("i", k)
x, y = vector("x y", k)
a = real("a")
u = positive("u")
w = nonnegative("w")
A = matrix("A", k, k)
F, G = matrix("F G", k, h)
P, Q = symmetric("P Q", k)
S, T = positive_definite("S T", k)
N = invertible("N", k)
one = Identity(k)
L = Cholesky(S)
flat = Diagonal(y[i] ** 2, i)
other = x @ x.T

FACTS = {
    is_symmetric: (
        [P, S, one, flat, other, P + Q, P - S, -P, a * P, P * a, P / u, Transpose(P),
         inverse(S), A @ A.T, A @ P @ A.T, F @ F.T],
        [A, N, L, P + A, A + P, P - A, A - P, -A, a * A, A * a, A / u, inverse(N), P @ Q, A @ A,
         A @ P @ A, F @ G.T, A @ N @ A.T, Transpose(A)],
    ),
    is_positive_definite: (
        [S, one, Diagonal(exp(y[i]), i), S + T, S + other, other + S, S + flat, flat + S,
         inverse(S), Transpose(S), u * S, S * u, S / u, N @ N.T, N.T @ S @ N, L @ L.T],
        [A, P, N, L, flat, other, S + P, P + S, other + flat, S - T, -S, w * S, a * S, S * w,
         u * P, P * u, u * other, P / u, S / (-u), other / u, F @ F.T, A @ A.T, A.T @ S @ A,
         S @ T, N @ P @ N.T, inverse(N), N @ N, P @ P],
    ),
    is_positive_semidefinite: (
        [S, one, flat, other, other + flat, S + other, w * other, other * w, other / u,
         Transpose(flat), Transpose(Diagonal(y[i] ** 2, i)), F @ F.T, A @ A.T, A.T @ S @ A, P @ P,
         A @ flat @ A.T],
        [A, P, N, L, Diagonal(y[i], i), other + P, P + other, a * other, other * a, w * P, P * w,
         other / (-u), P / u, -S, S - T, F @ G.T, S @ T, A @ P @ A.T, Transpose(P), A @ A,
         Transpose(A)],
    ),
    is_invertible: (
        [N, S, L, one, Diagonal(exp(y[i]), i), Diagonal(-exp(y[i]), i), inverse(N), N.T, -N,
         u * N, N * u, -u * N, N / u, N @ S, N @ inverse(S) @ L],
        [A, P, F @ F.T, flat, other, a * N, N * a, w * N, u * A, A * u, A / u, -A, A.T, N + S,
         N @ A, A @ N, F.T @ F, F.T @ N @ F, N - N, Transpose(A)],
    ),
    is_diagonal: (
        [one, flat, one + flat, one - flat, flat @ flat, -flat, inverse(Diagonal(exp(y[i]), i)),
         a * flat, flat * a, flat / u, Transpose(flat)],
        [A, P, S, one + P, P + one, one - P, flat @ P, P @ flat, -P, inverse(S), a * P, P * a,
         P / u, L, other, Transpose(P), Zero(k, k), F.T @ F],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_what_is_seen_of_a_matrix(fact):
    seen, not_seen = FACTS[fact]
    assert [str(m) for m in seen if not fact(m)] == []
    assert [str(m) for m in not_seen if fact(m)] == []
