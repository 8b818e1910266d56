"""Formulas and propositions at random, whose shapes fit."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

from latex_letters import M1, B, R, S, X, Y, a, i, j, k, m

from derive.formula import Formula, formula
from derive.notation import (
    And,
    AtMost,
    Cholesky,
    Coordinates,
    Derivative,
    Diagonal,
    Entry,
    Equal,
    ForAll,
    Identity,
    Iff,
    Integrable,
    Integral,
    Inverse,
    Less,
    MatrixProduct,
    Max,
    Product,
    Scalar,
    StrictlyConvex,
    Sum,
    TendsTo,
    Trace,
    Unequal,
    Var,
    Zero,
    as_term,
    det,
    log,
    oo,
    positive,
    real,
    vector,
)

HEADS = ["Plus", "Minus", "Times", "Over", "Power", "Neg", "Exp", "Log", "Sqrt", "Abs", "Sin"]


def grown(r: random.Random, depth: int) -> Formula:
    """A formula at random."""
    if depth == 0 or r.random() < 0.1:
        numbers = [Formula("Number", text=t) for t in ("2", "3", "-1", "1/2", "-2/3")]
        return r.choice([*(Formula("Var", text=v) for v in ("x", "mu_1", "sigma_2")), *numbers])
    head = r.choice(HEADS)
    if head == "Power":
        return Formula(head, (grown(r, depth - 1), Formula("Number", text=r.choice(["2", "3"]))))
    count = 2 if head in ("Plus", "Minus", "Times", "Over") else 1
    return Formula(head, tuple(grown(r, depth - 1) for _ in range(count)))


SIZES = {"k": 2, "m": 3, "1": 1}
SHAPES = [("k", "1"), ("1", "k"), ("k", "k"), ("m", "k"), ("k", "m"), ("m", "1")]
DIMENSIONS = {"k": k, "m": m, "1": 1}
t, v = real("t"), positive("v")
LEAVES = {("k", "1"): [X, Y, M1], ("k", "k"): [B, S], ("m", "k"): [R], ("m", "1"): [vector("z", m)]}


class Grower:
    """Formulas at random whose shapes fit; with ``few`` letters, for they meet more often."""

    def __init__(self, seed: int, *, few: bool = False) -> None:
        self.r = random.Random(seed)
        self.few = few

    def number(self, depth: int, inside: tuple[Var, ...] = ()) -> Any:
        """A number; ``inside`` are the indices bound around it."""
        leaves = [a, t, k, *(Entry(v, n) for n in inside for v in (X, M1))]
        leaves += [B[n, o] for n in inside for o in inside] + [2, 3]
        if depth == 0:
            return a if self.few else self.r.choice(leaves)
        one, two = (lambda: self.number(depth - 1, inside), self.matrix)
        square = self.r.choice([("k", "k"), ("k", "k"), ("m", "m")])
        n = self.r.choice((i, j))
        choices = [
            lambda: a * one(), lambda: one() * one(), lambda: one() + one(), lambda: one() - one(),
            lambda: -(a * one()), lambda: a / one(), lambda: (a * one()) ** 2,
            lambda: Max(one(), one()),
            lambda: Trace(two(square, depth - 1, inside)), lambda: log(t * one()),
            lambda: det(two(square, depth - 1, inside)),
            lambda: two(("1", "k"), depth - 1, inside) @ two(("k", "1"), depth - 1, inside),
            lambda: two(("1", "k"), depth - 1, inside) @ two(("k", "1"), depth - 1, inside),
            lambda: Scalar(two(("1", "1"), depth - 1, inside)),
            lambda: two(("k", "1"), depth - 1, inside)[n] if n in inside else a,
            lambda: two(("k", "k"), depth - 1, inside)[n, n] if n in inside else a,
            lambda: Sum(self.number(depth - 1, (*inside, n)), n),
            lambda: Product(self.number(depth - 1, (*inside, n)), n),
            lambda: Derivative(one() * t, t), lambda: Derivative(one() * t, t, one()),
            lambda: Integral(one(), t), lambda: Integral(one(), Y),
        ]  # fmt: skip
        return self.r.choice(choices)()

    def matrix(self, shape: tuple[str, str], depth: int, inside: tuple[Var, ...] = ()) -> Any:
        """A matrix of this shape."""
        rows, columns = (DIMENSIONS[d] for d in shape)
        if depth == 0:
            if shape in LEAVES:
                return LEAVES[shape][0] if self.few else self.r.choice(LEAVES[shape])
            if shape[::-1] in LEAVES:
                return self.matrix(shape[::-1], 0).T
            return self.r.choice([Zero(rows, columns), Identity(rows)])
        one = partial(self.matrix, shape, depth - 1, inside)
        number = partial(self.number, depth - 1, inside)
        between = self.r.choice("kkm1")
        choices = [
            lambda: one() + one(), lambda: one() - one(), lambda: -one(), lambda: number() * one(),
            lambda: one() * number(), lambda: one() / number(), lambda: Integral(one(), Y),
            lambda: self.matrix(shape[::-1], depth - 1, inside).T, lambda: Integral(one(), t),
            lambda: Zero(rows, columns), lambda: Derivative(t * one(), t, number()),
        ]  # fmt: skip
        if shape != (between, between):
            choices += 6 * [
                lambda: MatrixProduct(
                    self.matrix((shape[0], between), depth - 1, inside),
                    self.matrix((between, shape[1]), depth - 1, inside),
                )
            ]
        if shape[0] == shape[1]:
            choices += [lambda: Inverse(one()), lambda: Identity(rows)]
        if shape == ("k", "k"):
            choices += [lambda: Diagonal(self.number(depth - 1, (*inside, i)), i)]
            choices += [lambda: Cholesky(S)]
        if shape == ("k", "1"):
            choices += [lambda: Coordinates(self.number(depth - 1, (*inside, i)), i)]
            choices += [lambda: Derivative(number(), Y)]
            choices += [lambda: Derivative(number(), Y, self.matrix(shape, depth - 1, inside))]
        if shape in (("k", "k"), ("m", "k")):
            of = (shape[0], "1")
            choices += [lambda: Derivative(self.matrix(of, depth - 1, inside), Y)]
        return self.r.choice(choices)()

    def proposition(self, depth: int) -> Any:
        """Something that holds or does not."""
        number = partial(self.number, depth - 1)
        of = self.r.choice(SHAPES)
        shaped = partial(self.matrix, of, depth - 1)
        atoms = [
            lambda: Equal(number(), number()), lambda: Equal(shaped(), shaped()),
            lambda: Unequal(shaped(), shaped()), lambda: Less(number(), number()),
            lambda: AtMost(number(), number()), lambda: TendsTo(number(), t, number()),
            lambda: TendsTo(number(), v, -oo, 0), lambda: TendsTo(number(), v, oo, 0, oo),
            lambda: Integrable(number(), t), lambda: StrictlyConvex(number(), t),
            lambda: StrictlyConvex(number(), t, v),
        ]  # fmt: skip
        if depth <= 1:
            return self.r.choice(atoms)()
        one = partial(self.proposition, depth - 1)
        x = self.r.choice((t, v, Y))
        over = [lambda: And(one(), one()), lambda: Iff(one(), one()), lambda: ForAll(one(), x)]
        return self.r.choice([*atoms, *over * 5])()

    def any(self, depth: int) -> Formula:
        """A number or a matrix, or what may be said of them."""
        shape = self.r.choice([None, None, *SHAPES, "said"])
        if shape == "said":
            return formula(self.proposition(depth))
        return formula(as_term(self.number(depth) if shape is None else self.matrix(shape, depth)))


def normal(f: Formula) -> Any:
    """The tree without the grouping of its products."""
    if f.head in ("Times", "MatrixProduct", "And"):
        factors: list[Any] = []
        for arg in f.args:
            part = normal(arg)
            factors += part[1] if part[0] == f.head else [part]
        return f.head, factors
    return f.head, f.text, f.domain, f.shape, [normal(arg) for arg in f.args]
