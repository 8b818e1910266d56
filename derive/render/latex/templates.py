"""The templates of LaTeX, in whose delimiters no brace of TeX is meant."""

from __future__ import annotations

from jinja2 import Template

from derive.render.environment import environment


def template(name: str) -> Template:
    """Return a template of ``templates/latex``."""
    return environment(
        "latex",
        block_start_string=r"\BLOCK{",
        block_end_string="}",
        variable_start_string=r"\VAR{",
        variable_end_string="}",
        comment_start_string=r"\COMMENT{",
        comment_end_string="}",
    ).get_template(name)
