"""Which matrices are positive definite, and which are invertible, by their form."""

from __future__ import annotations

from derive.recheck.terms import DEFINITE, Term


def is_definite(term: Term) -> bool:
    """Say whether a matrix is seen to be symmetric and positive definite."""
    from derive.recheck.compare import decided_sign

    head = term[0]
    if head == "sym":
        return term[2][0] in DEFINITE
    if head == "identity":
        return True
    if head == "diagonal":
        return decided_sign(term[1]) == "+"
    if head == "inverse":
        return is_definite(term[1])
    if head == "add":
        return all(is_definite(t) for t in term[1:])
    if head == "mul":
        a, b = term[1], term[2]
        return (is_definite_matrix(b) and decided_positive(a)) or (
            is_definite_matrix(a) and decided_positive(b)
        )
    if head == "div":
        return is_definite(term[1]) and decided_positive(term[2])
    if head == "matmul":
        return _is_gram(term) or _is_congruent(term)
    return False


def is_definite_matrix(term: Term) -> bool:
    """Say whether a term is a matrix, and positive definite."""
    from derive.recheck.terms import shape

    return shape(term) is not None and is_definite(term)


def decided_positive(term: Term) -> bool:
    """Say whether a term is a positive number."""
    from derive.recheck.compare import decided_sign
    from derive.recheck.terms import shape

    return shape(term) is None and decided_sign(term) == "+"


def _is_gram(term: Term) -> bool:
    a, b = term[1], term[2]
    return (b == ("T", a) or a == ("T", b)) and is_invertible(a)


def _is_congruent(term: Term) -> bool:
    """Say whether a product is W A Wᵀ, with W invertible and A positive definite."""
    left, last = term[1], term[2]
    if left[0] != "matmul":
        return False
    first, middle = left[1], left[2]
    transposes = last == ("T", first) or first == ("T", last)
    return transposes and is_invertible(first) and is_definite(middle)


def is_invertible(term: Term) -> bool:
    """Say whether a matrix is seen to be invertible."""
    from derive.recheck.terms import shape

    head = term[0]
    if is_definite(term) or head == "cholesky":
        return True
    if head == "sym":
        return bool(term[2][0] == "invertible")
    if head in ("inverse", "T", "neg"):
        return is_invertible(term[1])
    if head == "matmul":
        return all((shape(t) or (0, 1))[0] == (shape(t) or (0, 1))[1] and is_invertible(t)
                   for t in term[1:])  # fmt: skip
    if head == "mul":
        from derive.recheck.compare import decided_sign

        number, matrix = term[1:] if shape(term[1]) is None else (term[2], term[1])
        return is_invertible(matrix) and decided_sign(number) in ("+", "-", "!")
    if head == "diagonal":
        from derive.recheck.compare import decided_sign

        return decided_sign(term[1]) in ("+", "-", "!")
    return False
