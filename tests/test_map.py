"""The map of a dossier: its outlines, what it draws for which words, and that nothing stands on it without a voice."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from markup import Element, read
from samples import Telling
from starlette.testclient import TestClient

from onrecord import gazetteer
from onrecord.casefile.dossier import dossier
from onrecord.casefile.plain import PlainCasefile
from onrecord.casefile.queries import Finding
from onrecord.gazetteer import areas, fold
from onrecord.model import Claim, EntityType, Factuality, Place, Polarity
from onrecord.web.app import make_app
from onrecord.web.map import Map, Spot, map_of, territory
from onrecord.web.map_draw import WIDTH, frame, inside, main_boxes, outline
from onrecord.web.map_labels import LETTER, Labels
from onrecord.web.map_words import spotted, status

KINDS = {
    "country": "country", "capital": "city", "city": "city", "admin1": "region", "region": "region", "continent": "region", "facility": "point",
}  # fmt: skip
ALLEGED, DENIED, HEDGED = Factuality.ALLEGED, Factuality.DENIED, Factuality.HEDGED


def place(text: str, words: str, kind: str = "", country: str = "") -> Place:
    """The gazetteer's place of that name and class, where it stands in the text; unresolved without a class."""
    start = text.index(words)
    blank = Place(start=start, end=start + len(words), text=words, name=words)
    if not kind:
        return blank
    c = next(c for c in gazetteer.find(fold(words)) if c.kind == kind and country in ("", c.country))
    known = c.id if c.id > 0 else None
    return replace(blank, name=c.name, country=c.country or None, geonames_id=known, lat=c.lat, lon=c.lon, precision=KINDS[kind])


def tell(*rows: tuple[str, list[tuple[str, str]], Factuality, Polarity | None], lang: str = "en") -> tuple[Telling, PlainCasefile]:
    """A document about the Harbour Union with a claim for each sentence, at the places named with their classes."""
    t = Telling("d1", "\n".join(row[0] for row in rows))
    body = t.entity("Harbour Union", EntityType.ORGANIZATION)
    for sentence, places, factuality, polarity in rows:
        at = t.text.index(sentence)
        where = tuple(
            replace(p, start=p.start + at, end=p.end + at) for p in (place(sentence, name, *kind.split("/")) for name, kind in places)
        )
        t.claim(
            sentence.rstrip("."), subject="Harbour Union", of=body, factuality=factuality, polarity=polarity or Polarity.POSITIVE,
            where=where, said=(("Prosecutors", None, "alleges", None),) if "Prosecutors" in sentence else (),
        )  # fmt: skip
    return t, PlainCasefile([t.filed()])


def drawn(*rows: tuple[str, list[tuple[str, str]], Factuality, Polarity | None]) -> Map:
    found = map_of(tell(*rows)[1].claims())
    assert found is not None
    return found


def asserted(sentence: str, *places: tuple[str, str]) -> tuple[str, list[tuple[str, str]], Factuality, Polarity | None]:
    return sentence, list(places), Factuality.ASSERTED, None


def forms(spot: Spot) -> list[str]:
    return [shape.form for shape in spot.shapes]


def keys(kind: str) -> list[str]:
    path = resources.files("onrecord.gazetteer").joinpath("areas.sqlite")
    db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        return [key for (key,) in db.execute("SELECT key FROM area WHERE kind = ? ORDER BY key", (kind,))]
    finally:
        db.close()


def test_every_outline_is_one() -> None:
    for kind in ("country", "province", "region"):
        for key in keys(kind):
            found = areas.area(key)
            assert found is not None
            assert found.kind == kind
            assert found.rings, key
            for ring in found.rings:
                assert len(ring) >= 3, key
                assert len(set(ring)) > 2, key
                assert all(-180.1 <= x <= 200 and -90 <= y <= 90 for x, y in ring), key


def test_every_outline_is_of_a_known_place() -> None:
    assert all(gazetteer.country_of(key) for key in keys("country") if key != "AN")
    wrong = [key for kind in ("province", "region") for key in keys(kind) if gazetteer.by_id(int(key)) is None]
    assert wrong == []
    assert len(keys("country")) > 235
    assert len(keys("province")) > 4000
    assert areas.area("no such key") is None
    path = Path(str(resources.files("onrecord.gazetteer").joinpath("areas.sqlite")))
    assert path.stat().st_size < 2_000_000


