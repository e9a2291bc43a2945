"""Every reader, and the annotation, fed with what nobody would write: no crash, no hang, no words that are not in the text.

``ONRECORD_HEAVY=1`` (``make test-heavy``) runs forty times as many examples, other ones every time.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import FormError, ReadError
from onrecord.model import BlockKind, Document
from onrecord.read.dates import find_date, find_iso_date
from onrecord.read.documents import Given, document_of
from onrecord.read.folder import read_paths
from onrecord.read.jsonl import lines, rows
from onrecord.read.kinds import foreign, page_kind
from onrecord.read.language import detect_language
from onrecord.read.limits import Limits
from onrecord.read.markdown import front_matter, plain_text
from onrecord.read.metadata import metadata_of, metadata_of_fields
from onrecord.read.names import shown
from onrecord.read.structure import find_blocks
from onrecord.read.text import decode
from tests.nasty.check import document
from tests.nasty.texts import SENTENCES, SHAPES

HEAVY = bool(os.environ.get("ONRECORD_HEAVY"))
EXAMPLES = 4_000 if HEAVY else 100
fuzz = settings(
    max_examples=EXAMPLES,
    derandomize=not HEAVY,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)

PIECES = st.sampled_from(
    [
        *SENTENCES, "\n", "\n\n", "\r", "\r\n", "\f", "\u2028", "\x85", " ", "\t", "By Ana Ruiz", "Harbour Post", "12 March 2024", "Published 2024-03-12",
        "Photo: Jane Doe/AP", "LAGOS, Nigeria (Example Wire) — ", "Q: ", "A: ", "MS BRAUN: ", "10:42", "9:15 a.m. ET", "Correction: ", "###", "-30-", "* * *",
        "• ", "- ", "1. ", "| ", "“", "”", '"', "«", "»", "’", "(", ")", "[", "]", "—", "–", "-", ":", ";", ".", ",", "?", "…", "$", "%", "€", "5", "1,000",
        "million", "half of that number", "two nights ago", "last week", "since 2019", "between 5 and 7", "he said", "which", "not", "denied that", "\u200b",
        "\u202e", "\u0301", "\ufeff", "²", "½", "٣", "Ⅷ", "İ", "ß", "ﬁ", "👩\u200d👧", "\ue000", "\U0010ffff", "---", "title: x", "# ", "> ", "`", "```", "*", "**",
        "[a](b)", "![", "<!--", "-->", "<script>", "</script>", "<p>", "</p>", "<div>", "&amp;", "&#0;", "<![CDATA[", "<time datetime='2024-03-12'>",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map(" ".join),
    st.builds(
        lambda seed, name, size: SHAPES[name](Random(seed), size),
        st.integers(0, 999),
        st.sampled_from(sorted(SHAPES)),
        st.integers(20, 300),
    ),
)
BYTES = st.one_of(
    st.binary(max_size=400),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(lambda text, code: text.encode(code, "replace"), TEXTS, st.sampled_from(["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig"])),
    st.builds(lambda text, junk, at: (raw := text.encode())[: at % (len(raw) + 1)] + junk + raw[at % (len(raw) + 1) :], TEXTS, st.binary(max_size=6), st.integers(0, 9999)),
)  # fmt: skip


def one_line(error: ReadError) -> None:
    assert str(error)
    assert "\n" not in str(error)


def covers(read: Document) -> None:
    """Blocks stand in order, apart, without white space at their edges, and leave out only bars and what is invisible."""
    position = 0
    for block in find_blocks(read):
        assert position <= block.start < block.end <= len(read.text)
        words = read.text[block.start : block.end]
        assert words == words.strip(" \n\t\r")
        left = read.text[position : block.start]
        assert not re.sub(r"[\s|·•\ufeff\u200b-\u200f\u2060\x1c-\x1f\x85]", "", left), left
        if block.speaker is not None:
            assert 0 <= block.speaker[0] < block.speaker[1] <= len(read.text)
        position = block.end


@fuzz
@given(BYTES)
def test_bytes_become_text_or_a_reason(content: bytes) -> None:
    foreign(content), page_kind(content)
    try:
        text = decode(content)
    except ReadError as error:
        one_line(error)
        return
    assert text.strip()
    assert "\r" not in text
    assert "\x00" not in text
    text.encode()


@fuzz
@given(TEXTS, st.sampled_from(["text", "markdown", "html", "mhtml"]))
def test_every_reader(text: str, kind: str) -> None:
    content = text.encode("utf-8", "replace")
    if kind == "mhtml":
        content = (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n" + content + b"\n--x--\n"
        )
    for whole in (content, content[: len(content) // 2], b"<!doctype html><html><body><article><p>Rain fell on Monday.</p>" + content):
        try:
            read = document_of(whole, kind, "a/b.x", Given(), Limits())
        except ReadError as error:
            one_line(error)
            continue
        assert read.text.strip()
        covers(read)
        for value in (read.title, read.outlet, read.byline, read.url):
            assert value is None or value == value.strip() != ""


@fuzz
@given(TEXTS)
def test_markdown_and_front_matter(text: str) -> None:
    fields, rest = front_matter(text)
    assert text.endswith(rest)
    metadata_of_fields(fields)
    assert isinstance(plain_text(rest), str)
    front_matter("---\n" + text + "\n---\n" + text)


@fuzz
@given(TEXTS)
def test_heads_and_dates(text: str) -> None:
    for found in (find_date(text), find_iso_date(text), metadata_of(text, text).published):
        assert found is None or re.match(r"\d{4}-\d\d-\d\d", found)
    assert detect_language(text) in ("en", "es")
    assert shown(text).isprintable() or not text.isprintable()


@fuzz
@given(TEXTS)
def test_structure(text: str) -> None:
    covers(Document(id="x", text=text))


@fuzz
@given(BYTES, st.integers(1, 200))
def test_json_lines(content: bytes, limit: int) -> None:
    seen = list(lines(io.BytesIO(content), limit))
    assert [number for number, _ in seen] == sorted({number for number, _ in seen})
    numbers = [number for number, _, _ in rows(io.BytesIO(content), Limits())]
    assert numbers == [number for number, _ in lines(io.BytesIO(content), 10**9)]
    row = b'{"id": "a", "text": "' + content.replace(b'"', b"").replace(b"\\", b"")[:200] + b'"}'
    for _, _, found in rows(io.BytesIO(row), Limits()):
        assert isinstance(found, Document) or "\n" not in found


@fuzz
@given(BYTES, st.sampled_from([".txt", ".md", ".jsonl", ".html", ".mhtml", ""]))
def test_files_of_any_bytes_end_in_one_state(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    outcomes = list(read_paths([path]))
    assert outcomes
    for outcome in outcomes:
        assert outcome.status in ("ok", "failed", "skipped")
        assert (outcome.status == "ok") == (outcome.document is not None) == (outcome.reason is None)
        assert "\n" not in (outcome.reason or "")


@settings(fuzz, max_examples=EXAMPLES if HEAVY else 60)
@given(TEXTS, st.sampled_from(["en", "es", None]), st.sampled_from([None, "2024-03-12", "0001-01-01", "9999-12-31"]))
def test_annotate(text: str, lang: str | None, published: str | None) -> None:
    try:
        assert list(document(Document(id="x", text=text, lang=lang, published=published), thorough=HEAVY)) == []
    except FormError:
        pytest.fail("not in the form of the contract")


@pytest.mark.parametrize("seed", range(1_000 if HEAVY else 20))
def test_annotate_mutated_sentences(seed: int) -> None:
    """Real sentences with characters left out, doubled and exchanged, as blocks of every kind."""
    rng = Random(seed)
    text = SHAPES["mutated"](rng, 600)
    read = Document(id="x", text=text, lang=rng.choice(["en", "es"]), published=rng.choice([None, "2024-03-12"]))
    blocks = find_blocks(read)
    assert list(document(read, thorough=seed % 5 == 0)) == []
    assert all(block.kind in BlockKind for block in blocks)
