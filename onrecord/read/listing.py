"""Paths -> the files that stand there: nothing is opened, every entry is listed once."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from onrecord.read.names import location_of

_REFUSE = re.compile(
    r"thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|~\$.*|.*~|#.*#|.*\.(?:swp|swo|tmp|temp|bak|part|partial|crdownload|download|lock|lck)",
    re.IGNORECASE | re.DOTALL,
)
_SPECIAL = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)
_ERRORS = {
    errno.ENOENT: "no such file or folder",
    errno.ENOTDIR: "no such file or folder",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENAMETOOLONG: "its path is longer than the system allows",
    errno.ELOOP: "a link that leads back to itself",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A file to be read, or an entry that is not, with the ``status`` and ``reason`` it ends in already. ``named`` is
    true where the user named the file itself; ``path`` is what opens it, ``location`` what is shown."""

    path: str
    location: str
    named: bool = False
    status: str | None = None
    reason: str | None = None


def list_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Listed]:
    """All files under the paths, folders in sorted order; "-" is standard input. Nothing raises.

    Links to files count as files; links to folders are not followed, unless they are named.
    """
    for path in paths:
        given = os.fspath(path)
        if given == "-":
            yield Listed(given, given, True)
            continue
        try:
            mode = os.stat(given).st_mode
        except (OSError, ValueError) as error:
            yield Listed(given, location_of(given), True, "failed", why(error))
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(given)
        else:
            yield _listed(given, mode, named=True)


def count_files(paths: Iterable[str | os.PathLike[str]]) -> int:
    """How many entries :func:`list_files` gives; a JSON Lines file counts once, however many rows it has."""
    return sum(1 for _ in list_files(paths))


def why(error: OSError | ValueError) -> str:
    """The reason of an error of the system, for the user."""
    if not isinstance(error, OSError):
        return "no such file or folder"  # a NUL in its name
    return _ERRORS.get(error.errno or 0) or (error.strerror or str(error)).lower()


def _listed(path: str, mode: int, named: bool) -> Listed:
    special = next((f"{what}, not a file" for is_it, what in _SPECIAL if is_it(mode)), None)
    return Listed(path, location_of(path), named, "skipped" if special else None, special)


def _walk(top: str) -> Iterator[Listed]:
    """Depth first without recursion, as folders may be nested deeper than Python's stack."""
    open_folders: list[tuple[Iterator[os.DirEntry[str]], tuple[int, int]]] = []
    folder: str | None = top
    while True:
        if folder is not None:
            identity, entries = _entries(folder)
            if isinstance(entries, str):
                yield Listed(folder, location_of(folder), False, "failed", entries)
            elif any(identity == above for _, above in open_folders):
                yield Listed(folder, location_of(folder), False, "skipped", "a folder that holds itself")
            else:
                open_folders.append((iter(entries), identity))
        if not open_folders:
            return
        entry = next(open_folders[-1][0], None)
        folder = None
        if entry is None:
            open_folders.pop()
            continue
        found = _entry(entry)
        if found is None:
            folder = entry.path
        else:
            yield found


def _entries(folder: str) -> tuple[tuple[int, int], list[os.DirEntry[str]] | str]:
    """What stands in a folder, in sorted order, and which folder it is; or why it cannot be listed."""
    try:
        about = os.stat(folder)
        with os.scandir(folder) as found:
            return (about.st_dev, about.st_ino), sorted(found, key=attrgetter("name"))
    except OSError as error:
        return (0, 0), f"the folder cannot be listed: {why(error)}"


def _entry(entry: os.DirEntry[str]) -> Listed | None:
    """One entry of a folder; None if it is a folder to go into."""
    location = location_of(entry.path)
    if entry.name.startswith("."):
        return Listed(entry.path, location, False, "skipped", "hidden")
    try:
        if entry.is_dir(follow_symlinks=False):
            return None
        if _REFUSE.fullmatch(entry.name):
            return Listed(entry.path, location, False, "skipped", "a temporary file or one of the system's")
        if entry.is_file(follow_symlinks=False):
            return Listed(entry.path, location)
        mode = os.stat(entry.path).st_mode
    except OSError as error:
        dangling = error.errno == errno.ENOENT and entry.is_symlink()
        return Listed(entry.path, location, False, "failed", "a link that leads nowhere" if dangling else why(error))
    if stat.S_ISDIR(mode):
        return Listed(entry.path, location, False, "skipped", "a link to a folder")
    return _listed(entry.path, mode, named=False)
