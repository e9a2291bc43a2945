"""Two names -> the same or not: the slots of a person's name, the legal form and the words of a body's.

Words are paired one to one; what is left over decides. A person's missing middle name or second surname is
compatible, a different one is a conflict; so are another generation, another father, another legal form and another
number. The comparison is symmetric and knows nothing but the two names.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.casefile.features import NAMES, SAME
from onrecord.casefile.name_parts import Body, Parts, parts
from onrecord.casefile.name_words import align, fold, joined_distance, likeness, two_lands


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """``score`` 0..1, ``match`` from ``features.SAME`` on, and the rules that decided."""

    score: float
    match: bool
    rules: tuple[str, ...]


def compare_names(name1: str, name2: str, schema: str = "Other") -> NameMatch:
    """How alike two names of a schema (Person, Organization, Company, …) are."""
    first, second = sorted((name1, name2))
    if not (fold(first) and fold(second)):
        return NameMatch(score=NAMES["no words"], match=False, rules=("no words",))
    score, *rules = _persons(first, second) if schema == "Person" else _bodies(first, second)
    return NameMatch(score=round(score, 4), match=score >= SAME, rules=tuple(rules))


type _Verdict = tuple[float, *tuple[str, ...]]


def _of(rule: str) -> _Verdict:
    return NAMES[rule], rule


def person_words(name: str) -> list[str]:
    """The words of a person's name that are compared: no courtesy, particle or generation, given names spelled out."""
    table = parts()
    return _content(_person(name, table).words, table)


def body_words(name: str) -> tuple[list[str], list[str]]:
    """The words of a body's name that mean something, in English where the tables know them; and of these the telling
    ones, without general words like "group"."""
    table = parts()
    spoken = table.spoken(table.body(fold(name)).words)
    return spoken, [word for word in spoken if word not in table.generic] or spoken


def without_own_initials(words: list[str]) -> list[str]:
    """A body's words without the initials of all the others, said once more at the end ("Harbour Ports Union HPU")."""
    *others, last = words or [""]
    return others if len(others) > 1 and last == "".join(word[0] for word in others) else words


@dataclass(frozen=True, slots=True)
class _Person:
    """``words`` in the order of speech: what stood before a comma comes last."""

    words: list[str]
    generation: str


def _person(name: str, table: Parts) -> _Person:
    surname, comma, given = name.partition(",")
    generation = ""
    if comma and fold(given) in table.generations:
        name = f"{surname} {given}"
    elif comma and given.strip():
        name = f"{given} {surname}"
    words = fold(name).split()
    if len(words) > 1 and words[-1] in table.generations and (len(words) > 2 or words[-1] in ("jr", "sr")):
        generation = table.generations[words.pop()]
    while len(words) > 2 and words[0] in table.courtesy:
        words.pop(0)
    return _Person(words, generation)


def _persons(name1: str, name2: str) -> _Verdict:
    table = parts()
    one, two = _person(name1, table), _person(name2, table)
    if one.generation != two.generation:
        return _of("another generation")
    if one.words == two.words:
        return _of("the same words")
    left, right = _content(one.words, table), _content(two.words, table)
    if min(len(left), len(right)) == 1 or not (left and right):
        return _single(left, right)
    pairs, rest1, rest2 = align(left, right)
    if rest1 and rest2:
        return _unpaired(left, right, len(pairs))
    if _other_father(one.words, two.words, table):
        return _of("another father")
    return _slots(left, right, pairs, rest1 or rest2)


def _content(words: list[str], table: Parts) -> list[str]:
    """The words of a name without its particles, short forms of given names spelled out."""
    kept = [word for word in words if word not in table.particles]
    if len(kept) < 2:
        kept = words  # "Ben Netanyahu": what is a particle elsewhere is a given name here
    return [table.long_forms.get(word, word) if i == 0 else word for i, word in enumerate(kept)]


def _single(left: list[str], right: list[str]) -> _Verdict:
    """A name of one word matches another such name alone; beside a longer one it may be anybody's."""
    distance, length = joined_distance(left, right)
    if len(left) == len(right) == 1 and length >= 5 and distance <= 1:
        return _of("one word, a letter apart")
    if length >= 8 and distance <= length // 8:
        return _of("the same letters in other words")
    return NAMES["one word only" if set(left) & set(right) else "one word, and another"], "one word only"


def _unpaired(left: list[str], right: list[str], paired: int) -> _Verdict:
    """Both names have a word that the other lacks: a conflict, unless the words were merely cut in another way."""
    if _cut_otherwise(left, right):
        return _of("the same letters in other words")
    return NAMES["different words"] * paired / max(len(left), len(right)), "different words"


def _cut_otherwise(left: list[str], right: list[str]) -> bool:
    distance, length = joined_distance(left, right)
    if any(len(word) == 1 for word in (*left, *right)) or any(two_lands(a, b) for a in left for b in right):
        return False  # another initial, another country is no misspelling
    return distance <= length // 8 if len(left) != len(right) else distance <= 1 and length >= 12


