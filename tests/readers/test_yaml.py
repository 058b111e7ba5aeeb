"""The same odd YAML at every door where somebody hands it in: one value, or one clear message."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import AnalysisError, Codebook, Story
from analysis.yaml_text import parse
from diagnosis.answers import read_words
from diagnosis.config import read_settings
from diagnosis.dataset.inputs import InputFiles, read_inputs
from diagnosis.interchange import read_mapping
from diagnosis.languages import Languages
from diagnosis.languages.extraction import extract_yaml
from diagnosis.model import DiagnosisError, ProblemsError
from diagnosis.questionnaire import load_catalogue

Door = Callable[[Path], object]


def extracted(path: Path) -> object:
    return list(extract_yaml(io.BytesIO(path.read_bytes()), {}, (), {}))


# What each door reads, and the name that its file bears.
DOORS: dict[str, tuple[str, Door]] = {
    "codebook": ("c.yaml", Codebook.from_yaml),
    "story": ("s.yaml", Story.from_yaml),
    "margins": ("m.yaml", lambda path: read_inputs(InputFiles(margins=path))),
    "themes": ("themes.yaml", load_catalogue),
    "mapping": ("kobo.yaml", read_mapping),
    "settings": ("settings.yaml", lambda path: read_settings(path.parent, {})),
    "languages": ("languages.yaml", lambda path: Languages(path.parent)),
    "words": ("receipt_words.yaml", lambda path: read_words(path.parent)),
    "sentences": ("q.yaml", extracted),
}
WRONG = [
    (b"a: 1\nb: 2\na: 3\n", "ligne 3, colonne 1", "« a » est écrit deux fois"),
    (b"a: {b: 1, b: 2}\n", "ligne 1, colonne 11", "« b » est écrit deux fois"),
    (b"a: 1\nb: c: d\n", "ligne 2", "deux-points"),
    (b"a:\n\tb: 1\n", "ligne 2", "signe"),
    (b'a: "b\n', "ligne 1", "guillemet"),
    (b"a: [1, 2\nb: 3\n", "ligne 2", "fermé"),
    (b"a: {b: 1\n", "ligne", "fermé"),
    (b"a:\n  b: 1\n c: 2\n", "ligne 3", "indentation"),
    (b"a: 1\nb\n", "ligne", "deux-points"),
    (b"a: *b\n", "ligne 1", "nulle part"),
    (b"a: 1\n---\nb: 2\n", "ligne 2", "deux documents"),
    (b"a: &x [*x]\n", "ligne 1", "soi-même"),
    ("a: 1\nb: été\n".encode("latin-1"), "ligne 2", "UTF-8"),
    (b"a: 1\nb: c\0d\n", "ligne 2, colonne 5", "interdit"),
    (b"[" * 5000, "ligne 1", ""),
]


@pytest.fixture(params=DOORS)
def hand_in(request, tmp_path):
    name, door = DOORS[request.param]

    def given(content: bytes) -> object:
        (tmp_path / name).write_bytes(content)
        return door(tmp_path / name)

    return given


@pytest.mark.parametrize(("content", "place", "cause"), WRONG)
def test_one_clear_message__error(hand_in, content, place, cause):
    with pytest.raises((AnalysisError, DiagnosisError)) as raised:
        hand_in(content)
    said = str(raised.value).replace("\u00a0", " ")
    assert place in said
    assert cause in said
    # The parsers' own sentences are in English.
    assert not re.search(r"\b(expected|found|while|line|column)\b", said)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("content", ["a: !!python/name:os.system\n", "a: !ruby x\n"])
def test_nothing_is_built_but_texts_lists_and_groups__error(content, typed):
    found = parse(content, typed)
    assert found.data in (None, {"a": ""}, {"a": "x"})
    assert bool(found.faults) == typed


def test_a_mark_before_the_text__ok():
    assert parse("\ufeffa: 1".encode()).data == {"a": "1"}
    assert parse(b"").data is None
    assert not parse(b"").faults


def test_names_stay_names_unless_types_are_asked_for__ok():
    text = "[no, on, 01, 1_000, 2026-11-21, ~, 12:30]"
    assert parse(text).data == ["no", "on", "01", "1_000", "2026-11-21", "~", "12:30"]
    false, true, *_ = parse(text, typed=True).data
    assert (false, true) == (False, True)


def test_a_day_that_no_calendar_has_stays_a_text__ok():
    assert parse("a: 2026-02-31", typed=True).data == {"a": "2026-02-31"}


def laughs(levels: int) -> str:
    return "a0: &a0 [x, x]\n" + "".join(
        f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, levels)
    )


def test_what_is_named_once_and_quoted_often__ok():
    found = parse(laughs(5))
    assert not found.faults
    assert len(found.lines) < 100


LARGE = {
    "laughs": (laughs(30), "répétitions (*) comprises"),
    "parts": ("[" + "1," * 450_000 + "1]", "plus de 200 000 valeurs"),
    "levels": ("[" * 100_000, "trop de niveaux"),
    "mappings": ("{a: " * 100_000, "trop de niveaux"),
    "lines": ("\n".join(" " * at + "a:" for at in range(900)), "trop de niveaux"),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_text_that_no_memory_would_hold__error(name):
    text, told = LARGE[name]
    (fault,) = parse(text, typed=True).faults
    assert told in fault.cause


NO_VALUES = ("!!int ''", "!!float x", "!!timestamp x", "!!bool x", "!!int zz", "9" * 5000)


@pytest.mark.parametrize("value", NO_VALUES)
def test_a_value_that_is_not_of_its_type__error(value):
    (fault,) = parse(f"a: 1\nb: {value}", typed=True).faults
    assert fault.place.startswith("ligne 2")


def test_settings_are_read_as_the_environment_writes_them__ok(tmp_path):
    (tmp_path / "settings.yaml").write_text("controller: no\nopen_planning: oui\nk: 15\ndpo:\n")
    found = read_settings(tmp_path, {})
    assert (found.controller, found.open_planning, found.k, found.dpo) == ("no", True, 15, "")


LISTED = "{tag: fr, own_name: F, french: f, direction: ltr, dates: fr}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"languages:\n  - {LISTED}\n  - {{tag: ar, orale: 1}}\n",
            "ligne 3.*« orale » est inconnue",
        ),
        (f"languages:\n  - {LISTED}\n  - {{tag: ar}}\n", "ligne 3.*« own_name » manque"),
        (f"languages:\n  - {LISTED.replace('ltr', 'up')}\n", "'up' n’existe pas.*'ltr' ou 'rtl'"),
        (f"languages:\n  - {LISTED}\n  - 3\n", "« languages n° 2 » contient des clés"),
        (f"languages:\n  - {LISTED.replace('tag: fr', 'tag: ar')}\n", "« fr » n’est pas dans"),
        ("languages: 4\n", "ligne 1.*« languages » est une liste"),
        ("langues: []\n", "« languages » manque"),
        ("- fr\n", "languages.yaml, ligne 1"),
    ],
)
def test_a_list_of_languages_that_is_wrong__error(tmp_path, text, told):
    (tmp_path / "languages.yaml").write_text(text, "utf-8")
    with pytest.raises(ProblemsError, match=told.replace(" »", "\u00a0»").replace("« ", "«\u00a0")):
        Languages(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("words: {fr: [chat, chien]}\n", "a 2 valeurs → il en faut 128"),
        ("words: {}\n", "la liste de «\u00a0fr\u00a0» manque"),
        ("mots: {}\n", "«\u00a0words\u00a0» manque"),
    ],
)
def test_words_of_receipts_that_are_wrong__error(tmp_path, text, told):
    (tmp_path / "receipt_words.yaml").write_text(text, "utf-8")
    with pytest.raises(ProblemsError, match=told):
        read_words(tmp_path)
