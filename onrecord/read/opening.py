"""A path -> its bytes, whatever happens to the file meanwhile."""

from __future__ import annotations

import os
import stat
from io import BufferedReader

from onrecord.errors import ReadError
from onrecord.read.limits import Limits
from onrecord.read.listing import why

_TRIES = 3  # times that a file is read which changes meanwhile
_FLAGS = ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOCTTY")  # a pipe that stands there by now must not be waited for


def open_file(path: str) -> BufferedReader:
    """Open a regular file for reading.

    Raises:
        ReadError: says why it cannot be opened, or that it is no file any more.
    """
    number = -1
    try:
        number = os.open(path, os.O_RDONLY | sum({getattr(os, name, 0) for name in _FLAGS}))
        if stat.S_ISREG(os.fstat(number).st_mode):
            return open(number, "rb")
    except FileNotFoundError:
        raise ReadError("vanished: it was there when the folder was listed") from None
    except OSError as error:
        raise ReadError(why(error)) from None
    os.close(number)
    raise ReadError("no longer a file: something else took its place while it was to be read")


def content_of(path: str, limits: Limits) -> bytes:
    """The bytes of a file; read anew if it changes meanwhile.

    Raises:
        ReadError: it cannot be read, is larger than the limit, or does not come to rest.
    """
    for _ in range(_TRIES):
        with open_file(path) as file:
            try:
                before = os.fstat(file.fileno())
                if before.st_size > limits.bytes:
                    raise ReadError(limits.too_large())
                content = file.read(limits.bytes + 1)
                after = os.fstat(file.fileno())
            except OSError as error:
                raise ReadError(why(error)) from None
        if len(content) > limits.bytes:
            raise ReadError(limits.too_large())
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return content
    raise ReadError("it changes while it is being read; read it again when it is complete")
