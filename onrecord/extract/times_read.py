"""Words -> expressions of time, not yet resolved: what was matched, by which rule, and what belongs together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from onrecord.extract.patterns import Alphabet, Grammar, Rule
from onrecord.extract.words import Word
from onrecord.lang import load_pack

_TABLES = {
    "MONTH": "months", "WDAY": "weekdays", "WDAYS": "weekdays_plural", "SEASON": "seasons", "UNIT": "units", "UNITS": "units_plural",
    "PART": "parts", "DAYW": "days", "DECADEW": "decades", "SET": "sets", "VAGUE_REF": "vague", "NAMED": "named", "NOON": "clock",
    "QCODE": "codes", "HCODE": "halves",
}  # fmt: skip
_FIELD_TABLES = {
    "month": ("months", "short_months"), "wday": ("weekdays", "weekdays_plural"), "season": ("seasons",), "unit": ("units", "units_plural"),
    "unit2": ("units", "units_plural"), "part": ("parts",), "off": ("days",), "set": ("sets",), "vague": ("vague",), "named": ("named",),
    "noon": ("clock",), "quarter": ("codes",), "half": ("halves",), "shift": ("shifts",), "edge": ("edges",), "decade": ("decades",),
    "zone": ("zones",),
}  # fmt: skip
_TRIGGERS = ("MONTH", "WDAY", "WDAYS", "SEASON", "UNIT", "UNITS", "PART", "DAYW", "DECADEW", "SET", "VAGUE_REF", "NAMED", "NOON", "QCODE", "YEAR", "YY", "CLOCK", "SLASH", "AMPM", "FUTUREW", "PASTW", "MOMENT", "TONIGHT", "PLAZO", "CURSO", "MOMENTO", "FECHA", "MANANA", "SIGLO", "ANOCHE", "VISPERA")  # fmt: skip


@dataclass(slots=True)
class Expression:
    """Words ``[first, last)`` of a block. ``numbers`` and ``names`` are the fields that its rule kept; ``within`` the
    expression that dates it ("the third quarter | of last year"), ``time`` that of its hour ("Monday | at noon")."""

    kind: str
    rule: str
    first: int
    last: int
    start: int
    end: int
    numbers: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    needs: str = ""
    mod: str = ""
    before: str = ""  # classes of the word before it that matter: SINCE, UNTIL, FROM, BETWEEN …
    within: Expression | None = None
    time: Expression | None = None
    until: Expression | None = None  # the other end of a range; set on both
    opens: bool = False  # it is the first of the two ends


@dataclass(frozen=True, slots=True)
class _Reader:
    alphabet: Alphabet
    grammar: Grammar
    tables: dict[str, dict[str, Any]]
    capital: frozenset[str]
    triggers: frozenset[str]
    classes: dict[str, frozenset[str]]


def _numbers_of(word: Word) -> frozenset[str]:
    """The classes of a number, clock time or date in digits."""
    value, whole = word.value, word.value == int(word.value)
    if word.kind == "d":
        names = {"NUM"}
        if word.plain:
            digits = word.end - word.start
            names |= {"DAY"} if 1 <= value <= 31 and digits <= 2 else set()
            names |= {"HOUR"} if value <= 24 and digits <= 2 else set()
            names |= {"YY"} if digits == 2 else set()
            names |= {"YEAR"} if digits == 4 and 1000 <= value < 2200 else set()
        elif len(word.text) in (4, 5) and word.text[-3] in ".:" and word.text[-2:].isdecimal():
            names.add("DOTTED")
        return frozenset(names)
    if word.kind == "n":
        names = {"NUM"} | ({"NDAY"} if whole and 1 <= value <= 31 else set()) | ({"NYEAR"} if whole and 1900 <= value < 2100 else set())
        return frozenset(names)
    if word.kind == "o":
        return frozenset({"ORD", "ODAY"} if value <= 31 else {"ORD"})
    return frozenset({"f": {"FRAC"}, "v": {"VAGUENUM"}, "t": {"CLOCK"}, "s": {"SLASH"}}.get(word.kind, set()))


@cache
def _reader(lang: str) -> _Reader:
    pack = load_pack(lang)["times"]
    numbers = load_pack(lang)["numbers"]
    classes: dict[str, list[str]] = {name: [w.lower() for w in words] for name, words in pack["classes"].items()}
    capital: set[str] = set()
    tables: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys([*_TABLES.values(), "shifts", "edges", "zones", "short_months"]):
        table = pack.get(name, {})
        tables[name] = {key.lower(): value for key, value in table.items()}
        capital |= {key.lower() for key in table if key[0].isupper()}
    for name, table_name in _TABLES.items():
        classes.setdefault(name, []).extend(tables[table_name])
    of_word: dict[str, set[str]] = {}
    for name, words in classes.items():
        for word in words:
            of_word.setdefault(word, set()).add(name)
    alphabet = Alphabet(classes, _number_sets(numbers, of_word))
    triggers = "".join(alphabet.members(name) for name in _TRIGGERS)
    grammar = Grammar(alphabet, pack["rules"], pack["short"], triggers)
    return _Reader(alphabet, grammar, tables, frozenset(capital), frozenset(triggers), {w: frozenset(n) for w, n in of_word.items()})


def _number_sets(numbers: dict[str, Any], of_word: dict[str, set[str]]) -> list[frozenset[str]]:
    """Every set of classes that a number may have, with those of number words that have others besides."""
    digits = [Word(0, len(t), t, t, "d", float(t), True) for t in ("0", "00", "5", "12", "28", "60", "100", "1150", "1990", "3000")]
    samples = [*digits, Word(0, 4, "1,25", "1,25", "d", 1.5), Word(0, 4, "8.30", "8.30", "d", 8.3), Word(0, 5, "2,500", "2,500", "d", 2500)]
    samples += [Word(0, 1, "", "", kind, value) for kind, value in (("n", 5), ("n", 50), ("n", 1990), ("n", 2.5), ("o", 5), ("o", 50), ("f", 0.5), ("v", 0), ("t", 0), ("s", 0))]  # fmt: skip
    sets = [_numbers_of(word) for word in samples]
    spelled = [names for names in sets if not names & {"CLOCK", "SLASH", "DAY", "YEAR", "DOTTED"}]
    for table in ("add", "times", "ordinals", "denominators"):
        for word in numbers[table]:
            if word in of_word:
                sets += [names | of_word[word] for names in spelled]
    return sets


def symbols_of(words: list[Word], lang: str) -> str:
    """One symbol a word, for the pack's rules of time."""
    reader = _reader(lang)
    return "".join([_symbol(word, reader) for word in words])


