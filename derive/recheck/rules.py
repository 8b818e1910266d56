"""The rules by name: the kind of justification that each gives, and the check of that kind."""

from __future__ import annotations

from collections.abc import Callable

from derive.recheck import calculus, chains, equalities, extrema, order, space, theorems
from derive.recheck.discharge import LINEAR
from derive.recheck.equalities import DEFINES, THEORIES_OF
from derive.recheck.step import Step

NORMAL_FORM, LINEARITY = "equality by normal form", "linearity"
LINEAR_RULES = (
    "linearity-of-the-integral", "linearity-of-the-expectation", "iterated-integral",
    "linearity-in-space",
)  # fmt: skip
EQUAL, EQUIVALENT, AT_MOST = "=", "<=>", "<="
EITHER = (EQUAL, EQUIVALENT)

Check = Callable[[Step], None]
KIND_OF: dict[str, str] = {
    **{r: LINEARITY if r in LINEAR_RULES else NORMAL_FORM for r in THEORIES_OF},
    **dict.fromkeys((*DEFINES, "abbreviation"), "definition unfolded"),
    "differentiation": "derivative",
    "antiderivative": "antiderivative with end values",
    "integration-by-parts": "antiderivative with end values",
    "end-values": "limit",
    "limit": "limit",
    "substitution": "change of variables",
    "linear-substitution": "linear change of variables",
    "polar-coordinates": "change of variables in the plane",
    "integral-of-a-derivative": "integral of a derivative",
    "integral-of-a-product": "integral of a product over the coordinates",
    "marginalisation": "marginal of a product density",
    "monotonicity": "monotonicity",
    "multiplying-both-sides": "both sides multiplied by what is invertible",
    "multiplying-by-matrices": "both sides multiplied by what is invertible",
    "bound-of-a-modulus": "bound of a modulus",
    "increasing-function": "strictly increasing function on both sides",
    "second-derivatives": "second derivatives",
    "minimum": "minimum of a strictly convex function",
    "only-zero": "only zero of a strictly increasing function",
    "vanishing-integral": "integral of a nonnegative function that vanishes",
    "multiplier-of-a-fixed-point": "multiplier of a fixed point",
    "geometric-sequence": "geometric sequence",
    "ball-arithmetic": "bound by rigorous ball arithmetic",
    "theorem": "instance of a cited theorem",
    "assumption": "assumption",
    "comparison": "comparison",
    "root-of-a-square": "root of a square",
}
CHECKS: dict[str, tuple[Check, tuple[str, ...], frozenset[str]]] = {
    kind: (check, relations, frozenset(names.split()))
    for kind, check, relations, names in (
        (NORMAL_FORM, equalities.check_normal_form, EITHER, "theories"),
        (LINEARITY, equalities.check_linearity, EITHER, "theories"),
        ("definition unfolded", equalities.check_definition, EITHER, "terms"),
        ("assumption", equalities.check_assumption, EITHER, ""),
        ("derivative", calculus.check_derivatives, EITHER, "values"),
        ("antiderivative with end values", calculus.check_antiderivative,
         (EQUAL, "is integrable"), "integral antiderivative remainder"),
        ("limit", calculus.check_limits, (EQUAL, "tends to"), ""),
        ("change of variables", calculus.check_substitution, (EQUAL,),
         "integral variable value lower upper"),
        ("linear change of variables", calculus.check_linear_substitution, (EQUAL,),
         "integral variable value matrix"),
        ("change of variables in the plane", calculus.check_polar, (EQUAL,),
         "integral radius angle"),
        ("integral of a derivative", calculus.check_integral_of_derivative, (EQUAL,), "integral"),
        ("integral of a product over the coordinates", space.check_product,
         (EQUAL, "is integrable"), "product variable coordinate"),
        ("marginal of a product density", space.check_marginal, (EQUAL,),
         "integral index coordinate name values"),
        ("monotonicity", order.check_monotonicity, (AT_MOST, "<"), "smaller larger difference"),
        ("both sides multiplied by what is invertible", order.check_multiplied, (EQUIVALENT,),
         "factor left right"),
        ("bound of a modulus", order.check_modulus, (EQUIVALENT,), ""),
        ("strictly increasing function on both sides", order.check_increasing, (EQUIVALENT,), ""),
        ("second derivatives", extrema.check_convexity, ("is strictly convex",), "minors"),
        ("minimum of a strictly convex function", extrema.check_minimum, (AT_MOST, EQUIVALENT),
         "variable point second"),
        ("only zero of a strictly increasing function", extrema.check_only_zero, (EQUIVALENT,),
         "variable point positive rest"),
        ("integral of a nonnegative function that vanishes", theorems.check_vanishing_integral,
         (EQUIVALENT,), "name values"),
        ("multiplier of a fixed point", extrema.check_fixed_point, (EQUIVALENT,),
         "parameter multiplier slope flips rests third"),
        ("geometric sequence", extrema.check_geometric, (EQUIVALENT,), ""),
        ("bound by rigorous ball arithmetic", order.check_balls, ("<", AT_MOST), ""),
        ("instance of a cited theorem", theorems.check_theorem, (*EITHER, AT_MOST, "<"),
         "name values"),
        ("comparison", chains.check_comparison, ("=>",), ""),
        ("root of a square", chains.check_root, ("=>",), ""),
    )
}  # fmt: skip
"""For each kind: its check, the relations that it can give, and the parameters that it reads."""

FTC = "fundamental theorem of calculus"
CHANGE, MEAN = "change of variables", "mean value theorem"
INDUCTION = "induction on the dimension"
AXIOMS_OF: dict[str, tuple[str, ...]] = {
    LINEARITY: (LINEAR,),
    "antiderivative with end values": (FTC,),
    "change of variables": (CHANGE,),
    "linear change of variables": (CHANGE,),
    "change of variables in the plane": (CHANGE, "Tonelli's theorem"),
    "integral of a derivative": (FTC, "Fubini's theorem"),
    "integral of a product over the coordinates": ("Tonelli's theorem", INDUCTION),
    "marginal of a product density": ("Fubini's theorem", INDUCTION),
    "second derivatives": (MEAN,),
    "minimum of a strictly convex function": (MEAN,),
    "only zero of a strictly increasing function": (MEAN,),
    "multiplier of a fixed point": (MEAN,),
    "geometric sequence": ("Archimedean property",),
    "bound by rigorous ball arithmetic": ("rigorous ball arithmetic",),
    "integral of a nonnegative function that vanishes": (
        "a nonnegative function with integral 0 vanishes almost everywhere",
    ),
}
"""What each kind rests on without proof, and a step must therefore name."""
