"""Topics that come back in texts without a code: terms of many families, never a rare one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from ..arrays import Bools
from ..disclosure import Cell, Count, margin, nested, one_way
from ..table import Block, Encoded
from .lexicon import SOURCE, lexicon
from .redaction import redact
from .words import Word, fold, is_han, words

LANGUAGE = ("language", "langue")
MOST_TERMS = 12
MOST_TEXTS = 10_000
# A plural in -s is the same topic in these languages.
PLURAL = ("fr", "en", "pt")
SENTENCE_ENDS = ".!?…:;\n"
# What parts two words, and digits, of which no term may be made.
BREAKS = frozenset("§.!?…:;,()/\n0123456789")
PROPER = ("nom", "adresse", "compte")
HAN_LENGTHS = (4, 3, 2)
# A longer term is told instead of its words when at least this share of their families write it.
STANDS_FOR = 0.5


@dataclass
class _Term:
    """A term met so far: rows that write it, forms, and how often as a name would be."""

    rows: set[int] = field(default_factory=set)
    forms: dict[str, set[int]] = field(default_factory=dict)
    lower: int = 0
    inside: int = 0
    capital: int = 0

    def see(self, row: int, form: str, run: Sequence[Word], inside: bool) -> None:
        self.rows.add(row)
        self.forms.setdefault(form, set()).add(row)
        capital = any(word.capital for word in run)
        self.lower += not capital
        self.inside += inside
        self.capital += inside and capital

    @property
    def like_a_name(self) -> bool:
        """Never without a capital, or mostly with one inside sentences."""
        return not self.lower or 2 * self.capital >= max(1, self.inside)

    def form(self, key: str, k: int) -> str:
        """The commonest way of writing it, when enough families write it so."""
        best = max(sorted(self.forms), key=lambda form: len(self.forms[form]))
        return best if len(self.forms[best]) >= k else key


def topics(
    data: Encoded, texts: Sequence[str], uncoded: Bools, unread: int, k: int, seed: int
) -> list[dict[str, Any]]:
    """Find terms that come back in texts without a code, by language.

    Parameters
    ----------
    data : Encoded
    texts : sequence of str, shape (families,)
    uncoded : array of bool, shape (families,)
        Families with a text that bears no decided code.
    unread : int
        Those of them whose text nobody has read.
    k, seed : int
        Past ``MOST_TEXTS`` texts, that many are drawn at random.

    Returns
    -------
    list of dict
        ``language``, ``label``, ``count`` and ``terms`` (each ``term`` and ``cell``); a language
        or a term that may not be told is absent, since its very name would tell.

    Notes
    -----
    What :func:`analysis.redact` would hide is taken out first, and its words are barred
    everywhere. So are words that mostly bear a capital. Of a longer term and the words in it one
    only is told. As in any crossing, a term of nearly all families of a language is not told.
    """
    given = np.array([bool(text) for text in texts], dtype=bool)
    # The texts read and left without a code are the difference of two numbers that are told.
    if int(uncoded.sum()) < k or nested(unread, int(uncoded.sum()), k):
        return []
    uncoded = _drawn(uncoded, seed)
    found = []
    for tag, label, group in _languages(data, given, uncoded, k):
        terms = _told({row: texts[row] for row in np.flatnonzero(group).tolist()}, tag, k)
        if terms:
            base = int(group.sum())
            cells = [{"term": term, "cell": Cell(n, base)} for term, n in terms]
            found.append({"language": tag, "label": label, "count": Count(base), "terms": cells})
    return found


def _drawn(uncoded: Bools, seed: int) -> Bools:
    """Keep a draw of the texts, so that a million of them takes no longer than ten thousand."""
    rows = np.flatnonzero(uncoded)
    if len(rows) <= MOST_TEXTS:
        return uncoded
    kept = np.zeros(len(uncoded), dtype=bool)
    kept[np.random.default_rng(seed).choice(rows, MOST_TEXTS, replace=False)] = True
    return kept


def _languages(
    data: Encoded, given: Bools, uncoded: Bools, k: int
) -> Iterator[tuple[str, str, Bools]]:
    """Cut the uncoded texts by language, those left out whose number may not be told."""
    block = next((data.blocks[name] for name in LANGUAGE if name in data.blocks), None)
    rest = int(given.sum()) - int(uncoded.sum())
    if block is None or not block.single:
        if not nested(int(uncoded.sum()), int(given.sum()), k):
            yield "", "", uncoded
        return
    groups = [block.hits[:, at] & uncoded for at in range(len(block.names))]
    sizes = [int(group.sum()) for group in groups]
    unknown = int(uncoded.sum()) - sum(sizes)
    hidden = one_way([*sizes, unknown, rest], k)
    for at, (group, hide) in enumerate(zip(groups, hidden, strict=False)):
        if not hide and sizes[at] and not _isolates(block, at, sizes[at], k):
            yield block.names[at], block.labels[at], group


def _isolates(block: Block, at: int, size: int, k: int) -> bool:
    """The number of families of each language is told elsewhere, or hidden there."""
    cell = margin(block, k)[at]
    return cell.hidden or nested(size, cell.n, k)


def _told(texts: dict[int, str], tag: str, k: int) -> list[tuple[str, int]]:
    """Give the terms of one language and how many families write each, the most first."""
    terms, barred = _met(texts, tag)
    known = {
        key: term
        for key, term in terms.items()
        if k <= len(term.rows) <= len(texts) - k
        and not term.like_a_name
        and not set(key.split(" ")) & barred
        and all(len(term.rows) >= STANDS_FOR * len(terms[part].rows) for part in _parts(key))
    }
    kept: list[str] = []
    # Longest first, then the most frequent: of a term and its words, one only may be told.
    for key in sorted(known, key=lambda key: (-_size(key), -len(known[key].rows), key)):
        if not any(_meet(key, other) for other in kept):
            kept.append(key)
    kept.sort(key=lambda key: (-len(known[key].rows), key))
    return [(known[key].form(key, k), len(known[key].rows)) for key in kept[:MOST_TERMS]]


def _parts(key: str) -> list[str]:
    """The next shorter terms of which a term is made."""
    if is_han(key):
        return [key[:-1], key[1:]] if len(key) > min(HAN_LENGTHS) else []
    return key.split(" ") if " " in key else []


def _size(key: str) -> int:
    return len(key) if is_han(key) else key.count(" ") + 1


def _meet(one: str, two: str) -> bool:
    """Tell whether one term is part of the other, so that their counts may be subtracted."""
    if is_han(one) and is_han(two):
        return bool({one[at : at + 2] for at in range(len(one) - 1)} & {
            two[at : at + 2] for at in range(len(two) - 1)
        })  # fmt: skip
    first, second = set(one.split(" ")), set(two.split(" "))
    return first <= second or second <= first


def _met(texts: dict[int, str], tag: str) -> tuple[dict[str, _Term], set[str]]:
    """Read every text once: its terms, and the words of what should be hidden."""
    terms: dict[str, _Term] = {}
    barred: set[str] = set()
    same: dict[str, list[int]] = {}
    for row, text in texts.items():
        same.setdefault(text, []).append(row)
    for text, rows in same.items():
        rest, secret = _without(text, tag)
        barred |= {_key(word.text, tag) for word in words(fold(secret))}
        for key, form, run, inside in _terms(rest, tag):
            for row in rows:
                terms.setdefault(key, _Term()).see(row, form, run, inside)
    return terms, barred


def _without(text: str, tag: str) -> tuple[str, str]:
    """Cut out what should be hidden, and give it apart."""
    kept, hidden, at = [], [], 0
    for span in redact(text, tag or SOURCE).spans:
        kept.append(text[at : span.start])
        hidden.append(
            text[span.start : span.end] if span.kind in ("nom", "adresse", "compte") else ""
        )
        at = span.end
    # A mark of its own keeps the words on both sides from making a term.
    return " § ".join([*kept, text[at:]]), " ".join(hidden)


def _terms(text: str, tag: str) -> Iterator[tuple[str, str, list[Word], bool]]:
    """Give the words worth telling and the pairs they make: key, form, words, inside or not."""
    folded = fold(text)
    before: Word | None = None
    for word in words(folded):
        if is_han(word.text):
            yield from _han_terms(word)
            continue
        kind = _kind(word.text, tag)
        if kind == "stop":
            continue
        if kind == "topic":
            inside = folded.text[: word.start].rstrip(" \"'«-(")[-1:] not in ("", *SENTENCE_ENDS)
            yield _key(word.text, tag), word.written.lower(), [word], inside
            if before is not None and not BREAKS & set(folded.text[before.end : word.start]):
                key = f"{_key(before.text, tag)} {_key(word.text, tag)}"
                yield key, folded.written(before.start, word.end).lower(), [before, word], inside
        before = word if kind == "topic" else None


def _han_terms(word: Word) -> Iterator[tuple[str, str, list[Word], bool]]:
    """Chinese has no spaces: every run of two to four signs without a common one is a term."""
    for size in HAN_LENGTHS:
        for at in range(len(word.text) - size + 1):
            run = word.text[at : at + size]
            if _kind(run, "zh-Hans") == "topic":
                yield run, run, [Word(run, run, word.start + at, word.start + at + size)], False


@lru_cache(maxsize=65536)
def _kind(word: str, tag: str) -> str:
    """Tell words that are no topic: « stop » (too common), « domain » (already a need's word)."""
    tags = {tag, SOURCE} if tag in lexicon() else set(lexicon())
    stops = {stop for tag in tags for stop in lexicon()[tag].stop}
    if is_han(word):
        common = any(stop in word for stop in stops if is_han(stop))
    else:
        common = len(word) < 3 or word in stops
    if common:
        return "stop"
    return "domain" if any(_domain(word, tag) for tag in tags) else "topic"


def _domain(word: str, tag: str) -> bool:
    return any(pattern.search(f" {word} ") for pattern in lexicon()[tag].domains.values())


def _key(word: str, tag: str) -> str:
    plural = tag in PLURAL and len(word) > 4 and word.endswith("s")
    return word[:-1] if plural else word
