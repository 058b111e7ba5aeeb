"""The one door: a cell always rounds the same way, and no exact count of families leaves.

A section hands masks and the *meaning* of a cell; it never sees the base, offsets or counts.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..arrays import Bools
from ..errors import AnalysisError
from ..rules import BASE, K
from .shares import JEFFREYS, Prior, Share, Told

Meaning = frozenset[tuple[str, str]]
EVERYBODY: Meaning = frozenset()


def meaning(*pairs: tuple[str, str]) -> Meaning:
    """What a cell counts, as (variable, category) pairs; their order never counts."""
    return frozenset(pairs)


@dataclass
class Door:
    """Rounds every count of families, by a secret offset of its meaning.

    Parameters
    ----------
    secret : bytes
        Of the campaign, kept with its keys; never exported.
    size : int
        Families in this state, told exactly.
    k : int
        Smallest group that is described, at least 2.

    Notes
    -----
    told = ⌊(count + offset) / BASE⌋ · BASE, at most the size, offset = HMAC(secret, meaning) mod
    BASE. Over offsets it is unbiased. The offset belongs to the meaning, not to the families: it
    outlives arrivals and withdrawals, so that a newcomer is confounded with it however many states
    are seen.

    References
    ----------
    Statistics Canada, random rounding to base 5; ABS and Destatis, cell key method.

    Examples
    --------
    >>> door = Door(b"secret", 60)
    >>> told = door.told(meaning(("B1", "sommeil")), 37)
    >>> abs(told.n - 37) < 5, told.n % 5
    (True, 0)
    """

    secret: bytes
    size: int
    k: int = K
    said: dict[Meaning, tuple[int, Told]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.k < 2:
            raise AnalysisError(
                "Le seuil k doit être au moins 2. Choisir 11, la valeur habituelle."
            )

    def told(self, of: Meaning, count: int) -> Told:
        """Round one count.

        Raises
        ------
        AnalysisError
            When one meaning comes with two counts, which two roundings would tell apart.
        """
        # Above the multiple under the exact size a told number would tell that it is all of them.
        rounded = min(count + self.offset(of), self.size)
        told = Told(rounded // BASE * BASE)
        if self.said.setdefault(of, (count, told))[0] != count:
            raise AnalysisError(f"Deux effectifs pour une même case : {sorted(of)}.")
        return told

    def rounded(self, of: Meaning, value: float, step: float) -> float:
        """Multiple of ``step`` near a number that is no count, within one step of it.

        Unbiased over offsets, as counts are; the same meaning always rounds the same way.

        >>> told = Door(b"secret", 60).rounded(meaning(("poids", "effet")), 1.33, 0.1)
        >>> abs(told - 1.33) < 0.1
        True
        """
        return float(np.floor(value / step + self._offset(of) / 2**64)) * step

    def offset(self, of: Meaning) -> int:
        """What is added to a count before rounding down, from 0 to ``BASE - 1``."""
        return self._offset(of) % BASE

    def _offset(self, of: Meaning) -> int:
        """Secret number of a meaning, uniform under 2⁶⁴."""
        name = "\x1f".join(sorted(f"{v}\x1e{c}" for v, c in of)).encode()
        return int.from_bytes(hmac.digest(self.secret, name, "sha256")[:8], "big")

    def share(
        self, of: Meaning, yes: Bools, within: Meaning, base: Bools, prior: Prior = JEFFREYS
    ) -> Share:
        """Share of the families of ``base`` that are in ``yes``.

        Parameters
        ----------
        of, within : Meaning
            What ``yes`` and ``base`` count.
        yes, base : array of bool, shape (families,)
        prior : tuple of float
            See :func:`towards`.
        """
        told = self.told(of | within, int((yes & base).sum()))
        many = int(base.sum())
        whole = many == self.size
        return Share(told, self.told(within, many), self.size if whole else None, prior)

    def is_described(self, group: Bools) -> bool:
        """True when a group holds ``k`` families."""
        return bool(group.sum() >= self.k)


def new_secret() -> bytes:
    """Draw the secret of a campaign."""
    return secrets.token_bytes(32)


def publish(tree: Any) -> Any:
    """Turn every :class:`Share` and :class:`Told` of plain data into what a report holds."""
    if isinstance(tree, Share):
        return tree.cell()
    if isinstance(tree, Told):
        return tree.n
    if isinstance(tree, Mapping):
        return {str(key): publish(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [publish(item) for item in tree]
    return _plain(tree)


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return round(value, 6) if np.isfinite(value) else None
    return value
