"""A thousand hostile files find no hole; ``make test-heavy`` runs ten thousand, and larger ones."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

import pytest

from onrecord.extract.words import split_words
from onrecord.model import Document
from onrecord.read.dates import find_date
from onrecord.read.markdown import front_matter, plain_text
from onrecord.read.metadata import metadata_of
from onrecord.read.structure import find_blocks
from tests.nasty import check as checking
from tests.nasty.baits import baits, patterns
from tests.nasty.check import check, document
from tests.nasty.files import FORMATS, make, write
from tests.nasty.texts import SHAPES

HEAVY = bool(os.environ.get("ONRECORD_HEAVY"))


def test_a_thousand_hostile_files(tmp_path: Path) -> None:
    paths = write(tmp_path, make(10_000, 1_500) if HEAVY else make(1_000, 150))
    assert check(paths, thorough=8) == []


def test_the_corpus_is_the_same_for_the_same_seed() -> None:
    first, again, other = (list(make(700, 60, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first[-1] != other[-1]
    assert len({file.name for file in first}) == 700
    assert {file.name.rpartition(".")[2] for file in first} == set(FORMATS)


def test_the_checker_sees_holes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of hole is found where there is one: an annotation that lies, crashes, changes, dawdles."""
    (path,) = write(tmp_path, (file for file in make(300, 200) if file.name.endswith("plain.txt")))
    honest = checking.annotate_many
    assert check([path]) == []

    def holes() -> str:
        return "; ".join(hole.what for hole in check([path]))

    def shifted(documents: list[Document]) -> object:
        (read,) = documents
        return honest([Document(id=read.id, text="x" + read.text)])

    monkeypatch.setattr(checking, "annotate_many", shifted)
    assert "words that are not in the text" in holes()
    texts = iter(["Ana Ruiz left.", "It rained on Monday."])
    monkeypatch.setattr(checking, "annotate_many", lambda documents: honest([Document(id="x", text=next(texts))]))
    assert "not the same twice" in holes()
    monkeypatch.setattr(checking, "annotate_many", lambda documents: 1 // 0)
    assert "crash: ZeroDivisionError" in holes()
    monkeypatch.setattr(checking, "annotate_many", lambda documents: [time.sleep(3)])
    monkeypatch.setattr(checking, "PATIENCE", 1)
    assert "hangs" in holes()
    monkeypatch.setattr(checking, "read_paths", lambda paths: [])
    assert "no state" in holes()


GROWING = (
    "underscores", "straight_quotes", "curly_opened", "quoted_said", "said_chain", "according_to", "and_verbs", "he_flood", "names_commas",
    "accused", "digit_words", "number_words", "ranges", "years_dashes", "transcript", "corrections", "short_lines", "brackets_opened",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(SHAPES) if HEAVY else GROWING)
def test_time_grows_with_the_length(name: str) -> None:
    """Four times the text takes about four times as long; what grew with the square was found by these."""
    size = 10_000 if HEAVY else 1_000
    times = []
    for length in (size, 4 * size):
        read = Document(id=name, text=SHAPES[name](Random(1), length), published="2024-03-12")
        started = time.process_time()
        assert list(document(read, thorough=False)) == []
        times.append(time.process_time() - started)
    assert times[1] < 9 * times[0] + 1.0


def test_no_regular_expression_runs_away() -> None:
    """The texts that every expression of ours finds hardest, through what reads lines, words and dates."""
    slow = []
    for pattern in patterns():
        hardest = sorted(((_time(pattern, bait), bait) for bait in baits(pattern, 300)), reverse=True)[: 6 if HEAVY else 2]
        for _, bait in hardest:
            text = _longer(bait, 3_000)
            started = time.process_time()
            find_blocks(Document(id="x", text=f"Rain\n\nIt rained on the town all night.\n\n{text}"))
            metadata_of(text)
            find_date(text)
            plain_text(front_matter(text)[1])
            for lang in ("en", "es"):
                split_words(text, 0, len(text), lang)
            if time.process_time() - started > 1:
                slow.append((pattern.pattern[:80], bait[:60]))
    assert slow == []


def _time(pattern: object, bait: str) -> float:
    started = time.perf_counter()
    pattern.match(bait)  # type: ignore[attr-defined]
    return time.perf_counter() - started


def _longer(bait: str, size: int) -> str:
    """The bait with its middle, which is what repeats, drawn out."""
    half = len(bait) // 2
    return bait[:half] + bait[half - 8 : half + 8] * ((size - len(bait)) // 16) + bait[half:] if half >= 8 else bait * 20
