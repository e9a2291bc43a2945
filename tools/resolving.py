"""What resolving entities costs as a casefile grows: the curve from ten thousand to a million mentions.

usage: python tools/resolving.py [--sizes 10000,31623,100000,316228,1000000] [--seed N]

Each size is resolved in a process and a casefile of its own: first everything at once, then one article more. Names are
made up and collide as those of the news do: given names and surnames are drawn by Zipf's law, Spanish persons have two
surnames and are often called by one, titles of bodies are given short forms, and a few hundred names (states, ministries,
presidents) make half of all mentions. The growth exponent is the slope of the logarithms of processor time, fitted over
all sizes. Figures are those of this machine at this moment. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import resources
from itertools import accumulate
from pathlib import Path
from typing import Any

from onrecord.model import Document
from onrecord.store.rows import MentionRow, Prepared
from onrecord.store.store import Store

SIZES = "10000,31623,100000,316228,1000000"
EXPONENT_BAR = 1.15
YEAR = 2024
_PER_DOCUMENT = 20  # named entities of an article
_SYLLABLES = [
    "ba",
    "be",
    "bo",
    "da",
    "de",
    "do",
    "fa",
    "ga",
    "go",
    "ha",
    "ka",
    "ko",
    "la",
    "le",
    "lo",
    "ma",
    "me",
    "mo",
    "na",
    "ne",
    "no",
    "pa",
    "pe",
    "ra",
    "re",
    "ro",
    "sa",
    "se",
    "so",
    "ta",
    "te",
    "to",
    "va",
    "ve",
    "za",
]
_KINDS = ("Ministry of {}", "{} Council", "Bank of {}", "{} Workers' Union", "University of {}", "{} Foundation", "{} Police", "Port of {}")


class Names:
    """Names as the news would have them; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self._weights: dict[int, list[float]] = {}
        given = resources.files("onrecord.lang").joinpath("given_names.txt").read_text("utf-8").splitlines()
        self.given = self.dice.sample([name.split()[0].capitalize() for name in given if name[:1].isalpha()], 4000)
        self.surnames = self._words(20_000)
        self.places = self._words(3_000)
        self.known = [self._fresh() for _ in range(300)]

    def _words(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            found.setdefault(
                "".join(self.dice.choices(_SYLLABLES, k=self.dice.randint(2, 4))).capitalize() + self.dice.choice(["", "n", "z", "r"])
            )
        return list(found)

    def _zipf[T](self, words: list[T]) -> T:
        if len(words) not in self._weights:
            self._weights[len(words)] = list(accumulate(1 / (n + 10) for n in range(len(words))))
        return self.dice.choices(words, cum_weights=self._weights[len(words)])[0]

    def _fresh(self) -> tuple[str, str, str]:
        """Name, type and short form of somebody new."""
        kind = self.dice.random()
        if kind < 0.5:
            surnames = [self._zipf(self.surnames) for _ in range(2 if self.dice.random() < 0.3 else 1)]
            given = [self._zipf(self.given) for _ in range(2 if self.dice.random() < 0.1 else 1)]
            return " ".join([*given, *surnames]), "Person", " ".join([given[0], surnames[0]])
        place = self._zipf(self.places)
        if kind < 0.75:
            return place, "Place", place
        name = self.dice.choice(_KINDS).format(" ".join([place, *([self._zipf(self.places)] if self.dice.random() < 0.5 else [])]))
        return name, "Organization", "".join(word[0] for word in name.split() if word[0].isupper())

    def mentions(self) -> Iterator[MentionRow]:
        """The named entities of one article."""
        for n in range(_PER_DOCUMENT):
            if self.dice.random() < 0.5:
                name, type, short = self._zipf(self.known)
            else:
                name, type, short = self._fresh()
            aliases = [short] if short != name and self.dice.random() < 0.3 else []
            written = short if not aliases and self.dice.random() < 0.1 else name
            roles = [self.dice.choice(["minister", "spokesman", "lawyer", "analyst"])] if type == "Person" else []
            age = YEAR - 1940 - len(name) * 7 % 60 if type == "Person" and self.dice.random() < 0.02 else None
            yield MentionRow(f"e{n}", written, type, True, json.dumps(aliases), "[]", 1, None, n, n + 1, json.dumps(roles), "[]", age)


def fill(store: Store, names: Names, mentions: int, first: int = 0) -> None:
    """File articles until they have so many named entities."""
    with store._write() as c:  # the rows alone are wanted, in one transaction: filing is not what is measured
        from onrecord.store.documents import insert_document, stand

        for n in range(first, first + math.ceil(mentions / _PER_DOCUMENT)):
            document = Document(id=f"d{n:07}", text=f"article {n}", published=f"{YEAR}-01-01", lang="en")
            prepared = Prepared("en", b"", (), 0, 0, tuple(names.mentions()), ())
            insert_document(c, f"{n:064x}", document, prepared, "")
            stand(c, document.id, f"{n:064x}", {})


def measured(size: int, seed: int) -> dict[str, Any]:
    """Seconds of processor time of resolving everything, and of one article more; and the peak of memory in MB."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "case.db", create=True) as store:
        names = Names(seed)
        fill(store, names, size)
        before, start = _peak(), time.process_time()
        store.resolve()
        whole, peak = time.process_time() - start, _peak()
        found = len(store.entities())
        ones = []
        for n in range(5):
            fill(store, names, _PER_DOCUMENT, 9_000_000 + n)
            start = time.process_time()
            store.resolve()
            ones.append(time.process_time() - start)
        return {"mentions": size, "entities": found, "seconds": whole, "one": statistics.median(ones), "before": before, "peak": peak}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def slope(points: list[tuple[float, float]]) -> float:
    """The least-squares slope of logarithms."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    return statistics.linear_regression([x for x, _ in logs], [y for _, y in logs]).slope


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", default=SIZES, help="mentions, separated by commas")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one, options.seed)))
        return
    rows = []
    print(f"{'mentions':>10} {'entities':>10} {'CPU s':>8} {'µs each':>8} {'one more':>9} {'peak MB':>8} {'before':>7}")
    for size in map(int, options.sizes.split(",")):
        command = [sys.executable, str(Path(__file__).resolve()), "--one", str(size), "--seed", str(options.seed)]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout)
        rows.append(row)
        each = 1e6 * row["seconds"] / row["mentions"]
        print(
            f"{row['mentions']:>10,} {row['entities']:>10,} {row['seconds']:>8.2f} {each:>8.0f} {row['one']:>8.3f}s {row['peak']:>8.0f} {row['before']:>7.0f}",
            flush=True,
        )
    if len(rows) > 1:
        print(f"growth exponent {slope([(r['mentions'], r['seconds']) for r in rows]):.2f} (bar {EXPONENT_BAR})")


if __name__ == "__main__":
    main()
