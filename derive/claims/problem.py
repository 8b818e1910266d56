"""Problem: what is wrong with a text, and where."""

from __future__ import annotations


class ClaimError(Exception):
    """A claim that cannot be read: what is wrong, in which text, at which column.

    Attributes
    ----------
    text : str
        The text that is wrong.
    column : int
        The first character that is wrong, counted from 1; 0 where it is the whole.
    place : str
        Which part of the claim the text is: ``before``, ``conditions[0]``, ….
    """

    def __init__(self, message: str, text: str = "", column: int = 0, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.column = column
        self.place = place

    def within(self, place: str) -> ClaimError:
        """Return the same problem, with the part of the claim that it is in."""
        return ClaimError(self.message, self.text, self.column, self.place or place)

    def __str__(self) -> str:
        where = [self.place] if self.place else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.message}" if where else self.message

    def shown(self) -> str:
        """Return the message, the text and a caret below the place."""
        if not self.column:
            return str(self)
        start = max(0, self.column - 61)
        return (
            f"{self}\n    {self.text[start : start + 100]}\n    {' ' * (self.column - 1 - start)}^"
        )
