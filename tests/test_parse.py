"""What the parser's shortcuts give is what the whole pipeline gives."""

from __future__ import annotations

from pathlib import Path

from onrecord.model import Document
from onrecord.parse import _base_form, _model, parse_many

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"


def test_a_ruler_asked_once_for_each_kind_of_word_answers_as_the_pipe_does() -> None:
    nlp = _model("en")
    assert nlp is not None
    texts = [p.read_text(encoding="utf-8") for p in sorted(EXAMPLES.glob("*.txt"))[:6]]
    texts.append("There 's hope. There is some, but not much. He do n't know that that was his. I'd better go, it's gon na rain.")
    documents = [Document(id=str(n), text=text, lang="en") for n, text in enumerate(texts)]
    short = [list(p.tokens) for p in parse_many((d, "en") for d in documents)]
    assert "attribute_ruler" not in nlp.pipe_names
    doc = nlp(texts[-1])
    nlp.get_pipe("attribute_ruler")(doc)
    assert [(w.pos_, w.tag_, w.dep_) for w in doc] == [(t.pos, t.tag, t.dep) for t in short[-1]]
    assert all(t.pos for tokens in short for t in tokens)


def test_words_embedded_once_a_batch_have_the_vectors_of_the_embedding() -> None:
    nlp = _model("en")
    assert nlp is not None
    texts = ["The ministers of the two countries met.", "Who's to pay, the ministers' spokesman wouldn't say.", "", "The  two met."]
    docs = [nlp.make_doc(text) for text in texts]
    kinds = [n for _, pipe in nlp.pipeline for n in pipe.model.walk() if n.name == "kinds"]
    assert len(kinds) == 2, "of the parser and of the finder of names"
    for node in kinds:
        for ours, theirs in zip(node.predict(docs), node.layers[0].predict(docs), strict=True):
            assert ours.tolist() == theirs.tolist()


def test_the_base_form_of_a_regular_verb() -> None:
    stripped = {
        "fined": ("fin", "fine"),
        "rating": ("rat", "rate"),
        "banned": ("ban", "ban"),
        "fixed": ("fix", "fix"),
        "visited": ("visit", "visit"),
    }
    for form, (given, want) in stripped.items():
        assert _base_form("en", form, given, known=True) == want
    unknown = {"mislabelled": ("mislabelle", "mislabel"), "cofounded": ("cofounde", "cofound"), "weaponised": ("weaponise", "weaponise")}
    for form, (given, want) in unknown.items():
        assert _base_form("en", form, given, known=False) == want
