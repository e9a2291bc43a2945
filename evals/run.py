"""Measure onrecord on the development sets and hold it to the pinned floors.

usage: python evals/run.py [--sets-from FOLDER] [--pin] [--all] [SET ...]

For every set that is there: the scorer writes the documents, ``onrecord annotate`` (for pairs of names, ``onrecord
names``) reads them, the scorer scores what came out. All figures go to ``evals/latest.json``, the chief ones to the
table. A figure below its floor in ``evals/floors.json``, or above its ceiling, is listed, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import marked
import noted
import places_gold
from click.testing import CliRunner

from onrecord.cli import main as onrecord

os.environ["ONRECORD_PLACES"] = ""  # the embedded gazetteer alone, whatever this user has loaded
HERE = Path(__file__).resolve().parent
FLOORS, LATEST = HERE / "floors.json", HERE / "latest.json"

type Figures = dict[str, float]

SETS: dict[str, str] = {
    "seed": "claims",
    "gum_quotes": "quotes",
    "quotes_own": "quotes",
    "gum_entities": "entities",
    "ontogum": "entities",
    "meantime_en": "entities",
    "meantime_es": "entities",
    "meantime_en_cross": "cross",
    "geovirus": "places",
    "places_own_en": "places",
    "places_held_en": "places",
    "places_own_es": "places",
    "name_pairs": "names",
    "figures_spec_en": "figures",
    "figures_spec_es": "figures",
    "times_meantime_en": "times",
    "times_meantime_es": "times",
    "times_spec_en": "times",
    "times_spec_es": "times",
    "figures_own_en": "figures",
    "figures_own_es": "figures",
    "times_own_en": "times",
    "times_own_es": "times",
    "claims_own": "claims",
    "claims_held": "claims",
    "benchie": "openie",
    "knowledgenet": "relations",
    "redocred": "relations",
    "fact_meantime": "factuality",
    "fact_uds": "factuality",
}
"""Set -> scorer."""

OF: dict[str, str] = {"meantime_en_cross": "meantime_en"}
"""Set -> the one whose rows it measures in another way."""

GOLD = HERE / "gold"


def _claims(first: int, last: int) -> list[dict[str, Any]]:
    """Articles of our own with the claims that they make; 01 to 05 are worked on, 06 to 10 only measure."""
    return [json.loads((GOLD / "claims" / f"{n:02d}.json").read_text(encoding="utf-8")) for n in range(first, last + 1)]


OWN: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "quotes_own": lambda: marked.rows(GOLD / "quotes"),
    "claims_own": partial(_claims, 1, 5),
    "claims_held": partial(_claims, 6, 10),
    **{f"{kind}_own_{lang}": partial(noted.rows, GOLD / kind / f"{lang}.toml") for kind in ("figures", "times") for lang in ("en", "es")},
    **{
        f"places_{name}": partial(places_gold.rows, GOLD / "places" / f"{file}.toml")
        for name, file in (("own_en", "en"), ("held_en", "en_held"), ("own_es", "es"))
    },
}
"""Sets of our own, and how to read their gold."""

CHIEF: dict[str, tuple[str, ...]] = {
    "claims": ("found", "full", "clean", "flattened", "density"),
    "quotes": ("whole", "at .5", "tokens", "speaker", "chains"),
    "entities": ("names", "names overlap", "coref CoNLL", "coref by head", "pronouns right"),
    "places": ("names overlap", "within 161 km", "right id", "end to end"),
    "names": ("same", "best F1"),
    "figures": ("value", "value, unit", "value, unit, bound"),
    "times": ("strict", "relaxed", "type", "value", "interval"),
    "openie": ("facts",),
    "relations": ("found", "joined", "precision"),
    "factuality": ("macro F1", "found", "when found", "with default"),
    "cross": ("B3", "baseline", "above", "above strict", "B3 names", "above names"),
}
"""What the table shows of each scorer."""

AT_MOST = frozenset({"flattened", "density"})
"""Figures of which less is better: pinned by a ceiling."""

UNPINNED = ("baseline", "loose strings")
"""Figures that begin so are no merit of ours: they are shown, and nothing holds them."""


def main() -> int:
    options = arguments()
    results: dict[str, Figures] = {}
    for name, gold in there(options.sets_from, options.sets or list(SETS)):
        started = time.process_time()
        results[name] = measure(scorer_of(options.sets_from, name), gold)
        show(name, results[name], time.process_time() - started, everything=options.all)
    write(LATEST, {**stored(LATEST), **results})
    if options.pin:
        pin(results)
        return 0
    fallen = list(misses(results, stored(FLOORS)))
    if fallen:
        print("\nNot held:", *fallen, sep="\n  ")
    elif results:
        print("\nAll floors and ceilings hold.")
    return 1 if fallen else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of: {' '.join(SETS)} (default: all)")
    parser.add_argument("--sets-from", type=Path, default=HERE.parent.parent / "shared" / "eval", help="the folder of scorers and sets")
    parser.add_argument("--pin", action="store_true", help="write what was measured as the new floors, rounded down to two digits")
    parser.add_argument("--all", action="store_true", help="show every figure, not only the chief ones")
    options = parser.parse_args()
    unknown = [name for name in options.sets if name not in SETS]
    if unknown:
        parser.error(f"no such set: {', '.join(unknown)}; there are: {', '.join(SETS)}")
    return options


def scorer_of(folder: Path, name: str) -> Path:
    """The scorer of a set: the one that lies beside the sets, or ours for what they have none for."""
    return HERE / "cross_document.py" if SETS[name] == "cross" else folder / f"score_{SETS[name]}.py"


def there(folder: Path, names: list[str]) -> Iterator[tuple[str, Path]]:
    """The sets that are at hand with their scorers, each with its gold; the others are said."""
    for name in names:
        if name in OWN and (folder / f"score_{SETS[name]}.py").is_file():
            gold = HERE / f"{name}.tmp"
            gold.write_text("".join(json.dumps(row) + "\n" for row in OWN[name]()), encoding="utf-8")
            yield name, gold
            gold.unlink()
            continue
        rows = folder / OF.get(name, name)
        found = next((f for f in (rows / "dev.jsonl", rows / "gold.json") if f.is_file()), None)
        if found is None or not scorer_of(folder, name).is_file():
            print(f"{name:<18} not there, skipped")
            continue
        yield name, found


def measure(scorer: Path, gold: Path) -> Figures:
    """The scorer's figures as shares (F1 where it gives precision, recall and F1), counts left out; and ``errors``,
    how many rows came back with one.

    Raises:
        RuntimeError: the command or the scorer failed.
    """
    if scorer.parent == HERE:  # ours reads the documents itself
        found: dict[str, Any] = json.loads(printed(scorer, str(gold), "--json"))
        return {**_shares(found), "errors": 0.0}
    documents = _documents(scorer, gold)
    command = "names" if scorer.stem == "score_names" else "annotate"
    result = CliRunner().invoke(onrecord, [command], input=documents)
    if result.exit_code not in (0, 1) or (result.exception and not isinstance(result.exception, SystemExit)):
        raise RuntimeError(f"onrecord {command} on {gold}: exit {result.exit_code}, {result.exception!r}\n{result.stderr}")
    predicted = HERE / "predicted.tmp"
    predicted.write_bytes(result.stdout_bytes)
    try:
        scored: dict[str, Any] = json.loads(printed(scorer, str(gold), str(predicted), "--json"))
    finally:
        predicted.unlink()
    return {**_shares(scored), "errors": float(sum("error" in json.loads(line) for line in result.stdout_bytes.splitlines()))}


def _shares(scored: dict[str, Any]) -> Figures:
    return {k: round(v[2] if isinstance(v, list) else v, 4) for k, v in scored.items() if isinstance(v, (list, float))}


def _documents(scorer: Path, gold: Path) -> bytes:
    """What there is to annotate: the scorer's documents, or those that articles of our own carry with their claims, or our
    news with its outlets, which say where a paper is at home."""
    if scorer.stem == "score_claims" and gold.suffix == ".tmp":
        rows = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
        return "".join(json.dumps(row["document"]) + "\n" for row in rows).encode()
    if scorer.stem == "score_places" and gold.suffix == ".tmp":
        rows = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
        return "".join(json.dumps({k: row[k] for k in ("id", "lang", "text", "outlet") if k in row}) + "\n" for row in rows).encode()
    return printed(scorer, "--documents", str(gold))


def printed(scorer: Path, *args: str) -> bytes:
    run = subprocess.run([sys.executable, str(scorer), *args], capture_output=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{scorer.name} {' '.join(args)}: {run.stderr.decode()}")
    return run.stdout


def show(name: str, figures: Figures, seconds: float, *, everything: bool) -> None:
    wanted = figures if everything else [k for k in CHIEF[SETS[name]] if k in figures]
    cells = "   ".join(f"{k} {figures[k]:.2f}" if k == "density" else f"{k} {100 * figures[k]:.1f}" for k in wanted)
    failed = f"   ERRORS {figures['errors']:.0f}" if figures["errors"] else ""
    print(f"{name:<18} {cells}   ({seconds:.0f} s){failed}", flush=True)


def misses(results: dict[str, Figures], pinned: dict[str, Any]) -> Iterator[str]:
    """What fell below its floor, rose above its ceiling, is no longer measured, or could not be read at all."""
    for name, figures in results.items():
        if figures["errors"]:
            yield f"{name}: {figures['errors']:.0f} documents with an error"
    for kind, sign in (("floors", 1), ("ceilings", -1)):
        for name, bounds in pinned.get(kind, {}).items():
            if name not in results:
                continue
            for figure, bound in bounds.items():
                got = results[name].get(figure)
                if got is None:
                    yield f"{name}: {figure} is not measured any more"
                elif sign * got < sign * bound:
                    yield f"{name}: {figure} is {got}, its {kind[:-1]} {bound}"


def pin(results: dict[str, Figures]) -> None:
    """Floors rounded down, ceilings rounded up, to two digits; sets that were not measured keep theirs."""
    pinned = stored(FLOORS)
    floors, ceilings = pinned.get("floors", {}), pinned.get("ceilings", {})
    for name, figures in results.items():
        kept = {k: v for k, v in figures.items() if k != "errors" and not k.startswith(UNPINNED)}
        floors[name] = {k: math.floor(100 * v) / 100 for k, v in kept.items() if k not in AT_MOST}
        above = {k: math.ceil(100 * v) / 100 for k, v in figures.items() if k in AT_MOST}
        if above:
            ceilings[name] = above
    write(FLOORS, {"floors": floors, "ceilings": ceilings})
    print(f"\nPinned {len(results)} sets in {FLOORS.name}.")


def stored(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
