"""Sealed answers: what any HPKE implementation seals opens here, and nothing else does."""

from __future__ import annotations

import hashlib
import hmac
import threading

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from diagnosis.answers.sealing import (
    PublicKey,
    UnknownKeyError,
    UnreadableError,
    current_key,
    forget_keys,
    open_sealed,
    rotate,
    seal,
)

ID = "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"
KEM_SUITE = b"KEM\x00\x10"
HPKE_SUITE = b"HPKE\x00\x10\x00\x01\x00\x02"


def extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    """LabeledExtract of RFC 9180, section 4."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand of RFC 9180, section 4, for at most 32 bytes."""
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labeled + b"\x01", hashlib.sha256)[:length]


def seal_by_hand(public: bytes, info: bytes, content: bytes) -> bytes:
    """Seal as RFC 9180 says, step by step: what the script of the page does."""
    curve = ec.SECP256R1()
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(curve, public)
    own = ec.generate_private_key(curve)
    enc = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    root = extract(KEM_SUITE, b"", b"eae_prk", own.exchange(ec.ECDH(), receiver))
    shared = expand(KEM_SUITE, root, b"shared_secret", enc + public, 32)
    context = b"\x00" + extract(HPKE_SUITE, b"", b"psk_id_hash", b"")
    context += extract(HPKE_SUITE, b"", b"info_hash", info)
    secret = extract(HPKE_SUITE, shared, b"secret", b"")
    key = expand(HPKE_SUITE, secret, b"key", context, 32)
    nonce = expand(HPKE_SUITE, secret, b"base_nonce", context, 12)
    return enc + AESGCM(key).encrypt(nonce, content, b"")


@pytest.fixture
def secrets(instance):
    return instance.secrets


def test_what_is_sealed_by_the_letter_of_the_rfc_opens(secrets):
    key = current_key(secrets, "stains")
    assert (key.number, len(key.public), key.public[0]) == (1, 65, 4)
    sealed = seal_by_hand(key.public, f"diagnosis response\nstains\n{ID}".encode(), b'{"a": 1}')
    assert open_sealed(secrets, "stains", ID, 1, sealed) == b'{"a": 1}'


def test_the_key_stays_and_the_former_ones_open_what_waits(secrets):
    first = current_key(secrets, "stains")
    assert current_key(secrets, "stains") == first
    waiting = seal(first, "stains", ID, b"waiting")
    second = rotate(secrets, "stains")
    assert second == current_key(secrets, "stains")
    assert second.number == 2
    assert second.public != first.public
    assert open_sealed(secrets, "stains", ID, 1, waiting) == b"waiting"
    with pytest.raises(UnreadableError):
        open_sealed(secrets, "stains", ID, 2, waiting)


def test_each_campaign_has_its_own_key(secrets):
    assert current_key(secrets, "stains").public != current_key(secrets, "other").public


def test_a_campaign_without_key_may_begin_by_rotating(secrets):
    assert rotate(secrets, "stains").number == 1


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_unknown_key__error(secrets, number):
    sealed = seal(current_key(secrets, "stains"), "stains", ID, b"x")
    with pytest.raises(UnknownKeyError, match=str(number)):
        open_sealed(secrets, "stains", ID, number, sealed)


def test_what_was_changed_or_meant_for_something_else__error(secrets):
    key = current_key(secrets, "stains")
    sealed = seal(key, "stains", ID, b"content")
    other = ID.replace("8", "9")
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for wrong in (b"", b"x", sealed[:65], sealed[:-1], altered, bytes(100)):
        with pytest.raises(UnreadableError):
            open_sealed(secrets, "stains", ID, 1, wrong)
    with pytest.raises(UnreadableError):
        open_sealed(secrets, "stains", other, 1, sealed)
    with pytest.raises(UnreadableError):
        open_sealed(secrets, "stains", ID, 1, seal(key, "other", ID, b"content"))


def test_everyone_who_makes_the_first_key_gets_the_same(secrets):
    found: list[PublicKey] = []
    threads = [
        threading.Thread(target=lambda: found.append(current_key(secrets, "stains")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_keys_that_are_forgotten_open_nothing_and_their_numbers_serve_no_more(secrets):
    key = current_key(secrets, "stains")
    other = current_key(secrets, "other")
    sealed = seal(key, "stains", ID, b"waiting")
    forget_keys(secrets, "stains")
    with pytest.raises(UnknownKeyError, match="1"):
        open_sealed(secrets, "stains", ID, 1, sealed)
    assert current_key(secrets, "stains").number == 2
    assert current_key(secrets, "other") == other
    forget_keys(secrets, "nobody")
