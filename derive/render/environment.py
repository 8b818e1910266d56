"""Environment: where the templates lie, and how Jinja reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import derive


@cache
def environment(folder: str, **delimiters: Any) -> Environment:
    """Return the Jinja environment of one folder of templates.

    Parameters
    ----------
    folder : str
        The folder below ``templates/``: ``latex``, ``numpy``, ….
    **delimiters : str
        Jinja's own names for them (``variable_start_string``, …), where a format needs others.

    Raises
    ------
    FileNotFoundError
        If the folder is in neither of the two places.
    """
    # What is put into HTML is escaped here; other renderers escape what their formats ask for.
    return Environment(
        loader=FileSystemLoader(folder_of(folder)),
        undefined=StrictUndefined,
        autoescape=folder == "html",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **delimiters,
    )


def folder_of(name: str) -> Path:
    """Return a folder of templates, by its name below ``templates/``."""
    package = Path(derive.__file__).parent
    # A wheel carries the templates inside the package, a checkout beside it.
    for root in (package, package.parent):
        if (root / "templates" / name).is_dir():
            return root / "templates" / name
    raise FileNotFoundError(f"no templates/{name} in {package} or beside it")
