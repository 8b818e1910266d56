r"""Conventions: what the notation means and what an axiom says, in an author's words.

Between dollars stands LaTeX of the closed list of commands that `prose` knows.
"""

from __future__ import annotations

CONVENTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "vectors",
        "Vectors and matrices",
        r"A bold letter is a column: $\mathbf{x} \in \mathbb{R}^k$ has the entries $x_1, \dots, "
        r"x_k$. A matrix $A$ has the entries $A_{ij}$; $A^{-\top}$ is $(A^{-1})^\top$, and $I_k$ "
        r"the identity of order $k$. A zero has the shape of what it is added to or compared with. "
        r"What is $1 \times 1$ is a number. $(a_i)_{i=1}^k$ is the column with the entries $a_i$, "
        r"$\operatorname{diag}(a_i)_{i=1}^k$ the diagonal matrix with $a_i$ at $(i, i)$, and "
        r"$\operatorname{chol}(\Sigma)$ the lower triangular $L$ with a positive diagonal and "
        r"$L L^\top = \Sigma$.",
    ),
    (
        "positive-definite",
        "Positive definite",
        r"$\Sigma \succ 0$ is said of symmetric matrices only.",
    ),
    (
        "normal",
        "Normal distributions",
        r"$\mathcal{N}(\mu, \sigma^2)$ has the mean $\mu$ and the variance $\sigma^2$, with "
        r"$\sigma > 0$. In code a univariate normal distribution takes its standard deviation "
        r"$\sigma$, not its variance. $\mathcal{N}(\boldsymbol{\mu}, \Sigma)$ has the mean "
        r"$\boldsymbol{\mu}$ and the covariance $\Sigma \succ 0$, and takes its covariance in "
        r"code too.",
    ),
    (
        "densities",
        "Densities",
        r"$q$ is the approximate posterior, $p$ the prior; $q(x)$ is the density of $q$ at $x$, "
        r"and $\mathcal{N}(x;\, \mu, \sigma^2)$ that of a distribution without a letter.",
    ),
    (
        "expectations",
        "Expectations",
        r"$\mathbb{E}_q[f(x)] = \int_{-\infty}^{\infty} f(x)\, q(x)\,dx$, and over space "
        r"$\mathbb{E}_q[f(\mathbf{x})] = \int_{\mathbb{R}^k} f(\mathbf{x})\, q(\mathbf{x})"
        r"\,d\mathbf{x}$.",
    ),
    (
        "divergence",
        "Divergence",
        r"$\mathrm{KL}(q \,\|\, p) = \int_{-\infty}^{\infty} q(x) \log \frac{q(x)}{p(x)} \,dx$, "
        r"of $q$ from $p$, in this order; over $\mathbb{R}^k$ likewise.",
    ),
    (
        "derivatives",
        "Derivatives",
        r"$\nabla_{\mathbf{x}} f$ is the gradient of a number $f$, a column; the derivative of a "
        r"column is its Jacobian matrix, whose rows are the gradients of its entries. "
        r"$\nabla_{\Sigma} f$ is the symmetric $G$ with $df = \operatorname{tr}(G\,d\Sigma)$ for "
        r"all symmetric $d\Sigma$. A derivative, a sum or a product takes in the factors that "
        r"follow it; a bar with $x = a$ belongs to the derivative before it.",
    ),
    (
        "logarithms",
        "Logarithms",
        r"They are natural; $\log \sigma^2$ is the logarithm of $\sigma^2$. Logarithms, roots and "
        r"powers are principal branches.",
    ),
    (
        "integrals",
        "Integrals",
        r"They are Lebesgue's or convergent improper ones; a principal value is not a value.",
    ),
    ("limits", "Limits", r"$x$ ↓ $0$ says that $x > 0$ comes to $0$ from above."),
    (
        "end-values",
        "End values",
        r"A bracket $[F(x)]_{x=a}^{b}$ is the limit of $F$ at $b$ less its limit at $a$.",
    ),
    (
        "convexity",
        "Convexity",
        r"In $(x, y)$ a function is strictly convex if it is so in both variables together, not "
        r"only in each of them.",
    ),
    (
        "powers",
        "Powers and products",
        r"$0^0 = 1$. A natural number may be $0$; an empty sum is $0$, an empty product $1$. How "
        r"the factors of a product are grouped is not shown; nor is it for matrices.",
    ),
)
"""Name, term and words of each convention."""

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
