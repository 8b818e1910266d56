"""Enclosures of terms with matrices hold the exact value, and are refused where there is none."""

import random
from fractions import Fraction

import pytest
from flint import arb, arb_mat, fmpq, fmpq_mat
from sympy import Integer

from derive.evidence.enclosure import enclose
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.points import Matrix, sample
from derive.notation import (
    Cholesky,
    Determinant,
    Diagonal,
    Entry,
    Identity,
    Inverse,
    MatrixProduct,
    Minus,
    Neg,
    Over,
    Plus,
    Product,
    Scalar,
    Sum,
    Times,
    Trace,
    Transpose,
    Var,
    Zero,
    det,
    dimension,
    free,
    index,
    inverse,
    log,
    matrix,
    positive_definite,
    real,
    shape,
    sqrt,
    symmetric,
    trace,
    vector,
)

k = dimension("k")
A, B = matrix("A B", k, k)
S = positive_definite("S", k)
P = symmetric("P", k)
x, y = vector("x y", k)
t = real("t")
i, j = index("i j", k)


# -- an evaluator of its own: exact rational numbers ----------------------------------------------


def rational(value):
    return fmpq(value.numerator, value.denominator)


def exact(term, point):
    """The exact value of a term, by rational arithmetic; a number is an fmpq."""
    if isinstance(term, Var):
        value = point[term]
        if isinstance(value, tuple):
            return fmpq_mat([[rational(e) for e in row] for row in value])
        return rational(value)
    if isinstance(term, Integer):
        return fmpq(int(term))
    if isinstance(term, (Sum, Product, Diagonal)):
        size = point[k]
        found = [exact(term.args[0], {**point, term.args[1]: n + 1}) for n in range(size)]
        if isinstance(term, Diagonal):
            rows = [[found[a] if a == b else 0 for b in range(size)] for a in range(size)]
            return fmpq_mat(rows)
        total = fmpq(0 if isinstance(term, Sum) else 1)
        for value in found:
            total = total + value if isinstance(term, Sum) else total * value
        return total
    if isinstance(term, Entry):
        row, *column = (point[a] - 1 for a in term.args[1:])
        return exact(term.args[0], point)[row, column[0] if column else 0]
    a = [exact(argument, point) for argument in term.args]
    if isinstance(term, Identity):
        size = range(point[k])
        return fmpq_mat([[int(r == c) for c in size] for r in size])
    if isinstance(term, Zero):
        return fmpq_mat(point[k], point[k])
    return {
        Plus: lambda: a[0] + a[1],
        Minus: lambda: a[0] - a[1],
        Times: lambda: a[0] * a[1],
        Over: lambda: a[0] / a[1] if isinstance(a[0], fmpq) else a[0] * (1 / a[1]),
        Neg: lambda: a[0] * -1,
        MatrixProduct: lambda: a[0] * a[1],
        Transpose: lambda: a[0].transpose(),
        Inverse: lambda: a[0].inv(),
        Trace: lambda: sum((a[0][d, d] for d in range(a[0].nrows())), fmpq(0)),
        Determinant: lambda: a[0].det(),
        Scalar: lambda: a[0][0, 0],
    }[type(term)]()


# -- random terms ---------------------------------------------------------------------------------


def random_matrix(source, depth):
    """A random term of shape k×k."""
    if depth == 0:
        return source.choice((A, B, S, P, Identity(k), Zero(k, k)))
    a, b = (random_matrix(source, depth - 1) for _ in range(2))
    return source.choice(
        (
            lambda: a + b,
            lambda: a - b,
            lambda: -a,
            lambda: a @ b,
            lambda: a.T,
            lambda: inverse(a),
            lambda: random_number(source, depth - 1) * a,
            lambda: a / random_number(source, depth - 1),
            lambda: (a @ x) @ y.T,
            lambda: Diagonal((a @ x)[i], i),
            lambda: Diagonal(a[i, i], i),
        )
    )()


def random_number(source, depth):
    """A random term that is a number."""
    if depth == 0:
        return source.choice((t, k, Integer(3), x.T @ y, Sum(x[i], i), Product(y[j], j)))
    a = random_matrix(source, depth - 1)
    return source.choice(
        (
            lambda: trace(a),
            lambda: det(a),
            lambda: x.T @ a @ y,
            lambda: Sum(a[i, i] * x[i], i),
            lambda: Product((a @ x)[i], i),
            lambda: Sum(Sum(a[i, j], j) * y[i], i),
            lambda: random_number(source, depth - 1) - t,
        )
    )()


def dyadic(number):
    mantissa, exponent = number.man_exp()
    return mantissa * fmpq(2) ** int(exponent)


def number_holds(ball, value):
    """Without any rounding."""
    distance = value - dyadic(ball.mid())
    return -dyadic(ball.rad()) <= distance <= dyadic(ball.rad())


