"""Options that several commands take: what checking may take of time and memory."""

from __future__ import annotations

from collections.abc import Callable

import click

Command = Callable[..., None]


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return what adds options to a command, in this order."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


file_limits = _options(
    click.option(
        "--seconds",
        type=click.FloatRange(0.01, 1e6),
        default=60.0,
        show_default=True,
        help="How long checking derivation files may take.",
    ),
    click.option(
        "--megabytes",
        type=click.IntRange(100, 10**6),
        default=4000,
        show_default=True,
        help="How much memory it may take.",
    ),
)
"""Add the options that say what checking derivation files may take."""

claim_limits = _options(
    click.option(
        "--seconds",
        type=click.FloatRange(0.1, 3600),
        default=5,
        show_default=True,
        help="How long one claim may take.",
    ),
    click.option(
        "--megabytes",
        type=click.IntRange(50, 1_000_000),
        default=500,
        show_default=True,
        help="How much memory one claim may take.",
    ),
)
"""Add the options that say what one claim may take."""
