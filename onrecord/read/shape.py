"""Text -> its form as a whole: notes, agency copy, lists, a press release, a transcript, a live blog."""

from __future__ import annotations

import re
from collections.abc import Callable

from onrecord.model import Document
from onrecord.read.agency import find_agency
from onrecord.read.entries import find_entries, is_live, stamp_of
from onrecord.read.form import Form
from onrecord.read.furniture import is_byline, is_credit, is_date_line
from onrecord.read.interviews import find_dashes
from onrecord.read.labels import label_of
from onrecord.read.lines import lines_of
from onrecord.read.lists import bullet, find_lists, find_rows, is_row
from onrecord.read.notes import find_notes, note_label
from onrecord.read.releases import find_release
from onrecord.read.signatures import find_reactions, find_signed
from onrecord.read.transcripts import find_turns


def shape_of(document: Document) -> Form:
    """The lines of a text, and what its form as a whole settles about them."""
    form = Form(lines_of(document.text, _alone_in(document.text)))
    find_notes(form)
    find_agency(form)
    find_lists(form)
    find_rows(form)
    find_release(form)
    find_turns(form)
    if not form.spoken:
        find_dashes(form)
    if not form.spoken or is_live(form):
        find_entries(form, document)
    if not form.spoken:
        find_signed(form)
        find_reactions(form)
    return form


def _alone_in(text: str) -> Callable[[str], bool]:
    """Which lines of a text are never joined to the one before: a list needs more than one dash."""
    dashes = len(re.findall(r"^[ \t]*[-–—*+] +\S", text, re.MULTILINE)) > 1

    def stands_alone(line: str) -> bool:
        if is_byline(line) or is_date_line(line) or is_credit(line) or note_label(line) is not None or is_row(line):
            return True
        label = label_of(line)
        if label is not None and label.sort != "single":
            return True
        stamp = stamp_of(line) if len(line) < 60 else None
        if stamp is not None and stamp.alone:
            return True
        return bullet(line) is not None and (dashes or line[0] not in "-–—*+")

    return stands_alone