def _other_father(words1: list[str], words2: list[str], table: Parts) -> bool:
    """ "A bin B" and "B bin A" have the same words."""
    if not (set(words1[1:-1]) & table.patronymics and set(words2[1:-1]) & table.patronymics):
        return False
    first, second = _content(words1, table)[0], _content(words2, table)[0]
    return likeness(first, second) == 0


def _slots(left: list[str], right: list[str], pairs: list[tuple[float, int, int]], rest: list[int]) -> _Verdict:
    """All words of the shorter name are in the longer: given name, surnames and what is missing."""
    score = sum(like for like, _, _ in pairs) / len(pairs)
    loose = sum(like < 0.88 for like, _, _ in pairs)
    if loose * 2 > len(pairs) and score < 0.85:
        return _of("every word a little apart")
    if not rest:
        turned = [(i, j) for _, i, j in pairs] != [(i, i) for i in range(len(pairs))]
        return (score * NAMES["in another order"], "words aligned", "in another order") if turned else (score, "words aligned")
    if 0 in rest and len(pairs) < 3:
        return _of("the given name is missing")
    if len(pairs) == 1 or len(rest) > len(pairs):
        return _of("too much is missing")
    initials = [{word for word in words if len(word) == 1} for words in (left, right)]
    if all(initials) and initials[0] != initials[1]:
        return _of("other initials")
    return score * NAMES["a part of a person's name is missing"], "words aligned", "a part is missing"


def _bodies(name1: str, name2: str) -> _Verdict:
    table = parts()
    one, two = table.body(fold(name1)), table.body(fold(name2))
    if one.words == two.words:
        if _other_form(one, two):
            return _of("another legal form")
        return _of("the same words" if one.forms == two.forms else "the same but for the legal form")
    if one.numbers != two.numbers:
        return _of("different numbers")
    if _initials(name1, one.words, two.words, table) or _initials(name2, two.words, one.words, table):
        return _of("initials")
    left, right = (_without_initials_said(table.spoken(body.words), table) for body in (one, two))
    if sorted(left) == sorted(right):
        return _of("the same words, translated or in another order")
    pairs, rest1, rest2 = align(left, right)
    pairs, rest1, rest2 = _without_initials(left, right, pairs, rest1, rest2)
    if rest1 and rest2:
        if _cut_otherwise(left, right):
            return _of("the same letters in other words")
        return NAMES["different words"] * len(pairs) / max(len(left), len(right)), "different words"
    if not pairs:
        return 0.0, "different words"
    score = sum(like for like, _, _ in pairs) / len(pairs)
    if _other_form(one, two):
        return NAMES["another legal form"] * score, "another legal form"
    missing = [left[i] for i in rest1] or [right[j] for j in rest2]
    if not missing:
        return score, "words aligned"
    if all(word in table.generic or word in table.countries for word in missing):
        return score * NAMES["a general word is missing"], "words aligned", "a general word is missing"
    share = len(pairs) / (len(pairs) + len(missing))
    return min(NAMES["a part is missing"], score * share), "words aligned", "a part is missing"


def _without_initials_said(words: list[str], table: Parts) -> list[str]:
    """A body's words without its own initials, which may leave out general words ("Harbour Union Company HU")."""
    telling = [word for word in words if word not in table.generic]
    return words[:-1] if without_own_initials(words) != words or without_own_initials(telling) != telling else words


def _other_form(one: Body, two: Body) -> bool:
    return bool(one.forms and two.forms) and not one.forms & two.forms


def _without_initials(
    left: list[str], right: list[str], pairs: list[tuple[float, int, int]], rest1: list[int], rest2: list[int]
) -> tuple[list[tuple[float, int, int]], list[int], list[int]]:
    """Short words of a body's name are not misspelt: "BD" is not "BP", and "Oil" not "Old"."""
    kept = [(like, i, j) for like, i, j in pairs if like >= 0.97 or min(len(left[i]), len(right[j])) > 3]
    lost = [(i, j) for like, i, j in pairs if (like, i, j) not in kept]
    return kept, sorted([*rest1, *(i for i, _ in lost)]), sorted([*rest2, *(j for _, j in lost)])


def _initials(written: str, short: list[str], words: list[str], table: Parts) -> bool:
    """Whether the one name is written as the initials of the other's words, with or without its small words and country."""
    letters = "".join(short)
    if (len(short) > 1 and any(len(word) > 1 for word in short)) or not 2 <= len(letters) <= 7 or len(words) < 2:
        return False
    if sum(c.isupper() for c in written) < 2:
        return False
    content = [word for word in words if word not in table.stop_words]
    spoken = [words, content, *([content[1:], words[1:]] if content and content[0] in table.countries and len(content) > 2 else [])]
    return any(letters == "".join(word[0] for word in row) for row in spoken)
