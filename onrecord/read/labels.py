"""Labels before what somebody says: "SEC. ANNA BRAUN, Interior Minister:", "Q:", "Speaker 2 [00:12:03]:"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.read.furniture import any_of, is_credit, listed, words

_STAMP = r"[\[(<]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])>]?"
_NAME = r"[^\W\d_][^:;?!\n\[\]<>|\"“”«»]{0,100}?"
_EDGE = r"[*_]{0,3}"
_COLON = re.compile(
    rf"{_EDGE}(?:{_STAMP}\s*[-–—]?\s+)?{_EDGE}(?P<name>{_NAME})(?:\s*{_STAMP})?{_EDGE}\s*:{_EDGE}(?:\s*{_STAMP}(?=\s))?(?:\s+|$)"
)
_ALONE = re.compile(rf"{_EDGE}(?:{_STAMP}\s*[-–—]?\s+)?{_EDGE}(?P<name>{_NAME})(?:[\s,–—-]*{_STAMP})?{_EDGE}\s*")
_PART = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?|\d+")
_ARTICLES = frozenset({"the", "el", "la", "los", "las"})
_LONGEST = 160  # characters in which a label ends


@dataclass(frozen=True, slots=True)
class Label:
    """``start`` and ``end`` bound the words that name the speaker, ``after`` is where the words begin that he says, all
    counted from the start of the line. ``sort`` is "asks", "answers", "role", "caps", "full" or "single"."""

    start: int
    end: int
    after: int
    sort: str
    key: tuple[str, ...]


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {
        key: frozenset(w.lower() for w in listed(key))
        for key in ("asks", "answers", "speaker_roles", "not_speakers", "person_titles", "asides", "saying_words")
    }


def is_aside(text: str) -> bool:
    """Whether a line begins with a label that is nobody's and ends a speaker's words ("The facts: …")."""
    before, colon, after = text[:40].partition(":")
    return bool(colon and after) and before.strip("*_ ").lower() in _lists()["asides"]


@cache
def _short() -> re.Pattern[str]:
    names = any_of([w for key in ("asks", "answers") for w in listed(key)])
    return re.compile(
        rf"{_EDGE}(?P<name>(?:{names}))(?:\s?\d{{1,2}})?{_EDGE}(?:\s*:|\.(?=[\s\-–—*_])|(?-i:(?<=Q)\s+(?=[A-ZÀ-ÖØ-Þ]))){_EDGE}\s*(?:[-–—]\s*)?",
        re.IGNORECASE,
    )


@cache
def _stopped() -> re.Pattern[str]:
    """ "Mr. Bell. I thank the chair.": a title, a name, a full stop."""
    titles = any_of(listed("stopped_titles"))
    named = r"(?:\s+[A-ZÀ-ÖØ-Þ][\w'’\-]+){1,3}"  # "Mr." alone is no label: "Mr. Bell said"
    return re.compile(rf"(?P<name>(?=(?i:the|el|la)\s)(?:{titles})|(?:{titles}){named})\.\s+(?=[A-ZÀ-ÖØ-Þ\"“\[(])")


def label_of(text: str) -> Label | None:
    """The label that a line begins with, by its form alone; whether it names a speaker, the whole text tells."""
    head = text[:_LONGEST]
    match = _short().match(head)
    if match and (text[match.start("name")].isupper()):
        name = match.group("name").lower()
        sort = "asks" if name in _lists()["asks"] else "answers"
        return Label(match.start("name"), match.end("name"), match.end(), sort, (name,))
    match = _COLON.match(head) or _stopped().match(head)
    return _label(match, head) if match else None


def label_alone(text: str) -> Label | None:
    """The label that a whole line is: a name, a role, without a colon."""
    if len(text) > 100 or text[-1] in ".?!:;,…" or is_credit(text):
        return None
    match = _ALONE.fullmatch(text)
    found = _label(match, text) if match else None
    if found is None and text.lower() in _lists()["asks"] | _lists()["answers"] and text[0].isupper():
        sort = "asks" if text.lower() in _lists()["asks"] else "answers"
        return Label(0, len(text), len(text), sort, (text.lower(),))
    return found


def _label(match: re.Match[str], text: str) -> Label | None:
    name = match.group("name").rstrip()
    key, sort = name_of_label(name)
    if not sort:
        return None
    start = match.start("name")
    return Label(start, start + len(name), match.end(), sort, key)


def name_of_label(name: str) -> tuple[tuple[str, ...], str]:
    """The words of the name in a label, in lower case, without titles and what follows a comma or stands in brackets; and
    what sort of label it is ("" if it is none)."""
    core = re.split(r"\s*[,(]|\s[–—-]\s", name, maxsplit=1)[0].strip()
    parts = _PART.findall(core)
    lower = core.lower().removeprefix("the ").strip(" .")
    lists = _lists()
    if not parts or len(parts) > 7 or name.count(" ") > 14 or lower in lists["not_speakers"] or core.lower() in lists["not_speakers"]:
        return (), ""
    if any(word in lists["saying_words"] for word in re.findall(r"[^\W\d_]+", name)):
        return (), ""  # "Ms. Bell, asked if she would stay, replied:"
    if len(parts) > 1 and (inner := _in_brackets(name, parts)) is not None:
        return inner, "full"
    if len(parts) > 1 and lower.split()[0] in lists["asks"] and len(lower.split()[0]) > 1:
        return tuple(p.lower() for p in parts), "role"  # "Question from Tom Bell, Example Wire"
    bare = re.sub(r"\s*#?\s*\d+$", "", lower)
    if bare in lists["speaker_roles"]:
        return tuple(lower.split()), "role"
    named = [p for p in parts if p.lower().strip(".") not in lists["person_titles"]]
    if any(p.isdigit() for p in named) or (core[-1] == "." and not re.search(r"\b(?:jr|sr)\.$", core.lower())):
        return (), ""
    if not named:
        return tuple(lower.split()), "role" if core[0].isupper() else ""
    key = tuple(p.lower().strip(".") for p in named)
    letters = [c for c in core if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters if c not in "ªº"):
        return key, "caps"
    small = words().particles
    first = parts[0].lower()
    if not all(p[0].isupper() or p in small for p in parts) or (first in words().not_names and first not in _ARTICLES):
        return (), ""
    if any(p.lower() in words().date_words for p in _PART.findall(name) if len(p) > 3):
        return (), ""  # "On Wednesday, the minister told the Post"
    titled = len(named) < len(parts)
    return key, "full" if len(named) > 1 or titled else "single"


def _in_brackets(name: str, parts: list[str]) -> tuple[str, ...] | None:
    """The person whom brackets name behind his office: "The Minister of State, Home Office (Anna Braun)"."""
    match = re.search(r"\(([^()]+)\)\s*$", name)
    office = any(p.lower() in _lists()["person_titles"] | _lists()["speaker_roles"] for p in parts[:3])
    if match is None or not office or parts[0].lower() not in _ARTICLES:
        return None
    inner = [p for p in _PART.findall(match.group(1)) if p.lower().strip(".") not in _lists()["person_titles"]]
    return tuple(p.lower().strip(".") for p in inner) if len(inner) > 1 and all(p[0].isupper() for p in inner) else None


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names may mean one person: the same, or the shorter is the longer's last words, or its first one."""
    short, long = sorted((a, b), key=len)
    return bool(short) and (long[-len(short) :] == short or (len(short) == 1 and short[0] == long[0]))
