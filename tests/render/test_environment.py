"""The templates are found, and say when something is missing."""

from __future__ import annotations

import jinja2
import pytest

from derive.render.environment import environment


def test_a_folder_without_templates_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no templates/papyrus"):
        environment("papyrus")


def test_what_a_template_asks_for_and_does_not_get_is_an_error() -> None:
    template = environment("latex").from_string("{{ missing }}")
    with pytest.raises(jinja2.UndefinedError, match="missing"):
        template.render()


def test_every_format_may_have_its_own_delimiters() -> None:
    template = environment("latex", variable_start_string="<<", variable_end_string=">>")
    assert template.from_string("{<< x >>}").render(x=1) == "{1}"
