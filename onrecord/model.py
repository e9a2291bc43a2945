"""The nouns: what can be true of a document, a sentence, a mention, a claim. No verbs; standard library only.

Every span is ``(start, end)``, half open, in Unicode code points of ``Document.text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

type Span = tuple[int, int]


class EntityType(StrEnum):
    PERSON = "Person"
    ORGANIZATION = "Organization"
    COMPANY = "Company"
    PUBLIC_BODY = "PublicBody"
    PLACE = "Place"
    GROUP = "Group"
    LAW = "Law"
    EVENT = "Event"
    WORK = "Work"
    OTHER = "Other"


class Factuality(StrEnum):
    """How the words put it; in order of precedence. Never a judgement of truth."""

    DENIED = "denied"
    ALLEGED = "alleged"
    QUESTIONED = "questioned"
    INTENDED = "intended"
    HEDGED = "hedged"
    ESTIMATED = "estimated"
    ASSERTED = "asserted"


class Polarity(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modifier(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    OVER = "over"
    AT_MOST = "at_most"
    UNDER = "under"
    BETWEEN = "between"


class BlockKind(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    CAPTION = "caption"
    BODY = "body"
    BYLINE = "byline"
    DATELINE = "dateline"
    CREDIT = "credit"
    FURNITURE = "furniture"
    NOTE = "note"


RELATIONS: tuple[str, ...] = (
    "has_role", "leads", "member_of", "founded", "owns", "employs", "family_of", "has_age", "also_known_as",
    "originated_as", "located_in", "operates_in", "has_size", "offers_reward", "sanctions", "designates",
    "accuses", "arrests", "charges", "convicts", "kills", "compares_to",
)  # fmt: skip
"""The closed list of the contract, in its order of precedence (rule 9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph of the text and what it is; its edges carry no white space. ``speaker`` are the words before it
    that name who speaks it ("MS BRAUN:" in a transcript); ``at`` is the ISO date or date-time at which it was
    published, where it has its own (an entry of a live blog). A NOTE is a correction or a note of the editors."""

    start: int
    end: int
    kind: BlockKind
    speaker: Span | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published text. ``published`` and ``modified`` are ISO dates or date-times; ``lang`` an ISO 639-1 code,
    detected if absent; ``blocks`` are its paragraphs where the format marks them, else they are found in the text."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    lang: str | None = None
    url: str | None = None
    blocks: tuple[Block, ...] = ()


class Token(NamedTuple):
    """A word as a parser saw it. ``pos`` is a UD part of speech, ``tag`` and ``dep`` the parser's own labels, all
    empty where no parser ran; ``head`` is the index of the governing token in ``Parsed.tokens`` (itself at a root);
    ``ent`` the model's entity label ("" outside), ``iob`` its position ("B", "I", "O")."""

    i: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    sent: int
    ent: str
    iob: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens ``[first, last)`` of the parsed document, standing in block number ``block``."""

    first: int
    last: int
    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document's blocks, tokens and sentences. ``children[i]`` are the dependents of token ``i`` in text order;
    without a parser ``has_parse`` is false, and tokens carry neither part of speech nor head."""

    document: Document
    lang: str
    blocks: tuple[Block, ...]
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    children: tuple[tuple[int, ...], ...]
    has_parse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """``kind`` is "name", "nominal" or "pronoun"; ``head`` is the index of the head token (-1 without a parse). ``noun`` is
    where a noun phrase ends that is followed by what tells which one is meant ("the prison" of "the prison in Aragua")."""

    start: int
    end: int
    text: str
    kind: str
    head: int = -1
    why: str = ""
    noun: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """Words that stand for somebody or something, and the entity that they mean, if known."""

    text: str
    start: int
    end: int
    entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    text: str
    lemma: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    role: str
    text: str
    start: int
    end: int
    entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity with its bounds: ``exact`` and ``about`` have both equal, ``at_least``/``over`` only ``low``,
    ``at_most``/``under`` only ``high``. ``derived_from`` is the span of the figure that a relative one points at;
    ``head`` is the index of the counted noun's token (-1: none)."""

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    modifier: Modifier = Modifier.EXACT
    unit: str | None = None
    counted: str | None = None
    per: str | None = None
    derived_from: Span | None = None
    direction: str | None = None
    head: int = -1
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """``edtf`` is ISO 8601-2 or ``None`` where unresolved; ``timex`` the TIMEX3 value; ``type`` DATE, TIME, DURATION or SET."""

    start: int
    end: int
    text: str
    edtf: str | None
    timex: str | None
    type: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``precision`` is point, city, region or country; coordinates in degrees (WGS 84), null where unresolved;
    ``confidence`` the share of such choices that were right on the development texts, null where unresolved."""

    start: int
    end: int
    text: str
    name: str
    country: str | None = None
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    confidence: float | None = None
    entity: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """``type`` is direct, indirect or mixed; ``content_parts`` has the pieces of a split quotation, else is empty."""

    content: Span
    speaker: Span | None = None
    cue: Span | None = None
    type: str = "direct"
    content_parts: tuple[Span, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One voice over a stretch of words: what the layer of quotations hands to that of claims.

    ``content`` are the pieces of what is said, in text order; nesting is read off them (an attribution whose cue
    stands inside another's content is the inner link). ``speaker`` is the whole noun phrase and ``speaker_head``
    its head token (-1: nobody is named); ``cue_head`` the token of the cue (-1: marks alone). ``act`` is a key of
    the pack's cues ("states", "estimates", "alleges", "denies" ...). ``listeners`` are the head tokens of outlets
    that were told ("told Reuters") and so stand between the reader and the speaker. ``when`` is the span of the
    words that date the saying; ``negated`` is true where the saying itself is ("did not say that")."""

    content: tuple[Span, ...]
    speaker: Span | None = None
    speaker_head: int = -1
    cue: Span | None = None
    cue_head: int = -1
    act: str = "states"
    type: str = "indirect"
    listeners: tuple[int, ...] = ()
    when: Span | None = None
    negated: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One voice of an attribution chain: who says so, by which words, in which act, and when it was said (EDTF)."""

    speaker: Ref | None
    cue: Cue | None
    act: str
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposition that a document puts forward. An empty ``attribution`` is the publisher's own voice."""

    id: str
    evidence: Evidence
    subject: Ref | None
    predicate: Predicate | None
    object: Ref | None
    arguments: tuple[Argument, ...] = ()
    relation: str | None = None
    context: str = "body"
    figures: tuple[Figure, ...] = ()
    when: tuple[Time, ...] = ()
    where: tuple[Place, ...] = ()
    polarity: Polarity = Polarity.POSITIVE
    factuality: Factuality = Factuality.ASSERTED
    attribution: tuple[Link, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A note by which a publisher takes words back: the span of the note, the words in it that are withdrawn, and
    those that stand instead (either may be empty). ``why`` is the cue that told."""

    start: int
    end: int
    withdrawn: tuple[Span, ...] = ()
    stands: tuple[Span, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """All that one document tells by itself. ``missing`` names layers that could not run for its language;
    ``dropped`` counts items whose words were not found at their spans; ``unclaimed`` are the spans of sentences
    that became no claim."""

    id: str
    lang: str
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    claims: tuple[Claim, ...] = ()
    blocks: tuple[Block, ...] = ()
    corrections: tuple[Correction, ...] = ()
    missing: tuple[str, ...] = ()
    dropped: int = 0
    unclaimed: tuple[Span, ...] = ()
