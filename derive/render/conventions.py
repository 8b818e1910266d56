r"""Notation and conventions, in words with formulas between dollars: one text for all documents."""

from __future__ import annotations

CONVENTIONS = (
    (
        "Vectors and matrices",
        r"A bold letter is a column: $\mathbf{x} \in \mathbb{R}^k$ has the entries "
        r"$x_1, \dots, x_k$, all of them positive if $\mathbf{x} \in (0, \infty)^k$. A matrix $A$ "
        r"has the entries $A_{ij}$; $A^{-\top}$ is $(A^{-1})^\top$, and $I_k$ the identity of "
        r"order $k$. A zero has the shape of what it is added to or compared with. What is "
        r"$1 \times 1$ is a number. $(a_i)_{i=1}^k$ is the column with the entries $a_i$, "
        r"$\operatorname{diag}(a_i)_{i=1}^k$ the diagonal matrix with $a_i$ at $(i, i)$, and "
        r"$\operatorname{chol}(\Sigma)$ the lower triangular $L$ with a positive diagonal and "
        r"$L L^\top = \Sigma$.",
    ),
    ("Positive definite", r"$\Sigma \succ 0$ is said of symmetric matrices only."),
    (
        "Normal distributions",
        r"$\mathcal{N}(\mu, \sigma^2)$ has the mean $\mu$ and the variance $\sigma^2$, with "
        r"$\sigma > 0$. In code a univariate normal distribution takes its standard deviation "
        r"$\sigma$, not its variance. $\mathcal{N}(\boldsymbol{\mu}, \Sigma)$ has the mean "
        r"$\boldsymbol{\mu}$ and the covariance $\Sigma \succ 0$, and takes its covariance in "
        r"code too.",
    ),
    (
        "Densities",
        r"$q$ is the approximate posterior, $p$ the prior; $q(x)$ is the density of $q$ at $x$, "
        r"and $\mathcal{N}(x;\, \mu, \sigma^2)$ that of a distribution without a letter.",
    ),
    (
        "Expectations",
        r"$\mathbb{E}_q[f(x)] = \int_{-\infty}^{\infty} f(x)\, q(x)\,dx$, and "
        r"$\mathbb{E}_q[f(\mathbf{x})] = \int_{\mathbb{R}^k} f(\mathbf{x})\, "
        r"q(\mathbf{x})\,d\mathbf{x}$.",
    ),
    (
        "Divergence",
        r"$\mathrm{KL}(q \,\|\, p) = \int_{-\infty}^{\infty} q(x) \log \frac{q(x)}{p(x)} \,dx$, "
        r"of $q$ from $p$, in this order; over $\mathbb{R}^k$ likewise.",
    ),
    (
        "Derivatives",
        r"$\nabla_{\mathbf{x}} f$ is the gradient of a number $f$, a column, and "
        r"$\frac{\partial}{\partial \mathbf{x}} \mathbf{f}$ the Jacobian matrix of a column, "
        r"whose rows are the gradients of its entries. $\nabla_{\Sigma} f$ is the symmetric $G$ "
        r"with $df = \operatorname{tr}(G\,d\Sigma)$ for all symmetric $d\Sigma$. A derivative, a "
        r"sum or a product takes in the factors that follow it; a bar with $x = a$ belongs to "
        r"the derivative before it.",
    ),
    ("Logarithms", r"They are natural; $\log \sigma^2$ is the logarithm of $\sigma^2$."),
    ("Integrals", "They are Lebesgue's or convergent improper ones; a principal value is none."),
    ("Limits", "A falling arrow from $x$ to $0$ says that $x > 0$ comes to $0$ from above."),
    (
        "End values",
        r"$\bigl[F(x)\bigr]_{x=a}^{b}$ is the limit of $F$ at $b$ less its limit at $a$.",
    ),
    (
        "Convexity",
        "In $(x, y)$ a function is strictly convex if it is so in both variables together, not "
        "only in each of them.",
    ),
    (
        "Powers and products",
        "$0^0 = 1$. A natural number may be $0$. How the factors of a product are grouped is not "
        "shown; nor is it for matrices.",
    ),
)
"""What each sign means: a heading and a text."""

VERDICTS = (
    (
        "proved",
        "For all values that the assumptions admit, both sides are defined, the relation holds, "
        "and the kernel has proved it; the kind of proof stands beside the word.",
    ),
    ("refuted", "A counterexample is known; it is given."),
    ("rejected", "The rule does not give this line, or a condition is not met."),
    ("declined", "It is not decided."),
)
"""What each verdict on a line means."""

OF_EVIDENCE = (
    "Only the first of these is a proof. An agreement of numbers is not one: evidence of another "
    "kind stands under its own name. A derivation is proved if all its lines are, and all that it "
    "rests on. A condition is listed where it is first needed; “declared” says that an assumption "
    "states it."
)
"""What the verdict on a derivation means, and where conditions stand."""
