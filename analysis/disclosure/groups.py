"""Who is described: groups of ``k`` families at least, small ones merged; zones of neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools, Floats
from .door import Meaning, meaning

REST = "autres"


@dataclass(frozen=True)
class Group:
    """Families that are described together.

    ``meaning`` names them at the door by their members (``parts``), so that a merger never
    borrows the name of another one.
    """

    name: str
    label: str
    mask: Bools
    meaning: Meaning
    parts: tuple[str, ...]


def groups(
    variable: str, masks: Mapping[str, Bools], labels: Mapping[str, str], k: int,
    rest: str = "Autres réponses",
) -> list[Group]:  # fmt: skip
    """Describable groups of a single choice, the largest first; the small ones are one.

    Parameters
    ----------
    variable : str
    masks : mapping of str to array of bool, shape (families,)
        Families by category; no family is in two.
    labels : mapping of str to str
    k : int
        Smallest group that is described.
    rest : str
        Label of the small categories together.

    Returns
    -------
    list of Group
        Empty when fewer than two groups can be described.

    Examples
    --------
    >>> ones = np.arange(40)
    >>> masks = {"fr": ones < 25, "ar": (ones >= 25) & (ones < 33), "ta": ones >= 33}
    >>> [(g.name, g.parts) for g in groups("langue", masks, {}, 11)]
    [('fr', ('fr',)), ('autres', ('ar', 'ta'))]
    """
    sizes = {name: int(mask.sum()) for name, mask in masks.items() if mask.any()}
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    small = [name for name in order if sizes[name] < k]
    if small and sum(sizes[name] for name in small) < k:
        small = order[-len(small) - 1 :]
    kept = [
        Group(name, labels.get(name, name), masks[name], meaning((variable, name)), (name,))
        for name in order
        if name not in small
    ]
    if len(small) == 1 and sizes[small[0]] >= k:
        (name,) = small
        mask = masks[name]
        kept.append(Group(name, labels.get(name, name), mask, meaning((variable, name)), (name,)))
    elif small:
        mask = np.asarray(np.logical_or.reduce([masks[name] for name in small]))
        parts = tuple(sorted(small))
        named = meaning((variable, "+".join(parts)))
        kept.append(Group(REST, rest, mask, named, parts))
    return kept if len(kept) > 1 and all(g.mask.sum() >= k for g in kept) else []


def zones(
    sizes: Mapping[str, int], beside: Mapping[str, set[str]], far: Floats, names: Sequence[str],
    least: int,
) -> list[tuple[str, ...]]:  # fmt: skip
    """Join the smallest zone to its nearest neighbour until each has ``least`` families.

    Parameters
    ----------
    sizes : mapping of str to int
        Families by sector.
    beside : mapping of str to set of str
        Sectors that share a border with each; empty sets when outlines are not known.
    far : array of float, shape (sectors, sectors)
        Distances between centres, in the order of ``names``.
    names : sequence of str
    least : int
        Fewest families of a zone.

    Returns
    -------
    list of tuple of str
        The sectors of each zone; empty when all of them together are one.

    Examples
    --------
    >>> far = np.abs(np.subtract.outer(np.arange(3.0), np.arange(3.0)))
    >>> zones({"a": 30, "b": 8, "c": 25}, {}, far, ["a", "b", "c"], 20)
    [('a', 'b'), ('c',)]
    """
    place = {name: at for at, name in enumerate(names)}
    found: list[tuple[str, ...]] = [(name,) for name in names]

    def weight(zone: tuple[str, ...]) -> int:
        return sum(sizes[name] for name in zone)

    def apart(one: tuple[str, ...], two: tuple[str, ...]) -> float:
        return float(min(far[place[a], place[b]] for a in one for b in two))

    while len(found) > 1:
        low = min(found, key=lambda zone: (weight(zone), zone))
        if weight(low) >= least:
            break
        others = [zone for zone in found if zone != low]
        touching = [z for z in others if any(b in beside.get(a, ()) for a in low for b in z)]
        near = min(touching or others, key=lambda zone: (apart(low, zone), zone))
        joined = tuple(sorted(low + near, key=place.__getitem__))
        found = [zone for zone in others if zone != near] + [joined]
    return sorted(found, key=lambda zone: place[zone[0]]) if len(found) > 1 else []
