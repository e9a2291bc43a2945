"""Transcripts and interviews: whose words a paragraph is, by the label before it.

One line with a colon is no transcript ("Note: …", "Minister: no deal", "Dead: 12"): labels must come back or alternate,
what follows them must read as speech.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from onrecord.model import BlockKind, Span
from onrecord.read.entries import is_live, stamp_of
from onrecord.read.form import Form, Piece
from onrecord.read.furniture import (
    any_of,
    closing_credit,
    has_stop,
    is_credit,
    is_date_line,
    is_furniture,
    is_name,
    listed,
    words,
)
from onrecord.read.interviews import HEAD, closes, interviewee, is_announced, last_words
from onrecord.read.labels import Label, is_aside, label_alone, label_of, same_person

_SPEECH = re.compile(r"[.?!…][\"”’»)\]*_]*$")
_BRACKETED = re.compile(r"[\[(][^\[\]()]{1,80}[\])]\.?|\*[^*]{1,60}\*")
_FEW = 6  # a label in so many lines at least, unless the labels are sure
_MOST = 60  # speakers


@cache
def _spoken() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(listed('spoken'))})\b|[?¿]", re.IGNORECASE)


@cache
def _first_person() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(listed('first_person'))})\b", re.IGNORECASE)


@cache
def _stage() -> re.Pattern[str]:
    return re.compile(rf"[\[(]\s*(?:{any_of(listed('stage'))})\b[^\[\]()]{{0,40}}[\])]\.?", re.IGNORECASE)


def find_turns(form: Form) -> None:
    """Settle whose words the lines of a transcript are; nothing if the text is none."""
    labels = _labels(form) or _alone(form)
    if not labels:
        return
    form.spoken = True
    first = min(labels)
    answers = [i for i, label in labels.items() if label.sort == "answers"]
    answerer = interviewee(form, first) if answers else None
    ours = bool(answers) and answerer is None and not any(_first_person().search(_turn(form, labels, i)) for i in answers)
    speaker: Span | None = None
    live = is_live(form)
    end = _end(form, labels)
    for i in range(first, len(form.lines)):
        line = form.lines[i]
        label = labels.get(i)
        if label is None and i + 1 in labels and form.free(i) and _is_heading(line.text):
            form.kinds[i] = BlockKind.HEADING
            continue
        if label is not None:
            speaker = line.start + label.start, line.start + label.end
            if label.sort == "answers" and answerer is not None:
                speaker = answerer
            if ours and label.sort in ("asks", "answers"):
                speaker = None  # a paper that answers its own questions
            _settle(form, i, label)
        elif closes(form, i) or i >= end or is_aside(line.text) or (live and (s := stamp_of(line.text)) is not None and s.alone):
            speaker = None
        elif form.kinds.get(i, BlockKind.BODY) is BlockKind.BODY and speaker is not None:
            _settle(form, i, None)
        if speaker is not None and form.kinds.get(i, BlockKind.BODY) is BlockKind.BODY:
            form.speakers[i] = speaker


def _end(form: Form, labels: dict[int, Label]) -> int:
    """The number of the line at which the words of the last speaker end: in an article that gives an extract of a
    conversation they are his own line alone, as what follows is the article."""
    first, last = min(labels), max(labels)
    prose = sum(has_stop(line.text) and line.text.count(" ") > 5 for line in form.lines[:first])
    return last + 1 if prose > last - first + 1 else len(form.lines)


def _is_heading(text: str) -> bool:
    """Whether a line before a label parts the conversation, and is none of its words."""
    return not _SPEECH.search(text) and text.count(" ") < 12 and text[-1] not in ":;,)]-–—" and text[0] not in "\"'“«([-–—*"


def _settle(form: Form, i: int, label: Label | None) -> None:
    """The words of a turn, cut from the label before them and from stage directions."""
    text = form.lines[i].text
    start = label.after if label else 0
    if start >= len(text.rstrip()) or (label is None and _BRACKETED.fullmatch(text) and text.count(" ") < 9):
        form.kinds[i] = BlockKind.FURNITURE
        form.pieces.pop(i, None)
        return
    if label is None and not form.free(i):
        return  # an item of a list in somebody's words
    cuts = [(m.start(), m.end()) for m in _stage().finditer(text, start) if _apart(text, start, m)]
    if label is not None or cuts:
        _divide(form, i, start, cuts)
    elif not (is_furniture(text) or is_credit(text) or words().caption.match(text) or closing_credit(text) is not None):
        form.kinds[i] = BlockKind.BODY


def _divide(form: Form, i: int, start: int, cuts: list[Span]) -> None:
    """Settle that line ``i`` is spoken from ``start`` on, but for the stage directions at ``cuts``."""
    text = form.lines[i].text
    pieces = [Piece(0, start, BlockKind.FURNITURE)] if start else []
    for low, high in [*cuts, (len(text), len(text))]:
        if text[start:low].strip():
            pieces.append(Piece(start, low, BlockKind.BODY))
        if low < high:
            pieces.append(Piece(low, high, BlockKind.FURNITURE))
        start = high
    form.pieces[i] = pieces
    spoken = any(piece.kind is BlockKind.BODY for piece in pieces)
    form.kinds[i] = BlockKind.BODY if spoken else BlockKind.FURNITURE


def _apart(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a stage direction stands between sentences, not inside one."""
    before, after = text[start : match.start()].rstrip(), text[match.end() :].lstrip()
    return not before or not after or before[-1] in ".?!…\"”'’»)]" or match.group().endswith(".")


