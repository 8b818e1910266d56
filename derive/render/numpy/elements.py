"""NumPy elements: results that are computed element by element, from the stable lines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from derive.approximation import EXPONENTIAL, LOGARITHM, TINY, Polynomial, polynomials
from derive.document import DerivationEntry
from derive.formula import Formula
from derive.render.numpy.atoms import atomic
from derive.render.numpy.function import given, shape_of
from derive.render.numpy.scope import code_name

# Which derivation ends in the line that each result is computed by.
STABLE = {
    "kl_univariate": "kl_univariate_stable",
    "kl_univariate_standard_normal": "kl_univariate_standard_normal_stable",
    "kl_diagonal": "kl_diagonal_stable",
    "kl_standard_normal": "kl_standard_normal_stable",
    "kl_univariate_log_var": "kl_univariate_log_var_stable",
}
# Which line a gradient is computed by, where it is not the one that it is derived in.
SLOPES = {
    "gradient_of_kl_univariate_log_var_2": "slope_in_the_second_log_var",
    "gradient_of_kl_multivariate_cov_1": "slope_in_the_first_cov",
    "gradient_of_kl_multivariate_cov_2": "slope_in_the_second_cov",
    "gradient_of_kl_standard_normal_cov": "slope_in_the_cov",
}


def elements(
    proved: Mapping[str, DerivationEntry], gradients: Mapping[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """Return what the templates show of each result that is computed element by element.

    Parameters
    ----------
    proved : mapping of str to DerivationEntry
        The proved derivations; a result whose stable line is not among them is left out.
    gradients : mapping of str to tuple of str
        The derivations of the gradient of each result, one for each argument.
    """
    return [
        _element(name, proved[of], _slopes(gradients.get(name, ()), proved))
        for name, of in STABLE.items() if of in proved
    ]  # fmt: skip


def computed(name: str) -> str:
    """Return the derivation whose last line a gradient is computed by."""
    return SLOPES.get(name, name)


def _slopes(names: tuple[str, ...], proved: Mapping[str, DerivationEntry]) -> list[DerivationEntry]:
    wanted = [computed(name) for name in names]
    return [proved[name] for name in wanted] if proved.keys() >= {*wanted} else []


def _element(name: str, d: DerivationEntry, slopes: list[DerivationEntry]) -> dict[str, Any]:
    names = {a.variable: code_name(a.code) for a in given(d)}
    return {
        "name": name,
        "arguments": list(names.values()),
        "domains": {code_name(a.code): _domain(a.domain) for a in given(d)},
        "summed": any(shape_of(a) for a in given(d)),
        "value": atomic(_body(d.steps[-1].after), names),
        "total": _total(d, names),
        "gradient": [atomic(_body(s.steps[-1].after), names) for s in slopes],
        "derivation": d.name,
        "formula": d.steps[-1].after_text,
        "hash": d.hash,
        "slopes": ", ".join(f"``{s.name}``" for s in slopes),
    }


def _total(d: DerivationEntry, names: Mapping[str, str]) -> str:
    """Return the code of the sum of two atoms, of which the first is not rounded by itself."""
    first, second = _body(d.steps[-1].after).args
    return f"total({atomic(first, names)}, {atomic(second, names)})"


def _domain(of: str) -> str:
    """Return what each element of an argument may be."""
    return "positive" if of.startswith("positive") else "real"


def _body(f: Formula) -> Formula:
    """Return what is summed over the coordinates, or what each coordinate of a vector is."""
    return f.args[0] if f.head in ("Sum", "Coordinates") else f


def approximations() -> dict[str, Any]:
    """Return what the templates need of the polynomials that are evaluated."""
    found = polynomials()
    return {
        "polynomials": {name: _polynomial(p) for name, p in found.items()},
        "coefficients": {name: list(p.coefficients) for name, p in found.items()},
        "exp_lower": float(EXPONENTIAL.lower),
        "exp_upper": float(EXPONENTIAL.upper),
        "exp_tiny": float(TINY.upper),
    }


def _polynomial(p: Polynomial) -> dict[str, Any]:
    return {
        "constant": p.series.name.upper(),
        "meaning": p.series.meaning,
        "variable": "z" if p.series is LOGARITHM else "t",
        "lower": p.series.lower,
        "upper": p.series.upper,
        "error": _above(p.error),
        "coefficients": [repr(c) for c in p.coefficients],
    }


def _above(error: Fraction) -> str:
    """Return a bound with two digits that is not smaller."""
    exponent = math.floor(math.log10(error))
    digits = math.ceil(error / Fraction(10) ** (exponent - 1))
    return f"{digits / 10:.1f}e{exponent}"
