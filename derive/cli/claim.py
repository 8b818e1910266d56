"""``derive claim``: one statement of your own, tried."""

from __future__ import annotations

from typing import Any

import click

from derive.cli.failure import Failure
from derive.cli.options import claim_limits


@click.command()
@click.argument("statement")
@click.option(
    "--symbol", "-s", "symbols", multiple=True, metavar='"NAME: DOMAIN"',
    help='A symbol and its domain, as in "x: real"; once for each symbol.',
)  # fmt: skip
@click.option(
    "--when", "-w", "conditions", multiple=True, metavar="CONDITION",
    help='What the claim holds under, as in "x > 0"; more than once if need be.',
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array with one object.")
@claim_limits
@click.pass_context
def claim(
    context: click.Context,
    statement: str,
    symbols: tuple[str, ...],
    conditions: tuple[str, ...],
    as_json: bool,
    seconds: float,
    megabytes: int,
) -> None:
    """Try one claim of your own: proved, refuted with values, or declined.

    \b
    derive claim "sqrt(x**2) == x" --symbol "x: real" --when "x > 0"
    derive claim "A*B == B*A" -s "A: matrix(k,k)" -s "B: matrix(k,k)"
    derive claim "x**2 == 1 => (x == 1) | (x == -1)" -s "x: real"

    A claim means: for every value of its symbols that satisfies the conditions, both sides are
    defined and the relation holds.  It is two terms with ==, !=, <=, <, >= or > between them, or
    two propositions with => or <=>.

    Domains: real, positive, nonnegative, negative, nonzero, integer, natural (0, 1, 2, ...),
    complex, vector(k), matrix(k,m), symmetric(k), spd(k), invertible(k), diagonal(k),
    positive_diagonal(k).  k and m are names, of any size 1, 2, ..., or numbers.

    Terms are in Python syntax: + - * / **, sqrt log exp, sin cos tan asin acos atan sinh cosh
    tanh asinh acosh atanh, Abs sign Min Max floor, gamma digamma erf erfc factorial binomial,
    pi E1 I oo euler_gamma, Integral(f, (x, a, b)), Sum(f, (i, a, b)), Product(f, (i, a, b)),
    Limit(f, x, a) or Limit(f, x, a, '+'), Derivative(f, x), Subs(f, x, a), trace det logdet
    inverse transpose (or A.T), A**-1, Identity(k), v[i], A[i, j] (from 1 on),
    E(f, x, Normal(m, s)), KL(Normal(m, s), Normal(a, b)), Normal.pdf(x, m, s).  A Normal has a
    standard deviation where m is a number, a covariance where m is a vector.  The derivative of a
    number in a symmetric matrix S is the symmetric G with df = tr(G dS).

    Exit code 0: proved; 1: not proved; 2: bad usage.
    """
    from derive.claims.claim import stated
    from derive.claims.problem import ClaimError
    from derive.cli.claim_results import print_results

    domains: dict[str, str] = {}
    for symbol in symbols:
        name, colon, domain = symbol.partition(":")
        if not colon or name.strip() in domains:
            raise Failure(f'--symbol {symbol!r}: write "NAME: DOMAIN", once for each name')
        domains[name.strip()] = domain.strip()
    try:
        item: Any = stated(statement, domains, conditions)
    except ClaimError as error:
        item = error
    print_results([item], as_json, seconds, megabytes, context, names=[statement])