def holds(ball, value):
    if isinstance(value, fmpq):
        return number_holds(ball, value)
    return (ball.nrows(), ball.ncols()) == (value.nrows(), value.ncols()) and all(
        number_holds(ball[r, c], value[r, c])
        for r in range(value.nrows())
        for c in range(value.ncols())
    )


def width(ball):
    return max(e.rad() for e in (ball.entries() if isinstance(ball, arb_mat) else [ball]))


@pytest.mark.parametrize("make", [random_matrix, random_number])
def test_the_exact_value_is_in_the_ball(make):
    source = random.Random(3)
    held = undefined = narrow = 0
    for _ in range(150):
        term = make(source, source.randint(1, 4))
        for point in list(sample(free(term) | {k}, 8))[:4]:
            try:
                value = exact(term, point)
            except ZeroDivisionError:
                with pytest.raises((Undefined, NotEnclosed)):
                    enclose(term, point)
                undefined += 1
                continue
            try:
                ball = enclose(term, point)
            except NotEnclosed:
                continue
            assert holds(ball, value), f"{term} at {point}"
            narrow += bool(width(ball) < 1e-18)
            held += 1
    assert narrow > 0.9 * held > 400
    assert undefined > 10


# -- one by one -----------------------------------------------------------------------------------


def point(**values):
    rows = {name: Matrix(tuple(map(Fraction, row)) for row in v) for name, v in values.items()}
    return {k: 2, **{v: rows[v.name] for v in (A, B, S, P, x, y) if v.name in rows}}


def numbers(ball):
    return [[float(entry) for entry in row] for row in ball.tolist()]


def test_a_cholesky_factor_by_hand():
    at = point(S=[[4, 2], [2, 10]])
    assert numbers(enclose(Cholesky(S), at)) == [[2, 0], [1, 3]]
    assert enclose(log(det(S)), at).overlaps(arb(36).log())


def test_the_root_of_a_factor_is_enclosed():
    at = point(S=[[2, 1], [1, 3]])
    factor = enclose(Cholesky(S), at)
    assert factor[0, 0].overlaps(arb(2).sqrt())
    assert factor[1, 1].overlaps((arb(5) / 2).sqrt())
    assert width(factor) < 1e-30
    assert holds(factor * factor.transpose(), fmpq_mat([[2, 1], [1, 3]]))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[1, 2], [2, 1]], "positive definite"),
        ([[-1, 0], [0, 1]], "positive definite"),
        ([[1, 1], [1, 1]], "positive definite"),
        ([[1, 2], [0, 9]], "symmetric"),
    ],
)
def test_no_cholesky_factor(rows, reason):
    with pytest.raises(Undefined, match=f"cholesky.A. is not defined: .* not {reason}"):
        enclose(Cholesky(A), point(A=rows))


def test_a_factor_that_may_not_exist_is_not_decided():
    third = Fraction(1, 3)
    at = point(A=[[third, third], [third, third]])
    with pytest.raises(NotEnclosed, match="may not exist"):
        enclose(Cholesky(A), at)


def test_the_inverse_of_a_singular_matrix():
    with pytest.raises(Undefined, match=r"inverse.A. is not defined: its argument is singular"):
        enclose(inverse(A), point(A=[[1, 2], [2, 4]]))
    third = Fraction(1, 3)
    with pytest.raises(NotEnclosed, match="may not exist"):
        enclose(inverse(A), point(A=[[third, 2 * third], [third / 7, 2 * third / 7]]))


def test_what_has_no_value_inside_is_named():
    at = {**point(A=[[1, 2], [2, 4]]), t: Fraction(0)}
    with pytest.raises(Undefined, match="A/t divides by zero"):
        enclose(A / t, at)
    with pytest.raises(Undefined, match="log"):
        enclose(log(det(A)), at)
    with pytest.raises(Undefined, match="root of a negative number"):
        enclose(sqrt(trace(A) - 6), at)


def test_entries_are_counted_from_1_row_first():
    at = point(A=[[1, 2], [3, 4]], x=[[5], [6]])
    assert float(enclose(A[i, j], {**at, i: 1, j: 2})) == 2
    assert float(enclose(A[i, j], {**at, i: 2, j: 1})) == 3
    assert float(enclose(x[i], {**at, i: 2})) == 6
    assert float(enclose(Sum(i * x[i], i), at)) == 17
    assert float(enclose(Product(i + x[i], i), at)) == 48
    assert numbers(enclose(Diagonal(i * x[i], i), at)) == [[5, 0], [0, 12]]


def test_a_bound_index_hides_a_free_one():
    at = {**point(x=[[5], [6]]), i: 1}
    assert float(enclose(Sum(x[i], i) * x[i], at)) == 55


def test_numbers_are_still_numbers():
    assert isinstance(enclose(t + k, {t: Fraction(1, 2), k: 3}), arb)
    assert isinstance(enclose(Identity(k), {k: 3}), arb_mat)
    assert shape(Identity(k)) == (k, k)
