"""The instance of a demonstration: invented families, and if asked a year of workshops."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

import yaml

from diagnosis import dataset
from diagnosis.accounts import ADMINISTRATOR, add_user, grants_of
from diagnosis.answers import DEMO_PIN, current_key, make_kiosk
from diagnosis.app import open_instance
from diagnosis.cli.common import progress
from diagnosis.config import read_settings
from diagnosis.instance import Instance
from diagnosis.keeping import make_private
from diagnosis.model import CHANNELS, Campaign

DEMO, DEMO_SITE, DEMO_USER = "clos-saint-lazare", "stains", "demo"
DEMO_TABLET = "Tablette de démonstration"
TITLES = {
    DEMO_SITE: "Clos Saint-Lazare, démonstration",
    "la-courneuve": "La Courneuve, démonstration",
}
# The second site of an invented year: as many families there as a small campaign has.
BESIDE, FAMILIES_BESIDE = "la-courneuve", 60
# Of 259 seeds tried, the one whose invented families look most like a neighbourhood's.
SEED = 43
COLLECTED = timedelta(weeks=6)
# Families answered before the workshops of the year that stand on their answers.
YEAR = timedelta(weeks=50)


@dataclass
class Then(Instance):
    """An instance on another day: what it publishes is dated so."""

    day: date = date.min

    def today(self) -> date:
        """That day."""
        return self.day


def make_demo(folder: Path, address: str, families: int, year: bool = False) -> tuple[str, str]:
    """Fill an instance for a look.

    Returns
    -------
    The password, and the code that prepares the tablet.
    """
    make_private(folder)
    written = yaml.safe_dump({"address": address, "open_planning": True, "second_factor": False})
    (folder / "settings.yaml").write_text(written, "utf-8")
    instance = open_instance(read_settings(folder))
    try:
        password = instance.store.get("demo_password")
        if password is None:
            password = secrets.token_urlsafe(9)
            instance.store.put("demo_password", password)
            add_user(instance.store, DEMO_USER, password, grants_of(ADMINISTRATOR))
        if instance.store.campaign(DEMO) is None:
            _fill(instance, families, year)
        return str(password), _kiosk(instance)
    finally:
        instance.store.close()


def _fill(instance: Instance, families: int, year: bool) -> None:
    if not year:
        _answer(instance, _campaign(instance, DEMO_SITE, DEMO), families)
        return
    today = instance.today()
    then = _on(instance, today - YEAR)
    with progress("Une année fictive…"):
        for site, name, many, part in (
            (DEMO_SITE, DEMO, families, "here"),
            (BESIDE, BESIDE, FAMILIES_BESIDE, "beside"),
        ):
            campaign = _campaign(then, site, name)
            _answer(then, campaign, many)
            dataset.invent_year(then, campaign, today, part)


def _answer(instance: Instance, campaign: Campaign, families: int) -> None:
    with progress(f"{families} familles fictives…") as step:
        dataset.simulate(instance, campaign, families, SEED, step)


def _on(instance: Instance, day: date) -> Then:
    kept = {one.name: getattr(instance, one.name) for one in fields(instance)}
    return Then(**kept, day=day)


def _kiosk(instance: Instance) -> str:
    code = instance.store.get("demo_kiosk")
    if code is None:
        _, code = make_kiosk(instance.store, DEMO, DEMO_TABLET, DEMO_PIN, reusable=True)
        instance.store.put("demo_kiosk", code)
    return str(code)


def _campaign(instance: Instance, site: str, name: str) -> Campaign:
    asked = instance.library_at(site).questionnaires[DEMO]
    questionnaire = instance.store.save_questionnaire(asked)
    campaign = Campaign(
        name=name,
        title=TITLES[site],
        site=site,
        questionnaire=questionnaire.name,
        version=questionnaire.version,
        languages=instance.languages.tags,
        channels=CHANNELS,
        opens=instance.today() - COLLECTED,
        fictitious=True,
    )
    instance.store.add_campaign(campaign)
    current_key(instance.secrets, name)
    return campaign
