"""Score figures on a set whose gold lost decimal points, as it stands and with the points put back.

usage: python evals/decimal_points.py [--sets-from FOLDER] [SET]

The Spanish specification writes decimals with a comma, and its gold has them without any: "2,75 dólares" is 275 there. A
gold value is repaired where what was read at its place has the very same digits and differs by the point alone; nothing
else is changed. Both scores are printed, and how many values were repaired.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from run import CHIEF, HERE, printed

from onrecord.cli import main as onrecord

_SHOWN = 12  # digits compared: both sides are rounded beyond


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("set", nargs="?", default="figures_spec_es", help="the set (default: figures_spec_es)")
    parser.add_argument("--sets-from", type=Path, default=HERE.parent.parent / "shared" / "eval", help="the folder of scorers and sets")
    options = parser.parse_args()
    gold, scorer = options.sets_from / options.set / "dev.jsonl", options.sets_from / "score_figures.py"
    if not gold.is_file():
        print(f"{options.set} is not in {options.sets_from}", file=sys.stderr)
        return 1
    annotated = CliRunner().invoke(onrecord, ["annotate"], input=printed(scorer, "--documents", str(gold))).stdout_bytes
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    read = {row["id"]: row.get("figures", []) for row in map(json.loads, annotated.splitlines())}
    repaired = sum(put_back(figure, read[row["id"]]) for row in rows for figure in row["figures"])
    with tempfile.TemporaryDirectory() as folder:
        predicted, mended = Path(folder) / "predicted.jsonl", Path(folder) / "gold.jsonl"
        predicted.write_bytes(annotated)
        mended.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for name, path in (("as it stands", gold), (f"{repaired} points put back", mended)):
            scored = json.loads(printed(scorer, str(path), str(predicted), "--json"))
            print(f"{name:<24}", *(f"{key} {100 * scored[key]:.1f}" for key in CHIEF["figures"] if key in scored))
    return 0


def put_back(figure: dict[str, Any], read: list[dict[str, Any]]) -> bool:
    """Give a gold figure of one value the point that it lost; whether it had lost one."""
    if len(figure["values"]) != 1:
        return False
    want = figure["values"][0]
    for other in read:
        value = other["low"]
        touches = other["start"] < figure["end"] and other["end"] > figure["start"]
        if touches and value is not None and value != int(value) and value != want and digits(value) == digits(want):
            figure.update(values=[value], low=value, high=value)
            return True
    return False


def digits(value: float) -> str:
    return f"{Decimal(repr(abs(value))):f}".replace(".", "").strip("0")[:_SHOWN].rstrip("0")


if __name__ == "__main__":
    sys.exit(main())
