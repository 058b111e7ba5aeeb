"""What survey tools and spreadsheets write for a word, a tick, no answer and one choice of several.

``diagnosis import`` and ``diagnosis analyse`` read the same files: both take their meaning here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# As tables write that a box was ticked: « x » in LimeSurvey's and paper's, « Y » in LimeSurvey's.
YES = frozenset({"1", "1.0", "1,0", "true", "vrai", "y", "yes", "o", "oui", "x", "checked"})
YES |= {"نعم", "ஆம்", "হ্যাঁ", "sim", "sí", "si", "evet", "da", "是", "是的", "جی ہاں", "wi"}
NO = frozenset({"0", "0.0", "0,0", "false", "faux", "n", "no", "non", "unchecked"})
NO |= {"لا", "இல்லை", "না", "não", "nao", "hayır", "hayir", "nu", "不", "否", "نہیں"}
# No answer, where no choice has this name: Kobo's and Excel's « n/a », R's « NA », pandas' « nan »,
# SAS' and Stata's « . », paper's dash.
BLANK = frozenset({"", "n/a", "#n/a", "na", "<na>", "nan", "null", "n.a.", "s/o", "-", "--", "–"})
BLANK |= {"—", ".", "sans objet", "non applicable", "not applicable"}
# Between a question and one of its choices: ODK and Kobo « / », R « . », REDCap « ___ »,
# Stata and SPSS « _ », which stands in names too: longest first.
MARKS = ("/", ".", "___", "__", "_", ":")
BRACKETS = re.compile(r"(.+?)\s*\[([^\]]+)\](\.\s.*)?", re.DOTALL)
# Titles with Markdown or HTML, as Kobo keeps them.
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
EMPHASIS = re.compile(r"(\*\*|__|\*|(?<!\w)_)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
HEADING = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)
ENTITIES = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Make two writings of the same words equal: case, typographic spaces, apostrophes.

    >>> fold("Où habitez-vous\\u202f?") == fold("où habitez-vous?")
    True
    """
    text = unicodedata.normalize("NFKC", text.replace("’", "'").replace("\u02bc", "'")).casefold()
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return re.sub(r" (?=[?!:;»%])|(?<=«) ", "", " ".join(text.split()))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A title without its Markdown and HTML.

    >>> plain("**Vous êtes…**"), plain('<span style="color:red">Combien ?</span>'), plain("a_b_c")
    ('Vous êtes…', 'Combien ?', 'a_b_c')
    """
    bare = LINK.sub(r"\1", TAG.sub(" ", text) if "<" in text else text)
    for entity, sign in ENTITIES.items():
        bare = bare.replace(entity, sign)
    previous = ""
    while previous != bare:
        previous, bare = bare, EMPHASIS.sub(r"\2", bare)
    return HEADING.sub("", bare).strip() or text


def without_zeros(text: str) -> str:
    """A code without the zeros that a spreadsheet adds after it or takes from before it.

    >>> without_zeros("01"), without_zeros("2.0"), without_zeros("0"), without_zeros("a1")
    ('1', '2', '0', 'a1')
    """
    found = re.fullmatch(r"(-?)0*(\d+)(?:[.,]0+)?", text)
    return found[1] + found[2] if found else text


def choice_in(title: str, question: str) -> str:
    """The choice that a title names after its question; empty when it is none of its columns.

    >>> [choice_in(t, "b") for t in ("b/jeux", "b.jeux", "b[jeux]", "b_jeux", "B___jeux", "bjeux")]
    ['jeux', 'jeux', 'jeux', 'jeux', 'jeux', '']
    """
    inside = BRACKETS.fullmatch(title)
    if inside and fold(inside[1]) == fold(question):
        return inside[2].strip()
    if not title.casefold().startswith(question.casefold()):
        return ""
    rest = title[len(question) :]
    mark = next((mark for mark in MARKS if rest.startswith(mark)), "")
    return rest.removeprefix(mark).strip() if mark else ""
