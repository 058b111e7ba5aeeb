"""What waits of the answers of families: texts, voices, floods, and tablets that keep some."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from diagnosis.accounts import Right
from diagnosis.answers import floods_of
from diagnosis.dataset import unread_texts
from diagnosis.model import Campaign, Kiosk
from diagnosis.staff.floods import say_floods
from diagnosis.staff.spoken import say_waiting
from diagnosis.staff.tablets import last_day, when
from diagnosis.staff.week.work import Work
from diagnosis.web import instance, may, spaced

# Days after which a tablet that keeps answers is looked for, and one that keeps none: it gives
# news every five minutes where there is a network, and goes out with the team once a week or so.
LATE, SILENT = 2, 7


def of_answers(campaign: Campaign) -> Iterator[Work]:
    """What waits for who may read texts, hear voices, prepare tablets."""
    if may(Right.READ_TEXTS, campaign.name):
        yield from _texts(campaign)
        yield from _floods(campaign)
    if may(Right.HEAR_VOICES, campaign.name):
        yield from _voices(campaign)
    if may(Right.PREPARE_TABLETS, campaign.name):
        for kiosk in instance().store.kiosks(campaign.name):
            yield from _tablet(campaign, kiosk)


def say_texts(count: int) -> str:
    """Say how many texts wait to be read."""
    words = ngettext(
        "%(count)s texte à lire", "%(count)s textes à lire", count, count=spaced(count)
    )
    return str(words)


def _texts(campaign: Campaign) -> Iterator[Work]:
    if count := len(unread_texts(instance(), campaign)):
        address = url_for("staff.next_text", name=campaign.name)
        yield Work("text", say_texts(count), address, campaign)


def _floods(campaign: Campaign) -> Iterator[Work]:
    if said := say_floods(floods_of(instance(), campaign)):
        yield Work("flood", said, url_for("staff.floods", name=campaign.name), campaign)


def _voices(campaign: Campaign) -> Iterator[Work]:
    if said := say_waiting(len(instance().store.voices(campaign.name))):
        yield Work("voice", said, url_for("staff.spoken", name=campaign.name), campaign)


def _tablet(campaign: Campaign, kiosk: Kiosk) -> Iterator[Work]:
    address = url_for("staff.tablets", name=campaign.name, _anchor=f"tablet-{kiosk.id}")
    if kiosk.aside:
        said = ngettext(
            "%(count)s réponse refusée reste sur la tablette «\u00a0%(tablet)s\u00a0»",
            "%(count)s réponses refusées restent sur la tablette «\u00a0%(tablet)s\u00a0»",
            kiosk.aside,
            count=spaced(kiosk.aside),
            tablet=kiosk.name,
        )
        yield Work("tablet aside", str(said), address, campaign)
    days = _silence(kiosk, instance().today())
    if kiosk.waiting and days >= LATE:
        said = ngettext(
            "%(count)s réponse attend sur la tablette «\u00a0%(tablet)s\u00a0», vue %(when)s",
            "%(count)s réponses attendent sur la tablette «\u00a0%(tablet)s\u00a0», vue %(when)s",
            kiosk.waiting,
            count=spaced(kiosk.waiting),
            tablet=kiosk.name,
            when=_when(kiosk),
        )
        yield Work("tablet waits", str(said), address, campaign)
    elif days >= SILENT and campaign.is_open(instance().today()):
        said = _("La tablette «\u00a0%(tablet)s\u00a0» se tait\u00a0: vue %(when)s",
                 tablet=kiosk.name, when=_when(kiosk))  # fmt: skip
        yield Work("tablet silent", str(said), address, campaign)


def _silence(kiosk: Kiosk, today: date) -> int:
    """Days since the last sign of life; none of a tablet that was never heard of."""
    day = last_day(kiosk)
    return (today - day).days if day else 0


def _when(kiosk: Kiosk) -> str:
    return when(kiosk, instance().now(), instance().today())
