"""Hostile files: every shape of text in every format, and bytes that are no text at all."""

from __future__ import annotations

import base64
import json
import quopri
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from tests.nasty.texts import SHAPES, plain

type Format = Callable[[Random, str], bytes]
type Damage = Callable[[Random, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Nasty:
    """A file of the corpus: its name tells its number and what is nasty about it."""

    name: str
    content: bytes


def _text(rng: Random, text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _head(rng: Random, text: str) -> bytes:
    """The shape under the head lines of an article."""
    head = "Rain returns to the valley\n\nBy Ana Ruiz\n\nHarbour Post, Lagos\n\n12 March 2024\n\nThe river rose on Monday, the ministry said.\n\n"
    return _text(rng, head + text)


def _markdown(rng: Random, text: str) -> bytes:
    return _text(rng, f"---\ntitle: {text[:60]!r}\ndate: {text[60:90]}\n---\n\n# Rain\n\n{text}\n\n> {text[:200]}\n")


def _rows(rng: Random, text: str) -> bytes:
    """The shape as a text, as every piece of metadata, and in rows that are none."""
    size = max(1, len(text) // 3)
    pieces = [text[i : i + size] for i in range(0, len(text), size)] or ["x"]
    rows: list[object] = [{"id": str(n), "text": piece} for n, piece in enumerate(pieces)]
    short = text[:300]
    rows.append({"id": short, "text": "Rain fell.", "title": short, "outlet": short, "byline": short, "url": short})
    rows.append({"id": "x", "text": "Rain fell.", "published": short, "lang": short})
    rows.append({short: short})
    rows.append(short)
    lines = [json.dumps(row, ensure_ascii=rng.random() < 0.5) for row in rows]
    return "\n".join(lines).encode("utf-8", "surrogatepass") + b"\n" + _text(rng, short)


def _page(rng: Random, text: str) -> bytes:
    """A page with the shape in its body, its title, its attributes and its data."""
    short = text[:200]
    quoted = short.replace('"', "&quot;")
    data = json.dumps({"@type": "NewsArticle", "headline": short, "datePublished": short, "author": short})
    inner = text.replace("\n\n", "</p>\n<p>")
    page = (
        f'<!doctype html><html lang="en"><head><title>{short}</title><meta property="og:title" content="{quoted}">'
        f'<meta name="author" content="{quoted}"><meta property="article:published_time" content="{quoted}">'
        f'<script type="application/ld+json">{data}</script></head><body><nav>Home</nav><article><h1>{short}</h1>'
        f"<p>The river rose on Monday, the ministry said in Lagos.</p><p>{inner}</p></article></body></html>"
    )
    return _text(rng, page)


def _bare_page(rng: Random, text: str) -> bytes:
    return _text(rng, "<html><body>" + text)


def _mhtml(rng: Random, text: str) -> bytes:
    page = _page(rng, text)
    encoding = rng.choice(["base64", "quoted-printable", "8bit", "7bit", text[:20].strip() or "x"])
    body = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page) if encoding == "quoted-printable" else page
    head = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/rain\r\nSubject: Rain\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="x-x"\r\n\r\n--x-x\r\nContent-Type: text/html\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\nContent-Location: https://example.org/rain\r\n\r\n"
    ).encode("utf-8", "replace")
    return head + body + b"\r\n--x-x--\r\n"


FORMATS: dict[str, tuple[Format, ...]] = {
    "txt": (_text, _head),
    "md": (_text, _markdown),
    "jsonl": (_rows,),
    "html": (_page, _bare_page),
    "mhtml": (_mhtml,),
}


def _cut(rng: Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _flipped(rng: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(1 + len(changed) // 200 if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _spliced(rng: Random, content: bytes) -> bytes:
    """A piece moved to somewhere else, another doubled."""
    a, b, c = sorted(rng.randrange(len(content) + 1) for _ in range(3))
    return content[:a] + content[b:c] + content[a:b] * 2 + content[c:]


def _encoded(encoding: str) -> Damage:
    def damage(rng: Random, content: bytes) -> bytes:
        return content.decode("utf-8", "replace").encode(encoding, "replace")

    return damage


def _returns(rng: Random, content: bytes) -> bytes:
    return content.replace(b"\n", rng.choice([b"\r", b"\r\n", b"\n\r", b"\r\r\n"]))


DAMAGES: tuple[Damage, ...] = (
    _cut,
    _flipped,
    _spliced,
    _returns,
    *map(_encoded, ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "latin-1", "utf-7", "shift-jis", "cp037")),
    lambda rng, content: content + bytes(rng.randrange(1, 5000)),
    lambda rng, content: content + "ñ“é".encode("cp1252") + content[:50],
    lambda rng, content: content.decode("utf-8", "replace").encode("utf-8").decode("cp1252", "replace").encode(),
)

_ENTITIES = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(12))
BYTES: dict[str, bytes] = {
    "empty": b"",
    "spaces": b" \n\t\r\n" * 100,
    "mark": b"\xef\xbb\xbf",
    "wide_mark": b"\xff\xfe",
    "nul": bytes(5000),
    "all_bytes": bytes(range(256)) * 20,
    "high_bytes": bytes(range(128, 256)) * 40,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200),
    "zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(100),
    "gzip_bomb": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x01\r\x00\x00\x00\xc2\xa0\xf7Om\x0e7\xa0",
    "sqlite": b"SQLite format 3\x00" + bytes(200),
    "rtf": b"{\\rtf1\\ansi\\deff0 {\\b Rain} fell.\\par}",
    "entity_bomb": f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "rain">{_ENTITIES}]><html><body><p>&a12;</p></body></html>'.encode(),
    "entity_file": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>Rain &x; fell.</p></body></html>',
    "entity_loop": b'<!DOCTYPE html [<!ENTITY a "&b;"><!ENTITY b "&a;">]><html><body><p>&a;</p></body></html>',
    "deep_divs": b"<!doctype html><html><body>" + b"<div>" * 2000 + b"Rain fell." + b"</div>" * 2000,
    "deep_lists": b"<!doctype html><html><body>" + b"<ul><li>" * 2000 + b"Rain fell.",
    "deep_tables": b"<!doctype html><html><body>" + b"<table><tr><td>" * 1000 + b"Rain fell.",
    "deep_quotes": b"<!doctype html><html><body><article>" + b"<blockquote>" * 3000 + b"<p>Rain fell.",
    "deep_inline": b"<!doctype html><html><body><p>" + b"<b><i>" * 3000 + b"Rain fell.",
    "attributes": b"<!doctype html><html><body><p " + b"a=b " * 3000 + b">Rain fell.</p>",
    "only_scripts": b"<!doctype html><html><head>" + b"<script>var rain = 1;</script>" * 300 + b"</head></html>",
    "frames": b'<!doctype html><html><frameset><frame src="a.html"></frameset></html>',
    "data_url": b'<!doctype html><html><body><img src="data:image/png;base64,' + b"A" * 9000 + b'"><p>Rain fell on Monday.</p></body></html>',
    "ld_deep": b'<!doctype html><html><script type="application/ld+json">' + b'{"a":[' * 3000 + b"]}" * 3000 + b"</script><p>Rain fell.</p></html>",
    "ld_huge_number": b'<!doctype html><html><script type="application/ld+json">{"@type":"Article","datePublished":' + b"9" * 5000 + b"}</script><p>Rain.</p>",
    "times": b"<!doctype html><html><body><article>" + b'<p><time datetime="9999-99-99T99:99">then</time> Rain fell.</p>' * 100,
    "charset_lies": b'<!doctype html><html><head><meta charset="utf-16"></head><body><p>Rain fell on Monday in Lagos.</p></body></html>',
    "charset_unknown": b'<!doctype html><html><head><meta charset="x-none\x00"></head><body><p>Rain fell on Monday.</p></body></html>',
    "nested_mime": b"".join(
        f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b{i}"\r\n\r\n--b{i}\r\n'.encode() for i in range(150)
    ) + b"Content-Type: text/html\r\n\r\n<p>Rain fell.</p>",
    "mime_no_boundary": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<p>Rain fell.</p>",
    "mime_headers": b"MIME-Version: 1.0\r\n" + b"X-Rain: fell\r\n" * 600 + b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n\r\nrain\r\n--x--',
    "mime_long_header": b"MIME-Version: 1.0\r\nSubject: " + b"=?utf-8?b?" * 2000 + b"\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\nRain",
    "rows_deep": b'{"id": "a", "text": ' + b"[" * 4_000 + b"\n" + b'{"a":' * 4_000,
    "rows_odd": b'{"id":"a","text":"\\ud800"}\n{"id":"a","text":1e999}\n{"id":"b","text":"\\u0000"}\n{"id":"c","id":"d","text":"Rain."}\n\x00\n',
    "rows_same": b'{"id": "a", "text": "Rain fell on Monday."}\n' * 50,
    "rows_lang": b"".join(b'{"id": "%d", "text": "Rain fell.", "lang": "%s"}\n' % (i, lang) for i, lang in enumerate([b"xx", b"EN", b"es-VE", b"", b"en_", b"\xc3\xa9", b"../en"])),
    "rows_dates": b"".join(b'{"id": "%d", "text": "Rain fell on Monday.", "published": "%s"}\n' % (i, d) for i, d in enumerate([b"0001-01-01", b"9999-12-31", b"2024-02-30", b"2024-06-30T23:59:60Z", b"0000-01-01", b"2024-01-01T00:00+99:99", b"2024"])),
}  # fmt: skip
"""What is no shape of text: files that are broken, or something else than they say."""


def make(count: int, size: int, seed: int = 1) -> Iterator[Nasty]:
    """``count`` files of about ``size`` characters: what is no text under every name, every shape of text in every
    format with damaged ones between, then damaged ones without end. The same seed makes the same files."""
    for number, (label, suffix, content) in enumerate(islice(_all(size, seed), count)):
        yield Nasty(f"{number:05d}_{label}.{suffix}", content)


def _all(size: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    rng = Random(seed)
    for label, content in BYTES.items():
        for suffix in FORMATS:
            yield label, suffix, content
    for turn in range(len(FORMATS)):
        for number, (label, shape) in enumerate(SHAPES.items()):
            suffix = list(FORMATS)[(number + turn) % len(FORMATS)]
            yield label, suffix, rng.choice(FORMATS[suffix])(rng, shape(rng, size))
        for _ in range(100):
            yield _damaged(rng, size)
    while True:
        yield _damaged(rng, size)


def _damaged(rng: Random, size: int) -> tuple[str, str, bytes]:
    """A shape of any size, by itself or within real sentences, most often with its bytes damaged."""
    label = rng.choice(list(SHAPES))
    suffix = rng.choice(list(FORMATS))
    text = SHAPES[label](rng, rng.randrange(1, size))
    if rng.random() < 0.5:
        text = plain(rng, size // 4) + rng.choice(["\n\n", " ", ""]) + text + "\n\n" + plain(rng, size // 4)
    content = rng.choice(FORMATS[suffix])(rng, text)
    return label, suffix, rng.choice(DAMAGES)(rng, content) if rng.random() < 0.7 else content


def write(folder: Path, files: Iterator[Nasty]) -> list[Path]:
    """Write files into a folder; returns where they are."""
    paths = []
    for file in files:
        paths.append(folder / file.name)
        paths[-1].write_bytes(file.content)
    return paths
