"""A year at two sites: what was counted in it, told needs behind it; made once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest

from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.config import Settings
from diagnosis.funders import dossier_of
from diagnosis.funders.model import Dossier
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.model.giving import Given
from diagnosis.model.workshops import DayTally
from tests.conftest import add_campaign

YEAR = 2026
TODAY = date(YEAR, 11, 30)
# Counts that no other number of a file is likely to be.
FIRST = {"families": 37, "mothers": 31, "fathers": 11, "child_1_3": 43, "first_time": 29}
SECOND = {"families": 53, "mothers": 47, "child_0_1": 23, "first_time": 17, "without_pmi": 19}
THIRD = {"families": 61, "mothers": 59}


def held(campaign: str, day: date, counts: dict[str, int], **changes: Any) -> Workshop:
    """A workshop that took place, counted by one phone."""
    values = {
        "theme": "massage",
        "held": True,
        "attended": counts["families"],
        "tallies": {"a" * 32: DayTally(1, counts)},
        "begins": time(14),
        "ends": time(15, 30),
    }
    return Workshop(
        id=0, campaign=campaign, day=day, place="cabane", language="fr", **{**values, **changes}
    )


# Told apart by what it is: files of a year are made once.
@dataclass(frozen=True, eq=False)
class Year:
    """An instance in which a year was noted, and its campaigns."""

    instance: Instance
    stains: Campaign
    courneuve: Campaign

    def dossier(self, year: int = YEAR, *campaigns: Campaign) -> Dossier:
        """The dossier of both sites, or of some."""
        return dossier_of(self.instance, year, campaigns or (self.stains, self.courneuve))


@pytest.fixture(scope="package")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """A year as the team noted it; no test changes it."""
    settings = Settings(data=tmp_path_factory.mktemp("funders") / "instance")
    instance = open_instance(settings)
    instance.today = lambda: TODAY  # type: ignore[method-assign]
    stains = add_campaign(instance, "essai", title="Essai du Clos", fictitious=True)
    courneuve = add_campaign(instance, "voisine", title="Essai voisin", site="la-courneuve")
    dataset.simulate(instance, stains, 43, seed=3)
    state = dataset.state_of(instance, stains)
    store = instance.store
    why = dataset.grounds_in(state, "massage", date(YEAR, 3, 1))
    first = held(
        "essai", date(YEAR, 3, 31), FIRST, happy=31, unhappy=2, why=why, cost=71.5, hours=13,
        decision="keep", reason="Elles reviennent.", decided=date(YEAR, 4, 2),
    )  # fmt: skip
    second = held("essai", date(YEAR, 4, 1), SECOND, theme="ecrans", begins=None, ends=None)
    night = held(
        "voisine", date(YEAR, 3, 29), THIRD, begins=time(1), ends=time(4), happy=3, neutral=1,
        decision="adapt", reason="=HYPERLINK(\"x\") <b> & {{ 7*7 }}\x07", decided=date(YEAR, 4, 1),
    )  # fmt: skip
    others = (
        held("essai", date(YEAR - 1, 12, 31), {"families": 83}),
        held("essai", date(YEAR + 1, 1, 1), {"families": 89}),
        held("essai", date(YEAR, 5, 1), {"families": 97}, removed=True),
        Workshop(0, "essai", "massage", date(YEAR, 2, 3), "cabane", "fr"),
        Workshop(0, "voisine", "massage", date(YEAR, 12, 31), "pmi", "fr"),
    )
    for workshop in (first, second, night, *others):
        store.add_workshop(workshop)
    given = Given(1, "sommeil", "done", "Un café.", date(YEAR, 5, 2), published=date(YEAR, 5, 3))
    store.change_given("essai", lambda _: [given])
    yield Year(instance, stains, courneuve)
    store.close()
