"""Which exact words of a claim may stand behind "that", and a date of saying in words.

Only what is a clause for certain is put as one: it begins with its subject or its verb, the verb is finite, and nobody
in it speaks of himself as "I". All else is quoted behind a colon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from onrecord.casefile.lexicon import LANGUAGE
from onrecord.casefile.queries import Finding
from onrecord.casefile.words import fold
from onrecord.lang import load_pack
from onrecord.model import Claim, Factuality, Predicate

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?:T.*)?")
_THAT = len(" that ")


def opened(finding: Finding, name: str) -> tuple[str, str]:
    """How the exact words may be opened, and what is put before them: ("that", "") for a clause with its own subject,
    ("that", "Ana Ruiz ") for one that begins with its verb and whose subject is ``name``, ("called", "") for words that
    begin with the verb of saying, ("put", "") for nouns that it governs, ("", "") for anything else."""
    claim, tables = finding.claim, load_pack(LANGUAGE)["report"]
    rules, text = tables["clause"], claim.evidence.text
    if claim.predicate is None or not _plain(paired(text), rules):
        return "", ""
    cue = claim.attribution[-1].cue if claim.attribution else None
    if cue is not None and claim.evidence.start <= cue.start < claim.evidence.end:
        starts = claim.why.startswith(rules["called"]) and cue.start == claim.evidence.start
        return ("called", "") if starts and re.search(r"(?:ed|s)$", cue.text) else ("", "")
    if claim.why.startswith(tuple(rules["put"])) or (claim.factuality is Factuality.DENIED and claim.predicate.text.endswith("ing")):
        return ("put", "") if not name and cue is not None and claim.evidence.start - cue.end == 1 else ("", "")
    if claim.subject is not None and claim.subject.start == claim.evidence.start:
        return ("that", "") if _own_subject(finding, claim.predicate, rules) else ("", "")
    if name and "“" not in name and claim.predicate.start == claim.evidence.start:
        return _named_subject(claim, claim.predicate, name, tables)
    return "", ""


def _plain(text: str, rules: Mapping[str, Any]) -> bool:
    """Whether the words have no unclosed quotation and none of the first person."""
    closed = text.count("“") == text.count("”") and text.count('"') % 2 == 0
    return closed and not set(_words(text)) & set(rules["first_person"]) and "\n\n" not in text


def paired(text: str) -> str:
    """The words with the quotation mark that their clause has lost to its neighbour: “not dead → “not dead”."""
    depth = 0
    for mark in re.findall("[“”]", text):
        depth += 1 if mark == "“" else -1
        if depth < 0:
            text, depth = f"“{text}", 0
    if text.count('"') % 2:
        closes = re.search(r'^[^"]*[^\s"(\d]"', text) is not None and not re.search(r'(?:^|[\s(])"\w', text)
        return f'"{text}' if closes else f'{text}"' if re.search(r'(?:^|[\s(])"\w[^"]*$', text) else text
    return text + "”" * depth


def _own_subject(finding: Finding, verb: Predicate, rules: Mapping[str, Any]) -> bool:
    claim = finding.claim
    subject, text = claim.subject, claim.evidence.text
    if subject is None or not subject.end <= verb.start < claim.evidence.end:
        return False
    between = text[subject.end - claim.evidence.start : verb.start - claim.evidence.start]
    sure = claim.why.startswith(tuple(rules["kinds"]))  # no clause of the subject, though the subject may have one
    if re.match(r"['’]|-\w", between) or (not sure and set(_words(between)) & set(rules["relative"])):
        return False
    if re.search(rf"\bof (?:{'|'.join(rules['relative'])})\b", fold(subject.text)) or set(_words(subject.text)[:1]) & set(rules["wh"]):
        return False  # "all of whom", "whose jet"
    if not text[0].islower() and not text[0].isdigit() and not _begins_with_name(finding):
        return False
    if _first(verb) in rules["finite"]:
        return True
    if not sure or re.search(r"^to\b|ing\b", verb.text):
        return False
    if " " not in verb.text and (_third_person(verb) or _first(verb) in rules["past"]):
        return True
    cue = claim.attribution[-1].cue if claim.attribution else None
    return cue is not None and claim.evidence.start - cue.end == _THAT


def _named_subject(claim: Claim, verb: Predicate, name: str, tables: Mapping[str, Any]) -> tuple[str, str]:
    rules, words = tables["clause"], tables["sentence"]
    first = _first(verb)
    certain = first in rules["finite"] and first not in rules["open_form"]
    if certain or (
        claim.why.startswith(tuple(rules["kinds"])) and " " not in verb.text and (_third_person(verb) or first in rules["past"])
    ):
        return "that", str(words["inside"]).format(subject=name, words="")
    if claim.factuality is Factuality.INTENDED and verb.text == verb.lemma:
        return "that", str(words["planned"]).format(subject=name, words="")
    return "", ""


def asks_whether(claim: Claim) -> bool:
    """Whether the clause stands right behind a word of asking or telling and "whether" or "if"."""
    cue = claim.attribution[-1].cue if claim.attribution else None
    asking = load_pack(LANGUAGE)["report"]["clause"]["asking"]
    return (
        cue is not None
        and bool(set(_words(cue.text)[-1:]) & set(asking))
        and claim.evidence.start - cue.end in (len(" whether "), len(" if "))
    )


def _begins_with_name(finding: Finding) -> bool:
    known = finding.subject()
    return known is not None and known.named and _words(finding.claim.evidence.text)[:1] == _words(known.name)[:1]


def _third_person(verb: Predicate) -> bool:
    endings = (f"{verb.lemma}s", f"{verb.lemma}es", f"{verb.lemma[:-1]}ies")
    return verb.text != verb.lemma and verb.text in endings


def _first(verb: Predicate) -> str:
    return fold(verb.text.replace("’", "'")).split(" ")[0]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def moment(edtf: str | None) -> str:
    """A date of saying in words, with its preposition: " in June 2024", " on 3 June 2024", " since 2021"; "" for none.
    What has no plain words stays EDTF."""
    if not edtf:
        return ""
    words = load_pack(LANGUAGE)["report"]["dates"]
    start, slash, end = edtf.partition("/")
    first, last = _date(start, words), _date(end, words)
    if slash and first and last:
        return str(words["between"]).format(first, last)
    if slash and (first if end == ".." else last if start == ".." else ""):
        return str(words["since" if first else "by"]).format(first or last)
    if not slash and re.fullmatch(r"\d{4}-\d\d-\d\d.*", edtf):
        return str(words["on"]).format(first or edtf)
    return str(words["in"]).format(edtf if slash or not first else first)


def _date(edtf: str, words: Mapping[str, Any]) -> str:
    found = _DATE.fullmatch(edtf)
    if found is None:
        return ""
    year, month, day = found.groups()
    if month is None:
        return year
    name = words["months"][int(month) - 1]
    return str(words["day" if day else "month"]).format(year=year, month=name, day=int(day or 0))
