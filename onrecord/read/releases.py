"""Press releases: what frames them, who issues them, whose quotations they hold."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from onrecord.model import BlockKind
from onrecord.read.dates import find_date
from onrecord.read.form import Form
from onrecord.read.furniture import any_of, globs, has_stop, is_date_line, is_place_and_date, is_rule, listed, words

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?\d[\s().\-–/]{0,2}){7,}")
_HEAD = 12


@cache
def _heads() -> re.Pattern[str]:
    return globs(listed("release_heads"))


@cache
def _contact() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(listed('contacts'))})\b\s*:?", re.IGNORECASE)


@cache
def _issuing() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(listed('issued_by'))})\s*:?\s+(?=[A-ZÀ-ÖØ-Þ]|the |el |la )", re.IGNORECASE)


@cache
def _about() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(listed('about'))})\s+(?=[A-ZÀ-ÖØ-Þ\"“«]|the |el |la |los |las )", re.IGNORECASE)


def _bare(text: str) -> str:
    return text.strip(" .:»›>→…-–—*•|#/_[]()")


def is_release_head(text: str) -> bool:
    """ "FOR IMMEDIATE RELEASE", "NEWS RELEASE", "Embargoed until …"."""
    return len(text) < 120 and not has_stop(text) and bool(_heads().fullmatch(_bare(text)) or _heads().fullmatch(text))


def is_contact(text: str) -> bool:
    """A line that tells how to reach somebody: a label, a phone number, a mail address, and little else."""
    if len(text) > 160:
        return False
    reach = _MAIL.search(text) or _PHONE.search(text)
    label = _contact().match(text)
    left = _PHONE.sub("", _MAIL.sub("", text))
    prose = has_stop(left.strip()) and left.count(" ") > 8
    return not prose and bool((label and (reach or text.count(" ") < 9)) or (reach and left.count(" ") < 9 and not has_stop(left.strip())))


def find_release(form: Form) -> None:
    """Settle what frames a press release; nothing if the text is none."""
    lines = form.lines
    heads = [i for i, line in enumerate(lines) if is_release_head(line.text)]
    near = [i for i in heads if i < _HEAD]
    for i in heads:
        if form.free(i):
            form.kinds[i] = BlockKind.DATELINE if find_date(lines[i].text) else BlockKind.FURNITURE
    if not near and not (heads and any(_contact().match(line.text) for line in lines)):
        return
    form.release = True
    boilerplate = contacts = False
    prose = next((i for i, line in enumerate(lines) if has_stop(line.text) and line.text.count(" ") > 6), len(lines))
    body = _issuing_line(form, min(prose, _HEAD))
    for i, line in enumerate(lines):
        text = line.text
        if not form.free(i):
            boilerplate = boilerplate and form.kinds[i] is BlockKind.BODY
            contacts = False
        if i < min(_HEAD, prose) and form.free(i) and (i == body or _issuing().match(text) or is_place_and_date(text)):
            form.kinds[i] = BlockKind.DATELINE
        elif is_contact(text) and form.kinds.get(i) is not BlockKind.NOTE:
            form.kinds[i], contacts = BlockKind.FURNITURE, True
            form.pieces.pop(i, None)
        elif contacts and not has_stop(text) and text.count(" ") < 8 and form.free(i) and (i > _HEAD or _beside_contact(form, i)):
            form.kinds[i] = BlockKind.FURNITURE
        elif i > 2 and _about().match(text) and not has_stop(text) and text.count(" ") < 10:
            form.kinds[i], boilerplate, contacts = BlockKind.FURNITURE, True, False
        elif boilerplate and not is_rule(text) and (has_stop(text) or len(text) > 120):
            form.kinds[i] = BlockKind.FURNITURE
            form.pieces.pop(i, None)
        else:
            boilerplate = contacts = False


def _issuing_line(form: Form, end: int) -> int:
    """The number of the line in the head that is the issuer's name, -1 without one: a headline still follows it."""
    lines = form.lines
    for i in range(end):
        if form.free(i) and _is_body(lines[i].text) and not is_contact(lines[i].text):
            later = [lines[k].text for k in range(i + 1, end) if form.free(k)]
            titles = [t for t in later if not (is_contact(t) or is_date_line(t) or is_place_and_date(t) or is_release_head(t))]
            return i if titles else -1
    return -1


def _beside_contact(form: Form, i: int) -> bool:
    """Whether a short line in the head stands between lines of contacts (the name of who answers)."""
    return i + 1 < len(form.lines) and is_contact(form.lines[i + 1].text)


def issuer_of(lines: list[str]) -> str | None:
    """Who issues a release, by its head: "Issued by the Ministry of Health", "Northfield Water | Press release"."""
    head = [line.strip() for line in lines[: 2 * _HEAD] if line.strip() and len(line) < 200][:_HEAD]
    names = any_of(listed("release_names"))
    by = re.compile(
        rf"(?:(?:{any_of(listed('issued_by'))})\s*:?|(?:{names})\s+(?:{any_of(listed('release_from'))}))\s+(?P<name>.+)", re.IGNORECASE
    )
    parted = re.compile(rf"(?:(?:{names})\s*[|:–—-]+\s*(?P<after>.+)|(?P<before>.+?)\s*(?:[|:–—-]+\s*|\s)(?:{names}))", re.IGNORECASE)
    for line in head:
        bare = line.strip("*_#[]() ")
        if bare.lower() in listed("release_names"):
            continue
        match = by.fullmatch(bare)
        if match:
            return _named(match.group("name"))
        match = parted.fullmatch(bare)
        if match and (name := _named(match.group("after") or match.group("before") or "")):
            return name
    if not any(is_release_head(line) for line in head):
        return None
    prose = next((i for i, line in enumerate(head) if has_stop(line) and line.count(" ") > 6), len(head))
    bodies = [name for line in head[:prose] if not is_release_head(line) and _is_body(line) and (name := _named(line))]
    told = [name for line in lines if len(line) < 100 and (match := _about().match(line)) and (name := _named(line[match.end() :]))]
    return bodies[0] if bodies else told[0] if len(told) == 1 else None


def _named(text: str) -> str | None:
    name = re.sub(r"^(?:the|el|la|los|las)\s+(?=[A-ZÀ-ÖØ-Þ])", "", text.strip(" .:,;|-–—*_"), flags=re.IGNORECASE)
    name = re.split(r"\s*[|]\s*|,\s+(?=\d)", name)[0]
    small = words().particles | words().conjunctions | {"of", "the", "for", "and", "in", "on", "de", "del", "para", "&"}
    tokens = re.findall(r"[^\W\d_][\w.'’&\-]*", name)
    good = 0 < len(tokens) <= 10 and all(t[0].isupper() or t in small for t in tokens) and any(t[0].isupper() for t in tokens)
    if not good or any(t.lower() in words().date_words for t in tokens[:1]) or _MAIL.search(name) or _PHONE.search(name):
        return None
    return name


def _is_body(text: str) -> bool:
    """A line that is the name of a body: its first or last word says so, or one before "of" ("Ministry of Works", "Example Corp")."""
    tokens = re.findall(r"[^\W\d_][\w'’\-]*", text)
    if not 0 < len(tokens) <= 8 or has_stop(text.removesuffix(".")) or any(c.isdigit() for c in text) or _named(text) is None:
        return False
    kinds = frozenset(w.lower() for w in listed("bodies"))
    lower = [t.lower() for t in tokens]
    joined = any(a in kinds and b in ("of", "for", "de", "del", "para") for a, b in pairwise(lower))
    return lower[-1] in kinds or lower[0] in kinds or joined
