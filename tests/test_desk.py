"""Deciding in the browser: what is taken, what is refused, and who signs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samples import Telling, rival, union
from starlette.testclient import TestClient

from onrecord.model import EntityType
from onrecord.store.rows import prepare
from onrecord.store.store import Store
from onrecord.web.app import make_app
from onrecord.web.desk import Desk

SITE = "http://127.0.0.1:8765"


def bare(id: str, name: str) -> Telling:
    t = Telling(id, f"{name} spoke in Rome on Monday.")
    t.entity(name, EntityType.PERSON)
    t.claim(f"{name} spoke in Rome on Monday")
    return t


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "case.db", create=True) as store:
        for n, telling in enumerate((union(), rival(), bare("d4", "Ana Ruiz Gil"), bare("d5", "Ruiz Gil"))):
            document, annotation = telling.filed()
            store.file(f"{n}.txt", f"{n:064}", document, prepare(annotation))
        store.resolve()
        yield store


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store=store, by="ana")


@pytest.fixture
def client(store: Store, desk: Desk) -> Iterator[TestClient]:
    with TestClient(make_app(store, "case.db", 8765, desk), base_url=SITE, follow_redirects=False) as client:
        yield client


def post(client: TestClient, origin: str | None = SITE, **form: str) -> Any:
    return client.post("/decide", data=form, headers={} if origin is None else {"origin": origin})


def pair_form(store: Store, desk: Desk, verdict: str) -> dict[str, str]:
    pair = store.open_pairs()[0]
    sides = {"left": pair.left, "right": pair.right}
    members = {f"{k}_document": s.document for k, s in sides.items()} | {f"{k}_entity": s.local for k, s in sides.items()}
    return {"token": desk.token, "verdict": verdict, "back": "/review", **members}


def test_a_pair_is_decided_signed_and_taken_back(client: TestClient, store: Store, desk: Desk) -> None:
    assert "Ruiz Gil" in client.get("/review").text
    answer = post(client, **pair_form(store, desk, "same"), note="one voice")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    (made,) = store.decisions()
    assert (made.verdict, made.by, made.note) == ("same", "ana", "one voice")
    assert "Nothing waits" in client.get("/review").text
    page = client.get("/decisions").text
    assert "one voice" in page
    assert "Take back" in page
    assert post(client, token=desk.token, verdict="undo", decision=made.id, back="/decisions").status_code == 303
    assert [d.undone for d in store.decisions()] == [True, False]
    assert len(store.open_pairs()) == 1


def test_a_claim_is_accepted_and_rejected(client: TestClient, store: Store, desk: Desk) -> None:
    form = {"token": desk.token, "claim": "d1-c2", "back": "/claims/d1-c2"}
    assert post(client, **form, verdict="accepted").status_code == 303
    assert "accepted by ana" in client.get("/claims/d1-c2").text
    assert post(client, **form, verdict="rejected").status_code == 303
    page = client.get("/claims/d1-c2").text
    assert "rejected as not what the document says by ana" in page
    assert "d1-c2" not in client.get("/claims.json").text


@pytest.mark.parametrize(
    ("change", "origin", "status"),
    [
        ({"token": "guessed"}, SITE, 400), ({"token": ""}, SITE, 400), ({"verdict": "true"}, SITE, 400), ({}, None, 403),
        ({}, "http://evil.example", 403), ({"note": "x" * 9000}, SITE, 413), ({"left_document": "nowhere"}, SITE, 409),
    ],
)  # fmt: skip
def test_forms_of_others_are_refused(
    client: TestClient, store: Store, desk: Desk, change: dict[str, str], origin: str | None, status: int
) -> None:
    assert post(client, origin, **{**pair_form(store, desk, "same"), **change}).status_code == status
    assert store.decisions() == []


def test_another_address_or_kind_takes_nothing(client: TestClient, store: Store, desk: Desk) -> None:
    assert client.post("/review", headers={"origin": SITE}).status_code == 405
    json = client.post("/decide", json=pair_form(store, desk, "same"), headers={"origin": SITE})
    assert json.status_code == 415
    assert store.decisions() == []


def test_a_form_leads_nowhere_else(client: TestClient, store: Store, desk: Desk) -> None:
    form = {"token": desk.token, "claim": "d1-c2", "verdict": "accepted"}
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"):
        assert post(client, **form, back=back).headers["location"] == "/"


def test_without_a_desk_nothing_can_be_decided(store: Store) -> None:
    with TestClient(make_app(store, "case.db", 8765), base_url=SITE) as client:
        assert "<form" not in client.get("/claims/d1-c2").text
        assert client.post("/decide", headers={"origin": SITE}).status_code == 405
