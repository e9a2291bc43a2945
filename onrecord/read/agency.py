"""Agency copy: slugs, advisories, what was added since the last take, how a take ends."""

from __future__ import annotations

import re
from functools import cache

from onrecord.model import BlockKind
from onrecord.read.form import Form
from onrecord.read.furniture import any_of, globs, is_byline, listed

_HEAD, _FOOT = 10, 5  # lines
_SLUG = re.compile(
    r"[A-Z]{1,6}\d*(?:--?[\w'’&. ]+){1,6}(?:,\s*(?:\d+(?:st|nd|rd|th) )?[\w\- ]{2,30}){0,3}(?:,?\s*\d{2,4} (?:words|palabras))?"
)


@cache
def _lines() -> re.Pattern[str]:
    return globs(listed("agency_lines"))


@cache
def _credits() -> re.Pattern[str]:
    return globs(listed("agency_credits"))


@cache
def _changes() -> re.Pattern[str]:
    return re.compile(rf"[(\[]\s*(?:{any_of(listed('agency_changes'))})\b[^\n]*[)\]]\.?", re.IGNORECASE)


@cache
def _takes() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{any_of(listed('agency_takes'))})(?:\s*\d+)?\s*[-–—:]\s*)+(?=[\"'“‘¿¡]?[A-ZÀ-ÖØ-Þ0-9])")


def find_agency(form: Form) -> None:
    """Settle the lines that an agency adds for its clients, and the number of a take before a headline."""
    for i, line in enumerate(form.lines):
        text = line.text
        if not form.free(i):
            continue
        bracketed = text[0] in "([" and text.rstrip(".")[-1:] in ")]"
        if bracketed and is_byline(text.strip("()[]. ")):
            form.kinds[i] = BlockKind.BYLINE
        elif len(text) < 400 and (_changes().fullmatch(text) or _lines().fullmatch(text.strip(" *_-–—()[]").rstrip("."))):
            form.kinds[i] = BlockKind.FURNITURE
        elif i + _FOOT >= len(form.lines) and i and text.count(" ") < 25 and _credits().fullmatch(text.strip("()[]_* ")):
            form.kinds[i] = BlockKind.BYLINE
        elif i < _HEAD and _is_slug(text):
            form.kinds[i] = BlockKind.FURNITURE
        elif i < 4 and (match := _takes().match(text)):
            form.cut(i, BlockKind.TITLE, match.end())


def _is_slug(text: str) -> bool:
    """ "BC-NG--Bridge Collapse, 2nd Ld-Writethru, 450 words", "BRIDGE-COLLAPSE/ (UPDATE 2)"."""
    if len(text) > 90 or text.count(" ") > 9:
        return False
    if re.fullmatch(r"[A-ZÀ-Þ]{3,}(?:[-/][A-ZÀ-Þ]{2,})+/?(?:\s*\([A-Z0-9 ,]+\))?", text):
        return True
    return bool(_SLUG.fullmatch(text)) and ("--" in text or bool(re.search(r"\b(?:words|palabras|Ld)\b", text)))
