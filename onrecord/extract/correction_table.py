"""The patterns by which notes take words back: ``corrections.toml`` of a pack, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.lang import load_pack


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to take words back; ``what`` they are: "clause", "as" (something put as something), "name", "words" or
    "topic". With ``outlet`` who said it must be the publisher by its name."""

    id: str
    pattern: re.Pattern[str]
    what: str
    sure: bool
    wrong: bool
    outlet: bool


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The pack's patterns, compiled."""

    rules: tuple[Rule, ...]
    correcting: re.Pattern[str]
    label: re.Pattern[str]
    splits: tuple[re.Pattern[str], ...]
    instead: tuple[re.Pattern[str], ...]
    asides: tuple[re.Pattern[str], ...]
    wrong: tuple[re.Pattern[str], ...]
    openings: tuple[re.Pattern[str], ...]
    abbreviations: frozenset[str]
    publisher: tuple[str, ...]
    tails: tuple[re.Pattern[str], ...]


@cache
def load_table(lang: str) -> Table | None:
    """The patterns of a language; ``None`` where its pack has none."""
    data = load_pack(lang)["corrections"]
    if not data:
        return None
    names: dict[str, str] = {}
    for name, pattern in data["names"].items():
        names[name] = _filled(pattern, names)

    def compiled(key: str, part: str = "patterns") -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_filled(p, names), re.IGNORECASE) for p in data[key][part])

    def label(*parts: str) -> re.Pattern[str]:
        words = "|".join(word for part in parts for word in data["labels"][part])
        return re.compile(
            rf"[\[(*_]*(?:{words})(?:, [^:.—–]{{1,40}}| [^:.—–]{{0,20}}\d[^:.—–]{{0,20}}|\s*\([^)]{{1,40}}\))?\s*[:—–.]\s*[*_]*\s*",
            re.IGNORECASE,
        )

    rules = []
    for row in data["withdraws"]:
        pattern = re.compile(_filled(row["pattern"], names) + r"\s*$" * row.get("whole", True), re.IGNORECASE)
        flags = (bool(row.get(key)) for key in ("sure", "wrong", "outlet"))
        rules.append(Rule(row["id"], pattern, row["what"], *flags))
    return Table(
        tuple(rules), label("correcting"), label("correcting", "other"), compiled("splits"), compiled("instead"), compiled("asides"),
        compiled("asides", "wrong"), compiled("openings"), frozenset(data["labels"]["abbreviations"]), tuple(data["labels"]["publisher"]), compiled("tails"),
    )  # fmt: skip


def _filled(pattern: str, names: dict[str, str]) -> str:
    pattern = pattern.replace("(?P<by>", r"(?<!\w)(?P<by>")
    for name, meaning in names.items():
        pattern = pattern.replace("{" + name + "}", meaning)
    return pattern
