"""What a casefile costs: documents an hour, memory, bytes, and how a killed run is taken up again.

usage: python tools/bench.py [--texts-from FOLDER] [--articles N] [--pairs N] [--workers N]

Articles are read by the command itself, each run in a process and a casefile of its own; runs with one process and
with several alternate, and a ratio is the median of the pairs. ``plain`` is the whole English pipeline over the same
texts. Figures are those of this machine at this moment; ratios travel better. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import speed

HERE = Path(__file__).resolve()
SPEEDUP_BAR = 1.7  # of two workers on 200 articles
QUESTIONS = (
    "How many people died?", "Who leads the group?", "Who was arrested?", "Where was he born?", "When was the law passed?",
    "Who was sanctioned?", "What did the government say?", "Who denied the report?", "How much money was lost?", "Who founded the company?",
)  # fmt: skip
READ = """
import json, os, resource, sys, time
from onrecord.cli import main
if __name__ == "__main__":
    start, code = time.perf_counter(), 0
    try:
        main(sys.argv[1:], standalone_mode=False)
    except SystemExit as end:
        code = end.code
    wall = time.perf_counter() - start
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"wall": wall, "cpu": sum(u.ru_utime + u.ru_stime for u in (own, workers)), "memory": own.ru_maxrss / 1024,
                      "worker": workers.ru_maxrss / 1024, "code": code}), file=sys.stderr)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--texts-from", type=Path, default=HERE.parents[2] / "shared" / "eval", help="a folder of sets of texts, if there")
    parser.add_argument("--articles", type=int, default=200, help="how many articles to read (default: 200)")
    parser.add_argument("--words", type=int, default=600, help="how many words an article has at least (default: 600)")
    parser.add_argument("--pairs", type=int, default=3, help="how many pairs of runs (default: 3)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the second run of each pair (default: 2)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = write_articles(folder / "articles", options)
        (folder / "read.py").write_text(READ, encoding="utf-8")
        runs = []
        for pair in range(options.pairs):
            runs.append((read(folder, f"one{pair}.db"), read(folder, f"many{pair}.db", "--workers", str(options.workers))))
        report(folder, options, size, runs)


def write_articles(folder: Path, options: argparse.Namespace) -> int:
    """Articles of whole paragraphs in a new order, so that none is the same; returns their bytes."""
    folder.mkdir()
    texts = speed.mix(options.texts_from, 60_000)
    paragraphs = [p for text in dict.fromkeys(texts) for p in text.split("\n") if len(p.split()) > 20]
    chance = random.Random(11)
    size = 0
    for number in range(options.articles):
        article: list[str] = []
        while sum(len(p.split()) for p in article) < options.words:
            article.append(chance.choice(paragraphs))
        content = "\n\n".join(article).encode()
        (folder / f"{number:05}.txt").write_bytes(content)
        size += len(content)
    return size


def read(folder: Path, case: str, *more: str) -> dict[str, Any]:
    """One run of ``onrecord read``."""
    command = [sys.executable, str(folder / "read.py"), "read", "articles", "--into", case, *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = json.loads(done.stderr.splitlines()[-1])
    if found["code"]:
        sys.exit(f"reading failed:\n{done.stdout}{done.stderr}")
    return dict(found)


def killed(folder: Path, wall: float) -> tuple[int, float, dict[str, Any]]:
    """Kill a run half-way; how many documents were in, seconds until they could be looked at, and the completing run."""
    command = [sys.executable, str(folder / "read.py"), "read", "articles", "--into", "killed.db"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(wall / 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "onrecord", "status", "killed.db", "--json"], cwd=folder, capture_output=True, check=True)
    opened = time.perf_counter() - start
    return len(json.loads(done.stdout)["documents"]), opened, read(folder, "killed.db")


def asked(case: Path) -> list[float]:
    """Seconds that each question takes."""
    from onrecord.casefile.answer import answer
    from onrecord.store.store import Store

    taken = []
    with Store(case) as store:
        answer(store, QUESTIONS[0])
        for question in QUESTIONS * 3:
            start = time.perf_counter()
            answer(store, question)
            taken.append(time.perf_counter() - start)
    return sorted(taken)


def report(folder: Path, options: argparse.Namespace, size: int, runs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    texts = folder / "texts.json"
    texts.write_text(json.dumps([p.read_text(encoding="utf-8") for p in sorted((folder / "articles").iterdir())]), encoding="utf-8")
    plain = speed.child("plain", texts)
    one = min((pair[0] for pair in runs), key=lambda run: run["wall"])
    many = min((pair[1] for pair in runs), key=lambda run: run["wall"])
    claims = subprocess.run([sys.executable, "-m", "onrecord", "export", "one0.db"], cwd=folder, capture_output=True, check=True).stdout
    again = read(folder, "one0.db")
    print(hardware(), end="\n\n")
    print(f"{options.articles} articles, {size:,} bytes, {claims.count(b'\n'):,} claims\n")
    for count, run in ((1, one), (options.workers, many)):
        memory = f"{run['memory']:.0f} MiB" + (f" and {run['worker']:.0f} MiB at most a worker" if count > 1 else "")
        print(
            f"{count} process{'es' if count > 1 else ''}: {run['wall']:.1f} s, {options.articles / run['wall'] * 3600:,.0f} documents an hour, {memory}"
        )
    speedups = [pair[0]["wall"] / pair[1]["wall"] for pair in runs]
    print(
        f"\nfaster with {options.workers}      {statistics.median(speedups):.2f} × (of {', '.join(f'{s:.2f}' for s in speedups)}; bar for two: {SPEEDUP_BAR})"
    )
    print(f"read ÷ plain       {one['cpu'] / (plain['load'] + plain['read']):.2f} (processor time, with loading)")
    print(f"reading again      {again['wall']:.1f} s, {again['wall'] / one['wall']:.2f} of the first time")
    print(f"casefile ÷ source  {(folder / 'one0.db').stat().st_size / size:.1f} bytes a byte")
    taken = asked(folder / "one0.db")
    print(
        f"a question         {1000 * statistics.median(taken):.0f} ms, {1000 * taken[int(len(taken) * 0.95)]:.0f} ms at the 95th percentile"
    )
    inside, opened, rest = killed(folder, one["wall"])
    print(
        f"after a kill       {inside} documents were in, looked at after {opened:.1f} s; completed in {rest['wall']:.1f} s ({rest['wall'] / one['wall']:.2f} of a whole run)"
    )


def hardware() -> str:
    """The machine, in a line."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        model = next((line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return f"{model}, {os.cpu_count()} processors, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    main()
