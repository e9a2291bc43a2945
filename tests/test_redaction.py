"""People can be taken out of sight: in every view, search and export, and for good in every byte of the file."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from samples import Telling, rival, union

from onrecord.casefile.lookup import find_entity
from onrecord.casefile.news import news
from onrecord.casefile.redaction import BLOCK, Mask, mark_of
from onrecord.cli import main
from onrecord.errors import CasefileError
from onrecord.export import DECISIONS, FORMATS
from onrecord.model import EntityType
from onrecord.report.news import news_lines
from onrecord.store.rows import prepare
from onrecord.store.store import Store
from onrecord.web.app import pages

NAME = re.compile(r"orlov|p[aá]vel", re.IGNORECASE)


def file(store: Store, telling: Telling, location: str = "") -> None:
    document, annotation = telling.filed()
    store.file(location or f"{document.id}.txt", hashlib.sha256(document.id.encode()).hexdigest(), document, prepare(annotation))
    store.resolve()


def named_places() -> Telling:
    """A document whose title, address and place tell the name too."""
    t = Telling("pavel-orlov-1", "Pavel Orlov met Ana Ruiz. ORLOV left.", title="Orlov, Pavel: a life", url="https://x.test/pavel-orlov")
    t.entity("Pavel Orlov", EntityType.PERSON, aliases=("Pasha the Docker",))
    t.entity("Ana Ruiz", EntityType.PERSON)
    t.claim("Pavel Orlov met Ana Ruiz")
    t.claims = [replace(claim, id="a hash") for claim in t.claims]
    return t


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "case.db", create=True) as store:
        file(store, union())
        file(store, rival())
        file(store, named_places(), "in/pavel_orlov.txt")
        run = store.begin("1")
        store.note(run, [("in/pavel_orlov.txt", "read", ""), ("in/x.txt", "failed", "Pavel Orlov's file is no text")])
        store.end(run, {"read": 1, "failed": 1})
        yield store


def exported(store: Store) -> str:
    return "".join(line for rows in (FORMATS | DECISIONS).values() for line in rows(store))


def claims_of(store: Store) -> str:
    return "".join(line for rows in FORMATS.values() for line in rows(store))


def orlov(store: Store) -> str:
    return find_entity(store.entities(), "Pavel Orlov").id


def every_page(store: Store) -> str:
    client = TestClient(pages(store))
    found = [client.get(path).text for path in ("/", "/index.json", "/documents", "/entities", "/claims", "/review", "/api")]
    found += [client.get(f"/documents/{_segment(s.id)}").text for s in store.documents()]
    found += [client.get(f"/entities/{e.id}{twin}").text for e in store.entities(named=False) for twin in ("", ".json")]
    found += [client.get(f"/claims/{c.claim.id}{twin}").text for c in store.claims() for twin in ("", ".json")]
    return "\n".join(found)


def _segment(id: str) -> str:
    from onrecord.web.addresses import address

    return address("documents", id).rpartition("/")[2]


def every_byte(folder: Path) -> Iterator[str]:
    """The files of a folder as they are, and every piece in them that is compressed."""
    for path in sorted(folder.iterdir()):
        raw = path.read_bytes()
        yield raw.decode("utf-8", "replace")
        yield raw.decode("utf-16-le", "replace")
        for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", raw):
            try:
                yield zlib.decompressobj().decompress(raw[start.start() :]).decode("utf-8", "replace")
            except zlib.error:
                continue


def test_a_redacted_name_is_in_no_export_page_search_or_list(store: Store) -> None:
    assert NAME.search(exported(store))
    spans = [(f.claim.id, f.claim.evidence.start, f.claim.evidence.end) for f in store.claims()]
    store.redact(orlov(store), "ana", "asked for it")
    assert not NAME.search(exported(store))
    client = TestClient(pages(store))
    told = [client.get(path).text for path in ("/decisions", "/news?since=2001-01-01", "/news.json?since=2001-01-01")]
    assert not NAME.search(every_page(store) + "".join(told))
    assert not NAME.search(str([*store.files(), *store.documents(), *store.decisions(), *store.open_pairs()]))
    assert not NAME.search(str([store.history(s.id) for s in store.documents()]))
    assert [(f.claim.id, f.claim.evidence.start, f.claim.evidence.end) for f in store.claims()] == spans
    assert store.search("Ana Ruiz met")
    assert not store.search("Orlov")
    store.check()


def test_the_rest_of_what_was_said_stays(store: Store) -> None:
    store.redact(orlov(store), "ana")
    (hidden,) = [s for s in store.entities() if s.name.startswith("Redacted person")]
    assert hidden.documents == 3
    leads = next(f for f in store.claims(entity=hidden.id) if f.claim.relation == "leads")
    assert leads.claim.evidence.text.startswith("The union's leader, " + BLOCK)
    assert find_entity(store.entities(), "Ana Ruiz").name == "Ana Ruiz"


def test_undoing_a_redaction_brings_every_byte_back(store: Store) -> None:
    before, files = claims_of(store), store.files()
    pages_before = every_page(store)
    id = store.redact(orlov(store), "ana")
    store.undo(id, "bob")
    assert claims_of(store) == before
    assert store.files() == files
    assert every_page(store) == pages_before


def test_nothing_of_an_erased_name_is_left_in_the_file(store: Store, tmp_path: Path) -> None:
    decision = store.decide(
        "different", store.member_of("d1", "Pavel Orlov"), store.member_of("d2", "Pável Orlov"), "ana", "Orlov is another"
    )
    assert decision
    store.undo(decision, "ana")
    assert any(NAME.search(text) for text in every_byte(tmp_path))
    id = store.redact(orlov(store), "ana", erase=True)
    store.shrink()
    assert not [text[max(0, m.start() - 40) : m.end() + 20] for text in every_byte(tmp_path) if (m := NAME.search(text))]
    with pytest.raises(CasefileError, match="cannot come back"):
        store.undo(id, "ana")
    # what is read later is masked before it is written
    late = Telling("d9", "Police said that Pavel Orlov was seen in Rome. Orlov ran.", title="Orlov in Rome")
    late.entity("Pavel Orlov", EntityType.PERSON, aliases=("Orlov",))
    late.claim("Pavel Orlov was seen in Rome")
    file(store, late, "in/orlov-in-rome.txt")
    file(store, named_places(), "in/pavel_orlov.txt")
    run = store.begin("1")
    store.note(run, [("in/pavel_orlov.txt", "unchanged", "")])
    assert not NAME.search(every_page(store) + exported(store))
    store.check()
    store.close()
    left = [text[max(0, m.start() - 40) : m.end() + 20] for text in every_byte(tmp_path) if (m := NAME.search(text))]
    assert left == []


def test_two_redactions_are_undone_one_by_one(store: Store) -> None:
    before = claims_of(store)
    one = store.redact(orlov(store), "ana")
    two = store.redact(find_entity(store.entities(), "Ana Ruiz").id, "ana")
    assert len({s.name for s in store.entities() if s.name.startswith("Redacted person")}) == 2
    store.undo(one, "ana")
    assert "Orlov" in claims_of(store)
    assert "Ruiz" not in claims_of(store)
    store.undo(two, "ana")
    assert claims_of(store) == before


def test_a_redaction_travels_without_the_name(store: Store, tmp_path: Path) -> None:
    store.redact(orlov(store), "ana")
    lines = [json.loads(line) for line in DECISIONS["decisions"](store)]
    assert not NAME.search(json.dumps(lines))
    with Store(tmp_path / "other.db", create=True) as other:
        file(other, rival())
        other.take_decisions(lines)
        assert not NAME.search(claims_of(other))
        other.merge(store)
        other.resolve()
        assert not NAME.search(claims_of(other))
    with Store(tmp_path / "third.db", create=True) as third:
        file(third, union())
        store.merge(third)
        store.resolve()
        assert not NAME.search(claims_of(store))


def test_earlier_versions_are_masked_too(store: Store) -> None:
    newer = Telling("d1", "Nothing is said of him any more.")
    document, annotation = newer.filed()
    store.file("d1.txt", "f" * 64, document, prepare(annotation))
    store.resolve()
    since = store.history("d1")[0].since[:19]  # the second in which the first version was filed
    assert NAME.search(str(store.history("d1")))
    store.redact(orlov(store), "ana")
    assert not NAME.search(str(store.history("d1")))
    assert not NAME.search(str(news(store, since)) + "\n".join(news_lines(news(store, since), "case")))


def test_who_is_meant() -> None:
    mark = mark_of(["Héctor Guerrero Flores", "Niño Guerrero"], "salt", frozenset({"de", "la"}))
    mask = Mask([mark])
    hidden = mask.text("Hector Guerrero\nFlores, Hector Flores and NIÑO GUERRERO spoke; Flores left. flores grow. Guerrero, a state.")
    assert (
        hidden
        == f"{BLOCK * 6} {BLOCK * 8}\n{BLOCK * 6}, {BLOCK * 6} {BLOCK * 6} and {BLOCK * 4} {BLOCK * 8} spoke; {BLOCK * 6} left. flores grow. {BLOCK * 8}, a state."
    )
    other = "María Flores lives in Guerrero. Flores is an island."
    assert mask.text(other) == other
    assert mask.label("Héctor Guerrero Flores").startswith("Redacted person ")
    assert "guerrero" not in mask.place("https://x.test/news/hector-guerrero-flores-arrested")
    assert mask.place("in/a.txt") == "in/a.txt"
    assert "guerrero" not in json.dumps(mark.plain()).lower()


def test_the_command_line_asks_first(store: Store) -> None:
    case = str(store.path)
    refused = CliRunner().invoke(main, ["redact", case, "Pavel Orlov", "--by", "ana"], input="n\n")
    assert refused.exit_code == 1
    assert NAME.search(exported(store))
    done = CliRunner().invoke(main, ["redact", case, "Pavel Orlov", "--by", "ana", "--erase", "--yes"])
    assert done.exit_code == 0, done.output
    assert "copies and backups" in done.output
    store.close()
    with Store(store.path) as again:
        assert not NAME.search(exported(again))
