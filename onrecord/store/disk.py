"""What can be told of a casefile's file before SQLite opens it: no byte of it, nor of what lies beside it, is changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import CasefileError

_MAGIC = b"SQLite format 3\x00"
_HEAD = 100  # bytes
_REMOTE = ("nfs", "cifs", "smb", "afs", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "davfs", "fuse.davfs")


class Head(NamedTuple):
    """The first bytes of an SQLite file. They may be older than what a ``-wal`` beside it holds."""

    application: int
    form: int
    page: int  # bytes of one
    pages: int  # 0: not told


def look(path: Path, *, create: bool) -> Head | None:
    """The head of the file at a path; ``None`` where there is none, or an empty one, and ``create`` asks to make one.

    Raises:
        CasefileError: nothing there (unless ``create``), or something that cannot be a whole casefile.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        _absent(path, create=create)
        return None
    except OSError as error:
        raise CasefileError(f"{path} cannot be opened: {error.strerror}") from None
    if stat.S_ISDIR(found.st_mode):
        raise CasefileError(f"{path} is a directory, not a casefile")
    if not stat.S_ISREG(found.st_mode):
        raise CasefileError(f"{path} is not a regular file, so no casefile")
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD)
    except OSError as error:
        raise CasefileError(f"{path} cannot be opened: {error.strerror}") from None
    if create and not os.access(path, os.W_OK):
        raise CasefileError(f"{path} cannot be written to")
    if create and not os.access(path.resolve().parent, os.W_OK):
        raise CasefileError(f"{path} cannot be written to: SQLite keeps files beside it, and its folder cannot be written to")
    if not data:
        if create:
            return None
        raise CasefileError(f"{path} is empty; 'onrecord read FILES --into {path}' makes a casefile of it")
    return _head(path, data, found.st_size)


def _absent(path: Path, *, create: bool) -> None:
    if path.is_symlink():
        raise CasefileError(f"{path} is a link to {os.readlink(path)}, and there is nothing")
    if not create:
        raise CasefileError(f"no casefile at {path}; 'onrecord read FILES --into {path}' makes one")
    if not path.parent.is_dir():
        raise CasefileError(f"there is no directory {path.parent} for the casefile")
    if not os.access(path.parent, os.W_OK):
        raise CasefileError(f"{path} cannot be made: the directory {path.parent} cannot be written to")


def _head(path: Path, data: bytes, size: int) -> Head:
    if not data.startswith(_MAGIC[: len(data)]) or len(data) < len(_MAGIC):
        raise CasefileError(f"{path} is not a casefile")
    page = int.from_bytes(data[16:18], "big")
    page = 65536 if page == 1 else page
    if len(data) < _HEAD or page < 512 or page & (page - 1):
        raise CasefileError(f"{path} is damaged: its first page is not whole")
    number = [int.from_bytes(data[at : at + 4], "big") for at in range(0, _HEAD, 4)]
    pages = number[7] if number[6] == number[23] else 0
    if size < pages * page and not pending(path):
        raise CasefileError(f"{path} is damaged: it has {size:,} bytes of {pages * page:,}; the copy may have been cut short")
    return Head(application=number[17], form=number[15], page=page, pages=pages)


def pending(path: Path) -> bool:
    """Whether something lies beside the file that SQLite takes in with it: what was written last, or is being written."""
    return any(_size(path, ending) > 0 for ending in ("-wal", "-journal"))


def _size(path: Path, ending: str) -> int:
    try:
        return os.stat(f"{path.resolve()}{ending}").st_size
    except OSError:
        return 0


def state(path: Path) -> tuple[int, int, int, bool]:
    """What changes when another process writes to the file."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, pending(path)


def remote(path: Path) -> str | None:
    """The kind of network mount that a path is on, where processes on several machines share no memory; ``None``
    where it is on a disk of this one, or that cannot be told."""
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as file:
            mounts = [line.split()[1:3] for line in file]
    except OSError:
        return None
    place = str(path.resolve())
    inside = [(point, kind) for point, kind in mounts if place == point or place.startswith(point.rstrip("/") + "/")]
    kind = max(inside, key=lambda mount: len(mount[0]), default=("", ""))[1]
    return kind if kind.startswith(_REMOTE) else None


def room(path: Path) -> int | None:
    """Bytes that are free on the disk of a path; ``None`` where that cannot be told."""
    try:
        found = os.statvfs(path.resolve().parent)
    except (OSError, AttributeError):
        return None
    return found.f_bavail * found.f_frsize
