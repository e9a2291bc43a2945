"""How often places are right at each confidence that the reader gives them.

usage: python evals/places_confidence.py [--sets-from FOLDER] [SET ...]

SET is ``en`` or ``es`` (worked on), ``en_held`` (only measured), or ``geovirus`` from the folder of sets; default: all that are
there. A place is right within 161 km of its gold, or with its GeoNames id. The last line gives the expected calibration error:
the mean distance of confidence from the share that was right, over ten bins weighted by size (Naeini et al. 2015).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import places_gold

from onrecord.model import Document, Place
from onrecord.pipeline import annotate_many

os.environ["ONRECORD_PLACES"] = ""
HERE = Path(__file__).resolve().parent
OWN = ("en", "es", "en_held")
_NEAR = 161.0  # km


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help="en, es, en_held or geovirus (default: all)")
    parser.add_argument("--sets-from", type=Path, default=HERE.parent.parent / "shared" / "eval", help="the folder of sets")
    options = parser.parse_args()
    judged: list[tuple[float, bool]] = []
    for name in options.sets or [*OWN, "geovirus"]:
        path = HERE / "gold" / "places" / f"{name}.toml" if name in OWN else options.sets_from / name / "dev.jsonl"
        if not path.is_file():
            print(f"{name} is not there: {path}", file=sys.stderr)
            continue
        judged += judge(places_gold.rows(path) if name in OWN else [json.loads(line) for line in path.read_text("utf-8").splitlines()])
    if not judged:
        return 1
    show(judged)
    return 0


def judge(rows: list[dict[str, Any]]) -> list[tuple[float, bool]]:
    """Confidence of every place that touches gold with a point, and whether it is right."""
    documents = [Document(**{key: row[key] for key in ("id", "lang", "text", "outlet") if row.get(key)}) for row in rows]
    judged = []
    for row, annotation in zip(rows, annotate_many(documents, frozenset({"places"})), strict=True):
        for place in annotation.places:
            gold = [g for g in row["places"] if g["lat"] is not None and place.start < g["end"] and g["start"] < place.end]
            if gold and place.confidence is not None:
                judged.append((place.confidence, any(same(place, g) for g in gold)))
    return judged


def same(place: Place, gold: dict[str, Any]) -> bool:
    """Whether a place is its gold one."""
    if place.geonames_id and place.geonames_id == gold.get("geonames_id"):
        return True
    if place.lat is None or place.lon is None:
        return False
    return kilometres((place.lat, place.lon), (gold["lat"], gold["lon"])) <= _NEAR


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon)."""
    p, q, d = math.radians(a[0]), math.radians(b[0]), math.radians(b[1] - a[1])
    return 12742.0 * math.asin(min(1.0, math.sqrt(math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2)))


def show(judged: list[tuple[float, bool]]) -> None:
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in judged:
        bins[min(9, int(confidence * 10))].append((confidence, right))
    error = 0.0
    for number in sorted(bins):
        size = len(bins[number])
        given, share = sum(c for c, _ in bins[number]) / size, sum(r for _, r in bins[number]) / size
        error += abs(given - share) * size / len(judged)
        print(f"confidence {given:.2f}   right {share:.2f}   ({size} places)")
    print(f"expected calibration error {error:.3f}")


if __name__ == "__main__":
    sys.exit(main())
