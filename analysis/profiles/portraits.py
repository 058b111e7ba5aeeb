"""Profiles as they are told: sizes, portraits, and whether they are groups at all."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Floats
from ..disclosure import FLOOR, Share, meaning, step_of, to_step
from ..french import THIN, listing, percent, quoted, typography
from ..survey import Survey
from .edits import Edited
from .profiles import Bounds, Found, letter_of, name_of
from .stability import CLEAR
from .typical import typical

NO_STRUCTURE = typography(
    "Pas de groupes séparés dans les réponses : les familles sont décrites ensemble."
)
SCALE = typography(
    "Les profils découpent une échelle continue : les familles vont de l'un à l'autre sans "
    "rupture. Ils aident à lire les réponses, ce ne sont pas des groupes séparés."
)
FRAGILE = typography(
    "Profils fragiles : ils changent quand on retire au hasard une partie des familles."
)
# Step of a likeness of resamples: a refit more or less moves it by less.
LIKENESS = 0.05
# Share over which a told count may be everybody's: « presque toutes », never « toutes ».
MOST = 0.95


def section(survey: Survey, edited: Edited, places: Floats) -> dict[str, Any]:
    """Profiles as told, with the names of staff.

    ``places`` (families x 2) are those of the families on the factor map. ``clear`` is true when
    profiles are separate (no continuous scale predicts the answers of unseen families as well) and
    stable (they come back in resamples).
    """
    found = edited.found
    head = {"message": _message(found), "clear": found.separate}
    if found.count < 2:
        return {**head, "items": [], "notes": edited.notes}
    groups = [(meaning(("profil", letter_of(at))), found.labels == at) for at in range(found.count)]
    sizes = [
        survey.door.share(of, members, meaning(("profil", "répondu")), found.labels >= 0)
        for of, members in groups
    ]
    small = [share.yes.n <= FLOOR for share in sizes]
    items = [
        {
            **_item(at, found, sizes[at]),
            **_place(places[members], sizes[at]),
            "sentence": _sentence(answers, small[at]),
            "small": small[at],
            "typical": answers,
            "staff_name": edited.names[at],
            "merged": edited.merged[at],
        }
        for at, ((_, members), answers) in enumerate(
            zip(groups, typical(survey, groups), strict=True)
        )
    ]
    return {**head, "items": items, "notes": edited.notes}


def _message(found: Found) -> str:
    if found.count < 2:
        return NO_STRUCTURE if found.count else ""
    if min((value for value in found.stability if value is not None), default=0.0) < CLEAR:
        return FRAGILE
    return "" if found.separate else SCALE


def _item(at: int, found: Found, size: Share) -> dict[str, Any]:
    low, high = _bounds(found.shares[at] if found.shares else (None, None), size)
    likeness = found.stability[at]
    return {
        "id": letter_of(at),
        "name": name_of(at),
        "cell": size,
        "share_low": low,
        "share_high": high,
        "stability": None if likeness is None else min(MOST, float(to_step(likeness, LIKENESS))),
    }


def _bounds(bounds: Bounds, size: Share) -> Bounds:
    """Bounds over resamples, to the step of a told share and on both sides of it."""
    low, high = bounds
    if low is None or high is None:
        return None, None
    step = step_of(size.of)
    floor, ceiling = np.floor(low / step) * step, np.ceil(high / step) * step
    told = (min(floor, size.value), min(1.0, max(ceiling, size.value)))
    return round(float(told[0]), 3), round(float(told[1]), 3)


def _place(places: Floats, size: Share) -> dict[str, float]:
    x, y = to_step(places.mean(axis=0), step_of(size.yes.n)).tolist()
    return {"x": x, "y": y}


def _sentence(answers: list[dict[str, Any]], small: bool) -> str:
    more = [entry for entry in answers if entry["direction"] == "more"][:3]
    if not more:
        return "Aucune réponse ne distingue sûrement ces familles des autres."
    said = [_said(entry, small) for entry in more]
    who = "Ces familles, peu nombreuses," if small else "Ces familles"
    return f"{who} répondent plus souvent que les autres{THIN}: {listing(said)}."


def _said(entry: dict[str, Any], small: bool) -> str:
    share = entry["cell"]
    told = "presque toutes" if share.value > MOST else percent(share.value, share.of)
    # An answer to a single choice says little without its question.
    question = f"{entry['variable_label']}{THIN}: " if entry["single"] else ""
    return quoted(question + entry["label"]) + ("" if small else f" ({told})")
