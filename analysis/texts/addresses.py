"""Addresses in a folded text: streets with a number, buildings, doors, postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .words import HAN, Folded

Place = tuple[int, int, str]

STREET = (
    r"(?:rue|avenue|av|ave|boulevard|bd|bld|boul|allee|impasse|chemin|route|residence|esplanade|sentier"
    r"|promenade|ruelle|venelle|faubourg|chaussee|rua|avenida|travessa|strada|str|bulevardul|ri)"
)
# These are also common words: they need an article or a capital after them.
DOUBTFUL = r"(?:place|cours|cite|mail|villa|quai|square|passage|parvis|hameau|clos|tour|ilot)"
OF = r"(?:de la |de l'|des |du |de |d'|da |do |dos |das )?"
OF_THE = r"(?:de la |de l'|des |du )"
TAIL = r"[^\W\d_][\w'\-]*(?:[ \-][^\W\d_][\w'\-]*){0,4}"
NUMBER = r"(?<![\d,.:])\d{1,4}(?: ?(?:bis|ter|quater|[abc]))?,? "
UNITS = (
    r"(?! ?(?:euros?|€|familles?|habitants?|personnes?|enfants?|f\b|km|metres?|pas\b|fois|%"
    r"|lei|tl))"
)
PART = (
    r"\b(?P<part>batiment|bat|bt|escalier|esc|hall|entree|appartement|appart|appt|apt|porte"
    r"|chambre|logement|cage|bloc|scara|apartament|ap|daire|apartman|lote|andar|flat|room|building|apartment|chanm)"
    r"\.? ?(?:n[°o]?\.? ?|numero |nr\.? ?|no:? ?|: ?)?(?P<mark>\d{1,4}[a-z]?|[a-z]\d{0,3})\b"
)
LIVING = r"(?:habit\w*|loge\w*|vis|vit|adresse|domicile|heberge\w*|demeure\w*)[^.!?\d]{0,25}?"
SURE: tuple[tuple[str, str], ...] = (
    (rf"{NUMBER}{STREET}\b\.? ?{OF}{TAIL}", "un numéro et un nom de voie"),
    (rf"{NUMBER}{DOUBTFUL} {OF_THE}{TAIL}", "un numéro et un nom de lieu"),
    (rf"{LIVING}(?P<hide>\b{STREET}\b\.? {OF}{TAIL})", "la voie où l'on habite"),
    (r"(?<![\d,.+])(?:0[1-9]|[1-8]\d|9[0-578])\d{3}(?![\d])" + UNITS, "un code postal"),
    (r"\b\d{1,4}[a-z]? (?:[a-z]+ ){1,2}(?:street|road|lane|avenue|drive)\b",
     "une adresse en anglais"),
    (r"[^\W\d_]+ (?:sokak|sokagi|cadde|caddesi|mahallesi|apartmani)\w*(?:,? (?:no:? ?)?\d{1,4})?",
     "un nom de voie en turc"),
    (r"\b(?:strada|strazii|rua|avenida|travessa) (?:[^\W\d_]+ ?){1,3}"
     r"(?:,? ?(?:nr\.?|n\.?|no\.?)? ?\d{1,4})",
     "un nom de voie et un numéro"),
    (r"(?:شارع|زنقه|نهج) \w+(?: \w+)?(?: (?:رقم )?\d{1,4})?", "un nom de voie en arabe"),
    (r"(?:عماره|شقه|بيت|منزل|غرفه|الطابق)(?: رقم)? \d{1,4}", "un numéro de logement en arabe"),
    (r"(?:گلي|مكان|فليت|كمره)(?: نمبر)? ?\d{1,4}", "un numéro de logement en ourdou"),
    (r"(?:বাসা|বাড়ি|রোড|ফ্ল্যাট|রুম) ?(?:নং|নম্বর|নাম্বার)? ?\d{1,4}",
     "un numéro de logement en bengali"),
    (r"(?:வீட்டு எண்|கதவு எண்|வீடு எண்|அறை எண்) ?:? ?\d{1,4}", "un numéro de logement en tamoul"),
    (rf"[{HAN}]{{1,5}}(?:路|街|大道)\d{{1,4}}号?|\d{{1,4}}(?:号楼|栋|单元|室|号房|号门)",
     "un numéro de logement en chinois"),
)  # fmt: skip
# A capital letter in the text as written must confirm these.
CAPITAL = (
    (rf"{NUMBER}{DOUBTFUL} {OF}(?P<name>{TAIL})", "un numéro et un nom de lieu"),
    (rf"\b{STREET}\b\.? {OF}(?P<name>{TAIL})", "un nom de voie"),
    (rf"{LIVING}(?P<hide>\b{DOUBTFUL} {OF}(?P<name>{TAIL}))", "le lieu où l'on habite"),
)
COMPILED = tuple((re.compile(pattern), reason) for pattern, reason in SURE + CAPITAL)
PART_COMPILED = re.compile(PART)


def addresses(folded: Folded) -> Iterator[Place]:
    """Place in the folded text of each address, and why it is one.

    The language does not matter: families write their address as it stands on the wall.
    """
    for pattern, reason in COMPILED:
        for match in pattern.finditer(folded.text):
            named = "name" in pattern.groupindex
            if not named or folded.written(*match.span("name"))[:1].isupper():
                start, end = hidden(match)
                yield start, _until(folded, start, end), reason
    for match in PART_COMPILED.finditer(folded.text):
        # « Bât. C2 », « porte 12 »; a lone letter must be a capital (« porte à » is none).
        mark = folded.written(*match.span("mark"))
        if len(mark) > 1 or mark.isdigit() or (mark.isupper() and mark not in "ÀÂ"):
            yield *match.span(), "un bâtiment, un escalier ou une porte"


def hidden(match: re.Match[str]) -> tuple[int, int]:
    """The group ``hide`` of a match, the whole of it without one."""
    return match.span("hide" if "hide" in match.re.groupindex else 0)


# Words after which a street's name is over.
OVER = re.compile(
    r" (?:a|et|je|j'|on|il|elle|c'est|pour|mais|avec|dans|sans|qui|ou|est|sont|les|a cote|merci"
    r"|and|i|ve|e|si|mon|ma)\b"
)


def _until(folded: Folded, start: int, end: int) -> int:
    """Cut the tail of a street's name where the sentence goes on."""
    first = re.search(r"[^\W\d_]+\W+", folded.text[start:end])
    after = start + (first.end() if first else 0)
    for over in OVER.finditer(folded.text, after - 1, end):
        # « résidence Les Exemples »: a capital belongs to the name.
        if over.start() > start and not folded.written(over.start() + 1, end)[:1].isupper():
            return over.start()
    return end
