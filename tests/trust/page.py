"""Page: what a tick rests on, gathered from the certificates and from what was measured.

Run it with ``make trust``.  It writes ``output/trust/README.md`` and, from what was measured, the
pages beside it; and each of them once more as HTML, in the looks of the site.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from derive.agreement import recheck
from derive.render.environment import environment
from tests.attack import run as attack
from tests.measured_html import beside, plain, write
from tests.mutants import code as code_mutants
from tests.mutants import run as mutants
from tests.mutants.code_operators import CHECKS
from tests.trust import enclosures
from tests.trust.code_lines import ROOT, lines_of, reached_from
from tests.trust.current import OUTPUT, certificates

TRUST = OUTPUT / "trust"
ENGINE = ROOT / "derive"
WORDS = {
    "kernel": "the kernel: normal forms, signs, limits, derivatives, side conditions, the chain",
    "notation": "the notation: terms, shapes, substitution, printing",
    "evidence": "rigorous ball arithmetic, which the kernel asks about numbers without variables",
    "derivation.py": "derivations as values",
    "wording.py": "what the words of a derivation may hold",
}


def page() -> str:
    """Return the text of the page, from what is in the folder now."""
    return (
        environment("trust")
        .get_template("README.md.j2")
        .render(
            trusted=_trusted(),
            recheck_lines=lines_of((ENGINE / "recheck").glob("*.py")),
            claims_lines=lines_of((ENGINE / "claims").glob("*.py")),
            derivations=len(certificates()),
            axioms=_axioms(),
            headlines=[
                {"name": name, "axioms": content["axioms"]}
                for name, content in certificates().items()
                if content["axioms"]
            ],
            agreement=_agreement(),
            mutants=_mutants(),
            code=_code(),
            enclosures=_enclosures(),
            attack=_attack(),
        )
    )


def _measured(name: str) -> dict[str, Any] | None:
    file = TRUST / f"{name}.json"
    if not file.is_file():
        return None
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _trusted() -> list[dict[str, Any]]:
    """Return what the kernel is made of, with the lines of code of each part."""
    files = reached_from((ENGINE / "kernel").glob("*.py"))
    rooms: dict[str, list[Path]] = {}
    for file in sorted(files):
        rooms.setdefault(file.relative_to(ENGINE).parts[0], []).append(file)
    known = [room for room in WORDS if room in rooms]
    return [
        {"what": f"`derive/{room}`: {WORDS[room]}", "lines": lines_of(rooms[room])}
        for room in known
    ] + [
        {"what": f"`derive/{room}`", "lines": lines_of(rooms[room])}
        for room in sorted(set(rooms) - set(known) - {"__init__.py"})
    ]


def _axioms() -> list[dict[str, Any]]:
    count = Counter(axiom for content in certificates().values() for axiom in content["axioms"])
    return [{"axiom": axiom, "count": number} for axiom, number in count.most_common()]


def _agreement() -> dict[str, Any]:
    """Return what the second checker says of the committed certificates."""
    found = recheck(OUTPUT / "certificates" / f"{name}.json" for name in certificates())
    entries = [(result["derivation"], e) for result in found for e in result["obligations"]]
    count = Counter(entry["verdict"] for _, entry in entries)
    total = sum(count.values())
    return {
        "proved": count["proved"],
        "share": _share(count["proved"], total),
        "declined": count["declined"],
        "declined_share": _share(count["declined"], total),
        "refused": total - count["proved"] - count["declined"],
        "rows": [
            {"place": f"{name}:{entry['step']}", "reason": entry["reason"]}
            for name, entry in entries
            if entry["verdict"] != "proved"
        ],
    }


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def _mutants() -> dict[str, Any] | None:
    content = _measured("mutants")
    if content is None:
        return None
    rows = [
        {
            "operator": operator,
            "generated": row["generated"],
            "equivalent": row["equivalent"],
            "kernel": row["kernel"]["killed"],
            "recheck": row["recheck"]["killed"],
            "declined": row["recheck"]["declined"],
        }
        for operator, row in content["by_operator"].items()
    ]
    return {
        "generated": content["generated"],
        "seed": content["seed"],
        "equivalent": len(content["equivalent"]),
        "kernel": {**content["kernel"], "survivors": len(content["kernel"]["survivors"])},
        "recheck": {**content["recheck"], "survivors": len(content["recheck"]["survivors"])},
        "rows": rows,
    }


def _code() -> list[dict[str, Any]]:
    content = _measured("code_mutants") or {}
    explained = [s["operator"] in CHECKS for s in content.get("survivors", ()) if s["explanation"]]
    rows = []
    for kind, what in (("checks", "a check deleted or weakened"), ("values", "a value changed")):
        found = content.get(kind)
        if found and found["generated"]:
            known = explained.count(kind == "checks")
            rows.append({
                "what": what,
                "generated": found["generated"],
                "killed": found["killed"],
                "share": _share(found["killed"], found["generated"]),
                "explained": known,
                "open": found["generated"] - found["killed"] - known,
            })  # fmt: skip
    return rows


def _enclosures() -> dict[str, Any] | None:
    content = _measured("enclosures")
    if content is None:
        return None
    lines, points, reasons, steps = Counter[str](), Counter[str](), Counter[str](), 0
    for derivation in content["derivations"].values():
        for step in derivation["steps"].values():
            steps += 1
            for evidence in step["evidence"]:
                if evidence["kind"] == "not enclosed":
                    reasons[evidence["reason"]] += 1
                else:
                    lines[evidence["kind"]] += 1
                    points[evidence["kind"]] += evidence["points"]
    return {
        "steps": steps,
        "without": sum(reasons.values()),
        "reasons": [{"reason": plain(r), "lines": number} for r, number in reasons.most_common()],
        "rows": [
            {"kind": kind, "lines": number, "points": points[kind]}
            for kind, number in lines.most_common()
        ],
    }


def _attack() -> dict[str, Any] | None:
    content = _measured("attack")
    if content is None:
        return None
    return {
        "rows": [
            {"attack": a["what"], "tries": a["trials"], "failures": len(a["findings"])}
            for a in content["attacks"]
        ]
    }


def pages() -> dict[str, str]:
    """Return the texts of all pages, by the names of their files, from what is in the folder."""
    made = {"README.md": page()}
    for name, text in (
        ("mutants", mutants.page),
        ("code_mutants", code_mutants.page),
        ("enclosures", enclosures.markdown),
        ("attack", attack.page),
    ):
        content = _measured(name)
        if content is not None:
            made[f"{name}.md"] = text(content)
    return made


def main() -> None:
    """Write the pages."""
    TRUST.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        write(TRUST / name, text)
        print(f"wrote {TRUST / name} and {beside(TRUST / name).name}")


if __name__ == "__main__":
    main()
