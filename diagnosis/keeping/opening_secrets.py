"""How the secrets of an instance are found at its start, wherever an earlier one left them."""

from __future__ import annotations

import logging
from pathlib import Path

from diagnosis.keeping.secret_file import (
    FACTORS,
    RECEIPTS,
    SECRETS_FILE,
    SESSION,
    LostError,
    Secrets,
    draw_key,
    rounding,
    sealing,
)
from diagnosis.keeping.shared_secrets import ROW, SharedSecrets
from diagnosis.storage import Storage, StorageError

# Value of the store: this instance has had a file of secrets.
MARK = "has_secrets"


def open_secrets(folder: Path, store: Storage, shared: bool = False) -> Secrets:
    """Open the secrets of an instance; those that an earlier version kept in its store move.

    Parameters
    ----------
    shared : the store is one that several machines may use: the file seals what they share.

    Raises
    ------
    LostError
        The instance had secrets, and the file is not there.
    SecretsError
        The file is not the one that seals what this store holds.
    """
    path = folder / SECRETS_FILE
    if store.get(MARK) and not path.exists():
        raise LostError(path)
    secrets = Secrets(path)
    _move(store, secrets)
    if shared or store.get(ROW):
        secrets = SharedSecrets(path, store)
    secrets.add({SESSION: draw_key(), RECEIPTS: draw_key(), FACTORS: [draw_key()]})
    store.put_once(MARK, True)
    return secrets


def forget_secrets(store: Storage) -> None:
    """Let an instance begin anew without the secrets that it lost."""
    store.remove(MARK)
    store.remove(ROW)


def _move(store: Storage, secrets: Secrets) -> None:
    moves = _moves(store)
    former = {new: value for old, new in moves if (value := store.get(old)) is not None}
    if not former:
        return
    secrets.add(former)
    for old, _ in moves:
        store.remove(old)
    try:
        # The copy made before an upgrade is for the earlier version, which looks for keys in it.
        store.scrub(keep_copies=True)
    except StorageError as error:
        logging.getLogger(__name__).warning("%s", error)


def _moves(store: Storage) -> list[tuple[str, str]]:
    """Names in the store of an earlier version, and their names here."""
    # One key signed sessions and drew codes; a code shown once must be drawn the same again.
    moves = [("secret_key", SESSION), ("secret_key", RECEIPTS)]
    for campaign in store.campaigns():
        moves.append((f"keys:{campaign.name}", sealing(campaign.name)))
        moves.append((f"door:{campaign.name}", rounding(campaign.name)))
    return moves
