"""A page compressed once takes a token in every encoding."""

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.families.ready_page import ReadyPage

UUID = "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"


@given(head=st.binary(max_size=4000), tail=st.binary(min_size=1, max_size=300))
def test_every_encoding_gives_the_page_with_its_token(head, tail):
    if b"@token@" in head + b"@token@" + tail[:-1] and (head + tail).count(b"@token@"):
        return
    page = ReadyPage.compress(head + b"@token@" + tail, b"@token@")
    wanted = head + UUID.encode() + tail
    assert page.with_token(UUID, "identity") == wanted
    assert gzip.decompress(page.with_token(UUID, "gzip")) == wanted
    assert brotli.decompress(page.with_token(UUID, "br")) == wanted


@pytest.mark.parametrize("page", [b"nothing", b"@token@ @token@", b"@token@" + b"x" * 2000])
def test_token_missing_or_far_from_the_end__error(page):
    with pytest.raises(ValueError, match="token"):
        ReadyPage.compress(page, b"@token@")
