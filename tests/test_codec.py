from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import annotations

from onrecord.codec import (
    LAYERS,
    decode_annotation,
    decode_document,
    dump_line,
    encode_annotation,
    encode_document,
    encode_failure,
    is_date,
    schema,
)
from onrecord.errors import FormError
from onrecord.model import Annotation, Document, Figure, Place, Quote

VALIDATOR = jsonschema.Draft202012Validator(schema())
FIGURE = Figure(start=3, end=8, text="5,000", low=5000.0, high=5000.0, unit="person", counted="members", why="cardinal")


def test_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@given(annotations(), st.booleans())
def test_what_is_written_fits_the_schema(pair: tuple[Document, Annotation], explain: bool) -> None:
    VALIDATOR.validate(json.loads(dump_line(encode_annotation(pair[1], explain=explain))))


@given(annotations())
def test_round_trip_with_explanations(pair: tuple[Document, Annotation]) -> None:
    line = dump_line(encode_annotation(pair[1], explain=True))
    assert decode_annotation(json.loads(line)) == pair[1]


@given(annotations())
def test_round_trip_of_the_contract_form(pair: tuple[Document, Annotation]) -> None:
    row = encode_annotation(pair[1])
    assert encode_annotation(decode_annotation(json.loads(dump_line(row)))) == row
    assert '"why": ' not in json.dumps(row)


def _shape(value: Any) -> Any:
    """Every field of a noun, so that a field added to the model cannot be forgotten in the codec."""
    return {f.name for f in fields(value)} if is_dataclass(value) else set()


@given(annotations())
def test_no_field_of_the_model_is_forgotten(pair: tuple[Document, Annotation]) -> None:
    row = encode_annotation(pair[1], explain=True)
    left_out = {"missing", "corrections"}  # written only when there are any
    assert set(row) == _shape(pair[1]) - left_out
    for claim, written in zip(pair[1].claims, row["claims"], strict=True):
        assert set(written) | {"why"} == _shape(claim)


def test_keys_stand_in_the_order_of_the_contract() -> None:
    row = encode_annotation(Annotation(id="a", lang="en", figures=(FIGURE,), places=(Place(start=0, end=2, text="Ex", name="Ex"),)))
    assert list(row) == ["id", "lang", "entities", "quotes", "figures", "times", "places", "claims", "dropped"]
    assert list(row["figures"][0]) == [
        "start", "end", "text", "low", "high", "modifier", "unit", "counted", "per", "derived_from", "direction",
    ]  # fmt: skip
    assert list(row["places"][0]) == ["start", "end", "text", "name", "country", "geonames_id", "lat", "lon", "precision"]


def test_only_the_layers_asked_for_are_written() -> None:
    annotation = Annotation(id="a", lang="en", figures=(FIGURE,), missing=("claims",))
    assert list(encode_annotation(annotation, frozenset({"figures", "mentions"}))) == ["id", "lang", "entities", "figures", "dropped"]
    whole = encode_annotation(annotation)
    assert whole["missing"] == ["claims"]
    assert "claims" not in whole


def test_whole_numbers_have_no_fraction() -> None:
    assert b'"low":5000,"high":5000,' in dump_line(encode_annotation(Annotation(id="a", lang="en", figures=(FIGURE,))))
    third = replace(FIGURE, low=100 / 3, high=None)
    assert b'"low":33.333333333333336,"high":null' in dump_line(encode_annotation(Annotation(id="a", lang="en", figures=(third,))))


def test_pieces_of_a_quotation_are_written_only_where_there_are_any() -> None:
    row = encode_annotation(
        Annotation(id="a", lang="en", quotes=(Quote(content=(0, 2)), Quote(content=(0, 9), content_parts=((0, 2), (5, 9)))))
    )
    assert "content_parts" not in row["quotes"][0]
    assert row["quotes"][1]["content_parts"] == [[0, 2], [5, 9]]


