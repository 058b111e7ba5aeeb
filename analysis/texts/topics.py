"""Topics that come back in texts without a code: terms of many families, never a rare one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from ..arrays import Bools
from ..disclosure import EVERYBODY, Door, Meaning, Share, meaning
from ..survey import Survey
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

    def form(self, key: str, door: Door) -> str:
        """The commonest way of writing it, when enough families write it so."""
        best = max(sorted(self.forms), key=lambda form: len(self.forms[form]))
        return best if _described(self.forms[best], door) else key


def writers(name: str) -> Meaning:
    """What the families that answered a free text are called at the door."""
    return meaning((name, "répondu"))


def topics(survey: Survey, name: str, wrote: Bools, uncoded: Bools) -> list[dict[str, Any]]:
    """Terms that come back in texts without a code, by language that is described.

    ``wrote`` are the families that wrote, ``uncoded`` those of them whose text bears no decided
    code. A term of fewer families than are described is absent: a rare word is theirs. What
    :func:`analysis.redact` would hide is taken out first, and its words are barred everywhere.
    """
    texts = survey.data.texts[name]
    base = writers(name) if (wrote == uncoded).all() else meaning((name, "sans code"))
    drawn = _drawn(uncoded, survey.seed)
    if (drawn != uncoded).any():
        base = base | {(name, "tirés")}
    found = []
    for tag, label, spoken, group in _languages(survey, drawn):
        within = base | spoken
        said = {row: texts[row] for row in np.flatnonzero(group).tolist()}
        shares = {
            key: (form, _share(survey.door, meaning((name, f"mot:{key}")), rows, within, group))
            for key, form, rows in _returning(said, tag, survey.door)
        }
        order = sorted(shares, key=lambda key: (-shares[key][1].yes.n, key))[:MOST_TERMS]
        if order:
            count = survey.door.told(within, int(group.sum()))
            terms = [{"term": shares[key][0], "cell": shares[key][1]} for key in order]
            found.append({"language": tag, "label": label, "count": count, "terms": terms})
    return found


def _share(door: Door, of: Meaning, rows: set[int], within: Meaning, group: Bools) -> Share:
    hits = np.zeros(len(group), dtype=bool)
    hits[list(rows)] = True
    return door.share(of, hits, within, group)


def _drawn(uncoded: Bools, seed: int) -> Bools:
    """A draw of the texts, so that a million of them takes no longer than ten thousand."""
    rows = np.flatnonzero(uncoded)
    if len(rows) <= MOST_TEXTS:
        return uncoded
    kept = np.zeros(len(uncoded), dtype=bool)
    kept[np.random.default_rng(seed).choice(rows, MOST_TEXTS, replace=False)] = True
    return kept


def _languages(survey: Survey, uncoded: Bools) -> Iterator[tuple[str, str, Meaning, Bools]]:
    """Uncoded texts by language; those of a language that is not described are left out."""
    blocks = survey.data.blocks
    block = next((blocks[name] for name in LANGUAGE if name in blocks), None)
    if block is None or not block.single:
        if survey.door.is_described(uncoded):
            yield "", "", EVERYBODY, uncoded
        return
    for tag, label in zip(block.names, block.labels, strict=True):
        group = block.column(tag) & uncoded
        if survey.door.is_described(group):
            yield tag, label, meaning((block.variable.name, tag)), group


def _returning(texts: dict[int, str], tag: str, door: Door) -> list[tuple[str, str, set[int]]]:
    """Terms of one language that are described: key, form, and the families that write each."""
    terms, barred = _met(texts, tag)
    known = {
        key: term
        for key, term in terms.items()
        if _described(term.rows, door)
        and not term.like_a_name
        and not set(key.split(" ")) & barred
        and all(len(term.rows) >= STANDS_FOR * len(terms[part].rows) for part in _parts(key))
    }
    kept: list[str] = []
    # Longest first, then the most frequent: of a term and its words, one only is worth telling.
    for key in sorted(known, key=lambda key: (-_size(key), -len(known[key].rows), key)):
        if not any(_meet(key, other) for other in kept):
            kept.append(key)
    return [(key, known[key].form(key, door), known[key].rows) for key in kept]


def _described(rows: set[int], door: Door) -> bool:
    return door.is_described(np.ones(len(rows), dtype=bool))


def _parts(key: str) -> list[str]:
    """The next shorter terms of which a term is made."""
    if is_han(key):
        return [key[:-1], key[1:]] if len(key) > min(HAN_LENGTHS) else []
    return key.split(" ") if " " in key else []


def _size(key: str) -> int:
    return len(key) if is_han(key) else key.count(" ") + 1


def _meet(one: str, two: str) -> bool:
    """True when one term is part of the other."""
    if is_han(one) and is_han(two):
        return any(one[at : at + 2] in two for at in range(len(one) - 1))
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
    """A text without what should be hidden, and what was cut out of it."""
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
    """Words worth telling and the pairs they make: key, form, words, inside a sentence or not."""
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
    """Kind of a word: « stop » (too common), « domain » (already a need's word) or « topic »."""
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