@pytest.mark.parametrize(
    ("name", "country", "town"),
    [
        ("Aragua", "VE", "Maracay"),
        ("Texas", "US", "Austin"),
        ("England", "GB", "Leeds"),
        ("Bavaria", "DE", "Munich"),
        ("Sicily", "IT", "Palermo"),
    ],
)
def test_a_province_holds_its_towns(name: str, country: str, town: str) -> None:
    province = next(c for c in gazetteer.find(fold(name)) if c.kind == "admin1" and c.country == country)
    found = areas.area(str(province.id))
    assert found is not None
    best = next(c for c in gazetteer.find(fold(town)) if c.country == country and c.kind in ("city", "capital"))
    assert inside(found, best.lon, best.lat)
    assert not inside(found, best.lon + 40, best.lat)


def test_neighbours_share_their_border() -> None:
    found = drawn(
        asserted(
            "The Harbour Union burned a post on the border of Colombia and Venezuela.", ("Colombia", "country"), ("Venezuela", "country")
        )
    )
    (spot,) = found.spots
    assert spot.name == "the border of Colombia and Venezuela"
    assert forms(spot) == ["band", "edge"]
    assert spot.shapes[0].path.count("L") > 20  # the line of the border, not one from point to point


def test_a_country_is_an_area_and_never_a_pin() -> None:
    found = drawn(asserted("The Harbour Union works in Chile.", ("Chile", "country")))
    (spot,) = found.spots
    assert (spot.status, forms(spot)) == ("asserted", ["area"])
    assert [row[1] for row in found.legend] == ["asserted"]


def test_what_is_drawn_for_which_words() -> None:
    rows = {
        "The Harbour Union works in Texas.": ([("Texas", "admin1/US")], "Texas", ["area"]),
        "The Harbour Union works in the Caribbean.": ([("Caribbean", "region")], "Caribbean", ["vague"]),
        "The Harbour Union works across the Levant.": ([("Levant", "region")], "Levant", ["vague"]),
        "The Harbour Union works in Siberia.": ([("Siberia", "region")], "Siberia", ["vague"]),
        "The Harbour Union works in Quito.": ([("Quito", "capital")], "Quito", ["pin"]),
        "The Harbour Union works near Lima.": ([("Lima", "capital")], "near Lima", ["vague"]),
        "The Harbour Union works 20 km north of Bonn.": ([("Bonn", "city/DE")], "near Bonn", ["vague"]),
        "The Harbour Union works in northern Peru.": ([("Peru", "country")], "a part of Peru", ["vague"]),
        "The Harbour Union works in the north of Chad.": ([("Chad", "country")], "a part of Chad", ["vague"]),
        "The Harbour Union sank off the coast of Somalia.": ([("Somalia", "country")], "off Somalia", ["sea", "edge"]),
        "The Harbour Union waits outside Venezuela.": ([("Venezuela", "country")], "near Venezuela", ["band", "inside", "edge"]),
        "The Harbour Union sailed between Oslo and Cairo.": ([("Oslo", "capital"), ("Cairo", "capital")], "between Oslo and Cairo", ["band", "edge"]),
        "The Harbour Union works between the dam and Madrid.": ([("Madrid", "capital")], "near Madrid", ["vague"]),
        "The Harbour Union crossed the Kenya-Uganda border.": (
            [("Kenya", "country"), ("Uganda", "country")], "the border of Kenya and Uganda", ["band", "edge"],
        ),
        "The Harbour Union works in South Africa.": ([("South Africa", "country")], "South Africa", ["area"]),
    }  # fmt: skip
    for sentence, (places, name, expected) in rows.items():
        (spot,) = drawn(asserted(sentence, *places)).spots
        assert (spot.name, forms(spot)) == (name, expected), sentence


def test_two_places_of_a_list_are_two() -> None:
    found = drawn(asserted("The Harbour Union works in Kenya and Uganda.", ("Kenya", "country"), ("Uganda", "country")))
    assert [(s.name, s.kind) for s in found.spots] == [("Kenya", "in"), ("Uganda", "in")]


