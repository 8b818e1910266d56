"""Checks on derivatives and on integrals over ℝᵏ, asked directly: no rule stands before them."""

from __future__ import annotations

import re

import pytest
from sympy import Integer

from derive.derivation import (
    Application,
    Derivation,
    Justification,
    Kind,
    Proposal,
    Relation,
    Rule,
    Step,
    Trial,
)
from derive.kernel import chain
from derive.kernel.chain import check
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import (
    Abs,
    Derivative,
    Diagonal,
    Equal,
    Expectation,
    Identity,
    Integrable,
    Integral,
    MultivariateNormal,
    Normal,
    Product,
    Proposition,
    Sum,
    Zero,
    as_term,
    det,
    dimension,
    exp,
    free,
    half,
    index,
    inverse,
    invertible,
    log,
    matrix,
    positive,
    positive_definite,
    positive_vector,
    real,
    sqrt,
    symmetric,
    trace,
    vector,
)

k, n = dimension("k n")
i, j = index("i j", k)
h = index("h", n)
x, y, z, m = vector("x y z m", k)
w = vector("w", n)
s = positive_vector("s", k)
t, a = real("t a")
u = positive("u")
mean, std = real("mu"), positive("sigma")
A = matrix("A", k, k)
F = matrix("F", k, n)
P, Q = symmetric("P Q", k)
S, T = positive_definite("S T", k)
N = invertible("N", k)
q = MultivariateNormal(m, S)
bell = exp(-(x.T @ x))
whole = Integral(bell, x)
CONDITIONS = (
    "gaussian_integrability", "exponential_beats_polynomial", "multivariate_gaussian_integrability",
)  # fmt: skip
DENSITIES = ("gaussian_normalisation", "gaussian_mean")
NOTHING = Trial(Integer(1), Integer(1))


def asked(before, after, kind, relation=Relation.EQUAL, **parameters):
    """Return what the kernel says of a line that is offered with a kind and parameters."""

    def offer(focus):
        return Proposal(focus.goal, Justification(kind, parameters))

    by = Application(Rule("offer", "offer", offer, NOTHING, NOTHING), {})
    letters = free(as_term(before)) | free(as_term(after))
    proposition = isinstance(after, Proposition)
    claim = after if proposition else Equal(before, after)
    step = Step("step", after, by, "", relation)
    names = {v.name: v for v in letters}
    cited = (*CONDITIONS, *DENSITIES) if kind is Kind.MARGINAL else CONDITIONS
    offered = Derivation("asked", "", claim, before, (step,), names, conditions=cited)
    (found,) = check(["asked"], {**LIBRARY, "asked": offered})["asked"].steps
    return found


@pytest.fixture(autouse=True)
def no_evidence(monkeypatch):
    """Counterexamples are sought for each refusal; here only the refusal matters."""
    monkeypatch.setattr(chain, "refute", lambda before, relation, after: None)


def is_proved(*args, **parameters):
    return asked(*args, **parameters).verdict is Verdict.PROVED


# -- derivatives ----------------------------------------------------------------------------------

