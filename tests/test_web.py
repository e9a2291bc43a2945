"""The pages: what they show, their JSON twins, and what must never get through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.casefile.plain import PlainCasefile
from onrecord.model import Document
from onrecord.pipeline import annotate_many
from onrecord.web.addresses import segment, unsegment
from onrecord.web.app import make_app
from onrecord.web.guard import CONTENT_SECURITY_POLICY

NASTY = '<script>alert(1)</script>" onload="x'
DOCUMENTS = [
    Document(
        id="wire/1", outlet="Example Wire", published="2024-05-02", lang="en", title="Two held over theft",
        text="Two held over theft\n\nProsecutors accused Ana Ruiz of stealing 40 paintings. Ana Ruiz denied that she stole them.",
    ),
    Document(
        id=NASTY, outlet=NASTY, published="2024-05-03", lang="en", title=NASTY, url="javascript:alert(1)",
        text=f"The council said that Ana Ruiz <script>alert(1)</script> left {NASTY} the town in March.",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    casefile = PlainCasefile(list(zip(DOCUMENTS, annotate_many(DOCUMENTS), strict=True)))
    with TestClient(make_app(casefile, "case.db", 8765), base_url="http://127.0.0.1:8765") as client:
        yield client


def addresses(client: TestClient) -> list[str]:
    found = ["/", "/documents", "/entities", "/ask", "/ask?q=Who+stole+paintings%3F", "/api"]
    found += [f"/documents/{segment(d.id)}" for d in DOCUMENTS]
    found += [f"/entities/{segment(e['id'])}" for e in client.get("/entities.json").json()]
    found += [f"/claims/{segment(c['id'])}" for c in client.get(f"/documents/{segment('wire/1')}.json").json()["claims"]]
    return found


def test_every_page_answers_and_has_a_twin(client: TestClient) -> None:
    for address in addresses(client):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "<title>" in page.text
        assert 'lang="en"' in page.text
        if address != "/api":
            path, _, query = address.partition("?")
            twin = client.get(("/index" if path == "/" else path) + ".json" + ("?" + query if query else ""))
            assert twin.status_code == 200 and twin.headers["content-type"].startswith("application/json"), address


def test_no_text_becomes_markup(client: TestClient) -> None:
    for address in addresses(client):
        text = client.get(address).text
        assert "<script" not in text and 'onload="x' not in text and "javascript:" not in text, address


def test_headers_are_on_every_answer(client: TestClient) -> None:
    for address in ("/", "/nothing", "/static/site.css", "/index.json", "/documents/~zz"):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "localhost.evil.example:8765", ""])
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


def test_other_origins_and_methods_are_refused(client: TestClient) -> None:
    assert client.get("/", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
    assert client.head("/").text == ""


def test_what_is_not_there_is_said_without_reflecting_it(client: TestClient) -> None:
    for address in ("/claims/nosuchclaim", "/entities/nosuch", "/documents/nosuch", "/xyz-reflected"):
        page = client.get(address)
        assert page.status_code == 404
        assert "nosuch" not in page.text
        assert "reflected" not in page.text
        twin = client.get(address + ".json")
        assert twin.status_code == 404
        assert twin.json()["error"]["status"] == 404
    assert client.get("/ask", params={"q": "x" * 301}).status_code == 400
    assert client.get("/documents?part=0").status_code == 400
    assert client.get("/documents?part=9").status_code == 404


def test_an_allegation_stays_one(client: TestClient) -> None:
    row = client.get(f"/documents/{segment('wire/1')}.json").json()
    alleged = [c for c in row["claims"] if c["factuality"] == "alleged"]
    assert alleged
    for claim in alleged:
        page = client.get(f"/claims/{segment(claim['id'])}").text
        assert "alleged" in page.partition("</title>")[0]
        assert "alleged" in page.partition("<h1>")[2]


def test_nothing_on_record_is_said(client: TestClient) -> None:
    assert "Nothing on record" in client.get("/ask", params={"q": "Who is the king of Norway?"}).text


@pytest.mark.parametrize("id", ["a/b", "..", "é", "x.json", "~41", 'q"<>', " "])
def test_ids_survive_addresses(id: str) -> None:
    assert unsegment(segment(id)) == id
    assert not set("/.?#%") & set(segment(id))


def test_pages_are_in_the_package() -> None:
    folder = Path(__file__).parent.parent / "onrecord/web"
    assert (folder / "templates/base.html").is_file()
    assert (folder / "static/site.css").is_file()
