"""The letters of the tests of the LaTeX, and a term in them."""

from __future__ import annotations

from derive.formula import formula
from derive.notation import (
    MultivariateNormal,
    Normal,
    dimension,
    index,
    matrix,
    natural,
    positive,
    positive_definite,
    positive_vector,
    real,
    vector,
)
from derive.render.latex.files import latex

a, b, c, d, x, mu1, mu2 = real("a b c d x mu_1 mu_2")
n = natural("n")
sigma, sigma1 = positive("sigma sigma_1")
q, p = Normal(mu1, sigma1), Normal(mu2, sigma)

k, m = dimension("k m")
i, j = index("i j", k)
X, Y, M, M1 = vector("x y mu mu_1", k)
S, S1 = positive_definite("Sigma Sigma_1", k)
R, B = matrix("A", m, k), matrix("B", k, k)
D = positive_vector("sigma", k)
Q, P = MultivariateNormal(M1, S1), MultivariateNormal(M, S)

LETTERS = {formula(q): "q", formula(p): "p", formula(Q): "q", formula(P): "p"}


def shown(term: object) -> str:
    """The LaTeX of a term, without spaces."""
    return latex(formula(term), LETTERS).replace(" ", "")
