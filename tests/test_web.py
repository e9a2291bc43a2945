"""The pages: what they show, their JSON twins, and what must never get through."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from markup import Element, read
from samples import Telling, rival, union
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from onrecord.casefile.plain import PlainCasefile
from onrecord.casefile.queries import Source
from onrecord.cli import main
from onrecord.errors import CasefileError
from onrecord.model import EntityType, Factuality
from onrecord.web import views
from onrecord.web.addresses import segment, unsegment, web_url
from onrecord.web.app import make_app
from onrecord.web.guard import hosts_of
from onrecord.web.server import ServeError, listen

SITE = "http://127.0.0.1:8765"
NASTY = """<script>alert(1)</script><img src=x onerror=alert(2)>" onload="x' onload='y javascript:alert(3) {{ 7 * 7 }} \u202etxt"""
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def hostile() -> Telling:
    """A document every part of which tries to become markup."""
    t = Telling(NASTY, f"{NASTY} accused {NASTY}-2 of theft.\nHe </mark></p><h1>took</h1> 3 of them.", outlet=NASTY, title=NASTY)
    t.document = replace(t.document, url="javascript:alert(1)", byline=NASTY)
    one = t.entity(NASTY, EntityType.PERSON, aliases=(f"{NASTY}-3",))
    t.claim(
        f"{NASTY}-2 of theft", subject=f"{NASTY}-2", of=one, verb="theft", object="theft", factuality=Factuality.ALLEGED,
        said=((NASTY, one, "accuses", NASTY),), edtf=NASTY, where=(t.place(NASTY, one),),
    )  # fmt: skip
    t.claim("He </mark></p><h1>took</h1> 3 of them", subject="He", of=one, verb="took", figure=t.figure("3", 3, 3, counted=NASTY))
    return t


def casefile() -> PlainCasefile:
    return PlainCasefile([t.filed() for t in (union(), rival(), hostile())])


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_app(casefile(), "case.db", 8765), base_url=SITE, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def site(client: TestClient) -> dict[str, Element]:
    """Every page that can be reached by links from the first, and some questions; by address."""
    found: dict[str, Element] = {}
    todo = ["/", "/ask?q=How+large+is+the+Harbour+Union%3F", "/ask?q=Who+is+the+king+of+Norway%3F", "/entities?q=orlov"]
    while todo:
        address = todo.pop()
        path = address.partition("#")[0]
        if path in found or not path:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            found[path] = read(answer.text)
            todo += [e.attributes["href"] for e in found[path].all("a") if e.attributes["href"].startswith("/")]
            todo += [e.attributes["href"] for e in found[path].all("link")]
    return found


def twin(client: TestClient, page: Element) -> Any:
    address = next(e.attributes["href"] for e in page.all("link") if e.attributes["rel"] == "alternate")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def test_the_site_is_whole(site: dict[str, Element]) -> None:
    kinds = {path.split("?")[0].split("/")[1] for path in site}
    assert kinds == {"", "documents", "entities", "claims", "news", "review", "decisions", "ask", "api"}
    assert len(site) > 30


def test_pages_are_well_built(site: dict[str, Element]) -> None:
    for path, page in site.items():
        assert page.all("html")[0].attributes["lang"] == "en", path
        assert page.all("title")[0].text().endswith(" · onrecord"), path
        assert page.all("a", "skip")[0].attributes["href"] == "#main", path
        assert len(page.all("main")) == 1, path
        levels = [int(e.tag[1]) for e in page.walk() if re.fullmatch("h[1-6]", e.tag)]
        assert [levels[0], levels.count(1)] == [1, 1], path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (path, levels)
        ids = [e.attributes["id"] for e in page.walk() if "id" in e.attributes]
        assert len(ids) == len(set(ids)), path
        assert all(e.attributes["href"][1:] in ids for e in page.all("a") if e.attributes["href"].startswith("#")), path
        assert not [e for e in page.all("a") if any(above.tag == "a" for above in e.above())], path
        assert all(e.text().strip() for e in page.all("a")), path
        assert all(table.all("caption") and table.all("th") for table in page.all("table")), path
        assert not [e for e in page.walk() if "style" in e.attributes or e.tag in ("script", "style", "iframe", "object")], path
        labels = {e.attributes["for"] for e in page.all("label")}
        assert all(e.attributes["id"] in labels for e in page.all("input") if e.attributes.get("type") != "hidden"), path


def test_every_page_has_a_twin(client: TestClient, site: dict[str, Element]) -> None:
    for path, page in site.items():
        if path != "/api":
            assert set(twin(client, page)) >= {"next", "previous"}, path


def test_no_text_becomes_markup(client: TestClient, site: dict[str, Element]) -> None:
    seen = 0
    for path, page in site.items():
        assert not [e for e in page.walk() if e.tag in ("script", "img")], path
        assert not [name for e in page.walk() for name in e.attributes if name.startswith("on")], path
        assert not [e for e in page.walk() for name in ("href", "src", "action") if "script" in e.attributes.get(name, "").casefold()[:12]]
        seen += NASTY in page.text()
    assert seen > 5
    listed = client.get("/documents").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in listed


def test_a_document_is_shown_as_it_stands(site: dict[str, Element], client: TestClient) -> None:
    for telling in (union(), rival(), hostile()):
        page = site[f"/documents/{segment(telling.document.id)}"]
        text = page.all("article", "text")[0]
        shown = [e.text(without="ref").removeprefix("heading ") for e in text.children if isinstance(e, Element)]
        assert shown == [line for line in telling.text.split("\n") if line]
        assert len(page.all("article", "card")) == len(telling.claims)
        assert text.attributes["lang"] == "en"


def test_marks_lead_to_cards_and_back(site: dict[str, Element]) -> None:
    page = site[f"/documents/{segment('d1')}"]
    cards = page.all("article", "card")
    for number, (card, claim) in enumerate(zip(cards, PlainCasefile([union().filed()]).claims(document="d1"), strict=True), 1):
        ref = next(e for e in page.all("a", "ref") if e.attributes["id"] == f"words-{number}")
        assert ref.attributes["href"] == f"#claim-{number}"
        assert card.attributes["id"] == f"claim-{number}"
        assert card.all("a", "number")[0].attributes["href"] == f"#words-{number}"
        assert ref.attributes["aria-label"] == f"claim {number}, {claim.claim.factuality.value}"
        assert claim.claim.evidence.text in card.all("p", "exact")[0].text()
        assert claim.claim.factuality.value == card.all("span", "firm")[0].text()
        assert "Harbour Post" in card.all("span", "chain")[0].text()


def test_nothing_is_shown_without_speaker_firmness_and_source(site: dict[str, Element]) -> None:
    shown = 0
    for path, page in site.items():
        for words in page.all("span", "words"):
            frame = next(e for e in words.above() if e.tag in ("li", "tr", "article", "main"))
            assert frame.all("span", "firm"), path
            assert frame.all("span", "chain") or frame.all("figure", "chain-figure") or "in its own voice" in frame.text(), path
            assert [a for a in frame.all("a") if a.attributes["href"].startswith(("/claims/", "/documents/"))], path
            shown += 1
    assert shown > 50


def test_no_twin_row_is_without_speaker_firmness_and_source(client: TestClient, site: dict[str, Element]) -> None:
    def rows(data: Any) -> Iterator[dict[str, Any]]:
        if isinstance(data, dict):
            if "words" in data:
                yield data
            for value in data.values():
                yield from rows(value)
        elif isinstance(data, list):
            for value in data:
                yield from rows(value)

    found = [row for path, page in site.items() if path != "/api" for row in rows(twin(client, page))]
    assert len(found) > 50
    assert all(row["speaker"] and row["factuality"] and row["digest"] and row["sentence"] for row in found)


def test_what_is_alleged_stays_alleged(client: TestClient, site: dict[str, Element]) -> None:
    alleged = client.get("/claims.json?factuality=alleged").json()["claims"]
    assert alleged
    assert all(row["factuality"] == "alleged" for row in alleged)
    for row in alleged:
        page = site[f"/claims/{segment(row['id'])}"]
        assert page.all("title")[0].text().startswith("alleged: ")
        assert "alleged" in page.all("h1")[0].text()
        for other in site.values():
            for link in other.all("a"):
                if link.attributes["href"] == f"/claims/{segment(row['id'])}":
                    assert "alleged" in link.text()


def test_the_publishers_own_claims_say_so(site: dict[str, Element]) -> None:
    assert "Harbour Post, in its own voice, 2 May 2024" in site["/claims"].text()
    own = next(c for c in union().claims if not c.attribution)
    page = site[f"/claims/{segment(own.id)}"]
    assert "Harbour Post" in page.all("figure")[0].text()
    assert "in its own voice" in page.all("figure")[0].text()


def test_a_chain_is_shown_from_the_reader_inwards(site: dict[str, Element]) -> None:
    page = site[f"/claims/{segment('d2-c1')}"]
    voices = [e.text() for e in page.all("span", "voice")]
    assert voices == ["Gazette", "Port Authority"]
    assert page.all("blockquote")[0].all("mark")[0].text() == "The Harbour Union has 2,000 members"


def test_contested_figures_stand_side_by_side(site: dict[str, Element]) -> None:
    for path, page in site.items():
        if page.all("h1")[0].text() in ("case.db at a glance", "Harbour Union"):
            table = page.all("table", "contested")[0]
            assert [e.text() for e in table.all("th") if e.attributes["scope"] == "rowgroup"] == ["around 5,000 members", "2,000 members"]
            assert [e.text() for e in table.all("span", "firm")] == ["estimated", "asserted"], path


def test_a_dossier_has_its_parts(client: TestClient, site: dict[str, Element]) -> None:
    id = next(e["id"] for e in client.get("/entities.json?q=orlov").json()["entities"])
    headings = [e.text() for e in site[f"/entities/{id}"].all("h2")]
    assert headings == ["What is said about it", "What it says", "Timeline", "Sources"]


def test_nothing_on_record_is_said(site: dict[str, Element]) -> None:
    page = site["/ask?q=Who+is+the+king+of+Norway%3F"]
    assert page.all("h2")[0].text() == "Nothing on record"
    assert not page.all("span", "words")


def test_an_answer_is_cited_findings(client: TestClient, site: dict[str, Element]) -> None:
    page = site["/ask?q=How+large+is+the+Harbour+Union%3F"]
    assert {e.text() for e in page.all("span", "words")} >= {"“the Harbour Union has around 5,000 members”"}
    assert twin(client, page)["answer"]["findings"]


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/nothing.json", "/static/onrecord.css", "/index.json", "/documents/~zz", "/ask?q=" + "x" * 400]
)
def test_headers_are_on_every_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:8765", "a@127.0.0.1:8765", ""]
)
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-security-policy"] == POLICY
    assert "evil" not in answer.text
    assert "Harbour" not in answer.text
    assert client.get("/index.json", headers={"host": host}).json()["error"]["status"] == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765"])
def test_this_machine_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_the_port_may_be_left_out_where_it_is_the_usual_one() -> None:
    assert "localhost" in hosts_of(80)
    assert "localhost" not in hosts_of(8765)


@pytest.mark.parametrize("hosts", [[], [b"127.0.0.1:8765", b"evil.example"], [b"127.0.0.1:8765", b"127.0.0.1:8765"]])
def test_one_host_must_be_named(hosts: list[bytes]) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": [(b"host", h) for h in hosts],
    }  # fmt: skip
    asyncio.run(make_app(casefile(), "case.db", 8765)(scope, None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8765", "http://127.0.0.1"])
def test_other_origins_are_refused(client: TestClient, origin: str) -> None:
    assert client.get("/index.json", headers={"origin": origin}).status_code == 403
    assert client.get("/index.json", headers={"origin": SITE}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROB"])
@pytest.mark.parametrize("path", ["/", "/ask", "/documents.json", "/static/onrecord.css", "/nothing"])
def test_only_reading_is_allowed(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/", "/documents.json", "/nothing", "/static/onrecord.css"])
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.content == b""
    assert (head.status_code, dict(head.headers)) == (get.status_code, dict(get.headers))


def test_web_sockets_are_refused(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/claims/reflected", 404), ("/entities/reflected", 404), ("/documents/reflected", 404), ("/reflected", 404),
        ("/reflected/%3Cscript%3E", 404), ("/documents/%3Cscript%3Ereflected", 404), ("/documents/../reflected", 404),
        ("/documents/~2e~2e", 404), ("/claims?entity=reflected", 404), ("/documents?page=9999", 404),
        ("/documents/d1?part=2", 404), ("/documents?page=0", 400), ("/documents?page=reflected", 400), ("/claims?factuality=reflected", 400),
        ("/ask?q=" + "reflected" * 40, 400), ("/documents?outlet=" + "reflected" * 40, 400), ("/documents/" + "reflected" * 200, 400),
        ("/documents/" + "reflected" * 600, 414), ("/ask?q=" + "reflected" * 600, 414),
    ],
)  # fmt: skip
def test_errors_reflect_nothing(client: TestClient, path: str, status: int) -> None:
    page = client.get(path)
    assert page.status_code == status
    assert "reflected" not in page.text
    assert "location" not in page.headers
    head, mark, query = path.partition("?")
    answer = client.get(f"{head}.json{mark}{query}")
    assert answer.status_code == status
    assert answer.json()["error"]["status"] == status
    assert answer.json()["error"]["message"]
    assert "reflected" not in answer.text


@pytest.mark.parametrize("path", ["/documents/", "//evil.example/", "//evil.example", "/claims/?next=http://evil.example", "/ask/"])
def test_nobody_is_sent_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(SITE + path)
    assert answer.status_code == 404
    assert "location" not in answer.headers


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e%2fapp.py", "..%5capp.py", "site.js", "onrecord.css%00"])
def test_no_other_file_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


class _Broken(PlainCasefile):
    def __init__(self, error: Exception) -> None:
        super().__init__([])
        self.error = error

    def documents(self) -> list[Source]:
        raise self.error

    def factualities(self) -> Any:
        raise self.error


@pytest.mark.parametrize(("error", "status"), [(CasefileError("secret/path: locked"), 503), (ValueError("secret"), 500)])
@pytest.mark.parametrize("path", ["/", "/index.json", "/documents", "/documents/d1", "/claims/c1.json"])
def test_a_broken_casefile_is_no_missing_page(error: Exception, status: int, path: str) -> None:
    app = make_app(_Broken(error), "case.db", 8765)
    with TestClient(app, base_url=SITE, raise_server_exceptions=False) as client:
        answer = client.get(path)
    assert answer.status_code == status
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["content-type"].startswith("application/json") == path.endswith(".json")


def test_long_lists_are_turned_over(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ROWS", 2)
    for kind, total in (("documents", 3), ("claims", 13)):
        address: str | None = f"/{kind}.json"
        ids = []
        while address:
            answer = client.get(address).json()
            assert len(answer[kind]) <= 2
            ids += [row["id"] for row in answer[kind]]
            address = answer["next"]
        assert len(ids) == len(set(ids)) == total
    page = read(client.get("/claims?page=2").text)
    assert {e.attributes["rel"]: e.attributes["href"] for e in page.all("a") if "rel" in e.attributes} == {
        "prev": "/claims", "next": "/claims?page=3",
    }  # fmt: skip


def test_filters_narrow(client: TestClient) -> None:
    assert [d["id"] for d in client.get("/documents.json", params={"outlet": "Gazette"}).json()["documents"]] == ["d2"]
    assert client.get("/entities.json?q=LARNACA").json()["entities"][0]["name"] == "Larnaca"
    assert client.get("/claims.json?factuality=denied").json()["claims"][0]["words"] == "he bribed a guard"


def test_openapi_tells_every_address(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert all(list(item) == ["get"] for item in paths.values())
    page = client.get("/api").text
    assert len(paths) == 26
    assert all(f"<code>{path}</code>" in page for path in paths)


@pytest.mark.parametrize("id", ["a/b", "..", "é", "x.json", "~41", 'q"<>', " ", "%2e", "a?b#c", "\x00", "مرحبا"])
def test_ids_survive_addresses(id: str) -> None:
    assert unsegment(segment(id)) == id
    assert re.fullmatch(r"[A-Za-z0-9_~-]+", segment(id))


@pytest.mark.parametrize("value", ["", "~", "~4", "~zz", "~41", "a.b", "a/b", "~ff", "~FF", "a" * 1001, "é"])
def test_what_is_no_segment_is_refused(value: str) -> None:
    assert unsegment(value) is None


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.org/a?b", True), ("http://example.org", True), ("javascript:alert(1)", False), ("JavaScript:alert(1)", False),
        ("java\nscript:alert(1)", False), (" https://example.org", False), ("data:text/html,x", False), ("//example.org", False),
        ("https:", False), ("ftp://example.org", False), ("http://[", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url: str | None, good: bool) -> None:
    assert web_url(url) == (url if good else None)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::", ""])
def test_only_this_machine_is_served(host: str, tmp_path: Path) -> None:
    with pytest.raises(ServeError, match="this machine alone"):
        listen(host, 8765)
    told = CliRunner().invoke(main, ["serve", str(tmp_path / "case.db"), "--host", host])
    assert told.exit_code == 1
    assert "this machine alone" in told.output


def test_a_port_that_is_taken_is_said() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(ServeError, match=f"port {port} cannot be used"):
            listen("localhost", port)


def test_a_missing_casefile_is_said(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    told = CliRunner().invoke(main, ["serve", str(tmp_path / "none.db"), "--port", str(port)])
    assert told.exit_code == 1
    assert "no casefile" in told.output