def _labels(form: Form) -> dict[int, Label]:
    """The labels with colons of a text that is a transcript, by the number of their line."""
    found = {i: label for i, line in enumerate(form.lines) if form.kinds.get(i) is not BlockKind.NOTE and (label := label_of(line.text))}
    found = _without_title(form, found)
    if not found:
        return {}
    asked = [i for i, label in found.items() if label.sort == "asks"]
    answered = [i for i, label in found.items() if label.sort == "answers"]
    if asked and answered and min(asked) < max(answered) and any("?" in _turn(form, found, i) for i in asked):
        return _accepted(form, found, frozenset())
    found = {i: label for i, label in found.items() if label.sort != "answers"}
    keys = _people([label for label in found.values() if label.sort in ("caps", "full", "role", "asks")])
    singles = {label.key: n for label, n in _counted(found, "single").items()}
    many = len(singles) > _MOST  # a list of words is no conversation
    known = frozenset(k for k in singles if not many and (any(same_person(k, other) for other in keys) or _named(form, k)))
    firm = {i: label for i, label in found.items() if label.sort != "single" or label.key in known}
    if _is_transcript(form, firm, found):
        return _accepted(form, found, known)
    twice = frozenset(k for k, n in singles.items() if n > 1)
    weak = {i: label for i, label in found.items() if label.sort != "single" or label.key in twice}
    if len(twice) > 1 and _is_transcript(form, weak, found):
        return _accepted(form, found, known | twice)
    return {}


def _counted(found: dict[int, Label], sort: str) -> Counter[Label]:
    groups: dict[tuple[str, ...], Label] = {}
    counts: Counter[Label] = Counter()
    for label in found.values():
        if label.sort == sort:
            counts[groups.setdefault(label.key, label)] += 1
    return counts


def _people(labels: list[Label]) -> Counter[tuple[str, ...]]:
    """How often each speaker is named, short and full names together."""
    counts: Counter[tuple[str, ...]] = Counter()
    for label in labels:
        key = next((k for k in counts if same_person(k, label.key)), label.key)
        counts[key] += 1
        if len(label.key) > len(key):
            counts[label.key] = counts.pop(key)
        if len(counts) > _MOST:
            break  # a list of names is no conversation
    return counts


