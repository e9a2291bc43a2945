"""Addresses -> pages: what each page asks of the casefile, and what its JSON twin holds. No HTML is known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Path, Query

from onrecord.casefile.answer import answer
from onrecord.casefile.corrections import Kept, Notes
from onrecord.casefile.dossier import dossier
from onrecord.casefile.glance import glance
from onrecord.casefile.history import history
from onrecord.casefile.news import moment, news
from onrecord.casefile.queries import Finding, Queries
from onrecord.casefile.words import fold
from onrecord.errors import CasefileError
from onrecord.model import Factuality
from onrecord.web.addresses import LONGEST, address, unsegment, with_query
from onrecord.web.map import territory
from onrecord.web.reading import context, cut, part_of, reading
from onrecord.web.words import claim_title, shorten

ROWS = 200  # of a list on one page
RECENT = 20  # documents on the first page
NOTES = 20  # corrections on one page
RUNS = 20  # that can be chosen
PAIRS = 50  # on the page of open pairs

PageNumber = Annotated[int, Query(ge=1, le=10_000, description="Number of the page, from 1")]
Part = Annotated[int, Query(ge=1, le=10_000, description="Part of a long document, from 1")]
Outlet = Annotated[str | None, Query(max_length=300, description="Only documents of this outlet")]
Name = Annotated[str | None, Query(max_length=300, description="A name, or a part of one")]
Subject = Annotated[str | None, Query(max_length=LONGEST, description="Only claims about or by the entity with this id")]
Id = Annotated[str, Path(max_length=LONGEST, description="An id; of its characters all but letters, digits, - and _ as ~XX")]
Since = Annotated[str, Query(max_length=40, description="A date or time (UTC), the number of a run, or 'last'")]
Asked = Annotated[str, Query(max_length=300, description="A question in plain words")]
Firmness = Annotated[Factuality | None, Query(description="Only claims put this firmly")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page before it is written. ``here`` is its address, ``shown`` what its template gets, ``data`` what its twin holds; ``next`` and
    ``previous`` are the addresses of its neighbours in a list."""

    template: str
    here: str
    title: str
    shown: dict[str, Any]
    data: dict[str, Any]
    next: str | None = None
    previous: str | None = None


