"""Receipts: six words, in any language, and their slow hash."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.answers import code_of, read_code, read_words, receipts, slow_hash
from diagnosis.config import SHIPPED
from tests.conftest import SLOW

WORDS = read_words(SHIPPED / "translations")
CODE = (3, 127, 0, 55, 9, 12)


def written(language: str, code: tuple[int, ...] = CODE) -> list[str]:
    return [WORDS.of(language)[number] for number in code]


@pytest.mark.parametrize("language", WORDS.lists)
@pytest.mark.parametrize("separator", [" ", "-", "\n", ", ", " / ", "\u3000", " 1. "])
def test_code_is_read_in_every_language_whatever_stands_between(language, separator):
    text = separator.join(written(language))
    for typed in (text, text.upper(), f"  {text}.", f"\u200f{text}\u200e"):
        assert read_code(typed, WORDS) == CODE


def test_chinese_needs_no_space():
    assert read_code("".join(written("zh-Hans")), WORDS) == CODE


def test_languages_may_be_mixed():
    typed = [WORDS.of(tag)[n] for tag, n in zip(WORDS.lists, CODE, strict=False)]
    assert read_code(" ".join(typed), WORDS) == CODE


def test_order_tells_codes_apart():
    assert read_code(" ".join(reversed(written("fr"))), WORDS) == CODE[::-1]


@pytest.mark.parametrize("typed", ["3-127-0-55-9-12", "3 127 0 55 9 12", "٣ ١٢٧ ٠ ٥٥ ٩ ١٢"])
def test_numbers_are_read_where_the_phone_had_no_words(typed):
    assert read_code(typed, WORDS) == CODE
    assert read_code(typed.replace("127", "128").replace("١٢٧", "١٢٨"), WORDS) is None


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "chat", " ".join(written("fr")[:5]), " ".join([*written("fr"), "chat"]),
     " ".join([*written("fr")[:5], "inconnu"]), "\x00" * 50, "x" * 100_000, "\ud800 " * 6],
)  # fmt: skip
def test_what_is_no_code__error(typed):
    assert read_code(typed, WORDS) is None


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_not(typed):
    found = read_code(typed, WORDS)
    assert found is None or len(found) == 6


def test_a_language_without_words_has_the_french_ones():
    assert WORDS.of("snk") == WORDS.of("fr") != WORDS.of("ar")


def test_code_of_a_response_is_always_the_same_and_needs_the_secret():
    assert code_of("secret", "id") == code_of("secret", "id")
    assert len({code_of("secret", "id"), code_of("other", "id"), code_of("secret", "di")}) == 3
    drawn = [number for id in range(400) for number in code_of("secret", str(id))]
    assert set(drawn) == set(range(128))


def test_slow_hash_is_what_a_browser_computes(monkeypatch):
    monkeypatch.setattr(receipts, "ITERATIONS", SLOW)
    expected = hashlib.pbkdf2_hmac(
        "sha256", b"3-127-0-55-9-12", b"diagnosis receipt stains", 200_000, 32
    )
    assert slow_hash(CODE, "stains") == expected.hex()
    assert len({slow_hash(CODE, "other"), slow_hash(CODE[::-1], "stains"), expected.hex()}) == 3


def test_random_codes_come_back():
    draw = random.Random(1)
    for _ in range(50):
        code = tuple(draw.randrange(128) for _ in range(6))
        tag = draw.choice(list(WORDS.lists))
        assert read_code(" ".join(written(tag, code)), WORDS) == code
