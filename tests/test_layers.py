"""The shape of the house: the front door, what an import costs, where outside libraries may enter.

That arrows point down is import-linter's to say (``make imports``).
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import onrecord

PACKAGE = Path(onrecord.__file__).parent

ADDRESSES = {
    "spacy": ("parse.py",),
    "sqlalchemy": ("store/",),
    "fastapi": ("web/",),
    "starlette": ("web/",),
    "uvicorn": ("web/", "cli/"),
    "jinja2": ("web/", "report/"),
    "click": ("cli/",),
    "rich": ("cli/",),
    "trafilatura": ("read/",),
    "lxml": ("read/",),
    "msgspec": ("codec.py",),
    "py3langid": ("read/",),
    "markdown_it": ("read/",),
    "babel": ("report/", "web/", "lang/"),
}
"""Outside library -> where in the package it may be imported."""


def imported(path: Path) -> set[str]:
    """Top-level names of the modules that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert len(found) > 20
    return found


def test_the_front_door_is_sorted_and_whole() -> None:
    listed = onrecord.__all__
    constants, classes, rest = (
        [n for n in listed if n.isupper()],
        [n for n in listed if n[0].isupper() and not n.isupper()],
        [n for n in listed if not n[0].isupper()],
    )
    assert listed == [*sorted(constants), *sorted(classes), *sorted(rest)]
    assert len(set(listed)) == len(listed)
    for name in listed:
        assert hasattr(onrecord, name), f"{name} is promised and not there"


def test_nothing_public_stands_beside_the_front_door() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    defined = {n.name for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    brought = {
        alias.asname or alias.name
        for n in tree.body
        if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("onrecord")
        for alias in n.names
    }
    assert defined | brought <= set(onrecord.__all__)


def test_every_noun_of_the_model_is_public() -> None:
    tree = ast.parse((PACKAGE / "model.py").read_text(encoding="utf-8"))
    nouns = {n.name for n in tree.body if isinstance(n, ast.ClassDef)}
    assert nouns <= set(onrecord.__all__)


def test_importing_onrecord_loads_no_heavy_library() -> None:
    heavy = ("spacy", "numpy", "sqlalchemy", "fastapi", "click", "babel", "py3langid", "jinja2")
    script = f"import sys, onrecord; print(*(m for m in {heavy!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_outside_libraries_have_one_address() -> None:
    strays = [
        f"{path.relative_to(PACKAGE).as_posix()} imports {name}"
        for path in modules()
        for name in sorted(imported(path) & ADDRESSES.keys())
        if not path.relative_to(PACKAGE).as_posix().startswith(ADDRESSES[name])
    ]
    assert strays == []


def test_model_and_extract_need_the_standard_library_alone() -> None:
    allowed = sys.stdlib_module_names | {"onrecord"}
    strays = {
        path.relative_to(PACKAGE).as_posix(): sorted(imported(path) - allowed)
        for path in [PACKAGE / "model.py", PACKAGE / "promise.py", *sorted((PACKAGE / "extract").rglob("*.py"))]
        if imported(path) - allowed
    }
    assert strays == {}