VALUES = [
    # a function, its variable, the derivative, and what it is not
    (x.T @ A @ x, x, A @ x + A.T @ x, 2 * (A @ x)),
    (y.T @ A @ x, x, A.T @ y, A @ y),
    (A @ x, x, A, A.T),
    ((x.T @ x) * x, x, (x.T @ x) * Identity(k) + 2 * (x @ x.T), (x.T @ x) * Identity(k)),
    ((y.T @ x) * x, x, (y.T @ x) * Identity(k) + x @ y.T, (y.T @ x) * Identity(k) + y @ x.T),
    (bell, x, -2 * bell * x, 2 * bell * x),
    (q(x), x, -(q(x) * (inverse(S) @ (x - m))), q(x) * (inverse(S) @ (x - m))),
    (q(x), m, q(x) * (inverse(S) @ (x - m)), -(q(x) * (inverse(S) @ (x - m)))),
    (log(q(x)), x, -(inverse(S) @ (x - m)), -(S @ (x - m))),
    (Sum(x[i] ** 2, i), x, 2 * x, x),
    (Sum(s[i] * x[i], i), x, s, x),
    (log(det(S)), S, inverse(S), inverse(S) / 2),
    (det(S), S, det(S) * inverse(S), inverse(S)),
    (trace(S @ S), S, 2 * S, S),
    (trace(A @ S), S, half * (A + A.T), A),
    (trace(inverse(S) @ T), S, -(inverse(S) @ T @ inverse(S)), -(inverse(S) @ inverse(S) @ T)),
    (x.T @ inverse(S) @ x, S, -(inverse(S) @ x @ x.T @ inverse(S)), -(x @ x.T)),
    (trace(P @ Q), P, Q, 2 * Q),
    (x.T @ P @ y, P, half * (x @ y.T + y @ x.T), x @ y.T),
    (t**2 * A, t, 2 * t * A, t * A),
    (log(det(u * S)), u, k / u, 1 / u),
    (inverse(u * S), u, -(inverse(S) / u**2), inverse(S) / u**2),
    (det(Diagonal(u * s[i], i)), u, k * det(Diagonal(u * s[i], i)) / u,
     det(Diagonal(u * s[i], i)) / u),
]  # fmt: skip


@pytest.mark.parametrize(("f", "v", "true", "false"), VALUES, ids=lambda x: str(x)[:50])
def test_a_derivative_has_one_value(f, v, true, false):
    derivative = Derivative(f, v)
    assert is_proved(derivative, true, Kind.DERIVATIVE, values=[(derivative, true)])
    found = asked(derivative, false, Kind.DERIVATIVE, values=[(derivative, false)])
    assert found.verdict is not Verdict.PROVED
    assert "is not shown to be symmetric" in found.reason or "the derivative of" in found.reason


def test_a_true_value_does_not_prove_another_line():
    derivative = Derivative(x.T @ x, x)
    assert not is_proved(derivative, x, Kind.DERIVATIVE, values=[(derivative, 2 * x)])
    assert not is_proved(derivative, x, Kind.DERIVATIVE, values=[])


def test_the_value_is_taken_at_the_point():
    at_m = Derivative(x.T @ x, x, m)
    assert is_proved(at_m, 2 * m, Kind.DERIVATIVE, values=[(at_m, 2 * x)])
    assert not is_proved(at_m, 2 * y, Kind.DERIVATIVE, values=[(at_m, 2 * x)])


@pytest.mark.parametrize(
    ("values", "reason"),
    [([(x.T @ x, 2 * x)], "is not a derivative"),
     ([(Derivative(x.T @ x, x), Identity(k))], "has not the shape of"),
     ([(Derivative(x.T @ x, x), 2 * w)], "has not the shape of"),
     ([(Derivative(x.T @ x, x), 2 * (inverse(A) @ A @ x))], "det\\(A\\) != 0 is not shown")],
)  # fmt: skip
def test_what_cannot_be_a_value_is_refused(values, reason):
    found = asked(Derivative(x.T @ x, x), 2 * x, Kind.DERIVATIVE, values=values)
    assert found.verdict is not Verdict.PROVED
    assert re.search(reason, found.reason), found.reason


@pytest.mark.parametrize(
    "derivative",
    [Derivative(sqrt(x.T @ x), x), Derivative(Abs(x.T @ y), x), Derivative(det(P), P),
     Derivative(Product(x[i], i), x), Derivative(Integral(q(x), x), m),
     Derivative(Expectation(x, x, q), m)],
    ids=str,
)  # fmt: skip
def test_what_is_not_seen_to_be_differentiable_is_declined(derivative):
    found = asked(2 * derivative, derivative + derivative, Kind.NORMAL_FORM)
    assert found.verdict is not Verdict.PROVED
    assert "is not seen to be differentiable" in found.reason


# -- linear change of variables -------------------------------------------------------------------


def moved(value, factor, variable=z):
    return Integral(exp(-(value.T @ value)) * factor, variable)


