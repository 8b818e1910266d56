r"""Axioms: what each theorem says that the kernel takes as known, in words with formulas."""

from __future__ import annotations

AXIOMS: dict[str, str] = {
    "fundamental theorem of calculus": (
        r"If $F$ is differentiable on the whole open interval and $F' = f$, then the integral of "
        r"$f$ is the limit of $F$ at the upper end less its limit at the lower end. The kernel "
        r"differentiates $F$ back and finds both limits."
    ),
    "linearity of convergent integrals": (
        r"Where the integrals of $f$ and $g$ converge, $\int (af + bg)\,dx = a \int f\,dx + "
        r"b \int g\,dx$. That they converge is a condition of its own."
    ),
    "monotonicity of convergent integrals": (
        r"Where $f \le g$ and both integrals converge, $\int f\,dx \le \int g\,dx$."
    ),
    "change of variables": (
        r"Where $\phi$ is continuously differentiable and injective off a null set, with the image "
        r"that is stated, $\int f(x)\,dx = \int f(\phi(u))\,|\det \phi'(u)|\,du$."
    ),
    "Tonelli's theorem": (
        r"The integral over a product of spaces of a function that is nowhere negative is the "
        r"iterated integral, in either order."
    ),
    "Fubini's theorem": (
        r"The integral over a product of spaces of an integrable function is the iterated "
        r"integral, in either order."
    ),
    "mean value theorem": (
        r"Between $a$ and $b$ lies a $c$ with $f(b) - f(a) = f'(c)\,(b - a)$, for $f$ "
        r"differentiable between and continuous up to them. So the sign of a derivative decides "
        r"where a function rises."
    ),
    "induction on the dimension": (
        r"What holds for $k = 1$, and for $k + 1$ wherever it holds for $k$, holds for every "
        r"$k \ge 1$."
    ),
    "existence of the Cholesky factor, by induction on the dimension": (
        r"Every $\Sigma \succ 0$ is $L L^\top$ for one lower triangular $L$ with a positive "
        r"diagonal."
    ),
    "rigorous ball arithmetic": (
        r"Every operation on intervals returns an interval that is proved to hold the result; two "
        r"numbers whose intervals do not meet are compared so. This is the one place where "
        r"arithmetic proves."
    ),
    "Archimedean property": (
        r"Every real number lies below some natural number; so $c^n \to 0$ where $|c| < 1$, and "
        r"$|c|^n$ grows without bound where $|c| > 1$."
    ),
    "a nonnegative function with integral 0 vanishes almost everywhere": (
        r"If $g \ge 0$ and $\int g\,dx = 0$, then $g = 0$ but on a set of measure zero."
    ),
}
"""What each axiom that the kernel records says."""

BESIDES = (
    r"Besides: the complete ordered field of the real numbers, the elementary functions and their "
    r"derivatives, and the algebra of matrices with determinant and trace."
)
