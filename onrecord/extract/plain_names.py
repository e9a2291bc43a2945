"""Names without a parser: runs of capitalised words, with the particles that may stand inside them."""

from __future__ import annotations

from onrecord.extract.lexicon import Lexicon
from onrecord.extract.names import Name
from onrecord.model import Parsed, Sentence, Token

_OPENING = frozenset("¿¡\"'«“‘([—–-")


def find_plain_names(parsed: Parsed, lexicon: Lexicon) -> list[Name]:
    """Names of a document that was only cut into words. A lone capitalised word that opens a sentence counts only if
    it stands capitalised inside a sentence too, is known, or is written all in capitals."""
    return _Plain(parsed, lexicon).run()


class _Plain:
    def __init__(self, parsed: Parsed, lexicon: Lexicon) -> None:
        self.parsed, self.tokens, self.lexicon = parsed, parsed.tokens, lexicon
        words = lexicon.words
        self.particles, self.openers = words["names.particles"], words["names.openers"]
        self.titles, self.calendar = words["titles.words"], words["calendar.words"]
        self.inner = {
            t.text for s in parsed.sentences for t in parsed.tokens[s.first + 1 : s.last] if self._large(t) and not self._opens(t, s)
        }
        self.lowercase = {t.text for t in parsed.tokens if t.text.islower()}

    def run(self) -> list[Name]:
        found: list[Name] = []
        for sentence in self.parsed.sentences:
            i = sentence.first
            while i < sentence.last:
                if not self._large(self.tokens[i]):
                    i += 1
                    continue
                j = self._end(i, sentence)
                found.extend(self._name(i, j, sentence))
                i = j + 1
        return found

    def _large(self, token: Token) -> bool:
        return token.text[0].isupper() and token.text[-1] != "$" and token.text not in self.calendar

    def _opens(self, token: Token, sentence: Sentence) -> bool:
        return token.i == sentence.first or self.tokens[token.i - 1].text in _OPENING

    def _end(self, i: int, sentence: Sentence) -> int:
        """The last token of the run that begins at ``i``: particles may stand between large words, "y" only once."""
        tokens, j = self.tokens, i
        while True:
            k = j + 1
            while k < sentence.last and k - j <= 2 and tokens[k].text in self.particles and tokens[k].text not in ("y", "e"):
                k += 1
            if k >= sentence.last or not self._large(tokens[k]) or tokens[k].text in self.openers:
                return j
            person = k > j + 1 and tokens[j].text in self.lexicon.countries
            if person or (k == j + 1 and tokens[j].text == "."):
                return j
            j = k

    def _name(self, first: int, last: int, sentence: Sentence) -> list[Name]:
        tokens = self.tokens
        opens = self._opens(tokens[first], sentence)
        while (
            first <= last
            and ((opens and tokens[first].text in self.openers) or tokens[first].lower in self.titles)
            and tokens[first].lower not in self.lexicon.heads
        ):
            if (
                tokens[first].text in self.openers
                and first < last
                and " ".join(t.text for t in tokens[first : last + 1]) in self.lexicon.known
            ):
                break
            first += 1
            while first <= last and tokens[first].text in self.particles:
                first += 1
        while last >= first and not tokens[last].text[0].isalnum():
            last -= 1
        if first > last:
            return []
        text = tokens[first].text
        if first == last:
            if (
                len(text) < 2
                or text.lower() in self.lexicon.nouns
                or (text.lower() in self.lexicon.heads and text not in self.lexicon.known)
            ):
                return []
            sure = text in self.inner or text in self.lexicon.known or (text.isupper() and len(text) < 8)
            if self._opens(tokens[first], sentence) and (not sure or text.lower() in self.lowercase):
                return []
        elif self._opens(tokens[first], sentence) and text.lower() in self.lowercase and text not in self.inner:
            return self._name(first + 1, last, sentence)
        return [Name(first, last, last, "")]
