"""What a single line is by its words alone: a byline, a date, an outlet's name, a credit, navigation.

The words are those of all language packs together: a line is judged before the language of its text is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from onrecord.lang import LANGUAGES, load_pack
from onrecord.read.dates import find_date

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*\.?|&")
_STOP = re.compile(r"[.!…][\"'”’»)\]]*$")
_CHOICE = re.compile(r"\\\(((?:[^()\\]|\\[^()])*?\\\|(?:[^()\\]|\\[^()])*?)\\\)")
_PLACE_BEFORE = re.compile(r"[^\W\d_][^\d,;:|]{1,40}(?:,\s*[^\W\d_][^\d,;:|]{1,30})?(?:,|\s[—–-])\s+(?=\S)")
_RULE = re.compile(r"[\W_]+")
_SHARED_CREDIT = re.compile(r"\s*(?:/|\||\bvia\b)\s*", re.IGNORECASE)
_CLOSING_CREDIT = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]\.?$")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The packs' words of structure, ready for use; all in lower case but the agencies' and outlets'."""

    byline: re.Pattern[str]
    byline_words: frozenset[str]
    roles: frozenset[str]
    published: re.Pattern[str]
    updated: frozenset[str]
    date_words: frozenset[str]
    outlet_words: frozenset[str]
    agencies: frozenset[str]
    agency: re.Pattern[str]
    credit: re.Pattern[str]
    caption: re.Pattern[str]
    suffix: re.Pattern[str]
    label: re.Pattern[str]
    furniture: re.Pattern[str]
    notices: re.Pattern[str]
    lists: frozenset[str]
    particles: frozenset[str]
    conjunctions: frozenset[str]
    not_names: frozenset[str]


@cache
def listed(key: str) -> tuple[str, ...]:
    """One list of words of structure, those of all packs together."""
    return tuple(word for code in LANGUAGES for word in load_pack(code)["structure"].get(key, ()))


@cache
def words() -> Words:
    """The tables of all packs, joined and compiled once."""

    def prefix(key: str, after: str) -> re.Pattern[str]:
        return re.compile(rf"(?:{any_of(listed(key))}){after}", re.IGNORECASE)

    dates = [*listed("date_words"), *listed("weekdays"), *listed("months")]
    credit = any_of(listed("credit"))
    return Words(
        byline=prefix("byline", r":?\s+"),
        byline_words=frozenset(listed("byline_words")),
        roles=frozenset(listed("roles")),
        published=prefix("published", r"\s*:?\s+"),
        updated=frozenset(listed("updated")),
        date_words=frozenset(dates),
        outlet_words=frozenset(listed("outlet_words")),
        agencies=frozenset(name.lower() for name in listed("agencies")),
        agency=re.compile(rf"(?:{any_of(listed('agencies'))})(?=\s+[^\W\d_])"),
        credit=re.compile(rf"(?:{credit})(?:\s*[:,]\s*|\s+(?=©))", re.IGNORECASE),
        caption=prefix("caption", r"\s*[:,]\s*"),
        suffix=re.compile(rf"(?<=\s)[(\[]?(?:{credit})\s*:\s*[^.]{{2,80}}\.?$", re.IGNORECASE),
        label=prefix("labels", r"\s*:\s*(?=\S)"),
        furniture=globs(listed("furniture")),
        notices=globs(listed("notices")),
        lists=frozenset(listed("lists")),
        particles=frozenset(listed("particles")),
        conjunctions=frozenset(listed("conjunctions")),
        not_names=frozenset(listed("not_names")),
    )


