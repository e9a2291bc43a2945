"""Commands by which people have the last word: review, same, different, accept, reject, correct, redact, undo, import."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.casefile import CASE, JSON, opened, write
from onrecord.cli.upkeep import BY, signature
from onrecord.errors import CasefileError

if TYPE_CHECKING:
    from onrecord.casefile.decisions import OpenPair
    from onrecord.casefile.resolve import Member
    from onrecord.store.store import Store

_WHY = click.option("--why", help="Kept with the decision.")
_ONE = click.argument("one", metavar="ENTITY")
_TWO = click.argument("two", metavar="ENTITY")
_CLAIM = click.argument("claim")


@click.command()
@CASE
@JSON
@BY
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Pairs at most.")
def review(case: Path, as_json: bool, by: str | None, limit: int) -> None:
    """Go through pairs of entities that may be one, the likeliest first, with the evidence of both sides.

    On a terminal each pair is asked about; elsewhere they are listed with the commands that decide them.
    """
    from onrecord.report.deciding import pairs_lines
    from onrecord.report.form import to_json

    with opened(case) as store:
        found = store.open_pairs(limit)
        if as_json:
            click.echo(to_json(found), nl=False)
        elif sys.stdin.isatty() and sys.stdout.isatty() and found:
            _ask(store, found, signature(by))
        else:
            write(pairs_lines(found, str(case)))


def _ask(store: Store, found: Any, by: str) -> None:
    from onrecord.report.deciding import pair_lines

    decided = 0
    for n, pair in enumerate(found, 1):
        write(["", f"{n} of {len(found)}", *pair_lines(pair)])
        key = _key()
        if key == "q":
            break
        if key != "k":
            decided += _decide(store, pair, "same" if key == "s" else "different", by)
    write(["", f"{decided} decided; 'onrecord decisions' lists them, 'onrecord undo' takes one back"])


def _key() -> str:
    while True:
        key = click.prompt("[s]ame  [d]ifferent  s[k]ip  [q]uit", default="k", show_default=False).strip().lower()[:1]
        if key in "sdkq":
            return str(key)


def _decide(store: Store, pair: OpenPair, verdict: str, by: str) -> int:
    try:
        store.decide(verdict, (pair.left.document, pair.left.local), (pair.right.document, pair.right.local), by)
    except CasefileError as error:  # an earlier answer has settled this one
        write([f"  {error}"])
        return 0
    return 1


def _verdict(name: str, words: str) -> click.Command:
    @click.command(name, help=f"Say that two entities are {words}. An ENTITY is a name, an id, or NAME@DOCUMENT.")
    @CASE
    @_ONE
    @_TWO
    @BY
    @_WHY
    def command(case: Path, one: str, two: str, by: str | None, why: str | None) -> None:
        who = signature(by)
        with opened(case) as store:
            left, right = _member(store, one), _member(store, two)
            id = store.decide(name, left, right, who, why)
            write([f"“{one}” and “{two}” are {words}, says {who}; 'onrecord undo {case} {id}' takes it back"])

    return command


same = _verdict("same", "the same")
different = _verdict("different", "different")


def _member(store: Store, name: str) -> Member:
    """The entity of a document that stands for what the user named."""
    from onrecord.casefile.lookup import one_entity

    known = store.entities()
    before, at, document = name.rpartition("@")
    if at and before and any(s.id == document or document in s.locations for s in store.documents()):
        return store.member_of(document, before)
    return store.members(one_entity(known, name).id)[0]


def _claim_verdict(name: str, verdict: str, text: str) -> click.Command:
    @click.command(name, help=text)
    @CASE
    @_CLAIM
    @BY
    @_WHY
    def command(case: Path, claim: str, by: str | None, why: str | None) -> None:
        who = signature(by)
        with opened(case) as store:
            id = store.review(claim, verdict, who, why)
            write([f"claim {claim} {verdict} by {who}; 'onrecord undo {case} {id}' takes it back"])

    return command


accept = _claim_verdict("accept", "accepted", "Say that a CLAIM is what its document says.")
reject = _claim_verdict("reject", "rejected", "Say that a CLAIM is not what its document says: it leaves every answer.")


@click.command()
@CASE
@_CLAIM
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    help="Who says so, in the document's words; several from the outermost in; 'publisher': nobody else.",
)
@click.option("--subject", help="Whom or what it is about, in the document's words.")
@click.option("--factuality", help="How firmly the words put it.")
@click.option("--figure", "figures", multiple=True, help="The figure, in the document's words; 'none': it has none.")
@click.option("--place", "where", multiple=True, help="Where, in the document's words; 'none': nowhere.")
@BY
@_WHY
def correct(
    case: Path, claim: str, speakers: tuple[str, ...], subject: str | None, factuality: str | None, figures: tuple[str, ...],
    where: tuple[str, ...], by: str | None, why: str | None,
) -> None:  # fmt: skip
    """Put other parts in the place of those that were read into a CLAIM; the words must stand in its document."""
    from onrecord.report.text import finding_lines

    who = signature(by)
    with opened(case) as store:
        finding = store.claim(claim)
        text, near = store.document(finding.source.id).text, finding.claim.evidence.start
        change = _change(text, near, speakers=speakers, subject=subject, factuality=factuality, figures=figures, where=where)
        _must_be_there(store, finding.source.id, change)
        id = store.review(claim, "corrected", who, why, change)
        write([*finding_lines(store.claim(claim)), f"'onrecord undo {case} {id}' takes it back"])


def _change(
    text: str, near: int, *, speakers: tuple[str, ...], subject: str | None, factuality: str | None, figures: tuple[str, ...], where: tuple[str, ...]
) -> dict[str, Any]:  # fmt: skip
    from onrecord.casefile.decisions import find_words

    def spans(words: tuple[str, ...], nobody: str) -> list[tuple[int, int]]:
        return [] if words == (nobody,) else [find_words(text, w, near) for w in words]

    change: dict[str, Any] = {}
    if factuality is not None:
        change["factuality"] = factuality
    if subject is not None:
        change["subject"] = find_words(text, subject, near)
    for key, words, nobody in (("speakers", speakers, "publisher"), ("figures", figures, "none"), ("where", where, "none")):
        if words:
            change[key] = spans(words, nobody)
    return change


def _must_be_there(store: Store, document: str, change: dict[str, Any]) -> None:
    """Figures and places must be among those that were read: a correction measures nothing itself."""
    from onrecord.casefile.decisions import overlap

    annotation = store.annotation(document)
    for key, items in (("figures", annotation.figures), ("where", annotation.places)):
        for span in change.get(key, ()):
            if not any(overlap((item.start, item.end), span) for item in items):
                raise CasefileError(f"no {'figure' if key == 'figures' else 'place'} was read at these words of the document")


@click.command()
@CASE
@click.argument("entity")
@click.option("--erase", is_flag=True, help="Also throw away what is masked, for good; ENTITY may be a redaction's id then.")
@click.confirmation_option("--yes", prompt="Mask every mention in this casefile?")
@BY
@_WHY
def redact(case: Path, entity: str, erase: bool, by: str | None, why: str | None) -> None:
    """Mask an ENTITY's names in every page, search and export, and in what is read later.

    The masked text keeps its length; 'onrecord undo' brings it back. With --erase nothing is left of the names in the
    file, and nothing can bring them back.
    """
    who = signature(by)
    with opened(case) as store:
        made = {d.id for d in store.decisions() if d.kind == "redaction" and d.verdict == "redacted"}
        if erase and entity in made:
            store.erase(entity, who)
            id = entity
        else:
            from onrecord.casefile.lookup import one_entity

            id = store.redact(one_entity(store.entities(), entity).id, who, why, erase=erase)
        if erase:
            store.shrink()
            write([f"redacted and erased by {who} (decision {id}); copies and backups of {case} still hold the names"])
        else:
            write([f"redacted by {who}; 'onrecord undo {case} {id}' takes it back, 'onrecord redact {case} {id} --erase' makes it final"])


@click.command()
@CASE
@click.argument("decision")
@BY
@_WHY
def undo(case: Path, decision: str, by: str | None, why: str | None) -> None:
    """Take a DECISION back (its id, or the beginning of it). That it was made stays on file."""
    from onrecord.report.deciding import about

    who = signature(by)
    with opened(case) as store:
        write([f"taken back by {who}: {about(store.undo(decision, who, why))}"])


@click.command()
@CASE
@JSON
def decisions(case: Path, as_json: bool) -> None:
    """List what people decided, with who, when, and what was taken back."""
    from onrecord.report.deciding import decision_lines
    from onrecord.report.form import to_json

    with opened(case) as store:
        found = store.decisions()
        click.echo(to_json(found), nl=False) if as_json else write(decision_lines(found))


@click.command("import")
@CASE
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@BY
def import_(case: Path, file: Path, by: str | None) -> None:
    """Take in decisions of another casefile: what 'onrecord export --format decisions' wrote, or resolver lines of nomenklatura."""
    rows: list[Any] = []
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError:
                raise click.ClickException(f"{file}, line {number} is not JSON") from None
    lines = [row for row in rows if isinstance(row, list)]
    with opened(case) as store:
        new, known = store.take_decisions([row for row in rows if not isinstance(row, list)])
        taken, strange = store.take_lines(lines, signature(by)) if lines else (0, [])
        write([f"{new + taken} new, {known + len(lines) - taken - len(strange)} known already or without effect"])
        write(f"left out: {reason}" for reason in strange)
        nowhere = sum(d.stands == "nowhere" and not d.undone for d in store.decisions())
        if nowhere:
            write([f"{nowhere} of all decisions are about documents that are not on file here; they wait for these"])
    if strange:
        sys.exit(1)
