"""Matrices: order of factors, transposes, inverses, traces, determinants, Cholesky, diagonals."""

from derive.notation import (
    Abs,
    Cholesky,
    Diagonal,
    Entry,
    Identity,
    Product,
    Sum,
    Zero,
    det,
    diagonal,
    dimension,
    index,
    inverse,
    invertible,
    log,
    matrix,
    positive_definite,
    positive_vector,
    real,
    sqrt,
    symmetric,
    trace,
    vector,
)
from derive.rules import (
    cholesky_factorisation,
    collecting_logarithms,
    coordinates,
    diagonal_matrices,
    field_arithmetic,
    finite_products,
    matrix_algebra,
    modulus_of_a_product,
    number_as_a_trace,
    properties_of_the_determinant,
    properties_of_the_trace,
)
from tests.rejected.wrong import True_, Wrong, chain, one, step

k, n = dimension("k n")
i, j = index("i j", k)
a, b = real("a b")
x, y, m = vector("x y m", k)
s, t = positive_vector("s t", k)
A, B, C = matrix("A B C", k, k)
F = matrix("F", k, n)
G = matrix("G", n, k)
P, Q, R = symmetric("P Q R", k)
S, T = positive_definite("S T", k)
M, N = invertible("M N", k)
D = diagonal("D", k)
one_of = Identity(k)
L = Cholesky(S)
scale = Diagonal(s[i], i)

SAME = "do not have the same normal form"
expanded = x @ x.T - 2 * (m @ x.T) + m @ m.T
outer = (x - m) @ (x - m).T

