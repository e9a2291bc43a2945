"""Small words for pages: dates, figures, voices. What they are given is never changed, only said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.casefile.queries import Finding, Known
from onrecord.casefile.row import number
from onrecord.model import Figure, Modifier
from onrecord.report.sentence import quoted, statement

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_MODIFIERS = {
    Modifier.EXACT: "{0}", Modifier.ABOUT: "about {0}", Modifier.AT_LEAST: "at least {0}", Modifier.OVER: "over {0}",
    Modifier.AT_MOST: "at most {0}", Modifier.UNDER: "under {0}", Modifier.BETWEEN: "{0} to {1}",
}  # fmt: skip
_UNITS = {"person": "people", "percent": "percent"}
_TITLE = 110  # characters of a page's title


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A link of the chain as it is shown; the first voice of every chain is the publisher (``act`` "publishes")."""

    name: str
    known: Known | None = None
    cue: str | None = None
    act: str = "publishes"
    when: str | None = None


def voices(finding: Finding) -> tuple[Voice, ...]:
    """Who says it, from the publisher to the voice nearest the fact."""
    inner = (
        Voice(
            name=finding.speaker(link) if link.speaker else "a source that is not named",
            known=finding.known(link.speaker.entity) if link.speaker else None,
            cue=one_line(link.cue.text) if link.cue else None,
            act=link.act,
            when=link.when,
        )
        for link in finding.claim.attribution
    )
    return (Voice(name=finding.publisher()), *inner)


def speaker(finding: Finding) -> str:
    """The chain in words: "Example Wire › the ministry", or "Example Wire, in its own voice"."""
    chain = voices(finding)
    return " › ".join(voice.name for voice in chain) if len(chain) > 1 else f"{finding.publisher()}, in its own voice"


def claim_title(finding: Finding) -> str:
    """A claim in one line for a page's title; how firmly it is put stands first, so that no cut can lose it."""
    negative = ", negative" if finding.claim.polarity.value == "negative" else ""
    return f"{finding.claim.factuality.value}{negative}: {shorten(f'{speaker(finding)}: {quoted(finding.claim)}')}"


def in_words(finding: Finding) -> tuple[str, str, str]:
    """The finding's sentence in three: before the quoted words, the words (in the document's language), after them."""
    return statement(finding).partition(quoted(finding.claim))


def shorten(text: str, length: int = _TITLE) -> str:
    """At most so many characters, cut at a space, with a mark that it was cut."""
    line = one_line(text)
    if len(line) <= length:
        return line
    return line[: length - 1].rpartition(" ")[0].rstrip(" ,;:") + "…" if " " in line[: length - 1] else line[: length - 1] + "…"


def one_line(text: str) -> str:
    return " ".join(text.split())


def day(published: str | None) -> str:
    """ "24 September 2023" for an ISO date or date-time, "no date" for none; anything else as it is."""
    found = _DAY.match(published or "")
    if found:
        return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}"
    return published or "no date"


def datetime_attribute(edtf: str | None) -> str | None:
    """The value where HTML's ``<time datetime>`` has a form for it: a year, a month, a day."""
    return edtf if edtf and _DATE.fullmatch(edtf) else None


def bounds(figure: Figure) -> str:
    """What a figure comes to: "about 11,000 people", "10,000,000 to 15,000,000 USD per year"."""
    low, high = _grouped(figure.low), _grouped(figure.high)
    if not low and not high:
        return "no bounds"
    amount = _MODIFIERS[figure.modifier].format(low or high, high or low)
    unit = f" {_UNITS.get(figure.unit, figure.unit)}" if figure.unit else ""
    return amount + unit + (f" per {figure.per}" if figure.per else "")


def _grouped(value: float | None) -> str:
    exact = number(value)
    if exact is None:
        return ""
    if isinstance(exact, int):
        return f"{exact:,}"
    return f"{exact:,.2f}".rstrip("0").rstrip(".") if abs(exact) >= 1 else f"{exact:.3g}"


def count(amount: int, noun: str, plural: str | None = None) -> str:
    """ "1 claim", "1,234 claims"."""
    return f"{amount:,} {noun}" if amount == 1 else f"{amount:,} {plural or noun + 's'}"
