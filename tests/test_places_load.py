"""Places of the user's own: loading a dump, what it adds, and that it changes nothing of what is known. All rows are invented,
but for those that carry the id of an embedded place."""

from __future__ import annotations

import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import gazetteer
from onrecord.cli import main
from onrecord.errors import GazetteerError
from onrecord.extract.place_words import options
from onrecord.gazetteer import dump, loaded
from onrecord.gazetteer.load import load
from onrecord.model import Document
from onrecord.pipeline import annotate_many

VENEZUELA, ARAGUA, MARACAY = 3625428, 3649110, 3632998


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the loaded gazetteer is in a test: nothing is there at its beginning."""
    file = tmp_path / "data" / "mine.sqlite"
    monkeypatch.setenv("ONRECORD_PLACES", str(file))
    loaded.refresh()
    yield file
    monkeypatch.undo()
    loaded.refresh()


def line(id: int, name: str, code: str = "P.PPL", *, others: str = "", at: str = "10.2,-67.5", country: str = "VE", admin: str = "04", people: object = 0) -> str:  # fmt: skip
    """One line of a dump. ``admin`` is the code of the first level, or both with a point between."""
    (lat, lon), (group, feature), (admin1, _, admin2) = at.split(","), code.split("."), admin.partition(".")
    return "\t".join(
        [
            str(id), name, name, others, lat, lon, group, feature, country, "", admin1, admin2, "", "", str(people), "", "440",
            "America/Caracas", "2024-01-01",
        ]
    )  # fmt: skip


VILLAGES = [
    line(ARAGUA, "Estado Aragua", "A.ADM1"),
    line(90000001, "Municipio Quebrajal", "A.ADM2", admin="04.0401"),
    line(90000002, "Zarrapal", others="Zarrapal de Abajo,Сарапал,ZRP,https://zarrapal.example", admin="04.0401"),
    line(90000003, "Quebrada Zarrapal", "H.STM"),
    line(90000004, "Penal de Zarrapal", "S.PRN"),
    line(90000005, "Cuatrozarras", people=700),
    line(MARACAY, "Another name", people=1),
]


def written(folder: Path, name: str, lines: list[str]) -> Path:
    """A dump as it is downloaded: a zip file, or the text alone."""
    path, text = folder / name, "".join(f"{row}\n" for row in lines)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "Read me. " * len(text))
            archive.writestr(f"{path.stem}.txt", text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


def places(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["places", *arguments])


def ids(name: str) -> dict[int, int]:
    """Id -> weight of the places of a name."""
    return {c.id: c.weight for c in gazetteer.find(gazetteer.fold(name))}


@pytest.mark.parametrize("name", ["VE.zip", "VE.txt"])
def test_a_dump_adds_places(name: str, tmp_path: Path, kept: Path) -> None:
    assert ids("Zarrapal") == {}
    found = load(written(tmp_path, name, VILLAGES))
    assert (found.places, found.known, found.bad, found.path) == (5, 2, 0, kept)
    (village,) = gazetteer.find("zarrapal")
    assert village == (90000002, "Zarrapal", "city", "VE", ARAGUA, 90000001, 10.2, -67.5, 0, 2)
    assert gazetteer.by_id(90000002) == village._replace(weight=3)
    assert [c.kind for n in ("Quebrada Zarrapal", "Penal de Zarrapal", "Cuatrozarras") for c in gazetteer.find(gazetteer.fold(n))] == [
        "water", "facility", "city",
    ]  # fmt: skip
    aragua = gazetteer.by_id(ARAGUA)
    assert aragua is not None
    assert gazetteer.holds(aragua, village)


def test_names_have_the_weights_of_the_embedded_gazetteer(tmp_path: Path) -> None:
    load(written(tmp_path, "VE.txt", VILLAGES))
    assert ids("Cuatrozarras") == {90000005: 3}  # as large as what the embedded gazetteer has
    assert ids("Zarrapal") == {90000002: 2}
    assert ids("Zarrapal de Abajo") == {90000002: 1}
    assert ids("Quebrada Zarrapal") == {90000003: 1}
    assert ids("Municipio Quebrajal") == {90000001: 3}
    assert ids("Quebrajal") == {90000001: 2}
    assert ids("ZRP") == ids("Сарапал") == {}


def test_an_embedded_place_keeps_its_row_and_its_names(tmp_path: Path) -> None:
    before = gazetteer.by_id(MARACAY), gazetteer.find("maracay"), gazetteer.country_of("VE")
    load(written(tmp_path, "VE.txt", VILLAGES))
    assert (gazetteer.by_id(MARACAY), gazetteer.find("maracay"), gazetteer.country_of("VE")) == before
    assert ids("Another name") == {}


def test_a_small_place_comes_after_a_known_one_and_only_beside_its_own_class(tmp_path: Path) -> None:
    known = ids("Cairo")
    load(written(tmp_path, "VE.txt", [line(90000010, "Cairo"), line(90000011, "Cairo", "S.AIRP"), line(90000012, "Cairo", "T.ISL")]))
    assert ids("Cairo") == {**known, 90000010: 1}
    assert options("Cairo Airport", "en")[0] == ()


def test_a_people_is_no_village(tmp_path: Path) -> None:
    load(written(tmp_path, "VE.txt", [line(90000010, "Venezuelan")]))
    assert ids("Venezuelan") == {}


def test_of_a_name_that_thousands_bear_some_are_looked_at(tmp_path: Path) -> None:
    rows = [line(91000000 + n, f"Provincia {n}", "A.ADM1", admin=str(n)) for n in range(300)]
    rows += [line(92000000 + n, "Zarrapal", admin=str(n % 300)) for n in range(900)]
    load(written(tmp_path, "VE.txt", [*rows, line(93000000, "Zarrapal", people=800)]))
    found = gazetteer.find("zarrapal")
    assert (found[0].id, len(found)) == (93000000, 201)
    assert len({c.admin1 for c in found[1:]}) == 200


def test_a_level_that_the_dump_lacks_is_that_of_its_known_towns(tmp_path: Path) -> None:
    load(written(tmp_path, "some.txt", [line(MARACAY, "Maracay", people=1_000_000), line(90000002, "Zarrapal"), line(90000006, "Otra", admin="99")]))  # fmt: skip
    maracay, village, other = (gazetteer.by_id(id) for id in (MARACAY, 90000002, 90000006))
    assert maracay is not None
    assert village is not None
    assert other is not None
    assert village.admin1 == maracay.admin1 != 0
    assert other.admin1 == 0


def test_the_same_name_replaces_and_another_adds(tmp_path: Path) -> None:
    load(written(tmp_path, "VE.zip", VILLAGES))
    load(written(tmp_path, "CO.txt", [line(90000020, "Guacharral", country="CO")]))
    assert ids("Zarrapal")
    assert ids("Guacharral") == {90000020: 2}
    load(written(tmp_path, "VE.txt", [line(90000007, "Tornaleche"), line(90000020, "Guacharral Nuevo")]))
    assert ids("Zarrapal") == ids("Guacharral") == {}
    assert ids("Tornaleche") == {90000007: 2}
    assert ids("Guacharral Nuevo") == {90000020: 2}
    assert [(s.file, s.places) for s in loaded.status().sources] == [("VE.txt", 2)]


def test_the_same_dump_gives_the_same_answers(tmp_path: Path, kept: Path) -> None:
    def content() -> list[tuple[object, ...]]:
        db = sqlite3.connect(kept)
        rows = [*db.execute("SELECT * FROM place ORDER BY id"), *db.execute("SELECT * FROM name ORDER BY key, place")]
        db.close()
        return rows

    path = written(tmp_path, "VE.txt", VILLAGES)
    load(path)
    first = content()
    load(path)
    assert content() == first
    written(tmp_path, "VE.txt", VILLAGES[::-1])
    load(path)
    assert content() == first


def test_nothing_stale_is_served(tmp_path: Path) -> None:
    assert options("Zarrapal", "en")[0] == gazetteer.find("zarrapal") == ()
    assert gazetteer.by_id(90000002) is None
    load(written(tmp_path, "VE.txt", VILLAGES))
    assert [c.id for c in options("Zarrapal", "en")[0]] == [90000002]
    assert gazetteer.by_id(90000002) is not None
    loaded.unload()
    assert options("Zarrapal", "en")[0] == gazetteer.find("zarrapal") == ()
    assert gazetteer.by_id(90000002) is None


def test_a_loaded_village_is_on_the_map(tmp_path: Path) -> None:
    text = "Three people were hurt in Zarrapal, in the Venezuelan state of Aragua, on Friday."

    def pins() -> dict[str, int | None]:
        (annotation,) = annotate_many([Document(id="1", text=text)], frozenset({"places"}))
        return {p.text: p.geonames_id for p in annotation.places}

    assert pins().get("Zarrapal") is None
    load(written(tmp_path, "VE.txt", VILLAGES))
    assert pins()["Zarrapal"] == 90000002


def test_bad_lines_are_counted_and_told_and_the_rest_is_loaded(tmp_path: Path) -> None:
    rows = [
        VILLAGES[2],
        "too\tshort",
        line(90000008, "North of north", at="91,0"),
        "",
        line(90000009, "Uncounted", people="many"),
        *VILLAGES[3:5],
    ]
    bad = line(90000013, "x" * 2_000_000)
    result = places("load", str(written(tmp_path, "VE.txt", [*rows, bad, line(90000014, "Tornaleche")])))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "VE.txt: 4 places loaded",
        "4 lines left out (line 2: 2 columns where a dump of GeoNames has 19, line 3: 91 is not between -90 and 90 degrees, "
        "line 5: 'many' is no number of inhabitants, …)",
    ]
    assert ids("Tornaleche")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line(0, "a"), "'0' is no id of GeoNames"),
        (line(-5, "a"), "'-5' is no id of GeoNames"),
        (line(5, " "), "no name"),
        (line(5, "a", country="Ven"), "'Ven' is no code of a country"),
        (line(5, "a", at="x,1"), "'x' is no number of degrees"),
        (line(5, "a", at="1,nan"), "nan is not between -180 and 180 degrees"),
        ("one", "1 column where a dump of GeoNames has 19"),
    ],
)
def test_what_is_wrong_with_a_line(row: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        dump.parse(row.encode())


def test_a_line_that_is_not_utf8() -> None:
    with pytest.raises(ValueError, match="not UTF-8"):
        dump.parse(line(5, "Zarrápal").encode("latin-1"))


def no_dump(folder: Path, kind: str) -> Path:
    path = folder / ("VE.zip" if kind in ("no text", "torn") else "VE.txt")
    if kind == "no text":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "Read me.")
    elif kind == "torn":
        written(folder, "VE.zip", [line(90000000 + n, f"Zarrapal {n * n}") for n in range(5_000)])
        content = bytearray(path.read_bytes())
        content[20_000:20_100] = bytes(100)
        path.write_bytes(content)
    elif kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(
            {"empty": b"", "prose": b"Once upon a time\n" * 2_000_000, "few": b"a\tb\n", "binary": bytes(range(256)) * 50}[kind]
        )
    return path


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("missing", "no such file"),
        ("folder", "not a file"),
        ("empty", "empty"),
        ("prose", "no dump of GeoNames (line 1: 1 column where a dump of GeoNames has 19)"),
        ("few", "no dump of GeoNames (line 1: 2 columns where a dump of GeoNames has 19)"),
        ("binary", "no dump of GeoNames (line 1: "),
        ("no text", "no .txt file in it"),
        ("torn", "cannot be read ("),
    ],
)
def test_a_file_that_is_no_dump_is_one_line_and_changes_nothing(kind: str, reason: str, tmp_path: Path, kept: Path) -> None:
    load(written(tmp_path, "CO.txt", [line(90000020, "Guacharral", country="CO")]))
    before = kept.read_bytes()
    path = no_dump(tmp_path, kind)
    result = places("load", str(path))
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert result.output.startswith(f"Error: {path}: {reason}")
    assert kept.read_bytes() == before
    assert os.listdir(kept.parent) == [kept.name]


def test_a_load_that_is_stopped_leaves_what_was_there(tmp_path: Path, kept: Path) -> None:
    load(written(tmp_path, "CO.txt", [line(90000020, "Guacharral", country="CO")]))

    def stop(doing: str, done: int, size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(written(tmp_path, "VE.txt", VILLAGES), stop)
    assert ids("Guacharral")
    assert ids("Zarrapal") == {}
    assert os.listdir(kept.parent) == [kept.name]


def test_what_a_killed_load_left_behind_is_no_hindrance(tmp_path: Path, kept: Path) -> None:
    kept.parent.mkdir()
    for ending in (".part", ".stage"):
        kept.with_name(kept.name + ending).write_bytes(b"torn")
    load(written(tmp_path, "VE.txt", VILLAGES))
    assert ids("Zarrapal")
    assert os.listdir(kept.parent) == [kept.name]


def test_two_loads_at_once(tmp_path: Path, kept: Path) -> None:
    refused = []

    def meanwhile(doing: str, done: int, size: int) -> None:
        with pytest.raises(GazetteerError) as raised:
            load(written(tmp_path, "CO.txt", [line(90000020, "Guacharral", country="CO")]))
        refused.append(str(raised.value))

    load(written(tmp_path, "VE.txt", VILLAGES), meanwhile)
    assert set(refused) == {f"{kept}: is being loaded by another process"}
    assert ids("Zarrapal")


@pytest.mark.parametrize("command", [("load", "VE.txt"), ("status",), ("unload",)])
@pytest.mark.parametrize("content", [b"Dear diary, " * 20, b""], ids=["text", "empty"])
def test_a_file_of_something_else_is_left_alone(command: tuple[str, ...], content: bytes, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    kept.parent.mkdir()
    kept.write_bytes(content)
    written(tmp_path, "VE.txt", VILLAGES)
    monkeypatch.chdir(tmp_path)
    result = places(*command)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {kept}: not a gazetteer that 'onrecord places load' makes")
    assert result.output.count("\n") == 1
    assert kept.read_bytes() == content


def test_a_damaged_gazetteer_is_an_error_that_says_what_to_do(tmp_path: Path, kept: Path) -> None:
    load(written(tmp_path, "VE.txt", VILLAGES))
    content = kept.read_bytes()
    kept.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    loaded.refresh()
    with pytest.raises(GazetteerError, match=r"damaged .*'onrecord places unload'"):
        gazetteer.find("zarrapal")
    assert places("unload").output == f"{kept} removed\n"
    assert gazetteer.find("zarrapal") == ()


def test_status_and_unload(tmp_path: Path, kept: Path) -> None:
    assert places("status").output == f"nothing is loaded; {kept} would keep it\n"
    assert places("unload").output == "nothing is loaded\n"
    assert places("load", str(written(tmp_path, "VE.zip", VILLAGES))).output == "VE.zip: 5 places loaded; 2 known already\n"
    first, second = places("status").output.splitlines()
    assert first.startswith(f"{kept}: 5 places with 7 names, ")
    assert second.startswith("- VE.zip: 5 places, loaded at 20")
    assert places("unload").output == f"{kept} removed\n"
    assert places("status").output == f"nothing is loaded; {kept} would keep it\n"
    assert os.listdir(kept.parent) == []


def test_where_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded.path() == tmp_path / "data" / "mine.sqlite"
    monkeypatch.setenv("ONRECORD_PLACES", "")
    assert loaded.path() is None
    result = places("load", str(written(tmp_path, "VE.txt", VILLAGES)))
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    monkeypatch.delenv("ONRECORD_PLACES")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert loaded.path() == tmp_path / "share" / "onrecord" / "places.sqlite"
    if os.name == "posix":
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")
        assert loaded.path() == tmp_path / ".local" / "share" / "onrecord" / "places.sqlite"


def test_the_schema_is_that_of_the_embedded_gazetteer(tmp_path: Path, kept: Path) -> None:
    load(written(tmp_path, "VE.txt", VILLAGES))
    embedded = Path(str(gazetteer.__file__)).with_name("places.sqlite")
    columns = []
    for file in (embedded, kept):
        db = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
        columns.append(
            [db.execute(f"SELECT name, type, pk FROM pragma_table_info('{table}')").fetchall() for table in ("place", "name", "source")]
        )
        db.close()
    assert columns[0] == columns[1] != [[], [], []]