@pytest.mark.parametrize(
    ("value", "of"),
    [(N @ z, N), (m + N @ z, N), (S @ z - m, S), (2 * z, 2 * Identity(k)), (-z, -Identity(k)),
     (z, Identity(k)), (N @ S @ z, N @ S), (inverse(N) @ z, inverse(N)), (z / u, Identity(k) / u),
     (Diagonal(s[i], i) @ z, Diagonal(s[i], i))],
    ids=str,
)  # fmt: skip
def test_a_linear_change_of_variables(value, of):
    given = {"integral": whole, "variable": z, "value": value, "matrix": of}
    kind = Kind.LINEAR_CHANGE_OF_VARIABLES
    assert is_proved(whole, moved(value, Abs(det(of))), kind, **given)
    assert not is_proved(whole, moved(value, 2 * Abs(det(of))), kind, **given)


@pytest.mark.parametrize(
    ("value", "of", "variable", "reason"),
    [
        (A @ z, A, z, "is not shown to be invertible"),
        (P @ z, P, z, "is not shown to be invertible"),
        (0 * z, 0 * Identity(k), z, "is not shown to be invertible"),
        (F @ w, F, w, "is not a map of the whole space"),
        (N @ z, S, z, "a constant"),
        (N @ z, N.T, z, "a constant"),
        (N @ z, F, z, "shape|a constant"),
        ((z.T @ z) * z, Identity(k), z, "a constant"),
        (z + (z.T @ z) * m, Identity(k), z, "a constant"),
        (sqrt(z.T @ z) * m + z, Identity(k), z, "is not seen to be differentiable"),
        (N @ z, N + z @ z.T, z, "already occurs"),
        (N @ x, N, x, "already occurs"),
        (inverse(A) @ z, inverse(A), z, "is not shown"),
        (s, Identity(k), s, "is not a map of the whole space"),
        (t * m, Identity(k), t, "is not a map of the whole space"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_linear_change_of_variables(value, of, variable, reason):
    found = asked(
        whole, whole + 0, Kind.LINEAR_CHANGE_OF_VARIABLES,
        integral=whole, variable=variable, value=value, matrix=of,
    )  # fmt: skip
    assert found.verdict is not Verdict.PROVED
    assert re.search(reason, found.reason), found.reason


def test_an_integral_over_the_line_is_none_over_space():
    line = Integral(exp(-(t**2)), t)
    given = {"integral": line, "variable": z, "value": N @ z, "matrix": N}
    found = asked(line, line + 0, Kind.LINEAR_CHANGE_OF_VARIABLES, **given)
    assert "is not an integral over ℝᵏ" in found.reason


# -- the integral of a derivative -----------------------------------------------------------------


@pytest.mark.parametrize("f", [bell, q(x), (x.T @ A @ x) * q(x)], ids=str)
def test_the_gradient_of_a_gaussian_integrates_to_zero(f):
    integral = Integral(Derivative(f, x), x)
    kind = Kind.INTEGRAL_OF_A_DERIVATIVE
    assert is_proved(integral, Zero(k, 1), kind, integral=integral)
    assert is_proved(A @ integral, A @ Zero(k, 1), kind, integral=integral)
    assert not is_proved(integral, m, kind, integral=integral)


@pytest.mark.parametrize(
    ("integral", "reason"),
    [(Integral(q(x) * x, x), "is not a derivative in x"),
     (Integral(A @ Derivative(q(x), x), x), "is not a derivative in x"),
     (Integral(Derivative(q(x), m) * bell, x), "is not a (derivative in|polynomial in)"),
     (Integral(exp(-(t**2)), t), "is not an integral over ℝᵏ")],
    ids=str,
)  # fmt: skip
def test_what_is_no_integral_of_a_derivative(integral, reason):
    found = asked(integral, integral + 0 * integral, Kind.INTEGRAL_OF_A_DERIVATIVE,
                  integral=integral)  # fmt: skip
    assert found.verdict is not Verdict.PROVED
    assert re.search(reason, found.reason), found.reason


# -- products over the coordinates ----------------------------------------------------------------

squares = Product(exp(-(s[i] * x[i] ** 2)), i)
each = Product(Integral(exp(-(s[i] * t**2)), t), i)


def test_the_integral_of_a_product():
    before = Integral(squares, x)
    given = {"product": squares, "variable": x, "coordinate": t}
    assert is_proved(before, each, Kind.PRODUCT_INTEGRAL, **given)
    other = Product(Integral(exp(-(s[i] * t**2)), t, 0), i)
    assert not is_proved(before, other, Kind.PRODUCT_INTEGRAL, **given)
    assert not is_proved(before, 2 * each, Kind.PRODUCT_INTEGRAL, **given)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"product": Sum(exp(-(x[i] ** 2)), i)}, "is not a product over an index"),
     ({"product": Product(x[i] * exp(-(x[i] ** 2)), i)}, "is not shown to be nonnegative"),
     ({"product": Product(exp(-(x.T @ x)), i)}, "depends on more than"),
     ({"product": Product(exp(-(x[i] ** 2 + x[j] ** 2)), i)}, "depends on more than"),
     ({"product": Product(exp(-(x[i] ** 2)) * Sum(exp(x[i]), i), i)}, "a name is bound again"),
     ({"product": Product(exp(-(x[i] ** 2) + t), i)}, "is not a new real variable"),
     ({"product": Product(exp(x[i]), i)}, "is not a polynomial in t × a Gaussian"),
     ({"product": Product(exp(-(w[h] ** 2)), h)}, "is not an index from 1 to k"),
     ({"coordinate": u}, "is not a new real variable"),
     ({"coordinate": x}, "is not a new real variable"),
     ({"variable": y}, "depends on more than|is not seen to be integrable|is not a polynomial")],
    ids=str,
)  # fmt: skip
def test_what_is_no_integral_of_a_product(changes, reason):
    given = {"product": squares, "variable": x, "coordinate": t, **changes}
    found = asked(Integral(squares, x), each, Kind.PRODUCT_INTEGRAL, **given)
    assert found.verdict is not Verdict.PROVED
    assert re.search(reason, found.reason), found.reason


