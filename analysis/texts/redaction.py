"""What to hide in a free text before anyone reads it: suggestions, never applied by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..french import typography
from .addresses import addresses, hidden
from .lexicon import phrases
from .names import names
from .words import Folded, fold

Found = tuple[int, int, str, str]

# Kinds in the order they win where two overlap.
KINDS = (
    "courriel",
    "compte",
    "numéro de sécurité sociale",
    "numéro de dossier",
    "date",
    "téléphone",
    "adresse",
    "nom",
)
# Kinds that always bear a digit.
NUMBERS = ("numéro de sécurité sociale", "numéro de dossier", "date")
SEP = r"[ .\-/()]{0,2}"
MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
    "|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"
    "|ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie"
    "|ocak|subat|mart|nisan|mayis|haziran|temmuz|agustos|eylul|ekim|kasim|aralik"
)
BORN = (
    r"(?:nee?s?|naissance|born|birth|dogum tarihi\w*|dogumlu|nascid[ao]|nascimento|nascut[a]?"
    r"|nasterii|تاريخ الميلاد|مواليد|ولد[ت]?|تاريخ پيدائش|பிறந்த|জন্ম|出生|生日)"
)
DAY = rf"\d{{1,2}} ?(?:er)? ?(?:[./-] ?\d{{1,2}}|(?:de )?(?:{MONTHS}))"
YEAR = r"(?:19|20)\d\d"
SPELT = (
    "zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|[a-z]+ante|quatre|vingts?|treize|onze"
)
AT, DOT = r" ?(?:@|\(at\)|\[at\]| arobase | at ) ?", r" ?(?:\.| point | dot ) ?"
PLATFORM = r"(?:insta|instagram|snap|snapchat|facebook|fb|whatsapp|telegram|tiktok)"
OFFICE = (
    r"(?:allocataire|dossier|matricule|identifiant|caf|titre de sejour|passeport"
    r"|securite sociale)[^\d.;!?]{0,18}"
)
INSEE = (
    r"(?<!\d)[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}"
    r"(?: ?/? ?\d\d)?(?!\d)"
)
ZERO = r"\bzero (?:un|deux|trois|quatre|cinq|six|sept|neuf)"
PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("courriel", rf"[\w.+\-]+{AT}[\w\-]+(?:{DOT}[\w\-]+)+", "adresse électronique"),
    ("compte", r"(?:https?://|www\.)\S+", "lien vers une page"),
    ("compte", r"(?<![\w.])@[\w.]{3,}", "nom de compte"),
    ("compte", rf"\b{PLATFORM} ?:? ?(?P<hide>[\w.]*[_\d.]\w+)", "nom de compte"),
    ("numéro de sécurité sociale", INSEE, "la forme d'un numéro de sécurité sociale"),
    ("numéro de dossier", rf"{OFFICE}(?P<hide>\d[\d ]{{4,}}\d)",
     "un numéro après un mot d'administration"),
    ("date", rf"(?<!\d){DAY} ?[./-]? ?{YEAR}(?!\d)", "une date entière"),
    ("date", rf"(?<!\d){YEAR} ?[./年-] ?\d{{1,2}} ?[./月-] ?\d{{1,2}} ?日?", "une date entière"),
    ("date", rf"{BORN}[^\d.!?]{{0,20}}(?P<hide>{DAY}(?: ?[./-] ?\d\d)?)", "une date de naissance"),
    ("date", rf"{BORN} (?:(?:en|le|in|em|in anul) )?(?P<hide>(?:(?:{MONTHS}) )?{YEAR})",
     "une date de naissance"),
    ("téléphone", rf"(?<![\d,.])(?:\+ ?|00)[1-9](?:{SEP}\d){{7,13}}(?!\d)",
     "un numéro de téléphone international"),
    ("téléphone", rf"(?<![\d,.])0{SEP}[1-9](?:{SEP}\d){{7,9}}(?!\d)", "un numéro de téléphone"),
    ("téléphone", r"(?<![\d,.])[67](?:[ .-]\d\d){4}(?!\d)", "un numéro sans son premier zéro"),
    ("téléphone", r"(?<![\d,.])\d{9,15}(?!\d)", "un long numéro"),
    ("téléphone", rf"{ZERO}(?:[ -](?:{SPELT})){{4,12}}", "un numéro de téléphone en lettres"),
)  # fmt: skip
COMPILED = tuple((kind, re.compile(pattern), reason) for kind, pattern, reason in PATTERNS)


@dataclass(frozen=True)
class Span:
    """A stretch of a text to hide.

    Parameters
    ----------
    start, end : int
        Place in the text, in characters (``text[start:end]``).
    kind : str
        One of ``KINDS``.
    reason : str
        Why it is suggested, in French.
    """

    start: int
    end: int
    kind: str
    reason: str


@dataclass(frozen=True)
class Redaction:
    """What should be hidden in a text, and the text with it hidden.

    Parameters
    ----------
    spans : tuple of Span
        In the order of the text; they never overlap.
    masked : str
        The text with ``[kind]`` in place of each span.
    """

    spans: tuple[Span, ...]
    masked: str


def redact(text: str, language: str = "fr") -> Redaction:
    """Suggest what to hide: names, addresses, phones, e-mails, accounts, dates and numbers.

    Parameters
    ----------
    text : str
    language : str
        BCP 47 tag of the language the family chose; French is always read too.

    Returns
    -------
    Redaction

    Notes
    -----
    Written rules, no learning: an introducing phrase, a title, a frequent first name, the form
    of a number. A person must still read: a name that nothing announces is not seen. Ages,
    hours, prices and landmarks of the neighbourhood are left.

    Examples
    --------
    >>> redact("Je m'appelle Zelba, appelez le 06 12 34 56 78").masked
    "Je m'appelle [nom], appelez le [téléphone]"
    >>> redact("Mon fils de 3 ans, à 17h, parc des Tartres").spans
    ()
    """
    folded = fold(text)
    spans = [_span(folded, hit) for hit in _best(_found(folded, language))]
    return Redaction(tuple(spans), _masked(text, spans))


def _found(folded: Folded, language: str) -> Iterator[Found]:
    digits = any(letter.isdigit() for letter in folded.text)
    for kind, pattern, reason in COMPILED:
        if digits or kind not in NUMBERS:
            for match in pattern.finditer(folded.text):
                yield (*hidden(match), kind, reason)
    landmarks = [match.span() for match in phrases().landmarks.finditer(folded.text)]
    for start, end, reason in addresses(folded):
        if folded.text[start:end][:1].isdigit() or not _overlaps(start, end, landmarks):
            yield start, end, "adresse", reason
    for start, end, reason in names(folded, language):
        if not _overlaps(start, end, landmarks):
            yield start, end, "nom", reason


def _overlaps(start: int, end: int, places: Iterable[tuple[int, int]]) -> bool:
    return any(start < last and end > first for first, last in places)


def _best(hits: Iterable[Found]) -> list[Found]:
    """Keep what does not overlap: by kind first, then the longest."""
    kept: list[Found] = []
    for hit in sorted(hits, key=lambda h: (KINDS.index(h[2]), h[0] - h[1], h[0])):
        if hit[0] < hit[1] and not _overlaps(hit[0], hit[1], (one[:2] for one in kept)):
            kept.append(hit)
    return sorted(kept)


def _span(folded: Folded, hit: Found) -> Span:
    start, end, kind, reason = hit
    first, last = folded.place(start, end)
    while last > first and folded.source[last - 1].isspace():
        last -= 1
    return Span(first, last, kind, typography(reason))


def _masked(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], f"[{span.kind}]"]
        at = span.end
    return "".join([*parts, text[at:]])
