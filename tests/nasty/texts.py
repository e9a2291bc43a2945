"""Hostile texts: each shape is a function of a random source and a size in characters."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

type Shape = Callable[[Random, int], str]

SENTENCES = (
    "The ministry said on Monday that at least 40 people had died when the dam above Ostrava broke.",
    "“We were told nothing,” said Ana Ruiz, a teacher in Maracaibo, who has lived there since 1998.",
    "Prosecutors accuse Hector Bell, 42, of leading the gang, which denies it and has between 2,000 and 5,000 members.",
    "According to the Northfield Gazette, the bank lost about $3.5 million last year, half of what it had earned in 2019.",
    "The senator told Example Wire that he would not resign, and that the claims were “a sham”.",
    "Police in Lagos arrested three men early on 12 March 2024; two of them may be charged with murder.",
    "An earlier version of this article misstated the number of dead: it is 12, not 120.",
    "Did the mayor know? Her office declined to comment.",
    "El ministro dijo el lunes que unas 300 personas habían huido de la ciudad de Mérida desde enero.",
    "«No sabemos nada», afirmó María Pérez, portavoz de la empresa, que pagó 2,5 millones de euros en 2023.",
    "La fiscalía acusa a Luis Gómez de haber ordenado el asesinato, según informó Harbour Post.",
)
WORDS = "the of said that who which and or not Ana Ruiz Bell police gang in on 12 March 2024 million $5 half he she it reportedly allegedly Lagos".split()  # noqa: SIM905


def _again(unit: str, size: int) -> str:
    return (unit * (size // max(1, len(unit)) + 1))[:size]


def _units(rng: Random, size: int, units: tuple[str, ...], between: str = " ") -> str:
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(rng.choice(units))
        length += len(parts[-1]) + len(between)
    return between.join(parts)


def plain(rng: Random, size: int) -> str:
    """What all others are measured by."""
    paragraphs = [" ".join(rng.sample(SENTENCES[:8], 3)) for _ in range(size // 280 + 1)]
    return "\n\n".join(paragraphs)[:size]


def repeated(*units: str, between: str = "") -> Shape:
    """One or several strings over and over, in turn."""

    def shape(rng: Random, size: int) -> str:
        return _again(between.join(units) + between, size)

    return shape


def mixed(*units: str, between: str = " ") -> Shape:
    """Strings in random order."""

    def shape(rng: Random, size: int) -> str:
        return _units(rng, size, units, between)

    return shape


def between_sentences(*units: str) -> Shape:
    """Strange strings inside real sentences."""

    def shape(rng: Random, size: int) -> str:
        sentences = [rng.choice(SENTENCES) for _ in range(size // 90 + 1)]
        cut = [(s, rng.randrange(len(s))) for s in sentences]
        return " ".join(s[:at] + rng.choice(units) + s[at:] for s, at in cut)[:size]

    return shape


def nested(opening: str, closing: str, inner: str = "he said") -> Shape:
    """Opened again and again, then closed as often."""

    def shape(rng: Random, size: int) -> str:
        depth = size // (2 * len(opening + closing) + len(inner))
        return (opening + inner) * depth + closing * depth

    return shape


def points(first: int, last: int, between: str = "") -> Shape:
    """Characters of a range of code points."""

    def shape(rng: Random, size: int) -> str:
        return "".join(chr(rng.randint(first, last)) + between for _ in range(size // (1 + len(between))))

    return shape


def word_salad(rng: Random, size: int) -> str:
    return _units(rng, size, tuple(WORDS))


def shuffled(rng: Random, size: int) -> str:
    """Real words in no order."""
    words = plain(rng, size).split()
    rng.shuffle(words)
    return " ".join(words)


def mutated(rng: Random, size: int) -> str:
    """Real sentences with characters left out, doubled, exchanged."""
    text = list(" ".join(rng.choice(SENTENCES) for _ in range(size // 90 + 1))[:size])
    for _ in range(len(text) // 20):
        at = rng.randrange(len(text))
        what = rng.randrange(4)
        text[at] = ("", text[at] * 2, rng.choice("“”\"'«»().,;:—-$%€0 \n\u200b\u0301A"), text[rng.randrange(len(text))])[what]
    return "".join(text)


def unicode_soup(rng: Random, size: int) -> str:
    """Any code points at all but surrogates."""
    return "".join(chr(point) for point in (rng.randrange(0x20, 0x110000) for _ in range(size)) if not 0xD800 <= point <= 0xDFFF)


def floods(rng: Random, size: int) -> str:
    """What a rule looks for, and then one character over and over where it expects the rest."""
    before = rng.choice(
        ("1", "12 March", "Correction,", "By Ana Ruiz", "Photo:", "LAGOS,", "MS BRAUN", "10:42", "©", "-", "between 5", "Published", "Q")
    )
    return before + rng.choice(" \t\u00a0-.,—*_(’") * size + "x"


SHAPES: dict[str, Shape] = {
    "plain": plain,
    "word_salad": word_salad,
    "shuffled": shuffled,
    "mutated": mutated,
    "unicode_soup": unicode_soup,
    "floods": floods,
    # words and marks
    "one_word": repeated("a"),
    "one_capital_word": repeated("A"),
    "one_word_of_syllables": repeated("Bell"),
    "hyphens": repeated("a-"),
    "apostrophes": repeated("o'"),
    "dotted": repeated("a."),
    "initials": repeated("J. "),
    "acronyms": repeated("U.S. "),
    "underscores": repeated("_"),
    "dots": repeated("."),
    "dots_apart": repeated(". "),
    "commas": repeated(", "),
    "commas_and_words": repeated("rain, "),
    "semicolons": repeated("rain; "),
    "dashes": repeated("— "),
    "dash_words": repeated("rain — "),
    "colons": repeated("Bell: "),
    "slashes": repeated("AFP/"),
    "bars": repeated("Bell | "),
    "stars": repeated("* "),
    "question_marks": repeated("Who? "),
    "exclamation_marks": repeated("!"),
    "spaces": repeated("rain" + " " * 500),
    "only_spaces_then_word": lambda rng, size: " " * (size - 4) + "rain",
    "tabs": repeated("rain\t"),
    "punctuation": mixed(*"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", between=""),
    # quotation
    "straight_quotes": repeated('"'),
    "curly_opened": repeated("“"),
    "curly_closed": repeated("”"),
    "single_quotes": repeated("'a "),
    "guillemets": repeated("«a» "),
    "quoted_words": repeated('"rain" '),
    "quoted_said": repeated("“Rain,” he said. "),
    "opened_said": repeated("“Rain, he said. "),
    "nested_curly": nested("“", "”"),
    "nested_guillemets": nested("«", "»"),
    "nested_both": nested("“‘", "’”"),
    "mixed_quotes": mixed("“", "”", '"', "'", "‘", "’", "«", "»", "he said", "rain", between=" "),
    "quote_paragraphs": repeated("“Rain fell all night and nobody came.\n\n"),
    # voices
    "said_chain": repeated("Bell said that "),
    "said_flood": repeated("said "),
    "told_chain": repeated("Ana Ruiz told Example Wire that the ministry had said that "),
    "according_to": repeated("according to the bank, "),
    "who_chain": repeated("the man who knew "),
    "which_chain": repeated("the bank, which owned "),
    "of_chain": repeated("the head of "),
    "and_chain": repeated("Bell and "),
    "and_verbs": repeated("left and "),
    "not_chain": repeated("not "),
    "if_chain": repeated("if he would "),
    "he_flood": repeated("He said that he had told him that she was his. "),
    "same_name": repeated("Ana Ruiz left. "),
    "many_names": lambda rng, size: " ".join(f"{_name(rng)} {_name(rng)} left." for _ in range(size // 22)),
    "names_row": lambda rng, size: " ".join(_name(rng) for _ in range(size // 8)),
    "names_commas": lambda rng, size: ", ".join(f"{_name(rng)} {_name(rng)}" for _ in range(size // 16)),
    "roles": repeated("president Ana Ruiz, a teacher, "),
    "appositions": repeated("Ana Ruiz, 42, a teacher in Lagos, "),
    "accused": repeated("Bell is accused of accusing "),
    "earlier_versions": repeated("An earlier version of this article said that the earlier version said 12, not 120. "),
    "the_definites": repeated("The company left the company. "),
    # figures, times, places
    "digits": repeated("7"),
    "digit_groups": repeated("1,000,"),
    "digit_words": repeated("7 "),
    "decimals": repeated("1.5."),
    "currency": repeated("$"),
    "currency_figures": repeated("$5 million "),
    "currency_mixed": mixed("$", "€", "£", "¥", "5", "million", "US", "R$", "bn", "5.5", "%", between=""),
    "percent": repeated("5% "),
    "number_words": repeated("one hundred and twenty thousand "),
    "number_words_hyphens": repeated("twenty-"),
    "million_chain": repeated("million "),
    "between_chain": repeated("between 5 and "),
    "ranges": repeated("5-"),
    "half_of": repeated("half of that number "),
    "up_from": repeated("up from 5 to "),
    "more_than": repeated("more than "),
    "ages": repeated("Bell, 42, "),
    "people": repeated("300 people and "),
    "absurd_dates": mixed("99/99/9999", "0000-00-00", "31 February 2025", "year 0000", "10^9", "1" * 40, "1e999", "12 March 99999", "25:61", "-5 BC", "2024-13-45"),
    "dates": repeated("12 March 2024, "),
    "dates_to": repeated("12 March to "),
    "months": repeated("March "),
    "years": repeated("2024 "),
    "years_dashes": repeated("2024-"),
    "slashed_dates": repeated("12/03/"),
    "times_of_day": repeated("10:42 "),
    "ago": repeated("two years ago "),
    "last_week": repeated("last week of the last month of "),
    "weekdays": repeated("on Monday, Tuesday, "),
    "places": mixed("Lagos", "Paris", "London, Ontario", "San José", "Santa Cruz de la Sierra", "the Gulf of Mexico", "Washington", "New York", between=", "),
    "places_row": repeated("San "),
    "in_places": repeated("in Paris in London "),
    "of_places": repeated("the north of the south of Paris "),
    "saints": repeated("Saint Santa San Los La "),
    # lines
    "short_lines": repeated("a\n"),
    "short_paragraphs": repeated("Rain\n\n"),
    "blank_lines": lambda rng, size: "Rain.\n" + "\n" * (size - 12) + "Rain.",
    "wrapped": repeated("the rain that fell on the town all night was more than anybody\n"),
    "returns": repeated("Rain fell.\r"),
    "form_feeds": repeated("Rain fell.\f"),
    "line_separators": repeated("Rain fell.\u2028\u2029"),
    "next_lines": repeated("Rain fell.\x85\v"),
    "bylines": repeated("By Ana Ruiz\n"),
    "bylines_long": repeated("By Ana Ruiz and "),
    "published": repeated("Published 12 March 2024\n"),
    "published_row": repeated("Published Updated "),
    "credits": repeated("Photo: Jane Doe\n"),
    "credit_row": repeated("Photo: Credit: "),
    "captions": repeated("(AP Photo/Jane Doe)\n"),
    "datelines": repeated("LAGOS, Nigeria (Example Wire) — "),
    "capitals": repeated("LAGOS, "),
    "capitals_row": repeated("AAAA BBBB "),
    "transcript": repeated("MS BRAUN: We left.\n\nMR BELL: Why?\n\n"),
    "labels": repeated("MS BRAUN:\n"),
    "questions_answers": repeated("Q: Why?\nA: Because.\n"),
    "entries": repeated("10:42 GMT\nRain fell.\n\n9:15 a.m. ET\nIt stopped.\n\n"),
    "corrections": repeated("Correction: An earlier version of this article misstated that 12 people died.\n\n"),
    "editors_notes": repeated("Editor's note: "),
    "related": repeated("Related stories\nRain in Lagos\n"),
    "rules": repeated("* * *\n"),
    "bullets": repeated("• Rain fell\n- and fell\n1. and fell\n"),
    "bullets_row": repeated("• "),
    "tables": repeated("Year | Dead | Hurt\n2024 | 12 | 5\n"),
    "release": repeated("FOR IMMEDIATE RELEASE\n###\n-30-\nMedia contact: Ana Ruiz, +1 555 0100\n"),
    "brackets_opened": repeated("("),
    "brackets_closed": repeated(")"),
    "brackets_words": repeated("(a"),
    "brackets_nested": nested("(", ")"),
    "square_opened": repeated("["),
    "braces": nested("{", "}"),
    # characters
    "zero_width": repeated("r\u200ba\u200ci\u200dn\ufeff \u2060"),
    "bidi": repeated("\u202erain\u202c \u2066he said\u2069 \u200f"),
    "bidi_opened": repeated("\u202e"),
    "combining": repeated("e" + "\u0301" * 200),
    "combining_only": repeated("\u0301"),
    "emoji": repeated("👩\u200d👩\u200d👧\u200d👦 said 🇻🇪"),
    "flags": repeated("🇻"),
    "private_use": points(0xE000, 0xF8FF, " "),
    "noncharacters": points(0xFDD0, 0xFDEF, " "),
    "last_planes": points(0x10FF00, 0x10FFFF),
    "hangul": points(0xAC00, 0xD7A3),
    "ideographs": points(0x4E00, 0x9FFF),
    "arabic": points(0x627, 0x64A, ""),
    "fullwidth": points(0xFF01, 0xFF5E),
    "other_digits": mixed("٣", "५", "๙", "Ⅷ", "½", "²", "③", "一", "𝟗", "㊿", between=""),
    "other_digit_words": mixed("٣٣", "$٣", "½", "²³", "③ people", "𝟗𝟗%", "١٢/٠٣/٢٠٢٤", "１２ March ２０２４", "Ⅷ million"),
    "other_spaces": mixed("rain", "fell", between="\u2003\u2009\u202f\u3000"),
    "other_case": mixed("İstanbul", "ıI", "ẞ", "ǅ", "ﬁ", "ŉ", "ᾳ", "K", "Å"),
    "mixed_scripts": mixed("Тhe", "Аna", "Rυiz", "said", "ра́", "日本", "ذهب", "हिन्दी", "ไทย"),
    "replacement": repeated("\ufffd"),
    "soft_hyphens": repeated("ra\u00adin said "),
    "controls": between_sentences("\x01", "\x1b[31m", "\x7f", "\x08"),
    "strange_inside": between_sentences("\u200b", "\u202e", "\u0301", "\ufeff", "👩\u200d👧", "\ue000", "\ufdd0", "\u00ad", "\n", "\f", "\u2028"),
    "escapes": between_sentences("\\ud800", "\\u0000", "&#0;", "&lt;", "%00", "\\x00", "${7*7}", "{{7*7}}", "%s%n"),
    # what other programs would take for orders
    "formulas": mixed("=cmd|' /C calc'!A0", "@SUM(1+1)", "+1-1", "-2+3", "=HYPERLINK(\"http://x\")", "said Ana Ruiz.", between="\n"),
    "sql": mixed("'; DROP TABLE claim; --", "\" OR 1=1", "NEAR(", "claim MATCH", "Ana said", between=" "),
    "html": repeated("<p>Rain <b>fell</b>, <script>alert(1)</script> he said.</p>\n"),
    "html_opened": repeated("<div>"),
    "html_attributes": repeated('<a href="'),
    "entities": repeated("&amp;"),
    "comments": repeated("<!-- "),
    "comments_paragraphs": repeated("<!-- a\n\n"),
    "scripts": repeated("<script>\n\n"),
    "urls": repeated("https://example.org/a?b=c&d=e#f "),
    "url_long": lambda rng, size: "https://example.org/" + "a/" * (size // 2),
    "mails": repeated("a@b.example "),
    "at_signs": repeated("a@"),
    # Markdown
    "md_brackets": repeated("[a]("),
    "md_images": repeated("![a]("),
    "md_links": repeated("[a](b) "),
    "md_nested_links": nested("[", "](b)", "a"),
    "md_emphasis": repeated("*a **b _c "),
    "md_stars": repeated("*"),
    "md_underscores": repeated("a_b_"),
    "md_backticks": lambda rng, size: "".join("a" + "`" * i for i in range(1, int((2 * size) ** 0.5))),
    "md_headings": repeated("# Rain\n"),
    "md_quotes": repeated("> "),
    "md_quotes_nested": lambda rng, size: "\n".join("> " * i + "a" for i in range(1, int(size**0.5))),
    "md_lists_nested": lambda rng, size: "\n".join("  " * i + "- a" for i in range(1, int(size**0.5))),
    "md_list": repeated("- a\n"),
    "md_references": lambda rng, size: "".join(f"[a{i}]: b\n" for i in range(size // 10)) + "[a]",
    "md_reference_opened": repeated("[a]: <b"),
    "md_autolinks": repeated("<a@b "),
    "md_fences": repeated("```\n"),
    "md_fences_long": repeated("`"),
    "md_tables": repeated("|a|b\n|-|-\n"),
    "md_setext": repeated("a\n=\n"),
    "md_html": repeated("<div>\n\n"),
    "md_entities": repeated("&#x1F600;&#xD800;&#0;"),
    "md_escapes": repeated("\\*\\"),
    "front_matter": lambda rng, size: "---\n" + "title: rain\n" * (size // 12) + "---\nRain fell on Monday.",
    "front_matter_opened": lambda rng, size: "---\n" + "title: rain\n" * (size // 12),
    "front_matter_anchors": lambda rng, size: "---\na: &a [x,x]\n" + "".join(f"b{i}: [*a,*a,*a]\n" for i in range(size // 20)) + "---\nRain fell.",
}  # fmt: skip
"""All shapes by their names; "plain" is what the others are measured by."""


def _name(rng: Random) -> str:
    return "".join(rng.choice("bdfgklmnprst") + rng.choice("aeiou") for _ in range(3)).title()
