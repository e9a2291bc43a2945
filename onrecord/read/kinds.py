"""What kind of file it is: by its name's end, and by the bytes that it begins with."""

from __future__ import annotations

import re

BEGINNING = 4096
"""Bytes that tell what a file is."""

_SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
}
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9_-]{0,15}")
_DATA = frozenset({
    ".csv", ".tsv", ".json", ".xml", ".rss", ".atom", ".svg", ".css", ".js", ".ts", ".py", ".c", ".h", ".java", ".sh", ".sql", ".toml", ".yaml",
    ".yml", ".ini", ".cfg", ".conf", ".log", ".tex", ".bib", ".ics", ".vcf", ".eml", ".srt", ".vtt", ".warc", ".db", ".sqlite",
})  # fmt: skip
_MAGIC = (
    (0, b"%PDF-", "a PDF document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"AT&TFORM", "a DjVu document"),
    (0, b"bplist00", "a Safari web archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
    (8, b"WEBPVP8", "a WebP image"),
    (4, b"ftypavif", "an AVIF image"),
    (4, b"ftyphei", "an HEIC image"),
    (4, b"ftyp", "a video"),
    (8, b"WAVEfmt ", "a sound"),
    (8, b"AVI LIST", "a video"),
    (0, b"ID3\x03", "a sound"),
    (0, b"ID3\x04", "a sound"),
    (0, b"OggS\x00", "a sound"),
    (0, b"fLaC\x00", "a sound"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"\x7fELF", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"\x00asm", "a program"),
)
_ZIPPED = ((b"word/", "a Word document"), (b"xl/", "an Excel table"), (b"ppt/", "PowerPoint slides"), (b"[Content_Types].xml", "an Office document"),
           (b"application/epub", "an EPUB book"), (b"application/vnd.oasis", "an OpenDocument document"))  # fmt: skip
_WEAK = ((b"BM", "a BMP image"), (b"MZ", "a program"), (b"\x00\x00\x01\x00", "an icon"))  # words begin so: only where bytes are no text
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_MIME = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):", re.IGNORECASE)


def suffix_of(name: str) -> str:
    """The end of a file's name that tells its kind, in lower case; "" where none does ("article", "story no. 5")."""
    stem, dot, end = name.rpartition(".")
    return f".{end}".lower() if stem and dot and _SUFFIX.fullmatch(f".{end}") else ""


def kind_of_suffix(suffix: str) -> str | None:
    """ "text", "markdown", "jsonl", "html" or "mhtml"; None for files that are not read by their name."""
    return _SUFFIXES.get(suffix)


def is_data(suffix: str) -> bool:
    """Whether files named so are text, but no articles: tables, programs, settings."""
    return suffix in _DATA


def foreign(beginning: bytes) -> str | None:
    """What a file is that begins with these bytes, if it is no text: "a PDF document", "a JPEG image"."""
    if beginning.startswith(b"PK\x03\x04"):
        return next((what for mark, what in _ZIPPED if mark in beginning), "a ZIP archive")
    found = next((what for at, mark, what in _MAGIC if beginning.startswith(mark, at)), None)
    if found is None and b"\x00" in beginning:
        found = next((what for mark, what in _WEAK if beginning.startswith(mark)), None)
    return found


def page_kind(beginning: bytes) -> str | None:
    """ "html" or "mhtml" where the bytes leave no doubt that this is a web page, whatever its name."""
    if _PAGE.match(beginning[:BEGINNING]):
        return "html"
    head = beginning[:BEGINNING]
    return "mhtml" if b"multipart/related" in head.lower() and _MIME.match(head) else None