def test_a_small_country_can_be_seen() -> None:
    found = drawn(asserted("The Harbour Union works in Russia and Malta.", ("Russia", "country"), ("Malta", "country")))
    assert [forms(s) for s in found.spots] == [["area"], ["area", "ring"]]


def test_spanish_words() -> None:
    t = Telling("d1", "El grupo opera cerca de Lima y frente a las costas de Somalia, y en el norte de Chile.")
    where = tuple(place(t.text, name, kind) for name, kind in (("Lima", "capital"), ("Somalia", "country"), ("Chile", "country")))
    claim = t.claim(t.text.rstrip("."), where=where)
    assert [kind for kind, _, _ in spotted(claim, "es")] == ["near", "off", "part"]


def finding(factuality: Factuality = Factuality.ASSERTED, polarity: Polarity = Polarity.POSITIVE) -> Finding:
    _, casefile = tell(("The Harbour Union works in Chile.", [("Chile", "country")], factuality, polarity))
    (found,) = casefile.claims()
    return found


def test_how_firmly_claims_together_put_something_there() -> None:
    yes, no, negated, alleged, hedged = finding(), finding(DENIED), finding(polarity=Polarity.NEGATIVE), finding(ALLEGED), finding(HEDGED)
    assert status([alleged]) == "alleged"
    assert status([alleged, alleged]) == "alleged"
    assert status([alleged, yes]) == "asserted"
    assert status([alleged, no]) == "alleged"
    assert status([yes, no]) == status([negated, yes]) == "mixed"
    assert status([no, negated]) == "denied"
    assert status([hedged]) == "hedged"


def test_what_spans_the_antimeridian_is_whole() -> None:
    for code in ("RU", "FJ", "NZ"):
        land = areas.area(code)
        assert land is not None
        boxes = main_boxes(land)
        shown = frame(boxes)
        assert WIDTH / shown.across < 240, code  # degrees: not the whole globe
        fill, _ = outline(land.rings, shown)
        assert fill
    ends = frame([(176.0, -20.0, 178.0, -17.0), (-180.0, -20.0, -178.0, -17.0)])
    assert 0 < ends.dot(-179.0, -18.0)[0] < WIDTH
    assert ends.dot(-179.0, -18.0)[0] > ends.dot(177.0, -18.0)[0]


def test_an_outline_cut_at_the_antimeridian_has_no_line_there() -> None:
    chukotka = areas.area("2126099")
    assert chukotka is not None
    shown = frame(main_boxes(chukotka))
    fill, line = outline(chukotka.rings, shown)
    x = f"{shown.dot(180.0, 0.0)[0]:.1f} "
    assert seam(fill, x)
    assert line
    assert not seam(line, x)


def seam(path: str, x: str) -> bool:
    """Whether a path has a stretch from top to bottom at the x given."""
    pieces = (piece.split("L") for piece in path.split("M") if piece)
    return any(
        a.startswith(x) and b.startswith(x)
        for piece in pieces
        for a, b in itertools.pairwise([*piece, piece[0]] if "Z" in piece[-1] else piece)
    )


def test_labels_never_stand_on_one_another() -> None:
    labels = Labels(300, 200)
    placed = [labels.place(str(n), "Somewhere", "alleged", (150.0, 100.0), pin=False) for n in range(1, 8)]
    spans = [
        (p.x - len(f"{p.number} {p.words}") * LETTER / 2, p.x + len(f"{p.number} {p.words}") * LETTER / 2, p.y) for p in placed if p.words
    ]
    assert len(spans) > 3
    assert not any(a[0] < b[1] and b[0] < a[1] and abs(a[2] - b[2]) < 13 for a, b in itertools.combinations(spans, 2))
    assert all(label.number for label in placed)


