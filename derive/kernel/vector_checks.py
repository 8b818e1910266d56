"""Vector checks: derivatives, and integrals over ℝᵏ."""

from __future__ import annotations

from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.kernel.definedness import check_defined
from derive.kernel.derivative import applied, derivative, differential, direction_of
from derive.kernel.facts import Declined, Facts
from derive.kernel.instances import instance_of
from derive.kernel.matrix_facts import is_invertible
from derive.kernel.multivariate_gaussian import check_gaussian
from derive.kernel.normal_form import equal
from derive.kernel.question import Parameters, Question, entails
from derive.kernel.signs import is_nonnegative
from derive.kernel.theories import COORDINATES, MATRICES, POINTWISE
from derive.notation import (
    BINDERS,
    VECTORS,
    Abs,
    Derivative,
    Determinant,
    Entry,
    Equal,
    Integral,
    MatrixProduct,
    Product,
    Times,
    Trace,
    Transpose,
    Var,
    Zero,
    free,
    is_scalar,
    rewrite,
    same,
    shape,
    substitute,
    subterms,
)


def check_derivative(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check a line in which derivatives are replaced by their values."""
    equations = []
    for term, value in parameters["values"]:
        if not isinstance(term, Derivative):
            raise Declined(term, " is not a derivative")
        _check_value(term, value, facts)
        for found in (t for line in (question.before, question.after) for t in subterms(line)):
            if isinstance(found, Derivative) and found.args[:2] == term.args[:2]:
                equations.append((found, substitute(value, {term.variable: found.point})))
    entails(question, equations)


def _check_value(term: Derivative, value: Basic, facts: Facts) -> None:
    """Check that a value, a term in the variable, is the derivative in every direction."""
    x, body = term.variable, term.body
    check_defined(value, facts)
    if shape(value) != shape(term):
        raise Declined(value, " has not the shape of ", term)
    if is_scalar(x):
        found, said = derivative(body, x), value
    else:
        h = direction_of(x)
        found = differential(body, x, h)
        if x.domain in VECTORS:
            said = applied(value, is_scalar(body), h)
        else:
            said = Trace(MatrixProduct(value, h))
            if not equal(value, Transpose(value), {MATRICES}):
                raise Declined(value, " is not shown to be symmetric")
    if not any(equal(found, said, theories) for theories in (POINTWISE, POINTWISE | {COORDINATES})):
        raise Declined("the derivative of ", body, " is not ", value)


def check_linear_change_of_variables(
    question: Question, parameters: Parameters, facts: Facts
) -> None:
    """Check ∫ f(x) dx = ∫ f(b + A z)·|det A| dz over ℝᵏ, with A invertible."""
    facts.axiom("change of variables")
    integral, z, value = parameters["integral"], parameters["variable"], parameters["value"]
    matrix = parameters["matrix"]
    x = _whole_space(integral)
    if z in free(integral.body) | free(matrix) or z == x or not isinstance(z, Var):
        raise Declined(z, " already occurs in the integral")
    if z.domain != "vector" or shape(z) != shape(x) or shape(value) != shape(x):
        raise Declined(value, " is not a map of the whole space")
    check_defined(value, facts)
    check_defined(matrix, facts)
    h = direction_of(z)
    moved = MatrixProduct(matrix, h)
    if not equal(differential(value, z, h), moved, POINTWISE):
        raise Declined(value, " is not ", matrix, " @ ", z, " + a constant")
    if not is_invertible(matrix):
        raise Declined(matrix, " is not shown to be invertible")
    jacobian = Abs(Determinant(matrix))
    changed = Integral(Times(substitute(integral.body, {x: value}), jacobian), z)
    check_defined(changed, facts.apart())
    entails(question, [(integral, changed)])


def _whole_space(integral: Any) -> Var:
    """Return the variable of an integral over ℝᵏ."""
    if not isinstance(integral, Integral) or is_scalar(integral.variable):
        raise Declined(integral, " is not an integral over ℝᵏ")
    return integral.variable


def check_integral_of_a_derivative(
    question: Question, parameters: Parameters, facts: Facts
) -> None:
    """Check ∫ ∂f/∂x dx = 0 over ℝᵏ, where f is a polynomial × a Gaussian.

    Along each line parallel to an axis the integral of the partial derivative is the difference
    of end values that vanish; the other coordinates are integrated afterwards.
    """
    facts.axiom("fundamental theorem of calculus")
    facts.axiom("Fubini's theorem")
    integral = parameters["integral"]
    x = _whole_space(integral)
    body = integral.body
    if not isinstance(body, Derivative) or body.variable != x or body.point != x:
        raise Declined(body, " is not a derivative in ", x)
    check_gaussian(body.body, x)
    facts.vanishing()
    facts.integrability_in_space()
    entails(question, [(integral, Zero(*shape(integral)))])


def check_product_integral(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check ∫ Π f(xᵢ, i) dx = Π ∫ f(t, i) dt, for f ≥ 0: Tonelli, by induction on k.

    Where every factor is integrable, so is the product.
    """
    facts.axiom("Tonelli's theorem")
    facts.axiom("induction on the dimension")
    product, x, t = parameters["product"], parameters["variable"], parameters["coordinate"]
    if not isinstance(product, Product):
        raise Declined(product, " is not a product over an index")
    factor = _in_one_coordinate(product.body, x, product.variable, t)
    if not is_nonnegative(factor):
        raise Declined(factor, " is not shown to be nonnegative")
    each = Integral(factor, t)
    check_defined(each, facts)
    if question.relation.value == "is integrable":
        if question.after.args[:2] != (product, x):
            raise Declined("the conclusion is about another integrand")
        return
    entails(question, [(Integral(product, x), Product(each, product.variable))])


def _in_one_coordinate(f: Basic, x: Any, i: Var, t: Any) -> Basic:
    """Return f with xᵢ replaced by t; x must not occur otherwise."""
    if not isinstance(t, Var) or t.domain != "real" or t in free(f):
        raise Declined(t, " is not a new real variable")
    bound = {s.args[1] for s in subterms(f) if isinstance(s, BINDERS)}
    if not isinstance(x, Var) or {t, i, x} & bound:
        raise Declined("a name is bound again in ", f)
    coordinate = Entry(x, i)
    replaced: Basic = rewrite(f, lambda s: t if s == coordinate else None)
    if x in free(replaced):
        raise Declined(f, " depends on more than ", coordinate)
    return replaced


def check_marginal(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check ∫ g(xᵢ)·Π f(xⱼ, j) dx = ∫ g(t)·f(t, i) dt, where every ∫ f(t, j) dt is 1: Fubini."""
    facts.axiom("Fubini's theorem")
    facts.axiom("induction on the dimension")
    integral, i, t = parameters["integral"], parameters["index"], parameters["coordinate"]
    x = _whole_space(integral)
    body = integral.body
    if not isinstance(body, Times) or not isinstance(body.args[0], Product):
        raise Declined(body, " is not a product over an index times a factor")
    product, factor = body.args
    j = product.variable
    if not isinstance(i, Var) or i.domain != "index" or i.dimensions != j.dimensions:
        raise Declined(i, " is not an index of the coordinates")
    if any({x, j, t} & free(assumption) for assumption in facts.assumptions):
        raise Declined("something is assumed of a letter that is bound here")
    density = _in_one_coordinate(product.body, x, j, t)
    g = _in_one_coordinate(factor, x, i, t)
    if not is_nonnegative(density):
        raise Declined(density, " is not shown to be a density")
    check_defined(Integral(density, t), facts)
    _check_normalised(Integral(density, t), parameters, facts)
    own = substitute(density, {j: i})
    marginal = Integral(Times(own, g), t)
    check_defined(marginal, facts)
    entails(question, [(integral, marginal)])


def _check_normalised(integral: Integral, parameters: Parameters, facts: Facts) -> None:
    """Check that a cited theorem says that an integral is 1."""
    instance = instance_of(parameters, facts)
    said = Equal(integral, Integer(1))
    if not same(instance, said):
        raise Declined(f"{parameters['name']} does not say that ", said)
