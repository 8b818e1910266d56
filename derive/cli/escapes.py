"""Escapes: for what a terminal would obey, and for what UTF-8 cannot say."""


def on_one_line(message: str) -> str:
    """Return a message with what a terminal would obey, and the ends of lines, as escapes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in message)


def printable(text: str) -> str:
    """Return a text whose control characters a terminal does not obey."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def encodable(text: str) -> str:
    """Return a text of JSON in which what UTF-8 cannot say is escaped."""
    return "".join(c if not "\ud800" <= c <= "\udfff" else f"\\u{ord(c):04x}" for c in text)
