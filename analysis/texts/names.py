"""Names of persons in a folded text: after an introducing phrase, a title, a relative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..french import quoted
from .lexicon import SOURCE, lexicon, phrases
from .words import Folded, Word, is_han, words

Place = tuple[int, int, str]

PARTICLES = frozenset(
    ("ben", "bin", "bint", "el", "al", "de", "da", "dos", "du", "le", "la", "van", "di")
)
HAN_NAME = 3
SENTENCE = re.compile(r"[.!?…:\n]\W*$|^\W*$")


def names(folded: Folded, language: str) -> Iterator[Place]:
    """Place in the folded text of each name of a person, and why it is one."""
    tokens = words(folded)
    yield from _introduced(folded, tokens)
    yield from _titled(folded, tokens, language)
    yield from _before_titles(folded, tokens, language)
    yield from _related(folded, tokens)
    yield from _known(tokens)
    yield from _pairs(folded, tokens)


def _of_language(patterns: dict[str, re.Pattern[str]], language: str) -> list[re.Pattern[str]]:
    """Patterns of a language and those of French."""
    return [patterns[tag] for tag in dict.fromkeys((language, SOURCE)) if tag in patterns]


def _introduced(folded: Folded, tokens: list[Word]) -> Iterator[Place]:
    for match in phrases().introducing.finditer(folded.text):
        after = _after(tokens, match.end())
        while after and after[0].text in phrases().linking:
            after = after[1:]
        if after and _adjoins(folded, match.end(), after[0], 14):
            yield after[0].start, _end(folded, after), _why(folded, match)


def _titled(folded: Folded, tokens: list[Word], language: str) -> Iterator[Place]:
    for pattern in _of_language(phrases().titles, language):
        for match in pattern.finditer(folded.text):
            after = _after(tokens, match.end())
            if after and _adjoins(folded, match.end(), after[0], 2) and _titles(after[0], match):
                yield after[0].start, _end(folded, after), _why(folded, match)


def _titles(word: Word, match: re.Match[str]) -> bool:
    """A short title (« Mme ») needs no capital after it; a long one (« docteur ») does."""
    if word.text in phrases().plain or word.text in phrases().common:
        return False
    return _may_name(word) or len(match.group()) <= 4


def _before_titles(folded: Folded, tokens: list[Word], language: str) -> Iterator[Place]:
    for pattern in _of_language(phrases().titles_after, language):
        for match in pattern.finditer(folded.text):
            before = [word for word in tokens if word.start < match.start()]
            if before and is_han(match.group()[:1]):
                if folded.text[match.start() - 1] in phrases().surnames:
                    yield match.start() - 1, match.start(), _why(folded, match)
            elif before and before[-1].text not in phrases().plain and _may_name(before[-1]):
                yield before[-1].start, before[-1].end, _why(folded, match)


def _may_name(word: Word) -> bool:
    """A capital, or a script without case."""
    return word.capital or word.written.lower() == word.written.upper()


def _related(folded: Folded, tokens: list[Word]) -> Iterator[Place]:
    for match in phrases().relatives.finditer(folded.text):
        after = _after(tokens, match.end())
        if after and _adjoins(folded, match.end(), after[0], 2) and _proper(after[0]):
            yield after[0].start, _end(folded, after), _why(folded, match)


def _known(tokens: list[Word]) -> Iterator[Place]:
    for word in tokens:
        if word.text in phrases().names and (_may_name(word) or len(word.text) > 3):
            yield word.start, word.end, "un prénom fréquent"


def _pairs(folded: Folded, tokens: list[Word]) -> Iterator[Place]:
    """Two words with capitals in a row inside a sentence; no use in a text all in capitals."""
    if 2 * sum(word.written.isupper() for word in tokens) > len(tokens):
        return
    for at, (one, two) in enumerate(zip(tokens, tokens[1:], strict=False)):
        joined = folded.text[one.end : two.start] in (" ", "-")
        if joined and all(_proper(word) and len(word.text) > 1 for word in (one, two)):
            place = at > 0 and tokens[at - 1].text in phrases().places
            if not place and not SENTENCE.search(folded.text[: one.start]):
                yield one.start, two.end, "deux mots de suite avec une majuscule"


def _proper(word: Word) -> bool:
    unlike = (phrases().plain, phrases().common, phrases().places)
    return word.capital and not any(word.text in known for known in unlike)


def _after(tokens: list[Word], place: int) -> list[Word]:
    """The words from this place on; inside a run of Chinese signs, the rest of the run."""
    rest = [word for word in tokens if word.end > place]
    if rest and rest[0].start < place and not is_han(rest[0].text):
        # The phrase is but the beginning of a longer word (Bengali, Tamil endings).
        return []
    if rest and rest[0].start < place:
        first, cut = rest[0], place - rest[0].start
        rest[0] = Word(first.text[cut:], first.written[cut:], place, first.end)
    return rest


def _adjoins(folded: Folded, end: int, word: Word, most: int) -> bool:
    """True when a word follows at once: spaces and a full stop (« M. »), or a few signs more."""
    between = folded.text[end : word.start]
    if most <= 2:
        return len(between) <= most and not between.strip(" .'")
    return len(between) <= most and not re.search(r"[.!?\n]", between)


def _end(folded: Folded, after: list[Word]) -> int:
    """Where the name ends: further words with capitals, or one more in scripts without case."""
    first = after[0]
    if is_han(first.text):
        return min(first.end, first.start + HAN_NAME)
    end = first.end
    for word in after[1:4]:
        if folded.text[end : word.start] not in (" ", "-", "'"):
            break
        if not (_proper(word) or _follows(first, word, end) or _leads(after, word)):
            break
        end = word.end
    return end


def _follows(first: Word, word: Word, end: int) -> bool:
    """Who writes a first name without a capital writes the family name so too."""
    alone = end == first.end and not _may_name(first)
    common = word.text in phrases().plain or word.text in lexicon()[SOURCE].stop
    return alone and len(word.text) > 1 and not common


def _leads(after: list[Word], word: Word) -> bool:
    """A particle belongs to a name when a capital follows it."""
    at = after.index(word)
    return word.text in PARTICLES and at + 1 < len(after) and after[at + 1].capital


def _why(folded: Folded, match: re.Match[str]) -> str:
    return f"après ou avant {quoted(folded.written(*match.span()))}"
