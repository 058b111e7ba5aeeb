"""Answers sealed on a device that only the server can open again (HPKE, RFC 9180).

An answer may wait for hours on a phone or a shared tablet. It waits sealed to a key of its
campaign: whoever looks into the device finds nothing to read. Private keys live in the secrets of
the instance and nowhere else; the old ones stay, to open what was sealed before, until the answers
of their campaign are erased.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from diagnosis.keeping import Secrets, sealing
from diagnosis.model import DiagnosisError

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
CURVE = ec.SECP256R1()


class SealedError(DiagnosisError):
    """A sealed answer cannot be opened."""


class UnknownKeyError(SealedError):
    """The campaign has no key of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"La campagne n’a pas de clé {number}\u00a0: rechargez la page du questionnaire."
        )


class UnreadableError(SealedError):
    """It was changed on the way, or sealed for another campaign, key or response."""

    def __init__(self) -> None:
        super().__init__("Le contenu scellé ne s’ouvre pas\u00a0: renvoyez-le depuis l’appareil.")


@dataclass(frozen=True)
class PublicKey:
    """What a device needs to seal; ``public`` is the uncompressed point (65 bytes)."""

    number: int
    public: bytes

    @property
    def shown(self) -> dict[str, int | str]:
        """As pages carry it."""
        return {"number": self.number, "public": base64.b64encode(self.public).decode()}


def current_key(secrets: Secrets, campaign: str) -> PublicKey:
    """The newest key of a campaign, made the first time."""
    keys = _keys(secrets, campaign)
    if not _last(keys):
        keys = secrets.change(
            sealing(campaign), lambda kept: kept if _last(kept) else _and_new(kept)
        )
    return PublicKey(len(keys), _point(_last(keys)))


def rotate(secrets: Secrets, campaign: str) -> PublicKey:
    """Add a new key to a campaign; the former ones still open what waits."""
    keys = secrets.change(sealing(campaign), _and_new)
    return PublicKey(len(keys), _point(_last(keys)))


def forget_keys(secrets: Secrets, campaign: str) -> None:
    """Erase the keys of a campaign, whose numbers serve no more."""
    if _keys(secrets, campaign):
        secrets.change(sealing(campaign), lambda kept: [""] * len(kept))


def seal(key: PublicKey, campaign: str, id: str, content: bytes) -> bytes:
    """Seal the content of a response, as the family's page does.

    Returns
    -------
    The encapsulated key (an uncompressed point, 65 bytes), then the ciphertext with its tag.
    """
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, key.public)
    return SUITE.encrypt(content, public, info=_info(campaign, id))


def open_sealed(secrets: Secrets, campaign: str, id: str, number: int, sealed: bytes) -> bytes:
    """Open what `seal` or a device has sealed.

    Raises
    ------
    UnknownKeyError
        The campaign has no key of that number, or no longer.
    UnreadableError
        It cannot be opened with that key, for that campaign and response.
    """
    keys = _keys(secrets, campaign)
    if not 1 <= number <= len(keys) or not keys[number - 1]:
        raise UnknownKeyError(number)
    try:
        return SUITE.decrypt(sealed, _private(keys[number - 1]), info=_info(campaign, id))
    except (InvalidTag, ValueError):
        raise UnreadableError from None


def _keys(secrets: Secrets, campaign: str) -> list[str]:
    return list(secrets.get(sealing(campaign)) or [])


def _last(keys: list[str] | None) -> str:
    return keys[-1] if keys else ""


def _and_new(keys: list[str] | None) -> list[str]:
    return [*(keys or []), _new_key()]


def _info(campaign: str, id: str) -> bytes:
    return f"diagnosis response\n{campaign}\n{id}".encode()


def _new_key() -> str:
    return f"{ec.generate_private_key(CURVE).private_numbers().private_value:064x}"


@lru_cache(maxsize=256)
def _private(key: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(key, 16), CURVE)


@lru_cache(maxsize=256)
def _point(key: str) -> bytes:
    return _private(key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