def test_a_product_of_integrable_factors_is_integrable_and_nothing_else_is():
    given = {"product": squares, "variable": x, "coordinate": t}
    kind, relation = Kind.PRODUCT_INTEGRAL, Relation.IS_INTEGRABLE
    assert is_proved(squares, Integrable(squares, x), kind, relation, **given)
    other = Product(exp(x[i] ** 2), i)
    assert not is_proved(other, Integrable(other, x), kind, relation, **given)
    assert not is_proved(squares, Integrable(squares, y), kind, relation, **given)


# -- marginals ------------------------------------------------------------------------------------

densities = Product(Normal(m[j], s[j])(x[j]), j)
joint = Integral(densities * x[i] ** 2, x)
own = Integral(Normal(m[i], s[i])(t) * t**2, t)
MARGINAL = {
    "integral": joint, "index": i, "coordinate": t, "name": "gaussian_normalisation",
    "values": {mean: m[j], std: s[j]},
}  # fmt: skip


def test_a_marginal():
    assert is_proved(joint, own, Kind.MARGINAL, **MARGINAL)
    assert not is_proved(joint, 2 * own, Kind.MARGINAL, **MARGINAL)
    assert not is_proved(joint, Integral(t**2 * exp(-(t**2)), t), Kind.MARGINAL, **MARGINAL)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"integral": Integral(densities, x)}, "is not a product over an index times a factor"),
     ({"integral": Integral(q(x) * x[i], x)}, "is not a product over an index times a factor"),
     ({"integral": Integral(densities * (x[i] * x[j]), x)}, "depends on more than"),
     ({"integral": Integral(densities * (x.T @ x), x)}, "depends on more than"),
     ({"integral": Integral(densities * Sum(x[i], i), x)}, "a name is bound again"),
     ({"integral": Integral(densities * (t * x[i]), x)}, "is not"),
     ({"integral": Integral(Product(exp(-(x[j] ** 2)), j) * x[i], x)}, "does not say that"),
     ({"index": h}, "is not an index of the coordinates"),
     ({"index": t}, "is not an index of the coordinates"),
     ({"index": j}, "depends on more than"),
     ({"coordinate": u}, "is not a new real variable"),
     ({"name": "gaussian_mean"}, "does not say that"),
     ({"name": "nobody"}, "is not proved"),
     ({"values": {mean: m[i], std: s[i]}}, "does not say that"),
     ({"values": {mean: m[j], std: m[j]}}, "cannot stand for|is not shown to be positive"),
     ({"values": {}}, "does not say that")],
    ids=str,
)  # fmt: skip
def test_what_is_no_marginal(changes, reason):
    given = {**MARGINAL, **changes}
    found = asked(joint, own, Kind.MARGINAL, **given)
    assert found.verdict is not Verdict.PROVED
    assert re.search(reason, found.reason), found.reason


