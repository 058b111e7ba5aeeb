"""Shared tablets: the link that prepares one, its PIN, the news it gives.

A tablet is prepared by a link that serves once; from then on it holds a secret of its own, and
the store a hash of it. Nothing here sets a cookie or knows who answered.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from diagnosis.answers.refused import Reason, RefusedError
from diagnosis.model import Kiosk
from diagnosis.storage import Storage

# Crockford's base 32: no letter that a person takes for a digit.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH, SECRET_LENGTH = 6, 26
ITERATIONS = 200_000
DEMO_PIN = "1234"
MOST = 1_000_000
# Bytes: what a tablet says of itself is two hundred.
LARGEST = 2000
WORD = re.compile(r"[0-9a-z]{1,64}")
EDITION = re.compile(r"[\w.+-]{0,40}", re.ASCII)
USED = (
    "Ce lien a déjà servi à préparer une tablette. "
    "Ajoutez une tablette sur la page de l’équipe\u00a0: un nouveau lien s’affichera."
)
UNKNOWN = (
    "Ce code n’ouvre rien ici. Recopiez-le en entier, "
    "ou ajoutez une tablette sur la page de l’équipe."
)
UNKNOWN_DEVICE = (
    "Cette adresse n’ouvre rien ici. Ajoutez l’appareil de nouveau sur la page de l’équipe."
)
UNREADABLE = "Ce message de tablette n’est pas lisible. Rechargez la page."


@dataclass(frozen=True)
class News:
    """What a tablet says of itself."""

    waiting: int
    aside: int
    sent: int
    version: str


def make_kiosk(
    store: Storage, campaign: str, name: str, pin: str, *, reusable: bool = False
) -> tuple[Kiosk, str]:
    """Add a tablet.

    Returns
    -------
    The tablet and the code of the link that prepares it; the store keeps only a hash of the code.
    """
    secret = _draw(SECRET_LENGTH)
    kiosk = Kiosk(
        _draw(ID_LENGTH),
        campaign,
        name,
        _hash(secret),
        json.dumps(hash_pin(pin)),
        reusable=reusable,
    )
    store.save_kiosk(kiosk)
    return kiosk, f"{kiosk.id}.{secret}"


def make_collector(store: Storage, campaign: str, name: str) -> tuple[Kiosk, str]:
    """Add a device that collects with an application of others (ODK Collect, KoboCollect).

    Returns
    -------
    The device, which has no PIN, and the code in its secret address; the store keeps only a hash.
    """
    secret = _draw(SECRET_LENGTH)
    device = Kiosk(_draw(ID_LENGTH), campaign, name, _hash(secret), "", prepared=True)
    store.save_kiosk(device)
    return device, f"{device.id}.{secret}"


def check_collector(store: Storage, campaign: str, code: str) -> None:
    """Refuse a code that is none of a campaign's collecting devices (`RefusedError`)."""
    id, _, secret = code.partition(".")
    device = store.kiosk(id) if WORD.fullmatch(id) else None
    mine = device and device.campaign == campaign and not device.pin
    if not mine or not _is(device.token_hash if device else "", secret):
        raise RefusedError(Reason.UNKNOWN, UNKNOWN_DEVICE)


def readable(code: str) -> str:
    """Write a code in groups of four, to be typed by hand.

    Examples
    --------
    >>> readable("3f7k2m.0123456789abcdefghjkmnpqrs")
    '3f7k-2m.0123-4567-89ab-cdef-ghjk-mnpq-rs'
    """
    return ".".join("-".join(re.findall(".{1,4}", part)) for part in code.split("."))


def hash_pin(pin: str) -> dict[str, Any]:
    """The slow hash of a PIN, as the tablet itself checks it without network."""
    salt = secrets.token_bytes(16)
    found = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, ITERATIONS)
    return {"salt": salt.hex(), "hash": found.hex(), "iterations": ITERATIONS}


def prepare(store: Storage, campaign: str, sent: Any) -> dict[str, Any]:
    """Make a tablet known by the link opened on it.

    Parameters
    ----------
    sent : the ``id`` and ``secret`` of the link.

    Returns
    -------
    What the tablet keeps: ``id``, ``name``, ``token``, ``pin``.

    Raises
    ------
    RefusedError
        The link is none of this campaign's, or it has already served.
    """
    kiosk = _find(store, campaign, sent)
    if kiosk.prepared and not kiosk.reusable:
        raise RefusedError(Reason.USED, USED)
    if not _is(kiosk.token_hash, sent.get("secret")):
        raise unknown_kiosk()
    token = sent["secret"] if kiosk.reusable else _draw(SECRET_LENGTH)
    # Two tablets that open the link at the same moment: only one may have it.
    if not kiosk.reusable and store.put_once(f"kiosk_{kiosk.id}", _hash(token)) != _hash(token):
        raise RefusedError(Reason.USED, USED)
    store.save_kiosk(replace(kiosk, token_hash=_hash(token), prepared=True))
    return {"id": kiosk.id, "name": kiosk.name, "token": token, "pin": json.loads(kiosk.pin)}


def note_contact(store: Storage, campaign: str, sent: Any, now: datetime) -> None:
    """Keep the last news of a tablet, to the minute.

    Raises
    ------
    RefusedError
        It is no tablet of this campaign's, or what it says cannot be read.
    """
    kiosk = prepared_kiosk(store, campaign, sent)
    news = read_news(sent)
    store.save_kiosk(
        replace(
            kiosk,
            contact=now.strftime("%Y-%m-%dT%H:%MZ"),
            waiting=news.waiting,
            aside=news.aside,
            sent=news.sent,
            version=news.version,
        )
    )


def prepared_kiosk(store: Storage, campaign: str, sent: Any) -> Kiosk:
    """The tablet that says who it is by its ``id`` and ``token`` (`RefusedError` otherwise)."""
    kiosk = _find(store, campaign, sent)
    if not kiosk.prepared or not _is(kiosk.token_hash, sent.get("token")):
        raise unknown_kiosk()
    return kiosk


def read_sent(body: bytes) -> Any:
    """Read the JSON that a tablet sent (`RefusedError` when it is none)."""
    try:
        return json.loads(body[:LARGEST])
    except (ValueError, RecursionError):
        raise unreadable_kiosk() from None


def read_news(sent: Mapping[str, Any]) -> News:
    """Read what a tablet says of itself (`RefusedError` when it makes no sense)."""
    waiting, aside, sent_away = (_count(sent.get(name)) for name in ("waiting", "aside", "sent"))
    version = sent.get("version")
    if not isinstance(version, str) or not EDITION.fullmatch(version):
        raise unreadable_kiosk()
    return News(waiting, aside, sent_away, version)


def unknown_kiosk() -> RefusedError:
    """No tablet has this link or this secret."""
    return RefusedError(Reason.UNKNOWN, UNKNOWN)


def unreadable_kiosk() -> RefusedError:
    """What a tablet sent cannot be read."""
    return RefusedError(Reason.UNREADABLE, UNREADABLE)


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise unreadable_kiosk()
    return value


def _find(store: Storage, campaign: str, sent: Any) -> Kiosk:
    id = sent.get("id") if isinstance(sent, dict) else None
    kiosk = store.kiosk(id) if isinstance(id, str) and WORD.fullmatch(id) else None
    if kiosk is None or kiosk.campaign != campaign or not kiosk.pin:
        raise unknown_kiosk()
    return kiosk


def _is(token_hash: str, secret: Any) -> bool:
    known = isinstance(secret, str) and WORD.fullmatch(secret)
    return bool(known) and secrets.compare_digest(token_hash, _hash(secret))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _draw(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))
