"""What the README shows and links to is there, and its pictures are light."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
MOST_BYTES = 300_000


def links() -> list[tuple[bool, str, str]]:
    """Return, for each link to a file here, whether it is a picture, its words and its target."""
    found = LINK.findall(re.sub(r"```.*?```", "", README, flags=re.DOTALL))
    return [(bool(sign), words, to) for sign, words, to in found if "://" not in to]


def test_every_link_leads_to_a_file():
    assert links()
    assert [to for _, _, to in links() if not (ROOT / to.partition("#")[0]).exists()] == []


def test_it_opens_with_a_step_and_a_figure():
    pictures = [to for is_picture, _, to in links() if is_picture]
    assert pictures[:2] == ["output/pictures/step.png", "output/figures/kl-surface.svg"]
    assert README.index(pictures[1]) < README.index("## ")


def test_pictures_are_light_and_say_what_they_show():
    for is_picture, words, to in links():
        if is_picture:
            assert (ROOT / to).stat().st_size < MOST_BYTES, to
            assert len(words) > 20, to
