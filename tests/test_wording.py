"""Words of authors: none that stands for a verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.library import LIBRARY


@pytest.mark.parametrize("sign", "✓✔✅✗❌")
@pytest.mark.parametrize("where", ["title", "summary", "source", "reason"])
def test_an_author_cannot_write_what_the_kernel_says(where, sign):
    known = LIBRARY["gaussian_mean"]
    of = known.steps[0] if where == "reason" else known
    with pytest.raises(ValueError, match=f"{where} holds {sign}, which the kernel says"):
        replace(of, **{where: f"{sign} proved"})
