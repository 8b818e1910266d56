"""Multivariate Gaussian: sums of (free of x)·(polynomial in x)·exp(negative definite quadratic).

A polynomial in the entries of x ∈ ℝᵏ is at most a multiple of Π (1 + xᵢ²ⁿ) in modulus, and after
x = m + L z, with m the vertex of the quadratic and L invertible, the exponential is e^{−|z|²/2}.
So what a theorem says of Π (1 + zᵢ²ⁿ) e^{−c zᵢ²} for all n and c (that it is integrable over ℝᵏ)
holds of every such summand, and along each line parallel to an axis the summand vanishes at
infinity as its one-dimensional counterpart does.
"""

from __future__ import annotations

from fractions import Fraction

from sympy.core.basic import Basic

from derive.kernel import polynomial as poly
from derive.kernel.facts import Declined
from derive.kernel.matrix_ring import Word
from derive.kernel.normal_form import NormalForm
from derive.kernel.polynomial import Monomial, Polynomial
from derive.kernel.ring import Undecided
from derive.kernel.theories import CHOLESKY, COORDINATES, LINEARITY, THEORIES
from derive.notation import BINDERS, Derivative, Var, is_scalar, rewrite, shape, subterms

NEGATIVE = frozenset({-1})
_WORDS = ("form", "trace")


def check_gaussian(body: Basic, x: Var) -> None:
    """Check that every summand of a body is a polynomial × a Gaussian in a vector x.

    Raises
    ------
    Declined
        Naming the body, where a summand is not.
    """
    form = NormalForm(THEORIES - {COORDINATES, CHOLESKY, LINEARITY})
    marked, derivatives = _marked(body, x)
    try:
        for word, coefficient in _summands(form, marked):
            for monomial in form.reduced(coefficient):
                if not _is_gaussian(form, word, monomial, x, derivatives):
                    raise Declined(body, " is not a polynomial in ", x, " × a Gaussian")
    except Undecided as error:
        raise Declined(str(error)) from error


def _marked(body: Basic, x: Var) -> tuple[Basic, frozenset[Var]]:
    """Replace each derivative of a polynomial × a Gaussian, which is one again, by a letter."""
    letters: dict[Basic, Var] = {}
    bound = {t.args[1] for t in subterms(body) if _binds_another(t, x)}
    for term in subterms(body):
        if isinstance(term, Derivative) and term.variable == x == term.point:
            if (term.free_symbols | {x}) & bound:
                raise Declined(term, " depends on what is bound around it")
            check_gaussian(term.body, x)
            name = f"#derivative{len(letters)}"
            letters.setdefault(term, Var.unchecked(name, "matrix", shape(term)))
    return rewrite(body, letters.get), frozenset(letters.values())


def _binds_another(term: Basic, x: Var) -> bool:
    """Say whether a term binds a variable, but for a derivative in x."""
    return isinstance(term, BINDERS) and not (
        isinstance(term, Derivative) and term.variable == x == term.point
    )


def _summands(form: NormalForm, body: Basic) -> list[tuple[Word, Polynomial]]:
    if is_scalar(body):
        return [((), form.cancel(form.read(body)))]
    return list(form.read_matrix(body).terms.items())


def _is_gaussian(
    form: NormalForm, word: Word, monomial: Monomial, x: Var, derivatives: frozenset[Var]
) -> bool:
    """Say whether a word with a monomial before it is a polynomial × a Gaussian."""
    exponent: Polynomial = {}
    found = _count(form, word, derivatives)
    if found is None or not _is_polynomial_word(form, word, x):
        return False
    for index, power in monomial:
        atom = form.generators[index]
        if atom.variables & derivatives:
            inside = _count(form, atom.args[0], derivatives) if atom.head in _WORDS else None
            if inside is None or power != 1:
                return False
            found += inside
        if x not in atom.variables:
            continue
        if atom.head == "exp":
            exponent = poly.add(exponent, atom.args[0], power)
        elif power.denominator != 1 or power < 0 or not _is_polynomial(form, index, x):
            return False
    if found:
        return found == 1 and not exponent
    return _is_negative_definite(form, form.reduced(exponent), x)