def any_of(phrases: Iterable[str]) -> str:
    """Alternatives of a pattern that match any of the phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)))


def globs(patterns: Iterable[str]) -> re.Pattern[str]:
    """A pattern for lines in which "*" stands for anything, "#" for a number, "(a|b)" for either."""
    bodies = (_CHOICE.sub(_choice, re.escape(p)).replace(r"\*", ".*").replace(r"\#", r"\d+") for p in patterns)
    return re.compile(rf"(?:{'|'.join(bodies)})", re.IGNORECASE)


def _choice(match: re.Match[str]) -> str:
    return "(?:" + match.group(1).replace(r"\|", "|") + ")"


def has_stop(text: str) -> bool:
    """Whether the words end as a sentence does (a question mark apart)."""
    return bool(_STOP.search(text)) and not re.search(r"\b(?:[A-Z]\.){2,}$", text)


def is_rule(text: str) -> bool:
    """A line without a letter or a digit: "* * *", "###", "—"."""
    return bool(_RULE.fullmatch(text)) and not any(c in "\"'“”«»" for c in text)


def is_furniture(text: str) -> bool:
    """Navigation, advertisement, legal lines."""
    if len(text) > 200:
        return False
    bare = text.strip(" .:»›>→…-–—*•|")
    if words().notices.fullmatch(bare):
        return True
    return not has_stop(text) and bool(words().furniture.fullmatch(text) or words().furniture.fullmatch(bare))


def is_name(text: str, most: int = 4) -> bool:
    """A name of two to ``most`` words, each with a capital but for particles: "Ana Ruiz", "Rosa de la Cruz"."""
    tokens = _WORD.findall(text)
    table = words()
    capitals = [t for t in tokens if t[0].isupper()]
    if not 2 <= len(capitals) <= most or tokens[0].lower() in table.not_names or re.search(r"[\d:;!?\"“”«»()]", text):
        return False
    return all(t[0].isupper() or t in table.particles for t in tokens) and "  " not in text


def is_byline(text: str) -> bool:
    """ "By Ana Ruiz and John Smith, Example Wire, in Lagos": nothing but names and the small words of bylines."""
    table = words()
    match = table.byline.match(text)
    if not match or len(text) > 200 or has_stop(text.removesuffix(".")):
        return False
    rest = [t for t in _WORD.findall(text[match.end() :]) if t != "&"]
    if (
        not rest
        or len(rest) > 24
        or not (rest[0][0].isupper() or rest[0].lower() in table.byline_words)
        or rest[0].lower() in table.date_words
    ):
        return False
    small = table.byline_words | table.particles | table.roles | table.conjunctions
    named = sum(t[0].isupper() for t in rest)
    enough = len(rest) <= 4 or named * 2 >= len(rest)
    only_small = all(t[0].isupper() or t.lower() in small for t in rest)
    return named > 0 and enough and (only_small if not text.endswith(".") else only_small and len(rest) <= 12 and ";" in text)


def strip_by(text: str) -> str:
    """A byline without its "By"."""
    match = words().byline.match(text)
    return text[match.end() :] if match else text


def is_signature(text: str) -> bool:
    """A byline without "By": "Lucía Paredes", "Helen Strand and Jonas Pfeil", "Joan Mabey, community reporter"."""
    if len(text) > 120 or has_stop(text) or "?" in text:
        return False
    names, _, role = text.partition(",")
    joints = "|".join(sorted(words().conjunctions))
    people = re.split(rf"\s+(?:{joints})\s+", names)
    if not all(is_name(person.strip()) for person in people):
        return False
    return not role or is_role(role) or is_name(role) or is_outlet(role.strip())


def is_role(text: str) -> bool:
    """ "community reporter", "Washington correspondent, BBC News"."""
    tokens = _WORD.findall(text)
    return 0 < len(tokens) <= 7 and not has_stop(text) and any(t.lower() in words().roles for t in tokens)


def is_date_line(text: str) -> bool:
    """A date and nothing else: "Published 12 March 2025", "Sunday, January 20, 2008, 10:30 GMT", "2025-03-12"."""
    if len(text) > 100 or not any(map(str.isdigit, text)):
        return False
    match = words().published.match(text)
    rest = text[match.end() :] if match else text
    again = words().published.search(rest)
    if again:
        rest = rest[: again.start()] + " " + rest[again.end() :]
    tokens = re.findall(r"[^\W\d_]+", rest)
    known = all(t.lower() in words().date_words or (t in "TZ" and find_date(rest)) for t in tokens)
    return known and (find_date(rest) is not None or bool(match and re.search(r"\d", rest) and tokens))


def is_place_and_date(text: str) -> bool:
    """A place, then a date and nothing else: "Northfield, March 3, 2024", "Lima, 3 de marzo de 2024"."""
    match = _PLACE_BEFORE.match(text)
    if match is None or len(text) > 100 or not is_date_line(text[match.end() :]):
        return False
    small = words().particles
    return all(t[0].isupper() or t in small for t in _WORD.findall(match.group()))


def is_outlet(text: str) -> bool:
    """An outlet's name, a city after it or not: "BBC News, Washington", "The Meridian Courier"."""
    table = words()
    tokens = _WORD.findall(text)
    if not 0 < len(tokens) <= 8 or has_stop(text) or "?" in text or ":" in text:
        return False
    if not all(t[0].isupper() or t[0].isdigit() or t in table.particles or t in ("of", "the", "and", "&", "in") for t in tokens):
        return False
    name = text.split(",")[0].strip()
    return name.lower() in table.agencies or any(t in table.outlet_words or t.title() in table.outlet_words for t in _WORD.findall(name))


def is_credit(text: str) -> bool:
    """ "EPA", "AFP/Getty", "Credit: Harbour Post", "Photo: Jane Doe via AP", "REUTERS/Jane Doe"."""
    if len(text) > 120:
        return False
    text = text.strip("()[] ").removesuffix(".")
    match = words().credit.match(text)
    if match:
        return is_source(text[match.end() :])
    parts = [p for p in _SHARED_CREDIT.split(re.sub(r"^(?:©|\(c\))\s*", "", text, flags=re.IGNORECASE)) if p]
    if any(p.lower() in words().agencies for p in parts):
        return all(p.lower() in words().agencies or is_source(p) for p in parts)
    return len(parts) > 1 and "/" in text and text.upper() == text and not any(c.isdigit() for c in text) and len(text) < 60


def is_source(text: str) -> bool:
    """Who owns a picture: a few words with capitals, no sentence."""
    text = re.sub(r"^(?:©|\(c\))\s*", "", text.strip())
    tokens = _WORD.findall(text)
    small = words().particles | words().conjunctions | {"via", "for", "by", "of", "the", "handout", "supplied", "pool"}
    return 0 < len(tokens) <= 9 and not has_stop(text) and all(not t[0].isalpha() or t[0].isupper() or t in small for t in tokens)


def closing_credit(text: str) -> int | None:
    """Where a credit at the end of a caption begins: "… (AP Photo/Jane Doe)", "… Image: UK Government."."""
    match = _CLOSING_CREDIT.search(text)
    if match and match.start() > 0:
        parts = [p for p in _SHARED_CREDIT.split(match.group(1)) if p]
        if is_credit(match.group(1)) and (len(parts) > 1 or words().credit.match(match.group(1))):
            return match.start()
    match = words().suffix.search(text)
    if match and match.start() > 0 and is_credit(match.group()):
        return match.start()
    return None


def opening_agency(text: str) -> int | None:
    """Where a caption begins that has an agency's name before it: "EPA Men sitting …" -> 4."""
    match = words().agency.match(text)
    if not match:
        return None
    rest = text[match.end() :].lstrip()
    small = sum(t[0].islower() for t in _WORD.findall(rest))
    return match.end() + len(text[match.end() :]) - len(rest) if rest[0].isupper() and small >= 2 else None
