"""Certificates that cite one another: each is checked once, after what it cites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from derive.recheck.certificate import REJECTED, Certificate, Entry, Result
from derive.recheck.reading import Statement, Unreadable, check_structure, read, statement
from derive.recheck.terms import Declined, Refusal
from derive.schema import digest

UNEXPECTED = (
    *(TypeError, KeyError, AttributeError, ValueError, IndexError),
    *(ArithmeticError, AssertionError, RecursionError),
)
"""What a file that is not what the format says leads to; never a verdict in its favour."""


class Library:
    """The certificates of the folders that were named, by their files."""

    def __init__(self) -> None:
        self.results: dict[Path, Result] = {}
        self.contents: dict[Path, dict[str, Any]] = {}
        self.statements: dict[Path, Statement] = {}
        self.open: list[Path] = []

    def check(self, path: Path) -> Result:
        """Return the verdicts on a certificate, and on what it cites before it."""
        path = path.resolve()
        if path in self.results:
            return self.results[path]
        if path in self.open:
            raise Refusal(f"{path.stem} cites itself, by way of what it cites")
        content = self.contents[path] = read(path)
        self.open.append(path)
        result = Result(str(content.get("name")))
        try:
            self._check(path, content, result)
        except (Refusal, Declined) as reason:
            result.entries.append(Entry("", "certificate", REJECTED, str(reason)))
        except UNEXPECTED as error:
            reason_text = f"not what the format says: {type(error).__name__}: {error}"
            result.entries.append(Entry("", "certificate", REJECTED, reason_text))
        finally:
            self.open.pop()
        self.results[path] = result
        return result

    def _check(self, path: Path, content: dict[str, Any], result: Result) -> None:
        check_structure(content)
        cited = {}
        for name, wanted in content["cites"].items():
            cited[name] = self._cited(path, name, wanted, result)
        certificate = Certificate(content, cited)
        result.entries += certificate.check()
        self.statements[path] = statement(content)

    def _cited(self, path: Path, name: str, wanted: str, result: Result) -> Statement:
        if not name.replace("_", "").isalnum():
            raise Refusal(f"{name!r} is no name of a certificate")
        file = path.parent / f"{name}.json"
        try:
            found = self.check(file)
        except Unreadable as error:
            raise Refusal(f"the cited certificate cannot be read: {error}") from error
        content = self.contents[file.resolve()]
        if content.get("name") != name or digest(content) != wanted:
            raise Refusal(f"{name} is cited with another hash than it has")
        if found.verdict == REJECTED:
            raise Refusal(f"the cited certificate {name} is rejected")
        declined = [found.name] if found.count("declined") else []
        result.rests_on += [n for n in (*found.rests_on, *declined) if n not in result.rests_on]
        return self.statements[file.resolve()]