class NotOnRecordError(Exception):
    """No such thing in the casefile; ``kind`` says what was looked for."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no such {kind} in this casefile.")


@dataclass(frozen=True, slots=True)
class Views:
    """The pages of one casefile, called ``name``."""

    queries: Queries
    name: str = field(default="casefile")
    _kept: Kept = field(default_factory=Kept)

    def _marked(self) -> tuple[Queries, Notes]:
        """The queries with withdrawn claims marked, and the notes that marked them."""
        return self._kept.marking(self.queries)

    def glance(self) -> Page:
        """The casefile at a glance: outlets, main entities, firmness, contested figures, corrections, denials."""
        found = glance(self._marked()[0])
        recent = list(reversed(self.queries.documents()))[:RECENT]
        return Page(
            template="glance.html",
            here="/",
            title=f"{self.name} at a glance",
            shown={"glance": found, "recent": recent, "name": self.name},
            data={"glance": found},
        )

    def documents(self, page: PageNumber = 1, outlet: Outlet = None) -> Page:
        """The documents by date of publication."""
        found = [s for s in self.queries.documents() if outlet is None or s.outlet == outlet]
        return _listed("documents", found, page, title="Documents", outlet=outlet)

    def document(self, id: Id, part: Part = 1) -> Page:
        """A document with its claims marked in the text."""
        key = _id(id, "document")
        source, document = self._get("document", lambda: (self.queries.source(key), self.queries.document(key)))
        annotation = self.queries.annotation(key)
        queries, notes = self._marked()
        findings = queries.claims(document=key)
        editions = history(self.queries, self.queries.versions(key))
        shown = reading(document, annotation.blocks, findings, part)
        if shown is None:
            raise NotOnRecordError("part of the document")
        return Page(
            template="document.html",
            here=address("documents", key, part=part if part > 1 else None),
            title=f"“{shorten(source.title or source.id)}”, {source.outlet or 'unknown outlet'}",
            shown={
                "source": source,
                "reading": shown,
                "withdrawn": {f.withdrawn: f for f in findings if f.withdrawn}.values(),
                "editions": editions,
            },
            data={
                "document": source,
                "text": document.text,
                "blocks": shown.blocks,
                "claims": [finding for _, finding in shown.notes],
                "corrections": notes.of_document(key),
                "versions": editions,
                "part": part,
                "parts": shown.parts,
            },
            next=address("documents", key, part=part + 1) if part < shown.parts else None,
            previous=address("documents", key, part=part - 1) if part > 1 else None,
        )

    def entities(self, page: PageNumber = 1, q: Name = None) -> Page:
        """The entities that have a name, those with most claims first."""
        wanted = fold(q.strip()) if q else ""
        found = [s for s in self.queries.entities() if not wanted or any(wanted in fold(name) for name in (s.name, *s.aliases))]
        return _listed("entities", found, page, title="Who and what", q=q or None)

    def entity(self, id: Id) -> Page:
        """An entity's dossier: names, roles, claims by theme, contested figures, timeline, sources."""
        key = _id(id, "entity")
        found = self._get("entity", lambda: dossier(self._marked()[0], key))
        places = territory(found)
        return Page(
            template="entity.html",
            here=address("entities", key),
            title=f"{shorten(found.subject.name)} on record",
            shown={"dossier": found, "rows": ROWS, "map": places},
            data={"dossier": found, "places": places.data() if places else []},
        )

    def claims(self, page: PageNumber = 1, factuality: Firmness = None, entity: Subject = None) -> Page:
        """Claims in the order of their documents, all or those put in one way, all or those of one entity."""
        key = _id(entity, "entity") if entity else None
        subject = self._get("entity", lambda: self.queries.entity(key)) if key else None
        found = self._marked()[0].claims(factuality=factuality, entity=key, limit=page * ROWS + 1)
        title = "Claims" + (f", {factuality.value}" if factuality else "") + (f", about or by {shorten(subject.name)}" if subject else "")
        return _listed(
            "claims", found, page, title=title, also={"subject": subject, "factuality": factuality},
            factuality=factuality.value if factuality else None, entity=key,
        )  # fmt: skip

    def claim(self, id: Id) -> Page:
        """One claim whole: its words where they stand, who says so, and everything that is known of it."""
        key = _id(id, "claim")
        queries, notes = self._marked()
        finding = self._get("claim", lambda: queries.claim(key))
        concerned = notes.concerning(finding)
        document, annotation = self.queries.document(finding.source.id), self.queries.annotation(finding.source.id)
        part = part_of(cut(document.text, annotation.blocks), finding.claim.evidence.start)
        return Page(
            template="claim.html",
            here=address("claims", key),
            title=claim_title(finding),
            shown={
                "finding": finding,
                "context": context(document, annotation.blocks, finding),
                "part": part if part > 1 else None,
                "corrections": concerned,
            },
            data={"claim": finding, "corrections": concerned},
        )

    def corrections(self, page: PageNumber = 1) -> Page:
        """What publishers took back, the latest notes first."""
        notes = self._marked()[1]
        found = notes.latest(NOTES, (page - 1) * NOTES)
        if not found and page > 1:
            raise NotOnRecordError("page of the list")
        return Page(
            template="corrections.html",
            here=with_query("/corrections", page=page if page > 1 else None),
            title="Corrections" if page == 1 else f"Corrections, page {page}",
            shown={"notes": found, "total": len(notes)},
            data={"corrections": found, "page": page},
            next=with_query("/corrections", page=page + 1) if len(notes) > page * NOTES else None,
            previous=with_query("/corrections", page=page - 1 if page > 2 else None) if page > 1 else None,
        )

    def review(self) -> Page:
        """Pairs that may be one, with the evidence of both sides."""
        found = self.queries.open_pairs(PAIRS)
        return Page(template="review.html", here="/review", title="Who is one?", shown={"pairs": found}, data={"pairs": found})

    def decisions(self) -> Page:
        """What people decided, the latest first, with what was taken back."""
        found = list(reversed(self.queries.decisions()))
        final = {d.left["of"] for d in found if d.verdict == "erased"}
        return Page(
            template="decisions.html",
            here="/decisions",
            title="Decisions",
            shown={"rows": found, "final": final},
            data={"decisions": found},
        )

    def news(self, since: Since = "last", entity: Subject = None) -> Page:
        """What changed since a run or a date: claims, voices, figures, who became one, corrections."""
        runs = self.queries.runs()
        found = wrong = None
        try:
            at = moment(since, runs)
        except CasefileError as error:
            wrong = str(error)
        else:
            found = self._get("entity", lambda: news(self.queries, at, entity))
        return Page(
            template="news.html",
            here=with_query("/news", since=since if since != "last" else None, entity=entity),
            title="What changed",
            shown={"news": found, "wrong": wrong, "runs": list(enumerate(runs, 1))[-RUNS:], "since": since, "entity": entity},
            data={"news": found, "wrong": wrong},
        )

    def ask(self, q: Asked = "") -> Page:
        """What is on record about a question: stored claims, or nothing."""
        question = " ".join(q.split())
        found = answer(self._marked()[0], question) if question else None
        return Page(
            template="ask.html",
            here=with_query("/ask", q=question or None),
            title=f"On record about “{shorten(question)}”" if question else "Ask",
            shown={"answer": found, "question": question},
            data={"answer": found},
        )

    def _get[T](self, kind: str, fetch: Callable[[], T]) -> T:
        """What the casefile has, or that it has none; a casefile that cannot be read at all is another error."""
        try:
            return fetch()
        except CasefileError:
            self.queries.factualities()  # raises again where it is the casefile that is broken
            raise NotOnRecordError(kind) from None


def _id(value: str, kind: str) -> str:
    found = unsegment(value)
    if found is None:
        raise NotOnRecordError(kind)
    return found


def _listed(kind: str, found: Sequence[Any], page: int, *, title: str, also: dict[str, Any] | None = None, **kept: str | None) -> Page:
    """One page of a list; ``kept`` are the parameters that its neighbours share."""
    rows = found[(page - 1) * ROWS : page * ROWS]
    if not rows and page > 1:
        raise NotOnRecordError("page of the list")
    total = None if rows and isinstance(rows[0], Finding) else len(found)
    return Page(
        template=f"{kind}.html",
        here=with_query(f"/{kind}", **kept, page=page if page > 1 else None),
        title=title if page == 1 else f"{title}, page {page}",
        shown={"rows": rows, "total": total, "page": page, "first": (page - 1) * ROWS + 1, **kept, **(also or {})},
        data={kind: rows, "page": page},
        next=with_query(f"/{kind}", **kept, page=page + 1) if len(found) > page * ROWS else None,
        previous=with_query(f"/{kind}", **kept, page=page - 1 if page > 2 else None) if page > 1 else None,
    )
