"""Functions: what of the generated package is measured, with the arguments it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from derived import gaussian


@dataclass(frozen=True)
class Function:
    """A function of numbers, or one that sums it over the last axis."""

    name: str
    arguments: tuple[str, ...]
    bound: int
    """How many ulp an element may be off, in float64."""
    summed: bool = False

    @property
    def quantities(self) -> tuple[str, ...]:
        """The value, and the gradient in each argument."""
        return ("value", *self.arguments)


STANDARD_DEVIATIONS = ("mean_1", "std_1", "mean_2", "std_2")
FUNCTIONS = (
    Function("kl_standard_normal", ("mean", "log_var"), bound=2, summed=True),
    Function("kl_univariate", STANDARD_DEVIATIONS, bound=4),
    Function("kl_diagonal", STANDARD_DEVIATIONS, bound=4, summed=True),
    Function("kl_univariate_standard_normal", ("mean", "std"), bound=4),
    Function("kl_univariate_log_var", ("mean_1", "log_var_1", "mean_2", "log_var_2"), bound=4),
)
MULTIVARIATE = {
    "kl_multivariate": ("mean_1", "cov_1", "mean_2", "cov_2"),
    "kl_standard_normal_cov": ("mean", "cov"),
}
BY_NAME = {function.name: function for function in FUNCTIONS}
SUMMED = tuple(function for function in FUNCTIONS if function.summed)


def certificates() -> dict[str, list[str]]:
    """Return the certificates that the measured functions say they come from."""
    names = [name + end for name in (*BY_NAME, *MULTIVARIATE) for end in ("", "_grad")]
    measured = {name: getattr(gaussian, name, None) for name in names}
    return {
        name: re.findall(r"\b[0-9a-f]{64}\b", function.__doc__ or "")
        for name, function in measured.items()
        if function
    }
