"""The receipt words: 128 single words a language, each telling its position by itself."""

import unicodedata
from pathlib import Path

import pytest
import yaml

from diagnosis.answers.receipts import fold

LANGUAGES = ("fr", "ar", "en", "ta", "bn", "pt", "tr", "ro", "zh-Hans", "ur", "ht")
SOURCE = Path(__file__).parents[2] / "translations" / "receipt_words.yaml"
WORDS: dict[str, list[str]] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["words"]


def test_fold() -> None:
    assert fold("Țestoasă") == fold("TESTOASA") == "testoasa"
    assert fold("கிளி") != fold("கள")
    assert fold("KAPI") == fold("kapı")
    assert fold("تُفّاحه") == fold("تفاحة")
    assert fold("أرنب") == fold("ارنب")


def test_every_language_has_its_list() -> None:
    assert tuple(WORDS) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_128_and_distinct(language: str) -> None:
    words = WORDS[language]
    assert len(words) == 128
    assert len({fold(word) for word in words}) == 128


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_one_short_word(language: str) -> None:
    longest = 2 if language == "zh-Hans" else 10
    for word in WORDS[language]:
        categories = [unicodedata.category(character)[0] for character in word]
        assert set(categories) <= {"L", "M"}, word  # no space, hyphen, apostrophe or joiner
        assert 2 <= categories.count("L") <= longest, word
        assert unicodedata.is_normalized("NFC", word), word


def test_a_word_tells_its_position_in_any_language() -> None:
    positions: dict[str, set[int]] = {}
    for words in WORDS.values():
        for position, word in enumerate(words):
            positions.setdefault(fold(word), set()).add(position)
    assert {word: found for word, found in positions.items() if len(found) > 1} == {}


def test_lines_fit() -> None:
    assert all(len(line) <= 100 for line in SOURCE.read_text(encoding="utf-8").splitlines())
