"""Quotations with their speaker beside them, outside of any sentence: signed behind a dash, or led by a name and a colon."""

from __future__ import annotations

import re

from onrecord.model import BlockKind, Span
from onrecord.read.form import Form
from onrecord.read.furniture import has_stop, is_outlet
from onrecord.read.labels import Label, label_of, name_of_label

_DASHED = re.compile(r"\s*(?:[—–―~]|-{1,2})\s*(?=[^\W\d_])")
_CLOSED = re.compile(r"[\"”»’][.,]?\s*$")
_OPENED = re.compile(r"\s*[\"“«‘]")
_SIGNED = re.compile(r"(?P<quote>[\"“«‘][^\"“”«»]{8,}[\"”»’][.,]?)\s*(?P<dash>[—–―]|-{1,2})\s*(?P<name>[^\W\d_][^\n\"“”«»]{2,120})")
_WHOLE = re.compile(r"[\"“«‘][^\"“”«»]{3,}[\"”»’][.,]?")


def find_signed(form: Form) -> None:
    """Settle quotations whose speaker stands on the next line behind a dash: "“…”" and "— Anna Braun, minister"."""
    lines = form.lines
    for i, line in enumerate(lines):
        _signed_in_line(form, i)
        text = line.text
        if i == 0:
            continue
        dash = _DASHED.match(text)
        if dash is None or len(text) > 140 or not _CLOSED.search(lines[i - 1].text) or form.kinds.get(i - 1) is BlockKind.NOTE:
            continue
        name = text[dash.end() :].rstrip(" .*_")
        _, sort = name_of_label(name)
        if sort not in ("caps", "full", "role", "single") or not _signs(name):
            continue
        quote = _quoted_lines(form, i - 1)
        if not quote:
            continue
        form.kinds[i] = BlockKind.FURNITURE
        form.pieces.pop(i, None)
        span: Span = (line.start + dash.end(), line.start + dash.end() + len(name))
        for k in quote:
            form.speakers[k] = span
            form.kinds[k] = BlockKind.BODY


def _signs(name: str) -> bool:
    """Whether the words behind a dash may be somebody's: no date, no paper in which something stood."""
    return not has_stop(name) and name.count(" ") < 17 and not any(c.isdigit() for c in name) and not is_outlet(name)


def _signed_in_line(form: Form, i: int) -> None:
    """ "“…” –Anna Braun, minister" on one line. A hyphen tells only in a release, as it may stand for anything."""
    text = form.lines[i].text
    match = _SIGNED.fullmatch(text) if len(text) < 2000 and form.free(i) else None
    if match is None or (match.group("dash").startswith("-") and not form.release):
        return
    name = match.group("name").rstrip(" .*_")
    _, sort = name_of_label(name)
    if sort not in ("caps", "full", "role") or not _signs(name):
        return
    form.cut(i, BlockKind.BODY, 0, match.end("quote"))
    start = form.lines[i].start + match.start("name")
    form.speakers[i] = (start, start + len(name))


def find_reactions(form: Form) -> None:
    """Settle lines that are a name, a colon and a quotation ("Anna Braun, interior minister: “We will appeal.”"), where
    several are."""
    found: dict[int, Label] = {}
    for i, line in enumerate(form.lines):
        label = label_of(line.text) if len(line.text) < 3000 and form.free(i) else None
        if label is not None and label.sort in ("caps", "full") and _WHOLE.fullmatch(line.text, label.after):
            found[i] = label
    if len(found) < 2:
        return
    for i, label in found.items():
        form.cut(i, BlockKind.BODY, label.after)
        form.speakers[i] = form.lines[i].start + label.start, form.lines[i].start + label.end


def _quoted_lines(form: Form, last: int) -> list[int]:
    """The lines of a quotation that fills them, the last of which is given: each opens with a mark, only the last closes."""
    found = []
    for k in range(last, max(last - 6, -1), -1):
        text = form.words(k)
        if len(text) > 3000:
            break
        opened = _OPENED.match(text)
        if opened is None or (k < last and re.search(r"[\"”»]", text[opened.end() :])):
            break
        found.append(k)
    inner = form.words(last)
    first = _OPENED.match(inner)
    if not found or first is None or re.search(r"[\"”»]\s*[,.]?\s+[^\W\d_]", inner[first.end() : -1]):
        return []
    return found
