"""Make a hostile corpus and list the holes that it finds: ``python -m tests.nasty --count 10000 --size 3000``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.nasty.check import check
from tests.nasty.files import make, write


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.nasty", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many files")
    parser.add_argument("--size", type=int, default=2_000, help="characters of each, about")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", type=Path, help="keep the files in this folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.into or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        paths = write(folder, make(asked.count, asked.size, asked.seed))
        started, found = time.process_time(), Counter[str]()
        for first in range(0, len(paths), 500):
            for hole in check(paths[first : first + 500], thorough=4):
                found[hole.file] += 1
                print(f"{hole.file}: {hole.what}", flush=True)
            print(f"{min(first + 500, len(paths)):,} files, {time.process_time() - started:.0f} s", file=sys.stderr, flush=True)
    print(f"{len(paths):,} files of about {asked.size:,} characters: {sum(found.values()):,} holes in {len(found):,} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
