"""Parsed -> the time expressions of a document, resolved against its publication date."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cache
from typing import Any

from onrecord.extract.blocks import block_words
from onrecord.extract.tense import tense_at
from onrecord.extract.times_forms import ending_at, interval
from onrecord.extract.times_join import join_expressions
from onrecord.extract.times_read import Expression, any_of_class, has_class, read_expressions
from onrecord.extract.times_reference import Resolved
from onrecord.extract.times_resolve import Resolver
from onrecord.extract.words import Word
from onrecord.lang import load_pack
from onrecord.model import Parsed, Time


def find_times(parsed: Parsed) -> tuple[Time, ...]:
    """The time expressions of a document in text order, none overlapping another.

    Relative ones are resolved against ``parsed.document.published``; without it, and where the words point at a date
    that the text does not give, ``edtf`` is None. Works with and without a parse.
    """
    lang = parsed.lang
    if not load_pack(lang)["times"]:
        return ()
    months, day_first = _settings(lang)
    resolver = Resolver(published_day(parsed.document.published), months, day_first)
    starts = [t.start for t in parsed.tokens]
    times: list[Time] = []
    published = resolver.now
    for number, words in block_words(parsed):
        resolver.moved(parsed.blocks[number].at, published)
        found, symbols = read_expressions(words, lang)
        if found:
            found = [item for item in found if _is_time(item, words, symbols, parsed, starts)]
            found = [part for item in found for part in _single_days(item, words, symbols, lang)]
            resolver.south = any_of_class(symbols, "SOUTH", lang)
            times.extend(_resolve(join_expressions(found, symbols, lang), resolver, parsed, starts, number))
    return tuple(times)


def _single_days(item: Expression, words: list[Word], symbols: str, lang: str) -> list[Expression]:
    """ "May 3 and 4" are two days, "May 3-4" a stretch."""
    if item.kind != "days":
        return [item]
    cut = next(
        (i for i in range(item.first + 1, item.last - 1) if has_class(symbols, i, "AND", lang) and not has_class(symbols, i, "UPTO", lang)),
        None,
    )
    if cut is None:
        return [item]
    numbers = {name: value for name, value in item.numbers.items() if name != "day2"}
    one = Expression("date", item.rule, item.first, cut, words[item.first].start, words[cut - 1].end, dict(numbers), dict(item.names))
    other = Expression(
        "date", item.rule, cut + 1, item.last, words[cut + 1].start, item.end, {**numbers, "day": item.numbers["day2"]}, dict(item.names)
    )
    return [one, other]


def published_day(published: str | None) -> date | None:
    """The day of an ISO date or date-time; None where there is none or it is not one."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


_UNSURE = frozenset({"year", "years", "clock", "decade", "date", "nothing", "nth", "then"})  # unresolved, they are no times


@cache
def _settings(lang: str) -> tuple[dict[str, int], bool]:
    pack: dict[str, Any] = load_pack(lang)["times"]
    return {name.lower(): int(n) for table in ("months", "short_months") for name, n in pack.get(table, {}).items()}, bool(
        pack.get("day_first", False)
    )


def token_at(starts: list[int], offset: int) -> int:
    """The index of the token that stands at an offset, or the one before it."""
    return bisect_right(starts, offset) - 1


def _resolve(items: list[Expression], resolver: Resolver, parsed: Parsed, starts: list[int], block: int) -> list[Time]:
    text = parsed.document.text
    answers: dict[int, Resolved] = {}
    for item in items:
        answers[id(item)] = resolver.resolve(item, block, lambda item=item: tense_at(parsed, token_at(starts, item.start)))  # type: ignore[misc]
    times = []
    for item in items:
        found = answers[id(item)]
        if found.timex is None and item.kind in _UNSURE:
            continue  # its words are no date after all
        other = answers.get(id(item.until)) if item.until is not None else None
        edtf = ending_at(item, other) if item.kind == "dur" and other else interval(item, found, other)
        times.append(
            Time(
                start=item.start,
                end=item.end,
                text=text[item.start : item.end],
                edtf=edtf,
                timex=found.timex,
                type=found.type,
                why=item.rule,
            )
        )
    return times


def _as_rate(item: Expression, words: list[Word]) -> None:
    """ "300 cars a month": after a number and its noun, "a month" is a rate."""
    if (
        item.kind != "dur"
        or item.last - item.first != 2
        or words[item.first].kind != "w"
        or item.names.get("unit") not in ("Y", "M", "W", "D", "h")
    ):
        return
    before = words[max(item.first - 4, 0) : item.first]
    if (
        before
        and before[-1].kind == "w"
        and (before[-1].lower.endswith("s") or before[-1].lower == "people")
        and any(w.kind in "dn" for w in before)
    ):
        item.kind = "rate"