def _count(form: NormalForm, word: Word, derivatives: frozenset[Var]) -> int | None:
    """Return how many factors of a word are derivatives; None where one hides in a factor."""
    letters = [form.letters[f.letter] for f in word]
    holding = [of for of in letters if of.variables & derivatives]
    return len(holding) if all(of.head == "symbol" for of in holding) else None


def _is_polynomial(form: NormalForm, index: int, x: Var) -> bool:
    """Say whether a generator is a polynomial in the entries of x."""
    atom = form.generators[index]
    if atom.head in ("form", "trace"):
        return _is_polynomial_word(form, atom.args[0], x)
    if atom.head == "entry":
        return _is_polynomial_word(form, atom.args[0], x)
    if atom.head == "Sum":
        return all(
            e.denominator == 1 and e > 0 and _is_polynomial(form, i, x)
            for m in atom.args[0]
            for i, e in m
            if x in form.generators[i].variables
        )
    return False


def _is_polynomial_word(form: NormalForm, word: Word, x: Var) -> bool:
    """Say whether in a word x occurs as the vector itself only."""
    letters = [form.letters[f.letter] for f in word]
    return all(of.head == "symbol" or x not in of.variables for of in letters)


def _is_negative_definite(form: NormalForm, exponent: Polynomial, x: Var) -> bool:
    """Say whether a polynomial in x is a negative definite quadratic form plus a linear one."""
    definite = False
    for monomial, coefficient in exponent.items():
        inside = [(i, e) for i, e in monomial if x in form.generators[i].variables]
        if not inside:
            continue
        ((index, power), *others) = inside
        rest = {poly.without(monomial, index): coefficient}
        if others or power != 1:
            return False
        degree = _degree(form, index, x)
        if degree == 1:
            continue
        if degree != 2 or form.signs(rest) != NEGATIVE or not _is_square(form, index, x):
            return False
        definite = definite or _is_definite_square(form, index, x)
    return definite


def _degree(form: NormalForm, index: int, x: Var) -> int:
    """Return the degree of a generator in x; 3 where it is not seen to be at most 2."""
    atom = form.generators[index]
    if atom.head in ("form", "entry"):
        word = atom.args[0]
        if not _is_polynomial_word(form, word, x):
            return 3
        return sum(x in form.letters[f.letter].variables for f in word)
    if atom.head == "Sum" and len(atom.args[0]) == 1:
        (monomial,) = atom.args[0]
        inside = [(i, e) for i, e in monomial if x in form.generators[i].variables]
        if len(inside) == 1 and form.generators[inside[0][0]].head == "entry":
            index, e = inside[0]
            if _degree(form, index, x) == 1 and e in (1, 2):
                return int(e)
    return 3


def _is_square(form: NormalForm, index: int, x: Var) -> bool:
    """Say whether a generator of degree 2 is not negative: xᵀwwᵀx, or Σ of positive · xᵢ²."""
    atom = form.generators[index]
    if atom.head == "form":
        return 0 in atom.signs and -1 not in atom.signs
    return _is_definite_square(form, index, x)


def _is_definite_square(form: NormalForm, index: int, x: Var) -> bool:
    """Say whether a generator of degree 2 is a positive definite quadratic form in x."""
    atom = form.generators[index]
    if atom.head == "form":
        return _is_definite_word(form, atom.args[0], x)
    ((monomial, coefficient),) = atom.args[0].items()
    rest = tuple((i, e) for i, e in monomial if x not in form.generators[i].variables)
    entries = [form.generators[i].args for i, e in monomial if (i, e) not in rest]
    each = all(len(word) == 1 and i == atom.args[1] for word, i in entries)
    return each and form.signs({rest: Fraction(coefficient)}) == frozenset({1})


def _is_definite_word(form: NormalForm, word: Word, x: Var) -> bool:
    """Say whether a word is xᵀ w M wᵀ x with w invertible and M positive definite or absent."""
    middle = word[1:-1]
    ends = form.letters[word[0].letter].args == form.letters[word[-1].letter].args == (x,)
    while len(middle) > 1 and form.transposed_word(middle[-1:]) == middle[:1]:
        if not form.letters[middle[0].letter].is_invertible:
            return False
        middle = middle[1:-1]
    alone = len(middle) == 1 and form.letters[middle[0].letter].is_positive_definite
    return ends and (not middle or alone)
