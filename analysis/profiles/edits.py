"""Names that staff give to profiles, and profiles they put together: kept, and found again.

A name is kept with the *signature* of its profile: the share of each answer that the report told
as typical of it. At the next run the profiles found are matched by likeness to the signatures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..arrays import Floats, Ints
from ..errors import AnalysisError
from ..french import quoted, typography
from ..table import Encoded
from .profiles import Bounds, Found

# Likeness under which a signature is paired with no profile.
ALIKE = 0.5
# Share of the answers of a signature that must still be asked.
KNOWN = 0.5
# Characters of a name.
LONGEST = 60
LOST = (
    "Le profil que l'équipe appelle {} n'est plus reconnu : son nom n'est pas donné. "
    "Relire les profils, puis le nommer de nouveau ou l'oublier."
)
PART_LOST = (
    "{} réunissait {} profils, qui ne sont plus tous reconnus : rien n'est réuni ni nommé. "
    "Relire les profils, puis les réunir de nouveau ou oublier ce nom."
)
SPLIT = (
    "Plusieurs profils ressemblent maintenant à {} : son nom va au plus ressemblant. "
    "Relire les profils pour le confirmer."
)
WHOLE = (
    "{} réunirait toutes les familles : rien n'est réuni ni nommé. "
    "Garder au moins deux groupes, ou oublier ce nom."
)


class Trait(NamedTuple):
    """An answer typical of a profile, and the share of its families who gave it."""

    variable: str
    category: str
    share: float


Signature = tuple[Trait, ...]


@dataclass(frozen=True)
class Edit:
    """The name, of 60 characters at most, that staff gave to a profile, or to several put together.

    ``members`` are the signatures of the profiles meant.

    Raises
    ------
    AnalysisError
        When there is no name, or a profile without a signature.
    """

    name: str
    members: Sequence[Signature]

    def __post_init__(self) -> None:
        if not 0 < len(self.name.strip()) <= LONGEST:
            raise AnalysisError(
                f"Un nom de profil est vide ou trop long. Écrire de 1 à {LONGEST} signes."
            )
        if not self.members or not all(self.members):
            raise AnalysisError(
                f"Le profil {quoted(self.name)} n'a pas de réponses typiques pour le reconnaître. "
                "Ne pas le nommer, ou recueillir plus de réponses."
            )
        if not all(0 <= trait.share <= 1 for member in self.members for trait in member):
            raise AnalysisError(
                f"Une part du profil {quoted(self.name)} n'est pas entre 0 et 1. La corriger."
            )


@dataclass(frozen=True)
class Edited:
    """Profiles once edited; ``notes`` says what could not be applied.

    ``names`` (« » when staff gave none) and ``merged``, of how many, have one entry per profile.
    """

    found: Found
    names: list[str]
    merged: list[int]
    notes: list[str]


def signature_of(profile: Mapping[str, Any]) -> Signature:
    """Signature of an item of ``profiles.items`` of the published report: nothing in it is secret.

    Empty when no answer is typical of the profile: it cannot be found again.

    >>> cell = {"share": 0.62}
    >>> signature_of({"typical": [{"variable": "A2", "category": "bebe", "cell": cell}]})
    (Trait(variable='A2', category='bebe', share=0.62),)
    """
    return tuple(
        Trait(entry["variable"], entry["category"], float(entry["cell"]["share"]))
        for entry in profile["typical"]
    )


def apply_edits(found: Found, edits: Sequence[Edit], data: Encoded) -> Edited:
    """Name profiles and put profiles together, where the profiles meant are found again.

    Profiles put together have the stability of the least stable of them, and take the place of the
    first of them. Signatures and profiles are paired one to one so that the sum of likenesses is
    the largest: H. W. Kuhn (1955), Naval Research Logistics Quarterly 2, 83-97.
    """
    if not edits:
        return Edited(found, [""] * found.count, [1] * found.count, [])
    signatures = [signature for edit in edits for signature in edit.members]
    likeness = np.array([_likeness(signature, found, data) for signature in signatures])
    meant, at = _paired(likeness), 0
    groups: dict[str, list[int]] = {}
    notes = []
    for edit in edits:
        places = meant[at : at + len(edit.members)]
        at += len(edit.members)
        if trouble := _trouble(edit, places, found.count):
            notes.append(trouble.format(quoted(edit.name), len(places)))
        else:
            groups[edit.name] = places
    free = [place for place in range(found.count) if place not in meant]
    notes += [SPLIT.format(quoted(name)) for name in _split(edits, groups, likeness, free)]
    return _together(found, groups, [typography(note) for note in notes])


def _paired(likeness: Floats) -> list[int]:
    """Profile of each signature, -1 when none is like it."""
    gain = np.where(likeness >= ALIKE, likeness, 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    pairs = np.full(len(likeness), -1)
    kept = gain[rows, columns] > 0
    pairs[rows[kept]] = columns[kept]
    return [int(place) for place in pairs]


def _split(
    edits: Sequence[Edit], groups: Mapping[str, list[int]], likeness: Floats, free: list[int]
) -> list[str]:
    """Names of the edits that a profile paired with nothing is like, too."""
    owners = [edit.name for edit in edits for _ in edit.members]
    alike = np.asarray((likeness[:, free] >= ALIKE).any(axis=1), dtype=bool)
    return list(dict.fromkeys(n for n, a in zip(owners, alike, strict=True) if a and n in groups))


def _likeness(signature: Signature, found: Found, data: Encoded) -> Floats:
    """Likeness of a signature to each profile: 1 for the same shares, 0 if no nearer than all.

    One minus the ratio of its distance to the profile to that to all families, root mean squares
    over its answers.
    """
    told = [
        trait
        for trait in signature
        if trait.variable in data.blocks and trait.category in data.blocks[trait.variable].names
    ]
    if len(told) < KNOWN * len(signature) or not told or found.count < 2:
        return np.zeros(found.count)
    wanted = np.array([trait.share for trait in told])
    shares = np.array([_shares(trait, found, data) for trait in told])
    apart = np.sqrt(np.mean((shares - wanted[:, None]) ** 2, axis=0))
    if apart[-1] < 1e-9:
        return np.zeros(found.count)
    return np.asarray(1 - apart[:-1] / apart[-1])


def _shares(trait: Trait, found: Found, data: Encoded) -> Floats:
    """Share of an answer in each profile, then among all families."""
    block = data.blocks[trait.variable]
    groups = [found.labels == at for at in range(found.count)] + [found.labels >= 0]
    said = [block.column(trait.category)[block.answered & group] for group in groups]
    return np.array([hits.mean() if len(hits) else 0.0 for hits in said])


def _trouble(edit: Edit, places: Sequence[int], count: int) -> str:
    if min(places) < 0:
        return PART_LOST if len(places) > 1 else LOST
    return WHOLE if len(places) == count else ""


def _together(found: Found, groups: Mapping[str, list[int]], notes: list[str]) -> Edited:
    """Number the groups anew, each in the place of its first profile: letters change little."""
    taken = {place for places in groups.values() for place in places}
    every = [(places, name) for name, places in groups.items()]
    every += [([place], "") for place in range(found.count) if place not in taken]
    every.sort(key=lambda group: min(group[0]))
    # The last place is that of families without a profile: their label is -1.
    anew: Ints = np.full(found.count + 1, -1)
    stability: list[float | None] = []
    shares: list[Bounds] = []
    for at, (places, _) in enumerate(every):
        anew[places] = at
        known = [value for place in places if (value := found.stability[place]) is not None]
        stability.append(min(known, default=None))
        # The bounds of profiles put together were not drawn again.
        alone = found.shares and len(places) == 1
        shares.append(found.shares[places[0]] if alone else (None, None))
    moved = replace(found, labels=anew[found.labels], stability=stability, shares=shares)
    return Edited(moved, [name for _, name in every], [len(places) for places, _ in every], notes)
