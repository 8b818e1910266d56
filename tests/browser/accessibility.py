"""What the browser tells a screen reader of a page: its accessibility tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

CONTROLS = {
    "button", "link", "DisclosureTriangle", "searchbox", "textbox", "slider", "checkbox",
    "combobox", "switch",
}  # fmt: skip
PICTURES = {"image", "img", "figure", "graphics-document", "SvgRoot"}


@dataclass
class Node:
    """A node that is not ignored, with its children; text is a node too."""

    role: str
    name: str = ""
    level: int = 0
    element: int = 0
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Return this node and all below it, as they are read."""
        yield self
        for child in self.children:
            yield from child.walk()

    def of(self, *roles: str) -> list[Node]:
        """Return the nodes with one of these roles, as they are read."""
        return [node for node in self.walk() if node.role in roles]

    @property
    def text(self) -> str:
        """What is read of this node."""
        return "".join(node.name for node in self.of("StaticText"))


def tree(tab: Any) -> Node:
    """Return the accessibility tree of a page, as it is shown now."""
    session = tab.context.new_cdp_session(tab)
    raw = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {node["nodeId"]: node for node in raw}
    (node,) = _made(raw[0], known)
    return node


def _made(raw: dict[str, Any], known: dict[str, dict[str, Any]]) -> list[Node]:
    """Return a node; or, where it is ignored, its children in its place."""
    children = [
        made for key in raw.get("childIds", ()) if key in known for made in _made(known[key], known)
    ]
    if raw.get("ignored"):
        return children
    properties = {p["name"]: p["value"].get("value") for p in raw.get("properties", ())}
    return [
        Node(
            raw["role"]["value"], raw.get("name", {}).get("value") or "",
            properties.get("level") or 0, raw.get("backendDOMNodeId", 0), children,
        )
    ]  # fmt: skip
