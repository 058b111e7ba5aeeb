"""Words that every translation keeps: a wrong one is told with its language and its remedy."""

import re
import shutil

import pytest

from diagnosis.config import SHIPPED
from diagnosis.languages import Languages, broken_locks, catalogues, read_locked_words
from diagnosis.languages.locked_words import holds_word
from diagnosis.model import ProblemsError

WORDS = {word.word: word for word in read_locked_words(SHIPPED / "translations")}


@pytest.fixture
def languages(tmp_path):
    shutil.copytree(SHIPPED / "translations", tmp_path / "translations")
    return Languages(tmp_path / "translations")


@pytest.fixture(scope="module")
def template():
    return catalogues.extract_sentences(SHIPPED / "babel.cfg")


def test_every_catalogue_keeps_the_locked_words__ok(languages):
    assert [str(problem) for problem in broken_locks(languages)] == []


def test_every_word_stands_in_the_french_and_in_every_language__ok(languages, template):
    sentences = [entry.id if isinstance(entry.id, str) else entry.id[0] for entry in template]
    written = set(catalogues.translated_tags(languages))
    for word in WORDS.values():
        assert any(word.is_in(sentence) for sentence in sentences), word.word
        assert word.languages.keys() <= written, word.word
        assert word.rule.endswith("."), word.word
    # « geste » is a slip of those languages alone.
    assert {name for name, word in WORDS.items() if word.languages.keys() != written} == {"geste"}


@pytest.mark.parametrize(
    ("tag", "french", "wrong", "told"),
    [
        ("tr", "La Cabane des 1000 premiers jours", "İlk 1000 gün kulübesi", "kulübe"),
        ("ro", "La Cabane des 1000 premiers jours", "Cabana celor 1000 de zile", "cabana"),
        ("ar", "le couple, les papas, la famille", "الزوجان، الآباء، العائلة", "الآباء"),
        ("ro", "qu’on me montre comment faire", "un gest practic", "gest practic"),
        ("ht", "qu’on me montre comment faire", "yon jès pratik", "jès"),
        ("pt", "La PMI", "O hospital", "hospital"),
        ("en", "La Caf", "The benefits office", "Caf"),
    ],
)
def test_a_wrong_word_is_told_with_its_language_sentence_and_remedy__error(
    languages, tag, french, wrong, told
):
    catalogue = catalogues.read(languages.folder, tag)
    catalogue[french].string = wrong
    catalogues.write(languages.folder, tag, catalogue)
    problems = broken_locks(Languages(languages.folder))
    said = [str(problem) for problem in problems]
    assert said
    assert all(f"{tag}, «\u00a0{french}\u00a0»" in text for text in said)
    assert any(told in text and "→ écrivez" in text for text in said)


def test_a_word_that_another_language_may_say_is_no_fault__ok(languages):
    """A language without a rule for a word, and a folder without the file, are left in peace."""
    (languages.folder / "locked_words.yaml").unlink()
    assert broken_locks(languages) == []


@pytest.mark.parametrize("content", ["words: 3", "words: [{word: x}]", "mots: []"])
def test_a_wrong_file_is_told__error(languages, content):
    (languages.folder / "locked_words.yaml").write_text(content, "utf-8")
    with pytest.raises(ProblemsError, match=re.escape("locked_words.yaml")):
        broken_locks(languages)


def test_letters_that_a_language_writes_or_not_count_alike__ok():
    assert holds_word("تُمحى الإجابات", "تمحى")
    assert holds_word("İnternet yok", "internet")
    assert holds_word("la „Cabană”", "cabană")
    assert not holds_word("Papas", "pas")
