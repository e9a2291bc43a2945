"""Build onrecord/lang/given_names.txt from Faker's lists (MIT); run by developers, never by users.

usage: pip install faker==40.63.0 && python tools/build_given_names.py

One name a line, with "m", "f" or "?" where lists differ. Kept are names in Latin letters with a capital, of two letters
and more. Left out is what is more often something else: words that a dictionary of the pack has as nouns, months and
weekdays, countries, and places of more than 100,000 people. The output is a function of the inputs.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import faker.providers.person as persons

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][a-zß-öø-ÿā-ž]+(?:-[A-ZÀ-Ž]?[a-zß-öø-ÿā-ž]+)?")
LISTS = {"first_names_male": "m", "first_names_female": "f", "first_names": "", "first_romanized_names": "", "first_names_nonbinary": ""}
CROWDED = 100_000  # people in a place whose name is rather the place's


def names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute, gender in LISTS.items():
            for name in _listed(getattr(provider, attribute, ())):
                if NAME.fullmatch(name):
                    found[name] |= {gender} if gender else set()
    return found


def _listed(value: object) -> Iterable[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, (dict, list, tuple, set, frozenset)) else []


def other_things() -> set[str]:
    """Names that are rather a word, a day or a place."""
    from onrecord.gazetteer import find, fold  # read from the built gazetteer

    found: set[str] = set()
    for lang in ("en", "es"):
        for table in ("months", "weekdays", "seasons"):
            found |= {
                w.capitalize()
                for w in tomllib.loads((ROOT / f"onrecord/lang/{lang}/times.toml").read_text(encoding="utf-8")).get(table, {})
            }
        nouns = tomllib.loads((ROOT / f"onrecord/lang/{lang}/entities.toml").read_text(encoding="utf-8"))["nouns"]
        found |= {w.strip().capitalize() for text in nouns.values() for w in text.replace("\n", " ").split(" | ")}
    for name in list(names()):
        places = [p for p in find(fold(name)) if p.weight >= 2]
        if any(p.kind in ("country", "admin1", "capital", "continent", "region") or p.population >= CROWDED for p in places):
            found.add(name)
    return found


def main() -> None:
    without = other_things()
    lines = []
    for name, genders in sorted(names().items()):
        if name not in without:
            lines.append(f"{name} {next(iter(genders)) if len(genders) == 1 else '?'}")
    out = ROOT / "onrecord" / "lang" / "given_names.txt"
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} names, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
