"""Keys by which programs read told numbers: each for one site, shown once, kept as a hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from diagnosis.accounts.tokens import new_token, token_hash
from diagnosis.model import N_, DiagnosisError
from diagnosis.storage import Storage

KEPT = "api-keys"
# Characters of a hash by which a key is called: no two of a hundred are alike.
NAMED = 12
MOST, LONGEST = 100, 60


class ApiKeyError(DiagnosisError):
    """A key that cannot be made."""


@dataclass(frozen=True)
class ApiKey:
    """What is known of a key: ``id`` is no secret, ``label`` says what it is for."""

    id: str
    site: str
    label: str
    day: str


def make_api_key(store: Storage, site: str, label: str, day: date) -> tuple[str, ApiKey]:
    """A new key, which nothing can show again, and what is kept of it.

    Raises
    ------
    ApiKeyError
        It has no label, or there are too many keys.
    """
    label = " ".join(label.split())
    if not label or len(label) > LONGEST:
        raise ApiKeyError(
            N_("Dites à quoi servira cette clé, en %(most)s signes au plus."), most=LONGEST
        )
    secret = new_token()
    hashed = token_hash(secret)
    made = ApiKey(hashed[:NAMED], site, label, day.isoformat())

    def how(kept: Any) -> Any:
        if len(kept or {}) >= MOST:
            raise ApiKeyError(N_("Il y a %(most)s clés\u00a0: retirez-en une d’abord."), most=MOST)
        return {**(kept or {}), hashed: asdict(made)}

    store.change(KEPT, how)
    return secret, made


def api_keys(store: Storage) -> list[ApiKey]:
    """The keys that open, by site and label."""
    found = (ApiKey(**about) for about in _kept(store).values())
    return sorted(found, key=lambda key: (key.site, key.label, key.id))


def remove_api_key(store: Storage, id: str) -> ApiKey | None:
    """Take a key back at once; None when there is none of this id."""
    found = next((key for key in api_keys(store) if key.id == id), None)
    if found:
        store.change(KEPT, lambda kept: {h: k for h, k in (kept or {}).items() if k["id"] != id})
    return found


def find_api_key(store: Storage, secret: str) -> ApiKey | None:
    """The key of this secret, None when it opens nothing."""
    about = _kept(store).get(token_hash(secret))
    return ApiKey(**about) if about else None


def _kept(store: Storage) -> Mapping[str, Any]:
    found: Mapping[str, Any] = store.get(KEPT) or {}
    return found