WRONG = (
    # -- order, transposes, inverses --------------------------------------------------------------
    Wrong("AB = BA", one(A @ B, B @ A, matrix_algebra()), "step", SAME, false=True),
    Wrong(
        "AB = BA for symmetric matrices",
        one(P @ Q, Q @ P, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "ST = TS for positive definite matrices",
        one(S @ T, T @ S, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "A(B + C) = BA + CA",
        one(A @ (B + C), B @ A + C @ A, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "the square of a sum of matrices as that of numbers",
        one((A + B) @ (A + B), A @ A + 2 * (A @ B) + B @ B, matrix_algebra()),
        "step", SAME, false=True,
    ),
    Wrong(
        "(A − B)(A + B) = A² − B²",
        one((A - B) @ (A + B), A @ A - B @ B, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "(x − m)(x − m)ᵀ = xxᵀ − 2mxᵀ + mmᵀ",
        one(outer, expanded, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "the outer product expanded like a square inside tr(A ·)",
        one(trace(A @ outer), trace(A @ expanded), properties_of_the_trace()),
        "step", SAME, false=True,
    ),
    Wrong(
        "(AB)ᵀ = AᵀBᵀ", one((A @ B).T, A.T @ B.T, matrix_algebra()), "step", SAME, false=True
    ),
    Wrong(
        "the transpose of a product lost",
        one((A @ B).T, A @ B, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "the transpose lost under an inverse",
        one(inverse(N.T), inverse(N) + 0 * N, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "xᵀAy = yᵀAx for an arbitrary A",
        one(x.T @ A @ y, y.T @ A @ x, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "Aᵀ = A for an arbitrary A",
        one(A.T + A, A + A, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "the transpose of a product of symmetric matrices lost",
        one((P @ Q).T, P @ Q, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "(NM)⁻¹ = N⁻¹M⁻¹",
        one(inverse(N @ M), inverse(N) @ inverse(M), matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "(S + T)⁻¹ = S⁻¹ + T⁻¹",
        one(inverse(S + T), inverse(S) + inverse(T), matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "NMN⁻¹ = M",
        one(N @ M @ inverse(N), M, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "S⁻¹TS = T",
        one(inverse(S) @ T @ S, T, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "the inverse of twice a matrix as twice its inverse",
        one(inverse(2 * S), 2 * inverse(S), matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "A⁻¹A = I for an arbitrary A",
        one(inverse(A) @ A, one_of, matrix_algebra()),
        "step", "the condition det\\(A\\) != 0 is not shown", false=True,
    ),
    Wrong(
        "P⁻¹P = I for a symmetric P",
        one(inverse(P) @ P, one_of, matrix_algebra()),
        "step", "the condition det\\(P\\) != 0 is not shown", false=True,
    ),
    Wrong(
        "D⁻¹D = I for a diagonal D",
        one(inverse(D) @ D, one_of, diagonal_matrices()),
        "step", "the condition det\\(D\\) != 0 is not shown", false=True,
    ),
    Wrong(
        "diag(x)⁻¹ = diag(1/x) where an entry may be 0",
        one(inverse(Diagonal(x[i], i)), Diagonal(1 / x[i], i), diagonal_matrices()),
        "step", "!= 0 is not shown", false=True,
    ),
    Wrong(
        "the inverse of a sum of invertible matrices",
        one(inverse(M + N) @ (M + N), one_of, matrix_algebra()),
        "step", "the condition det\\(M \\+ N\\) != 0 is not shown", false=True,
    ),
    Wrong(
        "the inverse of FFᵀ",
        one(inverse(F @ F.T) @ (F @ F.T), one_of, matrix_algebra()),
        "step", "the condition det\\(F @ F.T\\) != 0 is not shown", false=True,
    ),
    Wrong(
        "the inverse of a difference of positive definite matrices",
        one(inverse(S - T) @ (S - T), one_of, matrix_algebra()),
        "step", "the condition det\\(S - T\\) != 0 is not shown", false=True,
    ),
    Wrong(
        "xxᵀ is inverted",
        one(inverse(x @ x.T) @ (x @ x.T), one_of, matrix_algebra()),
        "step", "!= 0 is not shown", false=True,
    ),
    # -- numbers that are made of vectors ---------------------------------------------------------
    Wrong(
        "xᵀx/xᵀx = 1 where x may be 0",
        one((x.T @ x) / (x.T @ x), 1, field_arithmetic()), "step", "!= 0 is not shown",
    ),
    Wrong(
        "det A/det A = 1 where A may be singular",
        one(det(A) / det(A), 1, field_arithmetic()),
        "step", "the condition det\\(A\\) != 0 is not shown", false=True,
    ),
    Wrong(
        "√((xᵀy)²) = xᵀy",
        one(sqrt((x.T @ y) ** 2), x.T @ y, field_arithmetic()), "step", SAME, false=True,
    ),
    Wrong(
        "√(xᵀAx) for an arbitrary A",
        one(sqrt(x.T @ A @ x) ** 2, x.T @ A @ x, field_arithmetic()),
        "step", "the condition 0 <= x.T @ A @ x is not shown", false=True,
    ),
    Wrong(
        "(xᵀy)² = xᵀx·yᵀy",
        one((x.T @ y) ** 2, (x.T @ x) * (y.T @ y), matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "xᵀx·I = xxᵀ, true for k = 1",
        one((x.T @ x) * one_of, x @ x.T, matrix_algebra()), "step", SAME, false=True,
    ),
    Wrong(
        "a quadratic form with the square of its matrix",
        one(x.T @ A @ A.T @ x, x.T @ A.T @ A @ x, matrix_algebra()), "step", SAME, false=True,
    ),
    # -- traces -----------------------------------------------------------------------------------
    Wrong(
        "tr(ABC) = tr(ACB)",
        one(trace(A @ B @ C), trace(A @ C @ B), properties_of_the_trace()),
        "step", SAME, false=True,
    ),
    Wrong(
        "tr(PQRS) = tr(PRQS) for four symmetric matrices",
        one(trace(P @ Q @ R @ S), trace(P @ R @ Q @ S), properties_of_the_trace()),
        "step", SAME, false=True,
    ),
    Wrong(
        "tr(AB) = tr A · tr B",
        one(trace(A @ B), trace(A) * trace(B), properties_of_the_trace()),
        "step", SAME, false=True,
    ),
    Wrong(
        "tr(AᵀA) = tr(AA)",
        one(trace(A.T @ A), trace(A @ A), properties_of_the_trace()), "step", SAME, false=True,
    ),
    Wrong(
        "tr I = 1", one(trace(A + one_of), trace(A) + 1, properties_of_the_trace()),
        "step", SAME, false=True,
    ),
    Wrong(
        "the trace of the identity of another order",
        one(trace(one_of) + n * trace(A), n + n * trace(A), properties_of_the_trace()),
        "step", SAME, false=True,
    ),
    Wrong(
        "tr(FG) with the dimension of the other order",
        one(trace(F @ G + one_of), trace(G @ F) + n, properties_of_the_trace()),
        "step", SAME, false=True,
    ),
    Wrong(
        "tr S⁻¹ = 1/tr S",
        one(trace(inverse(S)), 1 / trace(S), properties_of_the_trace()), "step", SAME, false=True,
    ),
    Wrong(
        "xᵀAy = tr(Axyᵀ)",
        one(x.T @ A @ y, trace(A @ x @ y.T), number_as_a_trace()), "step", SAME, false=True,
    ),
    Wrong(
        "xᵀAx = xᵀx·tr A",
        one(x.T @ A @ x, (x.T @ x) * trace(A), number_as_a_trace()), "step", SAME, false=True,
    ),
    # -- determinants -----------------------------------------------------------------------------
    Wrong(
        "det 2A = 2 det A",
        one(det(2 * A), 2 * det(A), properties_of_the_determinant()), "step", SAME, false=True,
    ),
    Wrong(
        "det(−A) = −det A, true for odd k",
        one(det(-A), -det(A), properties_of_the_determinant()), "step", "same|negative",
        false=True,
    ),
    Wrong(
        "det(−A) = det A, true for even k",
        one(det(-A), det(A), properties_of_the_determinant()), "step", "same|negative",
        false=True,
    ),
    Wrong(
        "det(A + B) = det A + det B",
        one(det(A + B), det(A) + det(B), properties_of_the_determinant()),
        "step", SAME, false=True,
    ),
    Wrong(
        "det N⁻¹ = det N",
        one(det(inverse(N)), det(N), properties_of_the_determinant()), "step", SAME, false=True,
    ),
    Wrong(
        "det(FFᵀ) = det(FᵀF)",
        one(det(F @ F.T), det(F.T @ F), properties_of_the_determinant()),
        "step", SAME, false=True,
    ),
    Wrong(
        "det A = tr A, true for k = 1",
        one(det(A), trace(A), properties_of_the_determinant()), "step", SAME, false=True,
    ),
    Wrong(
        "det(A + I) = 1 + tr A",
        one(det(A + one_of), 1 + trace(A), properties_of_the_determinant()),
        "step", SAME, false=True,
    ),
    Wrong(
        "det of a matrix with a number before it taken to the order of another",
        one(det(2 * A) + 0 * n, 2**n * det(A), properties_of_the_determinant()),
        "step", SAME, false=True,
    ),
    Wrong(
        "log det 2S = log(2 det S)",
        one(log(det(2 * S)), log(2 * det(S)), properties_of_the_determinant()),
        "step", SAME, false=True,
    ),
    Wrong(
        "log det 2S = log det S + log 2",
        chain(
            log(det(2 * S)),
            step(log(2**k * det(S)), properties_of_the_determinant(), name="determinant"),
            step(log(det(S)) + log(2), collecting_logarithms()),
        ),
        "step", SAME, false=True,
    ),
    Wrong(
        "log det split where the determinants may be negative",
        one(log(det(N) * det(M)), log(det(N)) + log(det(M)), collecting_logarithms()),
        "step", "the condition 0 < det\\(N\\)\\*det\\(M\\) is not shown", false=True,
    ),
    Wrong(
        "log det of a product of invertible matrices split",
        one(log(det(N @ M)), log(det(N)) + log(det(M)), properties_of_the_determinant()),
        "step", "the condition 0 < det\\(N @ M\\) is not shown", false=True,
    ),
    Wrong(
        "log det N² = 2 log det N",
        one(log(det(N) ** 2), 2 * log(det(N)), collecting_logarithms()),
        "step", "the condition 0 < det\\(N\\) is not shown", false=True,
    ),
    Wrong(
        "|det N| = det N",
        one(Abs(det(N)), det(N), modulus_of_a_product()), "step", SAME, false=True,
    ),
    Wrong(
        "√(det N)² = det N",
        one(sqrt(det(N) ** 2), det(N), field_arithmetic()), "step", SAME, false=True,
    ),
    # -- Cholesky ---------------------------------------------------------------------------------
    Wrong(
        "LᵀL = S", one(L.T @ L, S, cholesky_factorisation()), "step", SAME, false=True
    ),
    Wrong(
        "L S⁻¹ Lᵀ = I",
        one(L @ inverse(S) @ L.T, one_of, cholesky_factorisation()), "step", SAME, false=True,
    ),
    Wrong(
        "the factor is symmetric",
        one(L.T @ L, L @ L.T, cholesky_factorisation()), "step", SAME, false=True,
    ),
    Wrong(
        "det S = det L",
        one(det(S), det(L), cholesky_factorisation()), "step", SAME, false=True,
    ),
    Wrong(
        "the factor of a sum as the sum of the factors",
        one(Cholesky(S + T), Cholesky(S) + Cholesky(T), cholesky_factorisation()),
        "step", SAME, false=True,
    ),
    Wrong(
        "the factor of twice a matrix as twice the factor",
        one(Cholesky(2 * S), 2 * Cholesky(S), cholesky_factorisation()),
        "step", SAME, false=True,
    ),
    Wrong(
        "the Cholesky factor of a symmetric matrix",
        one(Cholesky(P) @ Cholesky(P).T, P, cholesky_factorisation()),
        "step", "the condition PositiveDefinite", false=True,
    ),
    Wrong(
        "the Cholesky factor of xxᵀ",
        one(Cholesky(x @ x.T) @ Cholesky(x @ x.T).T, x @ x.T, cholesky_factorisation()),
        "step", "the condition PositiveDefinite", false=True,
    ),
    # -- diagonal matrices ------------------------------------------------------------------------
    Wrong(
        "a diagonal matrix commutes with a full one",
        one(scale @ S, S @ scale, diagonal_matrices()), "step", SAME, false=True,
    ),
    Wrong(
        "a diagonal variable commutes with a full one",
        one(D @ A, A @ D, diagonal_matrices()), "step", SAME, false=True,
    ),
    Wrong(
        "a full matrix between two diagonal ones",
        one(scale @ A @ inverse(scale), A, diagonal_matrices()), "step", SAME, false=True,
    ),
    Wrong(
        "diag(s)·diag(t) = diag(s + t)",
        one(scale @ Diagonal(t[i], i), Diagonal(s[i] + t[i], i), diagonal_matrices()),
        "step", SAME, false=True,
    ),
    Wrong(
        "diag(s)⁻¹ = diag(s)",
        one(inverse(scale), scale, diagonal_matrices()), "step", SAME, false=True,
    ),
    Wrong(
        "xxᵀ = diag(x²), true for k = 1",
        one(x @ x.T, Diagonal(x[i] ** 2, i), diagonal_matrices()), "step", SAME, false=True,
    ),
    Wrong(
        "a diagonal matrix with one entry for all",
        one(Diagonal(s[i], i), s[j] * one_of, diagonal_matrices()), "step", SAME, false=True,
    ),
    # -- coordinates ------------------------------------------------------------------------------
    Wrong(
        "xᵀy = Σxᵢ·Σyᵢ",
        one(x.T @ y, Sum(x[i], i) * Sum(y[i], i), coordinates()), "step", SAME, false=True,
    ),
    Wrong(
        "xᵀAx = Σ Aᵢᵢ xᵢ², true for a diagonal A",
        one(x.T @ A @ x, Sum(A[i, i] * x[i] ** 2, i), coordinates()), "step", SAME, false=True,
    ),
    Wrong(
        "the determinant as the product of the diagonal, true for a diagonal matrix",
        one(det(S), Product(S[i, i], i), coordinates()), "step", SAME, false=True,
    ),
    Wrong(
        "the determinant of a diagonal matrix as the sum of its diagonal",
        one(det(scale), Sum(s[i], i), coordinates()), "step", SAME, false=True,
    ),
    Wrong(
        "the trace of a diagonal matrix as the product of its diagonal",
        one(trace(scale), Product(s[i], i), coordinates()), "step", SAME, false=True,
    ),
    Wrong(
        "(x + y)ᵢ = xᵢ + yⱼ",
        one(Entry(x + y, i), x[i] + y[j], coordinates()), "step", SAME, false=True,
    ),
    Wrong(
        "(diag(s) x)ᵢ = sⱼ xᵢ",
        one(Entry(scale @ x, i) + 0 * s[j], s[j] * x[i], coordinates()),
        "step", SAME, false=True,
    ),
    Wrong(
        "(Ax)ᵢ = Aᵢᵢ xᵢ",
        one(Entry(A @ x, i), A[i, i] * x[i], coordinates()), "step", SAME, false=True,
    ),
    Wrong(
        "Aᵢⱼ = Aⱼᵢ",
        one(A[i, j] + Entry(x - y, i), A[j, i] + x[i] - y[i], coordinates()),
        "step", SAME, false=True,
    ),
    Wrong(
        "the inverse of a quadratic form, entry by entry",
        one(x.T @ inverse(scale) @ x, Sum(x[i] ** 2 * s[i], i), coordinates()),
        "step", SAME, false=True,
    ),
    # -- a true line under the wrong rule ---------------------------------------------------------
    Wrong(
        "the transpose of a product called field arithmetic",
        one((A @ B).T, B.T @ A.T, field_arithmetic()), "step", SAME,
    ),
    Wrong(
        "a product of matrices distributed and called field arithmetic",
        one(A @ (B + C), A @ B + A @ C, field_arithmetic()), "step", SAME,
    ),
    Wrong(
        "SS⁻¹ = I called field arithmetic",
        one(S @ inverse(S), one_of, field_arithmetic()), "step", SAME,
    ),
    Wrong(
        "tr(AB) = tr(BA) called field arithmetic",
        one(trace(A @ B), trace(B @ A), field_arithmetic()), "step", SAME,
    ),
    Wrong(
        "det(AB) = det A · det B called field arithmetic",
        one(det(A @ B), det(A) * det(B), field_arithmetic()), "step", SAME,
    ),
    Wrong(
        "tr(AB) = tr(BA) called matrix algebra",
        one(trace(A @ B), trace(B @ A), matrix_algebra()), "step", SAME,
    ),
    Wrong(
        "det(AB) = det A · det B called matrix algebra",
        one(det(A @ B), det(A) * det(B), matrix_algebra()), "step", SAME,
    ),
    Wrong(
        "a number turned into its trace and called matrix algebra",
        one(x.T @ A @ x, trace(A @ x @ x.T), matrix_algebra()), "step", SAME,
    ),
    Wrong(
        "S = LLᵀ called matrix algebra",
        one(L @ L.T, S, matrix_algebra()), "step", SAME,
    ),
    Wrong(
        "diagonal matrices multiplied and called matrix algebra",
        one(scale @ Diagonal(t[i], i), Diagonal(s[i] * t[i], i), matrix_algebra()),
        "step", SAME,
    ),
    Wrong(
        "xᵀy = Σxᵢyᵢ called matrix algebra",
        one(x.T @ y, Sum(x[i] * y[i], i), matrix_algebra()), "step", SAME,
    ),
    Wrong(
        "a logarithm split and called a property of the determinant",
        one(log(det(2 * S)), k * log(2) + log(det(S)), properties_of_the_determinant()),
        "step", SAME,
    ),
    Wrong(
        "a determinant split and called a property of the trace",
        one(trace(A @ B) + det(A @ B), trace(B @ A) + det(A) * det(B),
            properties_of_the_trace()),
        "step", SAME,
    ),
    Wrong(
        "a trace turned and called a property of the determinant",
        one(trace(A @ B) + det(A @ B), trace(B @ A) + det(A) * det(B),
            properties_of_the_determinant()),
        "step", SAME,
    ),
    Wrong(
        "a trace turned and called Cholesky's factorisation",
        one(trace(L @ L.T) + 0 * (x.T @ x), trace(L.T @ L), cholesky_factorisation()),
        "step", SAME,
    ),
    Wrong(
        "a determinant split and called Cholesky's factorisation",
        one(det(S), det(L) * det(L), cholesky_factorisation()), "step", SAME,
    ),
    Wrong(
        "the trace of a diagonal matrix summed and called diagonal matrices",
        one(trace(scale), Sum(s[i], i), diagonal_matrices()), "step", SAME,
    ),
    Wrong(
        "coordinates called diagonal matrices",
        one(x.T @ scale @ y, Sum(s[i] * x[i] * y[i], i), diagonal_matrices()), "step", SAME,
    ),
    Wrong(
        "Cholesky's factorisation called coordinates",
        one(trace(S) + x.T @ y, trace(L @ L.T) + Sum(x[i] * y[i], i), coordinates()),
        "step", SAME,
    ),
    Wrong(
        "exponents joined and called coordinates",
        one(x.T @ y + 2**k * 2**n, Sum(x[i] * y[i], i) + log(2 ** (k + n)), coordinates()),
        "step", SAME, false=True,
    ),
    Wrong(
        "matrix algebra called a number and its trace",
        one((A @ B).T, B.T @ A.T, number_as_a_trace()), "step", "does not apply",
    ),
    Wrong(
        "matrix algebra called a property of the trace",
        one(trace(A) * ((x - y).T @ x), trace(A) * (x.T @ x - y.T @ x),
            properties_of_the_trace()),
        "step", "does not apply",
    ),
    Wrong(
        "matrix algebra called a property of the determinant",
        one(det(A) * ((x - y).T @ x), det(A) * (x.T @ x - y.T @ x),
            properties_of_the_determinant()),
        "step", "does not apply",
    ),
    Wrong(
        "field arithmetic called matrix algebra",
        one(a * b + trace(A @ B), b * a * 1 + trace(A @ B), matrix_algebra()),
        "step", "does not apply",
    ),
    Wrong(
        "field arithmetic called coordinates",
        one((a + a) * x[i], 2 * a * x[i], coordinates()), "step", "does not apply",
    ),
    Wrong(
        "powers collected and called a property of the determinant",
        one(det(A @ B) + Product(s[i] * t[i], i),
            det(A) * det(B) + Product(s[i], i) * Product(t[i], i),
            properties_of_the_determinant()),
        "step", SAME,
    ),
    Wrong(
        "a determinant split and called finite products",
        one(det(A @ B) + Product(s[i] * t[i], i),
            det(A) * det(B) + Product(s[i], i) * Product(t[i], i), finite_products()),
        "step", SAME,
    ),
)  # fmt: skip

TRUE = (
    True_(
        "tr(PQR) = tr(PRQ) for three symmetric matrices",
        one(trace(P @ Q @ R), trace(P @ R @ Q), properties_of_the_trace()),
    ),
    True_(
        "tr(ABC) = tr(BCA)",
        one(trace(A @ B @ C), trace(B @ C @ A), properties_of_the_trace()),
    ),
    True_(
        "log det 2S = k log 2 + log det S",
        chain(
            log(det(2 * S)),
            step(log(2**k * det(S)), properties_of_the_determinant(), name="determinant"),
            step(log(det(S)) + k * log(2), collecting_logarithms()),
        ),
    ),
    True_(
        "log det split for positive definite matrices",
        one(log(det(S) * det(T)), log(det(S)) + log(det(T)), collecting_logarithms()),
    ),
    True_(
        "(AB)ᵀ = BᵀAᵀ, and so of three",
        one((A @ B @ C).T, C.T @ B.T @ A.T, matrix_algebra()),
    ),
    True_(
        "(NM)⁻¹ = M⁻¹N⁻¹", one(inverse(N @ M), inverse(M) @ inverse(N), matrix_algebra())
    ),
    True_(
        "the outer product expanded like a square inside tr(S⁻¹ ·)",
        one(trace(inverse(S) @ outer), trace(inverse(S) @ expanded), properties_of_the_trace()),
    ),
    True_(
        "(x − m)(x − m)ᵀ with both cross terms",
        one(outer, x @ x.T - m @ x.T - x @ m.T + m @ m.T, matrix_algebra()),
    ),
    True_(
        "xᵀPy = yᵀPx for a symmetric P", one(x.T @ P @ y, y.T @ P @ x, matrix_algebra())
    ),
    True_(
        "tr(FG) = tr(GF) for matrices that are not square",
        one(trace(F @ G + one_of), trace(G @ F) + k, properties_of_the_trace()),
    ),
    True_(
        "LᵀS⁻¹L = I", one(L.T @ inverse(S) @ L, one_of, cholesky_factorisation())
    ),
    True_("LLᵀ = S", one(L @ L.T, S, cholesky_factorisation())),
    True_("|det L| = det L", one(Abs(det(L)), det(L), modulus_of_a_product())),
    True_(
        "diagonal matrices commute",
        one(D @ scale @ A, scale @ D @ A, diagonal_matrices()),
    ),
    True_(
        "(S + FFᵀ)⁻¹ exists, and is symmetric",
        one(inverse(S + F @ F.T).T + Zero(k, k), inverse(F @ F.T + S), matrix_algebra()),
    ),
    True_(
        "xᵀ diag(s)⁻¹ x = Σ xᵢ²/sᵢ",
        one(x.T @ inverse(scale) @ x, Sum(x[i] ** 2 / s[i], i), coordinates()),
    ),
)  # fmt: skip