def _symbol(word: Word, reader: _Reader) -> str:
    kind = word.kind
    if kind in "wpc":
        low = word.lower
        symbol = reader.alphabet.words.get(low)
        if symbol is None:
            if kind != "w" or low[-1] != ".":
                return "."
            low = low[:-1]
            symbol = reader.alphabet.words.get(low, ".")
        return "." if low in reader.capital and not word.text[0].isupper() else symbol
    if kind == "b":
        return "\n"
    names = _numbers_of(word)
    if kind in "nof" and word.lower in reader.classes and " " not in word.text:
        names |= reader.classes[word.lower]
    return reader.alphabet.symbol(names)


def read_expressions(words: list[Word], lang: str) -> tuple[list[Expression], str]:
    """The expressions of one block in text order, composed, and the block's symbols."""
    reader = _reader(lang)
    symbols = symbols_of(words, lang)
    if reader.triggers.isdisjoint(symbols):
        return [], symbols
    found = [
        _expression(rule, match.span(), match, words, reader) for rule, match in reader.grammar.find(symbols) if match.end() > match.start()
    ]
    return found, symbols


def _expression(rule: Rule, span: tuple[int, int], match: Any, words: list[Word], reader: _Reader) -> Expression:
    data = rule.data
    first, last = span[0] + int(data.get("skip", 0)) * 0, span[1]
    item = Expression(data["kind"], rule.id, first, last, words[first].start, words[last - 1].end, needs=data.get("needs", ""))
    for name in ("ref", "unit", "part", "named", "mod", "ampm"):
        if name in data:
            item.names[name] = data[name]
    for name in ("n", "sign", "half", "keep"):
        value = data.get(name)
        if isinstance(value, str):
            item.names[name] = value
        elif value is not None:
            item.numbers[name] = float(value)
    for name, group in rule.fields:
        a, b = match.span(group)
        if a >= 0 and b > a:
            _keep(item, name, words[a], words[b - 1], reader)
    return item


def _keep(item: Expression, name: str, word: Word, last: Word, reader: _Reader) -> None:
    low = word.lower.rstrip(".") if word.lower not in reader.classes else word.lower
    for table in _FIELD_TABLES.get(name, ()):
        value = reader.tables[table].get(low)
        if isinstance(value, str):
            item.names[name] = value
            return
        if value is not None:
            item.numbers[name] = float(value)
            return
    if word.kind in "dnof":
        item.numbers[name] = word.value
        item.names[name + "_text"] = word.text
    elif word.kind in "ts":
        item.names[name] = word.text
    elif name in ("n", "quarter"):
        classes = reader.classes.get(low, frozenset())
        if "FINALW" in classes:
            item.numbers[name] = -1.0
        elif "SEVERAL" in classes or word.kind == "v":
            item.names[name] = "X"
        else:
            item.numbers[name] = 1.0
    else:
        item.names[name] = low


def has_class(symbols: str, i: int, name: str, lang: str) -> bool:
    """Whether the word behind a symbol belongs to a class of the pack."""
    return 0 <= i < len(symbols) and symbols[i] in _members(lang, name)


def any_of_class(symbols: str, name: str, lang: str) -> bool:
    """Whether any word behind the symbols belongs to a class of the pack."""
    return not _members(lang, name).isdisjoint(symbols)


@cache
def _members(lang: str, name: str) -> frozenset[str]:
    try:
        return frozenset(_reader(lang).alphabet.charset(name)[1:-1])
    except KeyError:
        return frozenset()