@pytest.fixture(scope="module")
def page() -> Iterator[tuple[Element, dict[str, object], tuple[Claim, ...]]]:
    t, casefile = tell(
        ("The Harbour Union works in Chile.", [("Chile", "country")], Factuality.ASSERTED, None),
        ("Prosecutors say the Harbour Union works in Peru.", [("Peru", "country")], ALLEGED, None),
        ("Prosecutors say the Harbour Union hides in Quito.", [("Quito", "capital")], ALLEGED, None),
        ("The Harbour Union met in <b>Quarnethorpe</b>.", [("<b>Quarnethorpe</b>", "")], Factuality.ASSERTED, None),
    )
    with TestClient(make_app(casefile, "case.db", 8765), base_url="http://127.0.0.1:8765") as client:
        id = next(e.id for e in casefile.entities() if e.name == "Harbour Union")
        yield read(client.get(f"/entities/{id}").text), client.get(f"/entities/{id}.json").json(), tuple(t.claims)


def image(page: Element) -> Element:
    (svg,) = (e for e in page.all("svg") if e.attributes.get("role") == "img")
    return svg


def test_the_drawing_is_an_image_with_words(page: tuple[Element, dict[str, object], tuple[Claim, ...]]) -> None:
    svg = image(page[0])
    named = [next(e for e in svg.walk() if e.attributes.get("id") == id) for id in svg.attributes["aria-labelledby"].split()]
    assert [e.tag for e in named] == ["title", "desc"]
    assert "Harbour Union" in named[0].text()
    assert "Peru, alleged" in named[1].text()
    assert not [e for e in svg.walk() if "style" in e.attributes]


def test_every_shape_leads_to_its_claims(page: tuple[Element, dict[str, object], tuple[Claim, ...]]) -> None:
    links = image(page[0]).all("a")
    assert len(links) == 3
    entries = {e.attributes["id"]: e for e in page[0].all("li") if "id" in e.attributes}
    for link in links:
        entry = entries[link.attributes["href"][1:]]
        assert entry.all("span", "firm")
        assert [a for a in entry.all("a", "from") if a.attributes["href"].startswith("/claims/")]
        assert link.all("title")[0].text().endswith(")")  # who says so
    assert any("Prosecutors" in link.text() for link in links)


def test_what_is_alleged_says_so(page: tuple[Element, dict[str, object], tuple[Claim, ...]]) -> None:
    svg = image(page[0])
    peru, quito = (next(a for a in svg.all("a") if name in a.text()) for name in ("Peru", "Quito"))
    assert "alleged" in peru.all("path")[0].attributes["class"].split()
    assert quito.all("circle")[0].attributes["class"].split() == ["pin", "alleged"]
    assert not peru.all("circle")
    assert "alleged" in peru.text()
    assert any("alleged" in e.text() for e in page[0].all("ul", "legend"))
    chile = next(a for a in svg.all("a") if "Chile" in a.text())
    assert "alleged" not in chile.text()


def test_what_cannot_be_drawn_is_listed(page: tuple[Element, dict[str, object], tuple[Claim, ...]]) -> None:
    section = next(e for e in page[0].all("section") if e.attributes.get("aria-labelledby") == "where")
    assert "Not on the map" in section.text()
    assert "<b>Quarnethorpe</b>" in section.text()
    assert not section.all("b")
    assert "Quarnethorpe" not in image(page[0]).text()


def test_the_twin_has_the_places(page: tuple[Element, dict[str, object], tuple[Claim, ...]]) -> None:
    places = page[1]["places"]
    assert isinstance(places, list)
    assert [(p["place"], p["status"], p["drawn"]) for p in places] == [
        ("Chile", "asserted", True), ("Peru", "alleged", True), ("Quito", "alleged", True), ("<b>Quarnethorpe</b>", "asserted", False),
    ]  # fmt: skip
    assert places[1]["claims"][0]["speakers"] == ["Prosecutors"]


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    _, casefile = tell(asserted("The Harbour Union met in Quarnethorpe.", ("Quarnethorpe", "")))
    body = next(e.id for e in casefile.entities() if e.name == "Harbour Union")
    found = territory(dossier(casefile, body))
    assert found is not None
    assert (found.spots, found.height) == ((), 0)
    assert [s.name for s in found.unplaced] == ["Quarnethorpe"]
    _, silent = tell(asserted("The Harbour Union met."))
    assert map_of(silent.claims()) is None
