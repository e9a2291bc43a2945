from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import onrecord.pipeline
from onrecord.cli import main
from onrecord.cli.explain import explain_annotation
from onrecord.codec import schema
from onrecord.errors import LanguageError
from onrecord.model import (
    Annotation,
    Claim,
    Cue,
    Document,
    Entity,
    EntityType,
    Evidence,
    Figure,
    Link,
    Mention,
    Modifier,
    Place,
    Quote,
    Ref,
    Time,
)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A pipeline that finds one figure in every text, and breaks at texts that say so; what it was asked, by batch."""
    asked: list[list[str]] = []

    def annotate_many(documents: Iterable[Document], layers: frozenset[str] | None = None) -> Iterator[Annotation]:
        documents = list(documents)
        asked.append([d.id for d in documents])
        for document in documents:
            if document.text == "break":
                raise ValueError("no luck")
            if document.text == "refuse":
                raise LanguageError("no such language")
            yield Annotation(
                id=document.id, lang=document.lang or "en", figures=(Figure(start=0, end=1, text=document.text[:1], low=1, high=1),)
            )

    monkeypatch.setattr(onrecord.pipeline, "annotate_many", annotate_many)
    return asked


def run(*arguments: str, rows: Iterable[Any]) -> Result:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    return CliRunner().invoke(main, list(arguments), input=b"\n".join(lines))


def written(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def row(id: str, text: str = "1 a", **more: str) -> dict[str, str]:
    return {"id": id, "text": text, **more}


def test_every_line_has_its_answer_in_order(batches: list[list[str]]) -> None:
    result = run(
        "annotate", rows=[row("a"), b"not json", b"", row("b", "break"), {"text": "x"}, row("c", lang="de"), row("d", "refuse"), row("e")]
    )
    rows = written(result)
    assert [r["id"] for r in rows] == ["a", None, "b", None, "c", "d", "e"]
    assert [r.get("error", "").split(" (")[0] for r in rows] == [
        "",
        "line 2: not JSON",
        "could not be processed",
        'line 5: no "id"',
        "no language pack for 'de'; there are: en, es",
        "no such language",
        "",
    ]
    assert "ValueError: no luck" in rows[2]["error"]
    assert result.exit_code == 1


def test_the_exit_status_of_a_clean_run(batches: list[list[str]]) -> None:
    result = run("annotate", rows=[row("a"), row("b", lang="es-VE")])
    assert result.exit_code == 0
    assert [r["lang"] for r in written(result)] == ["en", "es"]
    assert run("annotate", rows=[]).exit_code == 0


def test_only_the_layers_asked_for(batches: list[list[str]]) -> None:
    (found,) = written(run("annotate", "--layers", "figures, times", rows=[row("a")]))
    assert list(found) == ["id", "lang", "figures", "times", "dropped"]


@pytest.mark.parametrize("layers", ["figures,truth", "", "entities"])
def test_layers_that_there_are_not(batches: list[list[str]], layers: str) -> None:
    result = run("annotate", "--layers", layers, rows=[row("a")])
    assert result.exit_code == 2
    assert "there are: mentions, quotes, figures, times, places, claims" in result.stderr
    assert result.stdout == ""


def test_documents_are_taken_in_chunks(batches: list[list[str]]) -> None:
    result = run("annotate", rows=[row(str(n)) for n in range(150)])
    assert [r["id"] for r in written(result)] == [str(n) for n in range(150)]
    assert [len(batch) for batch in batches] == [64, 64, 22]


def test_long_documents_are_taken_in_smaller_chunks(batches: list[list[str]]) -> None:
    run("annotate", rows=[row(str(n), "x" * 400_000) for n in range(4)])
    assert [len(batch) for batch in batches] == [3, 1]


def test_a_line_over_the_limit_is_refused_and_the_next_one_read(batches: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["onrecord.cli.annotate"]
    monkeypatch.setattr(module, "_LONGEST", 1_000_000)
    rows = written(run("annotate", rows=[row("a", "x" * 2_500_000), row("b")]))
    assert [(r["id"], r.get("error")) for r in rows] == [(None, "line 1: longer than 1 MB"), ("b", None)]


def test_the_same_input_gives_the_same_bytes(batches: list[list[str]]) -> None:
    rows = [row(str(n), f"{n} ñ") for n in range(70)]
    assert run("annotate", rows=rows).stdout_bytes == run("annotate", rows=rows).stdout_bytes


TEXT = "The union said 600 people left Tocorón in 2023, it said. Why?"


def at(word: str) -> dict[str, Any]:
    start = TEXT.index(word)
    return {"start": start, "end": start + len(word), "text": word}


def test_explanations_name_rule_and_words() -> None:
    figure = Figure(**at("600 people"), low=600.0, high=None, modifier=Modifier.OVER, unit="person", why="number: 600")
    claim = Claim(
        id="c",
        evidence=Evidence(**at("600 people left Tocorón in 2023")),
        subject=None,
        predicate=None,
        object=None,
        attribution=(Link(speaker=Ref(**at("The union")), cue=Cue(**at("said")), act="states"), Link(speaker=None, cue=None, act="states")),
        why="clause: left",
    )
    annotation = Annotation(
        id="d",
        lang="en",
        entities=(
            Entity(
                id="e1",
                name="The union",
                type=EntityType.ORGANIZATION,
                mentions=(Mention(**at("it"), kind="pronoun", why="nearest"),),
                why="noun",
            ),
        ),
        quotes=(Quote(content=(15, 46), speaker=(0, 9), why="cue: said"),),
        figures=(figure, Figure(**at("2023"), low=1.0, high=2000.0, modifier=Modifier.BETWEEN)),
        times=(Time(**at("in 2023"), edtf=None, timex=None, type="DATE"),),
        places=(Place(**at("Tocorón"), name="Tocorón", country="VE", why="gazetteer"),),
        claims=(claim,),
        missing=("quotes",),
        dropped=1,
        unclaimed=((57, 61),),
    )
    assert explain_annotation(Document(id="d", text=TEXT), annotation).decode().splitlines() == [
        "# d (en)",
        "missing  quotes: there is no parser for this language",
        "entity   The union [Organization] ×1  (noun)",
        "         «it» is The union  (nearest)",
        "quote    The union: «600 people left Tocorón in 2023»  (cue: said)",
        "figure   «600 people» = over 600 person  (number: 600)",
        "figure   «2023» = between 1 to 2,000",
        "time     «in 2023» = not resolved",
        "place    «Tocorón» = Tocorón, VE  (gazetteer)",
        "claim    The union › somebody | asserted, positive | «600 people left Tocorón in 2023»  (clause: left)",
        "no claim «Why?»",
        "dropped  1: their words do not stand at their spans",
        "",
    ]


def test_explain_instead_of_json(batches: list[list[str]]) -> None:
    result = run("annotate", "--explain", rows=[row("a"), b"{"])
    assert result.stdout.startswith("# a (en)\nfigure   «1» = exact 1\n\n# ?: line 2: not JSON")
    assert result.exit_code == 1


def test_names() -> None:
    same = {"id": 7, "schema": "Person", "name1": "Ana Ruiz", "name2": "Ana Ruíz"}
    result = run("names", rows=[same, b"{", {"id": "b", "name1": "x"}, {"id": "c", "name1": "Example Wire", "name2": "Harbour Post"}])
    first, second, third, fourth = written(result)
    assert (first["id"], first["match"]) == (7, True)
    assert list(first) == ["id", "score", "match", "rules"]
    assert second["id"] is None
    assert third == {"id": "b", "error": 'line 3: "name2" is not a string'}
    assert fourth["match"] is False
    assert result.exit_code == 1


def test_the_schema_is_printed() -> None:
    result = CliRunner().invoke(main, ["schema"])
    assert json.loads(result.stdout) == schema()


def test_help_names_every_command() -> None:
    assert isinstance(main, click.Group)
    listed = CliRunner().invoke(main, ["--help"]).stdout
    for name in ("annotate", "names", "schema", "read", "show", "ask", "export", "serve"):
        assert f"  {name} " in listed


def test_the_start_loads_nothing_heavy() -> None:
    code = "import sys, onrecord.cli; print([m for m in ('spacy', 'sqlalchemy', 'fastapi', 'msgspec', 'rapidfuzz', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -c 'from onrecord.cli import main; main()' names"
    line = json.dumps({"id": "a", "schema": "Person", "name1": "Ana Ruiz", "name2": "Ana Ruiz"})
    done = subprocess.run(["sh", "-c", f"yes '{line}' | head -20000 | {command} | head -1"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["match"] is True
    assert "Traceback" not in done.stderr
