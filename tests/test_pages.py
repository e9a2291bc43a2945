"""Web pages: of every layout the article's paragraphs in order and nothing else, and what the page tells about it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import ReadError
from onrecord.model import BlockKind
from onrecord.read.html import read_html
from onrecord.read.mhtml import read_mhtml
from onrecord.read.page import Page

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.toml"))
FIELDS = ("title", "outlet", "byline", "published", "modified", "url", "lang")


def page_named(name: str) -> tuple[Page, dict[str, Any]]:
    """A page of the folder as it is read, and what should be read of it."""
    source = next(path for path in PAGES.iterdir() if path.stem == name and path.suffix != ".toml")
    reader = read_mhtml if source.suffix in (".mhtml", ".mht") else read_html
    return reader(source.read_bytes()), tomllib.loads((PAGES / f"{name}.toml").read_text(encoding="utf-8"))


def blocks_of(page: Page) -> list[list[str]]:
    return [[b.kind.value, page.text[b.start : b.end], *([b.at] if b.at else [])] for b in page.blocks]


def text_of(html: str) -> list[str]:
    page = read_html(html.encode())
    return [page.text[b.start : b.end] for b in page.blocks]


def test_there_are_fifteen_layouts_at_least() -> None:
    assert len(NAMES) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_gives_its_article(name: str) -> None:
    page, wanted = page_named(name)
    assert blocks_of(page) == wanted["blocks"]


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_gives_its_metadata(name: str) -> None:
    page, wanted = page_named(name)
    assert {key: getattr(page.metadata, key) for key in FIELDS} == {key: wanted.get(key) for key in FIELDS}


@pytest.mark.parametrize("name", NAMES)
def test_blocks_cover_the_text(name: str) -> None:
    page, _ = page_named(name)
    position = 0
    for block in page.blocks:
        assert not page.text[position : block.start].strip()
        assert page.text[block.start : block.end].strip() == page.text[block.start : block.end] != ""
        position = block.end
    assert position == len(page.text)


SENTENCE = "The mayor of Puerto Salinas said on Monday that forty people had been hurt in the fire at the market."


def wrapped(body: str, head: str = "<title>Fire at the market</title>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><h1>Fire at the market</h1>{body}</body></html>"


def body_of(html: str | bytes) -> list[str]:
    """The paragraphs after the title."""
    page = read_html(html.encode() if isinstance(html, str) else html)
    return [page.text[b.start : b.end] for b in page.blocks if b.kind is not BlockKind.TITLE]


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        (f"<p>{SENTENCE}</p><p>Fire<b>men</b> came, <i>all</i> <a href='/x'>nine</a>.</p>", "Firemen came, all nine."),
        (
            f"<p>{SENTENCE}</p><p>It cost&nbsp;5&#160;000&nbsp;euros &amp; more&mdash;she said.</p>",
            "It cost\u00a05\u00a0000\u00a0euros & more—she said.",
        ),
        (f"<p>{SENTENCE}</p><p>\n  Three\n\tcame\n  late. </p>", "Three came late."),
        (f"<p>{SENTENCE}</p><p>Ven&shy;e&#8203;zuela lost.</p>", "Venezuela lost."),
        (f"<p>{SENTENCE}</p><p>E\u0301xito e\u0301 total.</p>", "E\u0301xito e\u0301 total."),
        (f"<p>{SENTENCE}</p><p>She said: <q>We are here.</q></p>", "She said: “We are here.”"),
        (f"<p>{SENTENCE}</p><p>It rained<br>all day long.</p>", "It rained all day long."),
        (f"<p>{SENTENCE}</p><p>It burned.<sup><a href='#n'>[1]</a></sup> It fell.</p>", "It burned. It fell."),
        (f"<p>{SENTENCE}</p><p>A H<sub>2</sub>O tank of 10<sup>3</sup> litres burst.</p>", "A H2O tank of 103 litres burst."),
    ],
)
def test_inline_markup_neither_parts_nor_glues(markup: str, wanted: str) -> None:
    assert body_of(wrapped(markup)) == [SENTENCE, wanted]


def test_breaks_part_paragraphs() -> None:
    assert body_of(wrapped(f"<div>{SENTENCE}<br><br>Nobody died.<br/>\n<br/>It goes on.</div>")) == [
        SENTENCE,
        "Nobody died.",
        "It goes on.",
    ]


def test_a_table_of_figures_is_a_row_a_line_and_one_of_layout_is_not() -> None:
    figures = "<table><tr><th>Year</th><th>Dead</th></tr><tr><td>2020</td><td>12</td></tr><tr><td>2020</td><td>12</td></tr></table>"
    assert body_of(wrapped(f"<p>{SENTENCE}</p>{figures}")) == [SENTENCE, "Year | Dead", "2020 | 12", "2020 | 12"]
    layout = f"<table><tr><td><p>{SENTENCE}</p><p>{SENTENCE.replace('forty', 'fifty')}</p></td></tr></table>"
    assert body_of(wrapped(layout)) == [SENTENCE, SENTENCE.replace("forty", "fifty")]


@pytest.mark.parametrize(
    "furniture",
    [
        "<p hidden>Secret words of the page are here.</p>",
        "<p style='display: none'>Secret words of the page are here.</p>",
        "<div aria-hidden='true'>Secret words of the page are here.</div>",
        "<span class='sr-only'>Secret words of the page are here.</span>",
        "<template><p>Secret words of the page are here.</p></template>",
        "<noscript><p>Secret words of the page are here.</p></noscript>",
        "<script>'Secret words of the page are here.'</script>",
        "<style>/* Secret words of the page are here. */</style>",
        "<!-- Secret words of the page are here. -->",
        "<nav>Secret words of the page are here.</nav>",
        "<aside><p>Secret words of the page are here.</p></aside>",
        "<div class='ArticleRelated_box__3xYz'><p>Secret words of the page are here.</p></div>",
        "<div><p>Secret words of the page are here.</p><input type='email'></div>",
        "<div role='complementary'><p>Secret words of the page are here.</p></div>",
        "<ul><li><a href='/1'>Secret words of the page</a></li><li><a href='/2'>More secret words</a></li></ul>",
        "<p>Read more: <a href='/1'>Secret words of the page</a></p>",
        "<p>Subscribe to continue reading the secret words.</p>",
        "<div class='cookie-banner'>We use cookies. Secret words of the page are here.</div>",
    ],
)
def test_what_is_hidden_or_around_is_left_out(furniture: str) -> None:
    page = wrapped(f"<p>{SENTENCE}</p>{furniture}<p>Nobody was at home when the roof came down.</p>")
    assert body_of(page) == [SENTENCE, "Nobody was at home when the roof came down."]


@pytest.mark.parametrize("name", ["paywall-article", "page-with-sidebar", "content related-off", "tag-advertising", "css-ad9ad9", "kGTQDk"])
def test_the_article_stays_whatever_its_box_is_called(name: str) -> None:
    paragraphs = "".join(f"<p>{SENTENCE.replace('forty', number)}</p>" for number in ("two", "three", "four"))
    assert len(body_of(wrapped(f"<div class='{name}'>{paragraphs}</div>"))) == 3


def test_a_correction_is_a_note_wherever_it_stands() -> None:
    for box in ("<aside class='correction'>{}</aside>", "<footer><div class='article-correction'>{}</div></footer>", "<p><em>{}</em></p>"):
        note = "Correction: An earlier version of this article gave the number of the hurt as four."
        page = read_html(wrapped(f"<article><p>{SENTENCE}</p>{box.format(note)}</article>").encode())
        assert [page.text[b.start : b.end] for b in page.blocks if b.kind is BlockKind.NOTE][-1].endswith("number of the hurt as four.")


def test_a_pull_quote_counts_once_and_a_quotation_of_its_own_stays() -> None:
    said = "We saw the smoke from the other side of the river."
    quoted = f"<p>{SENTENCE}</p><p>“{said}” said a neighbour.</p>"
    assert body_of(wrapped(f"{quoted}<blockquote>{said}</blockquote>")) == [SENTENCE, f"“{said}” said a neighbour."]
    assert body_of(wrapped(f"<p>{SENTENCE}</p><blockquote>{said}</blockquote>")) == [SENTENCE, said]


@pytest.mark.parametrize(
    ("head", "body", "published", "modified"),
    [
        ("<meta property='article:published_time' content='2024-03-02T10:00:00+01:00'>", "", "2024-03-02T10:00:00+01:00", None),
        ("<meta name='date' content='20240302'>", "", "2024-03-02", None),
        ("<meta name='pubdate' content='Sat, 02 Mar 2024 10:00:00 GMT'>", "", "2024-03-02T10:00:00+00:00", None),
        ("<meta name='last-modified' content='2024-03-03'>", "", "2024-03-03", "2024-03-03"),
        ("", "<time datetime='2024-03-02'>yesterday</time>", "2024-03-02", None),
        ("", "<div>Published 2 March 2024 | Updated 3 March 2024</div>", "2024-03-02", "2024-03-03"),
        ("", "<span itemprop='datePublished' content='2024-03-02T08:00Z'></span>", "2024-03-02T08:00Z", None),
        ("<meta name='date' content='9999-99-99'>", "", None, None),
        ('<script type=\'application/ld+json\'>{"@type": "NewsArticle", "datePublished": "soon"}</script>', "", None, None),
        ("", "", None, None),
    ],
)
def test_dates_are_those_that_the_page_gives(head: str, body: str, published: str | None, modified: str | None) -> None:
    prose = f"<p>{SENTENCE}</p><p>On 5 May 2011 there was a fire in the <time datetime='1999-01-01'>same</time> market, and one on March 4, 2012.</p>"
    said = read_html(wrapped(body + prose, f"<title>Fire at the market</title>{head}").encode()).metadata
    assert (said.published, said.modified) == (published, modified)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (wrapped(f"<p>{SENTENCE} Año.</p>").encode(), "Año."),
        (b"\xef\xbb\xbf" + wrapped(f"<p>{SENTENCE} Año.</p>").encode(), "Año."),
        (wrapped(f"<p>{SENTENCE} Año.</p>").encode("utf-16"), "Año."),
        (wrapped(f"<p>{SENTENCE} Año.</p>").encode("utf-16-le"), "Año."),
        (wrapped(f"<p>{SENTENCE} “Año”.</p>").encode("cp1252"), "“Año”."),
        (wrapped(f"<p>{SENTENCE} “Año”.</p>", "<meta charset=iso-8859-1>").encode("cp1252"), "“Año”."),
        (
            wrapped(f"<p>{SENTENCE} Łódź.</p>", "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>").encode(
                "iso-8859-2"
            ),
            "Łódź.",
        ),
        (wrapped(f"<p>{SENTENCE} Año.</p>", "<meta charset=iso-8859-1>").encode(), "Año."),
        (wrapped(f"<p>{SENTENCE} Año.</p>", "<meta charset=nonsense>").encode(), "Año."),
        (wrapped(f"<p>{SENTENCE} &#146;Año&#x80;.</p>").encode(), "’Año€."),
    ],
)
def test_encodings(content: bytes, word: str) -> None:
    assert body_of(content)[0].endswith(word)


def test_a_page_cut_off_in_a_letter_keeps_what_is_there() -> None:
    whole = wrapped(f"<p>{SENTENCE} Ardió el señorío de Ñuñoa y también</p>").encode()
    cut = whole[: whole.index("ñoa".encode()) + 1]
    assert body_of(cut) == [f"{SENTENCE} Ardió el señorío de Ñu"]


@pytest.mark.parametrize("tag", ["div", "span", "p", "b", "ul><li", "blockquote", "table><tr><td"])
def test_deep_nesting(tag: str) -> None:
    assert body_of(wrapped(f"<{tag}>" * 10_000 + f"<p>{SENTENCE}</p>")) == [SENTENCE]


def test_entities_of_a_declaration_are_never_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not to be read", encoding="utf-8")
    bomb = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'lol'}'>" for n in range(12))
    page = f"<?xml version='1.0'?><!DOCTYPE html [{bomb}<!ENTITY f SYSTEM '{secret.as_uri()}'>]>"
    page += (
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{SENTENCE}</p><p>This is &e11; and this &f; and no more.</p></body></html>"
    )
    text = read_html(page.encode()).text
    assert "lol" not in text
    assert "not to be read" not in text
    assert len(text) < 300


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"<html><head><script>var a = 1;</script></head><body><script>b()</script></body></html>", "no article in this page"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article in this page"),
        (b"<!-- nothing -->", "no article in this page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not text (binary)"),
    ],
)
def test_pages_without_an_article_say_why(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_html(content)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"hello there", "not a web archive (it has no header)"),
        (
            b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/css\r\n\r\np {}\r\n--x--\r\n",
            "no page in this web archive",
        ),
        (b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n\r\n--x--\r\n", "empty"),
        (
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000)),
            "its parts are nested too deeply",
        ),
    ],
)
def test_archives_without_a_page_say_why(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_mhtml(content)
    assert str(caught.value) == reason


def test_an_archive_cut_off_keeps_what_is_there() -> None:
    whole = (PAGES / "chrome.mhtml").read_bytes()
    page = read_mhtml(whole[: whole.index(b"matter for")])
    assert page.text.startswith("Judge orders release of harbour tapes")
    assert "31 hours" in page.text


def test_a_page_made_by_a_program_is_read_from_its_data() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Fire", "articleBody": f"<p>{SENTENCE}</p><p>It burned &amp; burned.</p>"})
    page = f"<html><head><script type='application/ld+json'>{data}</script></head><body><div id='app'></div></body></html>"
    assert text_of(page) == ["Fire", SENTENCE, "It burned & burned."]


def test_the_language_is_the_declared_one_unless_the_text_belies_it() -> None:
    spanish = (
        "<p>La alcaldesa de Puerto Salinas dijo el lunes que unas cuarenta personas resultaron heridas en el incendio del mercado.</p>" * 2
    )
    for declared, body, wanted in (("en-GB", f"<p>{SENTENCE}</p>" * 2, "en"), ("en", spanish, "es"), ("fr", spanish, "fr")):
        page = (
            f"<html lang='{declared}'><head><title>x</title></head><body><div>{body.replace('</p><p>', ' Y.</p><p>')}</div></body></html>"
        )
        assert read_html(page.encode()).metadata.lang == wanted


def test_large_pages_take_time_in_proportion() -> None:
    def seconds(times: int) -> float:
        body = "".join(f"<div><p>{SENTENCE} No. {n}.</p></div>" for n in range(times))
        start = time.process_time()
        assert len(body_of(wrapped(f"<div>{body}</div>"))) == times
        return time.process_time() - start

    seconds(10)
    few = seconds(1000)
    assert seconds(4000) < 12 * few + 0.5


def test_reading_pages_loads_nothing_early_and_opens_no_socket() -> None:
    script = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda name, arguments: seen.append(name) if name.startswith('socket') else None)\n"
        "import onrecord.cli, onrecord.read\n"
        "print(*(m for m in ('lxml', 'trafilatura', 'htmldate', 'urllib3') if m in sys.modules), '|')\n"
        "from onrecord.read.html import read_html\n"
        f"read_html(open({str(PAGES / 'wordpress.html')!r}, 'rb').read())\n"
        "print(*seen)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["|"]
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Minister resigns on 5 May after texts leak", True),
        ("Sunil Rao 27th June 31 comments", False),
        ("Posted by R. Quayle on 3 February 2012 • 2 comments", False),
        ("Publicado por Ana Ruiz el 3 de mayo de 2021 | 4 min de lectura", False),
    ],
)
def test_a_standfirst_is_no_line_of_names_and_dates(line: str, kept: bool) -> None:
    assert (line in body_of(wrapped(f"<div>{line}</div><div><p>{SENTENCE}</p><p>{SENTENCE.replace('forty', 'two')}</p></div>"))) is kept


def test_a_date_between_paragraphs_heads_what_follows() -> None:
    chronology = f"<p>{SENTENCE}</p><p>3 May 2021</p><p>The roof came down.</p><p>4 May 2021</p><p>The walls came down.</p>"
    assert body_of(wrapped(chronology)) == [SENTENCE, "3 May 2021", "The roof came down.", "4 May 2021", "The walls came down."]


def test_xhtml_closes_elements_as_xml_does() -> None:
    page = '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>Fire</title><script src="a.js"/>'
    page += f'</head><body><div class="empty"/><a name="top"/><h1>Fire</h1><p>{SENTENCE}<br/>Nobody died.</p><p/></body></html>'
    assert text_of(page) == ["Fire", SENTENCE, "Nobody died."]
    assert read_html(page.encode()).metadata.lang == "en"
