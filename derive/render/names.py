"""Names: of derivations, steps and rules, as files, as anchors and as words."""

from __future__ import annotations

import re


def file_name(name: str) -> str:
    """Return a name as it is, if it can be a file, an anchor and a comment.

    Raises
    ------
    ValueError
        For anything but lower case, digits and single hyphens or underscores.
    """
    if not re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is not a name of a file")
    return name


def anchor(words: str) -> str:
    """Return the anchor of a phrase: lower case, with hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))


PROPER = {
    "kl": "KL", "elbo": "ELBO",
    **{name.lower(): name for name in (
        "Bayes", "Cauchy", "Cholesky", "Fubini", "Gaussian", "Gibbs", "Jacobian", "Pythagoras",
        "Schur", "Tonelli",
    )},
}  # fmt: skip
"""Words that are written with capitals."""


def words_of(name: str) -> list[str]:
    """Return the words of a name, with the capitals that they are written with."""
    return [PROPER.get(word, word) for word in re.split("[-_]", file_name(name))]


def spoken(name: str) -> str:
    """Return a name as a heading: ``cross-term-vanishes`` is *Cross term vanishes*."""
    words = " ".join(words_of(name))
    return words[:1].upper() + words[1:]