# -- lies that no rule of ours would tell --------------------------------------------------------


def test_the_value_of_one_derivative_is_not_that_of_another():
    cube, square = Derivative(t**3, t, t), Derivative(t**2, t, t)
    values = ((cube, 3 * t**2),)
    assert is_proved(cube, 3 * t**2, Kind.DERIVATIVE, values=values)
    assert not is_proved(square, 3 * t**2, Kind.DERIVATIVE, values=values)
    assert not is_proved(Derivative(a**3, a, a), 3 * t**2, Kind.DERIVATIVE, values=values)
    found = asked(t + 0, t, Kind.DERIVATIVE, values=((t, t),))
    assert found.reason == "t is not a derivative"


AXIOMS = {
    Kind.LINEAR_CHANGE_OF_VARIABLES: ("change of variables",),
    Kind.PRODUCT_INTEGRAL: ("Tonelli's theorem", "induction on the dimension"),
    Kind.MARGINAL: ("Fubini's theorem", "induction on the dimension"),
    Kind.INTEGRAL_OF_A_DERIVATIVE: ("fundamental theorem of calculus", "Fubini's theorem"),
}


@pytest.mark.parametrize("kind", AXIOMS, ids=lambda kind: kind.value)
def test_what_is_proved_over_the_whole_space_names_its_axioms(kind):
    slope = Integral(Derivative(bell, x), x)
    moved = {"integral": whole, "variable": z, "matrix": N, "value": N @ z}
    product = {"product": squares, "variable": x, "coordinate": t}
    before, after, given = {
        Kind.LINEAR_CHANGE_OF_VARIABLES: (
            whole, Integral(exp(-((N @ z).T @ (N @ z))) * Abs(det(N)), z), moved,
        ),
        Kind.PRODUCT_INTEGRAL: (Integral(squares, x), each, product),
        Kind.MARGINAL: (joint, own, MARGINAL),
        Kind.INTEGRAL_OF_A_DERIVATIVE: (slope, Zero(k, 1), {"integral": slope}),
    }[kind]  # fmt: skip
    found = asked(before, after, kind, **given)
    assert found.verdict is Verdict.PROVED, found.reason
    assert set(AXIOMS[kind]) <= set(found.axioms)
    false = m if kind is Kind.INTEGRAL_OF_A_DERIVATIVE else 2 * before
    assert not is_proved(before, false, kind, **given)


@pytest.mark.parametrize(
    "integral",
    [
        Integral(Derivative(bell, x, m) * bell, x),
        Integral(x * bell, x),
    ],
)
def test_only_the_integral_of_a_derivative_in_its_own_variable_vanishes(integral):
    kind = Kind.INTEGRAL_OF_A_DERIVATIVE
    found = asked(integral, Zero(k, 1), kind, integral=integral)
    assert "is not a derivative in x" in found.reason or "not seen to be" in found.reason


def test_an_integral_of_a_derivative_rests_on_both_theorems():
    slope = Integral(Derivative(bell, x), x)
    found = asked(slope, Zero(k, 1), Kind.INTEGRAL_OF_A_DERIVATIVE, integral=slope)
    assert set(found.theorems) >= {CONDITIONS[1], CONDITIONS[2]}