def _is_time(item: Expression, words: list[Word], symbols: str, parsed: Parsed, starts: list[int]) -> bool:
    """Whether the words mean time: not a name, an age, a count or a verb that looks the same."""
    _as_rate(item, words)
    if item.kind in ("year", "years"):
        return _is_year(item, words, symbols, parsed, starts)
    if item.kind in ("dur", "span"):
        return not _is_age(item, words, symbols, parsed.lang)
    if (item.kind in ("date", "weekday", "season", "century", "decade") and item.last - item.first == 1) or item.kind == "century":
        return not _is_name(item, words, parsed, starts)
    return True


def _is_year(item: Expression, words: list[Word], symbols: str, parsed: Parsed, starts: list[int]) -> bool:
    """Whether four digits are a year: not a price, a count, the number of something or a part of a longer number."""
    lang, value = parsed.lang, item.numbers["year"]
    before, after = item.first - 1, item.last
    if (
        has_class(symbols, before, "MONEY", lang)
        or has_class(symbols, after, "COUNTED", lang)
        or has_class(symbols, before, "NUMBERED", lang)
    ):
        return False
    if _is_glued_number(item, words):
        return False
    if has_class(symbols, before, "YEARLY", lang):
        return 1000 <= value < 2200
    if has_class(symbols, before, "QUANT", lang) or _counts(item, symbols, parsed, starts):
        return False
    return 1900 <= value < 2100


def _is_glued_number(item: Expression, words: list[Word]) -> bool:
    """Whether digits belong to a longer string: "2000rpm", "2010%", "555-2010-2015", "#1999"."""
    before, after = item.first - 1, item.last
    if after < len(words) and words[after].start == item.end:
        if words[after].kind in "wd" or words[after].text in "%°€$£":
            return True
        if (
            words[after].text in "-/"
            and after + 1 < len(words)
            and words[after + 1].kind in "dc"
            and words[after + 1].start == words[after].end
        ):
            return True
    if before < 0 or words[before].end != item.start:
        return False
    if words[before].text in "#/.":
        return True
    tied = words[before].text == "-" and before > 0 and words[before - 1].end == words[before].start
    return tied and words[before - 1].kind in "dc" and not 1000 <= words[before - 1].value < 2200


def _counts(item: Expression, symbols: str, parsed: Parsed, starts: list[int]) -> bool:
    """ "2019 boats were counted": a number that modifies a plural, unless that is something held in a year."""
    if not parsed.has_parse or has_class(symbols, item.last, "HELD", parsed.lang):
        return False
    token = parsed.tokens[token_at(starts, item.start)]
    head = parsed.tokens[token.head]
    return token.dep == "nummod" and head.tag == "NNS" and head.i == token.i + 1


def _is_age(item: Expression, words: list[Word], symbols: str, lang: str) -> bool:
    unit = item.names.get("unit", "")
    if "n_text" not in item.names and item.numbers.get("n") == 1.0 and (unit == "Q" or words[item.last - 1].kind == "o"):
        return True  # "a quarter", "a second": a part, or one in a row
    if unit not in ("Y", "M", "W", "D"):
        return item.numbers.get("n") == 24 and unit == "h" and any(w.text == "-" for w in words[item.first : item.last])
    j = item.last
    if j < len(words) and words[j].text == "-":
        j += 1
    if has_class(symbols, j, "OLD", lang) or (has_class(symbols, j, "OF", lang) and has_class(symbols, j + 1, "AGE", lang)):
        return True
    if has_class(symbols, item.first - 1, "DE", lang) and (
        has_class(symbols, item.first - 2, "COMMA", lang) or has_class(symbols, item.first - 2, "PERSONW", lang)
    ):
        return True  # "el acusado, de 41 años"
    return has_class(symbols, item.first - 1, "AGED", lang) and not has_class(symbols, j, "DE", lang)


def _is_name(item: Expression, words: list[Word], parsed: Parsed, starts: list[int]) -> bool:
    """A month, weekday or season that is somebody's or something's name ("Theresa May", "The Sunday Times")."""
    word = words[item.first]
    after = words[item.last] if item.last < len(words) else None
    if item.kind == "century":
        return after is not None and after.kind == "w" and after.text[0].isupper() and words[item.last - 1].text[0].isupper()
    if not parsed.has_parse:
        return False
    token = parsed.tokens[token_at(starts, word.start)]
    if token.ent == "PERSON" or token.pos in ("AUX", "VERB"):
        return True
    head = parsed.tokens[token.head]
    if token.dep == "compound" and head.pos == "PROPN" and head.i == token.i + 1 and after is not None and after.text[0].isupper():
        return head.ent not in ("DATE", "TIME")
    return token.ent in ("ORG", "WORK_OF_ART", "FAC") and token.iob == "I"
