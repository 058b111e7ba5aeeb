"""Marks of answers that a device sent to correct another: they lead back to none.

A correction of a correction names an answer that was never kept: without its mark it would count
as another family. Marks go with the answers of their campaign.
"""

from __future__ import annotations

import hashlib

from diagnosis.storage import Storage


def note_correction(store: Storage, campaign: str, id: str) -> None:
    """Keep the mark of a correction, among the others in no order that tells when."""
    store.change(_name(campaign), lambda kept: sorted({*(kept or ()), _mark(id)}))


def is_correction(store: Storage, campaign: str, id: str) -> bool:
    """Whether an answer came as a correction of another."""
    return _mark(id) in (store.get(_name(campaign)) or ())


def forget_corrections(store: Storage, campaign: str) -> None:
    """Erase the marks of a campaign."""
    store.remove(_name(campaign))


def _name(campaign: str) -> str:
    return f"corrections:{campaign}"


def _mark(id: str) -> str:
    return hashlib.sha256(id.encode()).hexdigest()