def test_why_is_written_on_request() -> None:
    assert encode_annotation(Annotation(id="a", lang="en", figures=(FIGURE,)), explain=True)["figures"][0]["why"] == "cardinal"


def test_keys_that_are_absent_are_empty() -> None:
    assert decode_annotation({"id": "a", "lang": "en", "unknown": 1}) == Annotation(id="a", lang="en")


@pytest.mark.parametrize(
    "row", [{"id": 1, "lang": "en"}, {"id": "a"}, {"id": "a", "lang": "en", "claims": [{}]}, {"id": "a", "lang": "en", "dropped": "x"}]
)
def test_a_broken_annotation_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(FormError):
        decode_annotation(row)


def test_a_line_is_one_line_of_utf8() -> None:
    line = dump_line({"text": "uno\ndos\u2028 Tocorón"})
    assert line.count(b"\n") == 1
    assert "Tocorón".encode() in line


def test_failures_fit_the_schema() -> None:
    VALIDATOR.validate(encode_failure(None, "line 3: not JSON"))
    VALIDATOR.validate(encode_failure("a", "no text"))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({"id": "a", "lang": "en", "dropped": 0, "truth": True})


def test_layers_match_the_schema() -> None:
    assert set(schema()["$defs"]["annotation"]["properties"]["missing"]["items"]["enum"]) == set(LAYERS)


def test_a_document_round_trip() -> None:
    document = Document(
        id="a", text="x\r\ny", title="T", outlet="O", byline="B", published="2024-02-29", lang="en", url="http://example.org"
    )
    assert decode_document(dump_line(encode_document(document)), 1) == document
    assert encode_document(Document(id="a", text="")) == {"id": "a", "text": ""}


def test_unknown_keys_and_empty_metadata_are_tolerated() -> None:
    assert decode_document(b'{"id": "a", "text": "x", "extra": [1], "title": null, "outlet": ""}', 1) == Document(id="a", text="x")
    assert decode_document(b'\xef\xbb\xbf{"id": "a", "text": "x"}', 1).id == "a"


@pytest.mark.parametrize(
    ("line", "reason", "id"),
    [
        (b"{", "not JSON", None),
        (b"[1]", "not a JSON object", None),
        (b'{"id": "a", "text": "\xff"}', "not UTF-8", None),
        (b"[" * 100_000, "not JSON", None),
        (b'{"text": "x"}', 'no "id"', None),
        (b'{"id": "", "text": "x"}', 'no "id"', None),
        (b'{"id": 7, "text": "x"}', '"id" is not a string', 7),
        (b'{"id": {"a": 1}, "text": "x"}', '"id" is not a string', None),
        (b'{"id": "a"}', 'no "text"', "a"),
        (b'{"id": "a", "text": null}', '"text" is not a string', "a"),
        (b'{"id": "a", "text": []}', '"text" is not a string', "a"),
        (b'{"id": "a", "text": "x", "title": 0}', '"title" is not a string', "a"),
        (b'{"id": "a", "text": "x", "published": "12 March"}', '"published" is not an ISO date', "a"),
        (b'{"id": "a", "text": "x", "published": "2023-02-29"}', '"published" is not an ISO date', "a"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_reason(line: bytes, reason: str, id: object) -> None:
    with pytest.raises(FormError) as caught:
        decode_document(line, 12)
    assert str(caught.value).startswith(f"line 12: {reason}")
    assert (caught.value.number, caught.value.id) == (12, id)


@pytest.mark.parametrize("value", ["2024-03-12", "2024-03-12T10:00:00Z", "2024-03-12T10:00:00.5+02:00", "2024-03-12 10:00"])
def test_dates(value: str) -> None:
    assert is_date(value)


@pytest.mark.parametrize("value", ["2024", "2024-03", "20240312", "2024-W10-1", "2024-00-10", "2024-03-12x"])
def test_not_dates(value: str) -> None:
    assert not is_date(value)
