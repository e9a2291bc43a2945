"""Words of a question -> what is asked: about whom, for what, and of which kind. Word patterns alone; no parser."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.casefile.cues import Cue, cues, denying, kinds, saying, speech, stop
from onrecord.casefile.queries import Subject
from onrecord.casefile.words import fold, stem, words

_RAW = re.compile(r"\w+(?:[-'’.]\w+)*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_LONGEST = 8  # words of a name
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their"})
_SOUGHT = frozenset({"which", "what"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody or something that the question is about: the ids it may mean, the words for it, whether those are a
    name, and whether they only say what kind of thing is sought ("which gang")."""

    ids: frozenset[str]
    words: str
    named: bool = True
    sought: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``keywords`` are stems that the answer should hold, ``hard`` stems that it must (names that are nobody's on
    record); ``counted`` is the stem that follows "how many"."""

    text: str
    kind: str
    asked: tuple[Asked, ...]
    cues: tuple[Cue, ...]
    keywords: tuple[str, ...]
    hard: tuple[str, ...]
    years: tuple[str, ...]
    counted: str | None
    speech: bool
    denied: bool
    notes: tuple[str, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """All that the entities asked about may mean."""
        return frozenset(id for one in self.asked for id in one.ids)


@dataclass(slots=True)
class _Word:
    raw: str
    plain: str
    stem: str
    used: bool = False


def read_question(text: str, subjects: Sequence[Subject]) -> Question:
    """What a question asks, with names and nouns matched to the casefile's entities."""
    folded = fold(text)
    kind = next(name for name, pattern in kinds() if pattern is None or pattern.search(folded))
    found_cues = tuple(cue for cue in cues() if cue.pattern.search(folded))
    line = [_Word(raw, plain[0], stem(plain[0])) for raw in _RAW.findall(text) if (plain := words(raw))]
    asked = [*_named(line, subjects), *_partly_named(line, subjects)]
    said = speech().search(folded) is not None
    accounted = frozenset(s for cue in found_cues for s in cue.asked) | (saying() if said else frozenset())
    counted = _counted(line) if kind == "count" else None
    nouns = _nouns(line, subjects, accounted, asked)
    years = tuple(w.plain for w in line if _YEAR.fullmatch(w.plain))
    rest = [w for k, w in enumerate(line) if not w.used and w.stem not in stop() and w.plain not in stop() and w.plain not in years]
    hard = [w.stem for w in rest if _is_name(line, w) and w.stem not in accounted]
    keywords = [w.stem for w in rest if w.stem not in accounted and w.stem not in hard]
    return Question(
        text=text,
        kind=kind,
        asked=(*asked, *nouns),
        cues=found_cues,
        keywords=tuple(dict.fromkeys(keywords)),
        hard=tuple(dict.fromkeys(hard)),
        years=years,
        counted=counted,
        speech=said,
        denied=bool({w.stem for w in line} & denying()),
        notes=tuple(f"“{n.words}” is taken to be {_name(subjects, n)}" for n in nouns if not n.sought),
    )


def _name(subjects: Sequence[Subject], asked: Asked) -> str:
    return next((s.name for s in subjects if s.id in asked.ids), asked.words)


def _is_name(line: Sequence[_Word], word: _Word) -> bool:
    return word is not line[0] and word.raw[0].isupper()


def _named(line: list[_Word], subjects: Sequence[Subject]) -> list[Asked]:
    """Names and aliases in the question, the longest first."""
    forms: dict[tuple[str, ...], dict[str, Subject]] = defaultdict(dict)
    for subject in subjects:
        for form in (subject.name, *subject.aliases):
            for spelled in {words(form), words(form.replace(".", ""))}:
                if spelled and (len(spelled) > 1 or form[:1].isupper() or form[:1].isdigit()):
                    forms[spelled][subject.id] = subject
    shouted = not any(w.raw[0].isupper() for w in line[1:])
    found: list[tuple[int, Asked]] = []
    for size in range(min(_LONGEST, len(line)), 0, -1):
        for k in range(len(line) - size + 1):
            span = line[k : k + size]
            key = tuple(w.plain for w in span)
            if any(w.used for w in span) or key not in forms:
                continue
            if size == 1 and (span[0].stem in stop() or span[0].plain in stop() or not shouted) and not span[0].raw[0].isupper():
                continue
            if size == 1 and k == 0 and span[0].plain in stop():
                continue
            for word in span:
                word.used = True
            found.append((k, Asked(ids=frozenset(forms[key]), words=" ".join(w.raw for w in span))))
    return [asked for _, asked in sorted(found, key=lambda pair: pair[0])]


def _partly_named(line: list[_Word], subjects: Sequence[Subject]) -> list[Asked]:
    """Runs of capitalised words that are part of a longer name on record ("State Department")."""
    found: list[Asked] = []
    k = 0
    while k < len(line):
        end = k
        while end < len(line) and _is_name(line, line[end]) and not line[end].used and line[end].plain not in stop():
            end += 1
        run = line[k:end]
        if run:
            wanted = tuple(w.plain for w in run)
            ids = {s.id for s in subjects if len(words(s.name)) > len(wanted) and _contains(words(s.name), wanted)}
            if ids:
                for word in run:
                    word.used = True
                found.append(Asked(ids=frozenset(ids), words=" ".join(w.raw for w in run)))
        k = max(end, k + 1)
    return found


def _contains(name: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(name[i : i + size] == wanted for i in range(len(name) - size + 1))


def _nouns(line: list[_Word], subjects: Sequence[Subject], accounted: frozenset[str], named: Sequence[Asked]) -> list[Asked]:
    """Nouns with which documents call an entity ("the gang"): of several the entity with most claims. A noun that the
    entity named beside it goes by too adds nothing ("the Harbour gang")."""
    table: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        for noun in subject.nouns:
            table[stem(noun)].append(subject)
    already = {id for asked in named for id in asked.ids}
    found: list[Asked] = []
    for k, word in enumerate(line):
        if word.used or word.stem not in table or word.stem in accounted or word.stem in stop():
            continue
        before = [w.plain for w in line[max(0, k - 2) : k] if not w.used]
        follows = line[k + 1].plain if k + 1 < len(line) else ""
        sought = bool(_SOUGHT & set(before))
        if follows == "of" or not (sought or (_DEFINITE & set(before[-1:])) or (_DEFINITE & set(before) and _adjective(line[k - 1]))):
            continue
        candidates = sorted(table[word.stem], key=lambda s: (-s.documents, -s.claims, s.name))
        if not any(s.id in already for s in candidates):
            found.append(Asked(ids=frozenset({candidates[0].id}), words=f"the {word.plain}", named=False, sought=sought))
        word.used = True
        if sought and _adjective(line[k - 1]):
            line[k - 1].used = True  # "which Chilean gang": says what kind, not whom
    return found


def _adjective(word: _Word) -> bool:
    return not word.used and word.plain not in stop()


def _counted(line: Sequence[_Word]) -> str | None:
    """The noun that is counted: the last word before a verb or preposition after "how many"."""
    for k, word in enumerate(line[1:], start=1):
        if word.plain == "many" and line[k - 1].plain == "how":
            following = line[k + 1 : k + 4]
            return next((w.stem for w in following if w.plain not in stop()), None)
    return None
