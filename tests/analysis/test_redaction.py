"""What should be hidden in free texts: measured on invented sentences, with floors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis import redact
from analysis.texts import KINDS

SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
MARK = re.compile(r"\{([^|{}]+)\|([^{}]*)\}")


def plain(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Take the marks off a sentence and say where they stood."""
    text, spans, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + marked[at:], spans


def compare(part: str) -> list[tuple[str, str, list[Any], list[Any]]]:
    return [
        (tag, *pair)
        for tag, lines in SENTENCES[part].items()
        for pair in [_pair(line, tag) for line in lines]
    ]


def _pair(line: str, tag: str) -> tuple[str, list[Any], list[Any]]:
    text, wanted = plain(line)
    return text, wanted, [(s.start, s.end, s.kind) for s in redact(text, tag).spans]


def measure(part: str, kind: str = "") -> tuple[float, float, int]:
    """Precision and recall of characters' spans: a span counts when it covers the whole of one."""
    right = told = hit = asked = 0
    for _, _, wanted, found in compare(part):
        mine = [f for f in found if kind in ("", f[2])]
        theirs = [w for w in wanted if kind in ("", w[2])]
        told += len(mine)
        asked += len(theirs)
        right += sum(any(f[0] < w[1] and f[1] > w[0] for w in wanted) for f in mine)
        hit += sum(any(f[0] <= w[0] and f[1] >= w[1] for f in found) for w in theirs)
    return right / max(told, 1), hit / max(asked, 1), asked


@pytest.mark.parametrize(
    ("part", "precision", "recall"),
    [("seen", 0.95, 0.95), ("unseen", 0.9, 0.9), ("fresh", 0.95, 0.9)],
)
def test_measured_on_invented_sentences__ok(part, precision, recall):
    right, hit, asked = measure(part)
    assert asked >= 35
    assert sum(len(lines) for lines in SENTENCES[part].values()) >= 55
    assert right >= precision
    assert hit >= recall


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "nom"])
def test_what_has_a_form_is_found__ok(kind):
    right, hit, asked = measure("seen", kind)
    assert asked >= 1
    assert right >= 0.9
    assert hit >= 0.95


def test_every_written_language_is_measured__ok():
    written = {"fr", "ar", "en", "ta", "bn", "pt", "tr", "ro", "zh-Hans", "ur", "ht"}
    assert set(SENTENCES["seen"]) == written
    for tag, lines in SENTENCES["seen"].items():
        assert any(MARK.search(line) for line in lines), tag
        assert any(not MARK.search(line) for line in lines), tag


@pytest.mark.parametrize(
    "text",
    [
        "Mon fils de 3 ans et ma fille de 6-11 mois",
        "Le mercredi de 9h30 à 12h, 850 € par mois, 1 200 euros",
        "Parc des Tartres, square Béranger, allée de la Poste, avenue George-Sand",
        "Les îlots Villon et Verlaine, la crèche Angela-Davis, Sadako",
        "Appelez le 15, le 112, le 119 ou le 3919",
        "",
        "   ",
        "🙂🙂",
    ],
)
def test_left_as_written__ok(text):
    assert redact(text).spans == ()
    assert redact(text).masked == text


def test_digits_of_every_script__ok():
    for digits in ("٠٦١٢٣٤٥٦٧٨", "۰۶۱۲۳۴۵۶۷۸", "০৬১২৩৪৫৬৭৮", "௦௬௧௨௩௪௫௬௭௮", "０６１２３４５６７８"):
        assert redact(f"x {digits} y").masked == "x [téléphone] y"


def test_accents_apart_and_odd_signs__ok():
    # « é » as two characters, a no-break space, a curly apostrophe, a mark of direction.
    text = "Je m’appelle\u00a0Ze\u0301lba\u200f !"
    [span] = redact(text).spans
    assert text[span.start : span.end].startswith("Ze\u0301lba")
    assert span.kind == "nom"


def test_reason_is_told_in_french__ok():
    [span] = redact("Mme Fictive").spans
    assert span.reason == "après ou avant «\u202fMme\u202f»"


@given(st.text(max_size=120), st.sampled_from(["fr", "ar", "zh-Hans", "tr", "xx"]))
def test_any_text_keeps_its_rest__ok(text, tag):
    found = redact(text, tag)
    rest, at = "", 0
    for span in found.spans:
        assert at <= span.start < span.end <= len(text)
        rest += text[at : span.start] + f"[{span.kind}]"
        at = span.end
    assert rest + text[at:] == found.masked


@given(st.integers(0, 99999999), st.sampled_from([" ", ".", "-", ""]), st.sampled_from("67"))
def test_every_french_mobile_is_found__ok(number, sep, first):
    digits = f"0{first}{number:08d}"
    written = sep.join(digits[at : at + 2] for at in range(0, 10, 2))
    assert redact(f"tel {written} merci").masked == "tel [téléphone] merci"
