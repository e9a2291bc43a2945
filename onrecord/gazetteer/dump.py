"""A dump of GeoNames -> rows: tab-separated lines of 19 columns, bare or in a zip file."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from onrecord.errors import GazetteerError
from onrecord.gazetteer.naming import called, called_bare, useful

_COLUMNS = 19
_LONGEST = 1 << 20  # bytes of a line; that of a place with 10,000 characters of names is far shorter
_PATIENCE = 1_000  # bad lines at the beginning, without a good one, after which a file is no dump
_TOLD = 3
TOWN = 500  # inhabitants from which on the embedded gazetteer means to have a place


class Row(NamedTuple):
    """A place of a dump. ``level`` 1 or 2 where it is a first or second administrative level, else 0; ``code1`` and
    ``code2`` the codes of those that it lies in ("VE.01", "VE.01.0101"), "" where it has none; degrees (WGS 84);
    ``names`` folded name -> weight."""

    id: int
    name: str
    kind: str
    country: str
    level: int
    code1: str
    code2: str
    lat: float
    lon: float
    population: int
    names: dict[str, int]


_BY_CLASS = {"A": "region", "H": "water", "L": "region", "P": "city", "S": "facility", "T": "region", "U": "water", "V": "region"}
_BY_CODE = {
    "ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin2", "ADM4": "admin2", "ADM5": "admin2", "ADMD": "admin2",
    "ATOL": "island", "ISL": "island", "ISLET": "island", "ISLF": "island", "ISLM": "island", "ISLS": "island", "ISLT": "island",
    "ISLX": "island", "HLL": "mountain", "HLLS": "mountain", "MT": "mountain", "MTS": "mountain", "PK": "mountain", "PKS": "mountain",
    "RDGE": "mountain", "VLC": "mountain", "MILB": "facility", "NVB": "facility", "PRT": "facility",
}  # fmt: skip
"""Feature class and code -> class of the gazetteer; all else is a region."""


def _kind(group: str, code: str, population: int) -> str:
    if code == "PPLC" and population > 1000:
        return "capital"
    return _BY_CODE.get(code) or _BY_CLASS.get(group, "region")


def _weight(group: str, code: str, population: int) -> int:
    """The weight of a preferred name: below 3 for what is too small for the embedded gazetteer, so that it comes after
    what everybody knows; least for features, whose classes are otherwise those of the well-known ones alone."""
    if code in ("ADM1", "ADM2") or (group == "P" and population >= TOWN):
        return 3
    return 2 if group == "P" else 1


def parse(line: bytes) -> Row:
    """One line of a dump. ValueError says what is wrong with it."""
    try:
        columns = line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    if len(columns) != _COLUMNS:
        raise ValueError(f"{len(columns)} {'column' if len(columns) == 1 else 'columns'} where a dump of GeoNames has {_COLUMNS}")
    id, name, plain, others, lat, lon, group, code, country, _, admin1, admin2, _, _, population, *_ = columns
    if not (id.isascii() and id.isdigit() and 0 < len(id) < 16 and int(id)):
        raise ValueError(f"'{id[:40]}' is no id of GeoNames")
    if not name.strip():
        raise ValueError("no name")
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise ValueError(f"'{country[:40]}' is no code of a country")
    people = population or "0"
    if not (people.isascii() and people.isdigit() and len(people) < 13):
        raise ValueError(f"'{people[:40]}' is no number of inhabitants")
    size = int(people)
    code1 = f"{country}.{admin1}" if country and admin1 else ""
    return Row(
        id=int(id), name=name.strip(), kind=_kind(group, code, size), country=country, level={"ADM1": 1, "ADM2": 2}.get(code, 0),
        code1=code1, code2=f"{code1}.{admin2}" if code1 and admin2 else "", lat=_degrees(lat, 90), lon=_degrees(lon, 180),
        population=size, names=_names(name.strip(), plain, others, code, _weight(group, code, size)),
    )  # fmt: skip


def _degrees(text: str, limit: int) -> float:
    try:
        found = float(text)
    except ValueError:
        raise ValueError(f"'{text[:40]}' is no number of degrees") from None
    if not -limit <= found <= limit:  # neither is NaN
        raise ValueError(f"{text[:40]} is not between -{limit} and {limit} degrees")
    return found


def _names(name: str, plain: str, others: str, code: str, weight: int) -> dict[str, int]:
    names: dict[str, int] = {}
    called(names, name, weight)
    if plain != name:
        called(names, plain, 1)
    for other in others.split(",") if others else ():
        if useful(other):
            called(names, other, 1)
    if code in ("ADM1", "ADM2"):
        for key in list(names):
            called_bare(names, name, key)
    return names


class Dump:
    """The rows of a file, by iterating once. ``bad`` counts the lines that were left out, ``reasons`` tells of the first
    ones; ``read`` and ``size`` are bytes. Raises GazetteerError for what cannot be read or is no dump."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bad = self.good = self.read = self.size = 0
        self.reasons: list[str] = []

    def __iter__(self) -> Iterator[Row]:
        try:
            with self._open() as stream:
                for number, line in self._lines(stream):
                    try:
                        row = parse(line) if len(line) <= _LONGEST else _refuse()
                    except ValueError as error:
                        self._note(number, str(error))
                        continue
                    self.good += 1
                    yield row
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise GazetteerError(f"{self.path}: cannot be read ({reason or type(error).__name__})") from error
        if not self.good:
            raise GazetteerError(f"{self.path}: " + (f"no dump of GeoNames ({self.reasons[0]})" if self.reasons else "empty"))

    @contextmanager
    def _open(self) -> Iterator[BinaryIO]:
        with self.path.open("rb") as file:
            if not zipfile.is_zipfile(file):
                self.size = self.path.stat().st_size
                file.seek(0)
                yield file
                return
            with zipfile.ZipFile(file) as archive:
                member = self._member(archive)
                self.size = member.file_size
                with archive.open(member) as stream:
                    yield stream  # type: ignore[misc]  # reads like any other binary file

    def _member(self, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
        """The dump in an archive: the largest text that is not its readme."""
        texts = [m for m in archive.infolist() if m.filename.lower().endswith(".txt") and "readme" not in m.filename.lower()]
        if not texts:
            raise GazetteerError(f"{self.path}: no .txt file in it")
        return max(texts, key=lambda m: (m.file_size, m.filename))

    def _lines(self, stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Numbered lines that are not blank; of one over the limit only the beginning, so that none fills the memory."""
        number = 0
        while line := stream.readline(_LONGEST + 1):
            number += 1
            self.read += len(line)
            rest = line
            while not rest.endswith(b"\n") and (rest := stream.readline(_LONGEST)):
                self.read += len(rest)
            if line.strip():
                yield number, line

    def _note(self, number: int, reason: str) -> None:
        self.bad += 1
        if len(self.reasons) < _TOLD:
            self.reasons.append(f"line {number}: {reason}")
        if not self.good and self.bad >= _PATIENCE:
            raise GazetteerError(f"{self.path}: no dump of GeoNames ({self.reasons[0]})")


def _refuse() -> Row:
    raise ValueError(f"longer than {_LONGEST // 1_000_000} MB")