def _named(form: Form, key: tuple[str, ...]) -> bool:
    """Whether a single name is the last or the first of a full name in the head of the text."""
    head = " ".join(line.text for line in form.lines[:HEAD])[:4000]
    pattern = re.compile(rf"[A-ZÀ-ÖØ-Þ][\w'’\-]+\s+{re.escape(key[0])}\b|\b{re.escape(key[0])}\s+(?-i:[A-ZÀ-ÖØ-Þ])[\w'’\-]+", re.IGNORECASE)
    return any(is_name(m.group()) for m in pattern.finditer(head))


def _turn(form: Form, labels: dict[int, Label], i: int) -> str:
    """What is said behind a label in its own line, or in the next where it stands alone."""
    text = form.lines[i].text[labels[i].after :]
    return text if text.strip() or i + 1 >= len(form.lines) or i + 1 in labels else form.lines[i + 1].text


def _is_transcript(form: Form, labels: dict[int, Label], found: dict[int, Label]) -> bool:
    """Whether the labels come back or alternate, and what follows them reads as speech."""
    people = _people(list(labels.values()))
    count, announced = len(labels), is_announced(form, min(labels, default=0))
    if not count or len(people) > _MOST:
        return False
    turns = [_turn(form, labels, i) for i in labels]
    speech = sum(bool(_SPEECH.search(t.rstrip())) for t in turns)
    if speech * 2 < count or not any(_spoken().search(t) for t in turns):
        return False
    sure = any(label.sort == "role" for label in labels.values())
    if len(people) == 1:
        only = next(iter(labels.values()))
        return announced and (count > 1 or (only.sort in ("caps", "role") and only.end - only.start > max(map(len, only.key))))
    if count == 2:
        return (sure or announced) and len(people) == 2
    returns = max(people.values()) > 1
    if not (returns or sure or announced):
        return False
    caps = sum(label.sort in ("caps", "role", "asks") for label in labels.values()) * 2 > count
    last = len(form.lines) - min(labels)
    return (caps or announced or count * _FEW >= last) and len(found) <= 2 * count + 2


def _accepted(form: Form, found: dict[int, Label], known: frozenset[tuple[str, ...]]) -> dict[int, Label]:
    return {i: label for i, label in found.items() if label.sort != "single" or label.key in known}


def _without_title(form: Form, found: dict[int, Label]) -> dict[int, Label]:
    """Without a headline that reads as a label ("Braun: no deal")."""
    if 0 in found and len(found) > 1 and found[0].sort not in ("asks", "answers", "role"):
        text = form.lines[0].text
        if not _SPEECH.search(text) and len(text) > found[0].after:
            return {i: label for i, label in found.items() if i}
    return found


def _alone(form: Form) -> dict[int, Label]:
    """Labels on lines of their own: names that come back, each over a paragraph of speech."""
    lines = form.lines
    found: dict[int, Label] = {}
    for i, line in enumerate(lines[:-1]):
        following = lines[i + 1].text
        if form.free(i) and _SPEECH.search(following) and not is_date_line(line.text) and (label := label_alone(line.text)):
            found[i] = label
    people = _people([label for label in found.values() if label.sort in ("caps", "full", "role", "asks", "answers")])
    found = {i: x for i, x in found.items() if x.sort != "single" or any(same_person(x.key, k) and len(k) > 1 for k in people)}
    if len(found) < 3 or not 1 < len(people) <= _MOST:
        return {}
    repeated = sum(n > 1 for n in people.values())
    personal = any(len(k) > 1 or k[0] in last_words() for k, n in people.items() if n > 1)
    roles = any(x.sort in ("role", "asks") for x in found.values())
    words_ = " ".join(lines[i + 1].text[:400] for i in found)
    dense = len(found) * 5 >= len(lines) - min(found)
    if repeated and (personal or roles or repeated > 1) and len(people) * 2 <= len(found) + 1 and dense and _spoken().search(words_):
        return {i: Label(x.start, x.end, len(lines[i].text), x.sort, x.key) for i, x in found.items()}
    return {}
