"""Interviews: what announces one, who is asked, what ends it; those whose turns a dash opens."""

from __future__ import annotations

import re
from functools import cache

from onrecord.model import BlockKind, Span
from onrecord.read.form import Form
from onrecord.read.furniture import any_of, globs, is_date_line, is_name, is_outlet, is_rule, listed, words
from onrecord.read.labels import same_person

HEAD = 15
"""Lines before the first turn that tell of the conversation."""

_DASH = re.compile(r"[—–]\s?(?=[^\s—–])|-\s?(?=[¿¡A-ZÁÉÍÓÚÑ])")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’\-]+(?:\s+(?:[a-z]{1,3}\s+){0,2}[A-ZÀ-ÖØ-Þ][\w'’\-]+)*")


@cache
def _ending() -> re.Pattern[str]:
    return globs(listed("transcript_notices"))


@cache
def _announced() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(listed('transcript_words'))})\b", re.IGNORECASE)


@cache
def _with() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(listed('interview_with'))})\s*", re.IGNORECASE)


def is_announced(form: Form, first: int) -> bool:
    """Whether the head of a text, up to its line ``first``, says that it is a conversation."""
    return any(_announced().search(line.text) for line in form.lines[: max(first, 1)][:HEAD] if len(line.text) < 400)


def closes(form: Form, i: int) -> bool:
    """Whether a line ends the last turn: a rule, a note on the transcript, a note of the editors."""
    text = form.lines[i].text
    if form.kinds.get(i) is BlockKind.NOTE:
        return True
    if _ending().fullmatch(text.strip(" *_()[]").rstrip(".")):
        form.kinds[i] = BlockKind.FURNITURE
        form.pieces.pop(i, None)
        return True
    return is_rule(text) or text.strip("-–— *#.").lower() in last_words()


@cache
def last_words() -> frozenset[str]:
    """The lines that end a text or a conversation, in lower case."""
    return frozenset(w.lower() for w in listed("ends"))


def find_dashes(form: Form) -> None:
    """Settle an interview whose turns a dash opens ("—¿Por qué?", "—Porque no."): questions are the paper's, the rest is his
    who is asked, where the head names him."""
    turns = [i for i, line in enumerate(form.lines) if form.free(i) and _DASH.match(line.text)]
    if len(turns) < 4 or not is_announced(form, turns[0]):
        return
    asked = {i for i in turns if form.lines[i].text.rstrip('"”»').endswith("?")}
    answerer = interviewee(form, turns[0])
    if answerer is None or not len(turns) <= 3 * len(asked) <= 2.2 * len(turns) or form.lines[turns[-1]].text.endswith("?"):
        return
    form.spoken = True
    speaker: Span | None = None
    for i in range(turns[0], len(form.lines)):
        match = _DASH.match(form.lines[i].text)
        if match is not None and form.free(i):
            speaker = None if i in asked else answerer
            form.cut(i, BlockKind.BODY, match.end())
        elif closes(form, i):
            speaker = None
        if speaker is not None and form.kinds.get(i, BlockKind.BODY) is BlockKind.BODY:
            form.speakers[i] = speaker


def interviewee(form: Form, first: int) -> Span | None:
    """The name of the one who is asked, where the head clearly names him: behind "an interview with", or nobody else."""
    cued: dict[str, Span] = {}
    named: dict[str, Span] = {}
    for line in form.lines[: min(first, HEAD)]:
        if words().byline.match(line.text) or is_date_line(line.text) or is_outlet(line.text):
            continue
        for match in _with().finditer(line.text):
            if (span := _name_behind(line.text, match.end())) is not None:
                _take(cued, line.text, span, line.start)
        for match in _CAPITAL.finditer(line.text):
            span = _trimmed(line.text, match.start(), match.end())
            if span is not None:
                _take(named, line.text, span, line.start)
    for names in (cued, named):
        if len(names) == 1:
            return next(iter(names.values()))
    again = {k: v for k, v in named.items() if sum(k.split()[-1] in line.text.lower() for line in form.lines[: min(first, HEAD)]) > 1}
    return next(iter(again.values())) if not cued and len(again) == 1 else None


def _take(names: dict[str, Span], text: str, span: Span, offset: int) -> None:
    name = text[span[0] : span[1]].lower()
    if not any(same_person(tuple(name.split()), tuple(other.split())) for other in names):
        names[name] = offset + span[0], offset + span[1]


def _name_behind(text: str, at: int) -> Span | None:
    """The first name within a few words behind a cue ("an interview with the minister, Anna Braun")."""
    for match in _CAPITAL.finditer(text, at, min(len(text), at + 90)):
        if text[at : match.start()].count(" ") > 6 or re.search(r"[.;?!]", text[at : match.start()]):
            return None
        span = _trimmed(text, match.start(), match.end())
        if span is not None:
            return span
    return None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """A run of capitalised words as a person's name: without titles and small words before it; None if it is none."""
    titles = frozenset(t.lower() for t in listed("person_titles"))
    parts = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    while parts and (text[slice(*parts[0])].lower().strip(".") in titles or text[slice(*parts[0])].lower() in words().not_names):
        parts.pop(0)
    if not 2 <= len(parts) <= 5:
        return None
    name = text[parts[0][0] : parts[-1][1]]
    return (parts[0][0], parts[-1][1]) if is_name(name) and not is_outlet(name) and not name.isupper() else None
