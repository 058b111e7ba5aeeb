"""What may happen in a team's week: the line that says so, where it leads, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from diagnosis.answers import make_kiosk
from diagnosis.instance import Instance
from diagnosis.model import (
    BURST,
    Campaign,
    Coding,
    Response,
    Session,
    Sound,
    State,
    Statement,
    Translation,
    Workshop,
)
from diagnosis.model.giving import Given

FAMILY = "0000000{}-30a4-4d1e-9c7c-5f3a2f0b6f11"
STATEMENT = Statement("s1", "KWRT", "fr", "Le soir, c’est mieux.", number=1)


def family(campaign: Campaign, number: int = 1, **changes: Any) -> Response:
    values = {"answers": {"A1": "maman"}, **changes}
    return Response(
        FAMILY.format(number), campaign.name, campaign.version, "fr", "phone", False, "2026-W47",
        **values,
    )  # fmt: skip


@dataclass(frozen=True)
class Event:
    """Something that happens, the line that says so, where it leads, and what ends it."""

    happens: Callable[[Instance, Campaign], Any]
    line: str
    leads: str
    done: Callable[[Instance, Campaign], Any]


def ago(instance: Instance, days: int) -> date:
    return instance.today() - timedelta(days=days)


def writes(instance: Instance, campaign: Campaign) -> None:
    instance.store.add_response(family(campaign, answers={"E2": "Une piscine"}))


def reads(instance: Instance, campaign: Campaign) -> None:
    instance.store.save_coding(Coding(campaign.name, FAMILY.format(1), "E2", ()))


def speaks(instance: Instance, campaign: Campaign) -> None:
    spoken = {"E2": Sound("audio/webm", b"\x1a\x45\xdf\xa3")}
    instance.store.add_responses([family(campaign, 2, voices=spoken)])


def floods(instance: Instance, campaign: Campaign) -> None:
    instance.store.add_response(family(campaign, apart=BURST))


def tablet(days: int, **counts: int) -> Callable[[Instance, Campaign], None]:
    """A tablet last heard of some days ago."""

    def happens(instance: Instance, campaign: Campaign) -> None:
        kiosk, _ = make_kiosk(instance.store, campaign.name, "PMI", "1234")
        seen = (instance.now() - timedelta(days=days)).strftime("%Y-%m-%dT%H:%MZ")
        instance.store.save_kiosk(replace(kiosk, prepared=True, contact=seen, **counts))

    return happens


def gives_news(instance: Instance, campaign: Campaign) -> None:
    [kiosk] = instance.store.kiosks(campaign.name)
    now = instance.now().strftime("%Y-%m-%dT%H:%MZ")
    instance.store.save_kiosk(replace(kiosk, contact=now, waiting=0, aside=0))


def session(**changes: Any) -> Callable[[Instance, Campaign], None]:
    def happens(instance: Instance, campaign: Campaign) -> None:
        instance.store.add_session(Session("KWRT", campaign.name, (), **changes))

    return happens


def closes(instance: Instance, campaign: Campaign) -> None:
    kept = instance.store.session("KWRT")
    assert kept
    instance.store.save_session(replace(kept, open=False))


def states(statement: Statement) -> Callable[[Instance, Campaign], None]:
    def happens(instance: Instance, campaign: Campaign) -> None:
        session(day=instance.today())(instance, campaign)
        instance.store.save_statement(statement)

    return happens


def keeps(statement: Statement) -> Callable[[Instance, Campaign], None]:
    return lambda instance, campaign: instance.store.save_statement(statement)


DRAFT = replace(STATEMENT, translations={"en": Translation("In the evening.")})
READ = replace(STATEMENT, translations={"en": Translation("In the evening.", read=True)})


def workshop(days: int, **changes: Any) -> Callable[[Instance, Campaign], None]:
    """A test workshop some days ago."""

    def happens(instance: Instance, campaign: Campaign) -> None:
        day, theme = ago(instance, days), next(iter(instance.themes(campaign)))
        planned = Workshop(0, campaign.name, theme, day, "pmi", "fr", begins=time(10), **changes)
        instance.store.add_workshop(planned)

    return happens


def noted(**changes: Any) -> Callable[[Instance, Campaign], None]:
    def done(instance: Instance, campaign: Campaign) -> None:
        [kept] = instance.store.workshops(campaign.name)
        instance.store.save_workshop(replace(kept, **changes))

    return done


def tells(instance: Instance, campaign: Campaign, **changes: Any) -> None:
    line = Given(1, "sommeil", "done", "Une séance", instance.today(), **changes)
    instance.store.change_given(campaign.name, lambda _: [line])


def tells_of_workshop(instance: Instance, campaign: Campaign) -> None:
    [kept] = instance.store.workshops(campaign.name)
    tells(instance, campaign, workshop=kept.id, published=instance.today())


def publishes(instance: Instance, campaign: Campaign) -> None:
    tells(instance, campaign, published=instance.today())


def forgets_settings(instance: Instance, campaign: Campaign) -> None:
    instance.dpo = ""


def sets_them(instance: Instance, campaign: Campaign) -> None:
    instance.dpo = "réglé"


def last_saved(days: int) -> Callable[[Instance, Campaign], None]:
    return lambda instance, _: instance.store.put("backup_day", str(ago(instance, days)))


def ended_long_ago(instance: Instance, campaign: Campaign) -> None:
    writes(instance, campaign)
    reads(instance, campaign)
    ended = replace(campaign, opens=date(2020, 1, 1), closes=date(2020, 2, 1))
    instance.store.save_campaign(ended)


def is_erased(instance: Instance, campaign: Campaign) -> None:
    instance.store.erase_responses(campaign.name)


def asks_other_words(instance: Instance, campaign: Campaign) -> None:
    asked = instance.questionnaire(campaign)
    former = asked.model_copy(update={"version": "0", "questions": asked.questions[:-1]})
    instance.store.save_questionnaire(former)
    instance.store.save_campaign(replace(campaign, version="0"))


def asks_today_s(instance: Instance, campaign: Campaign) -> None:
    instance.store.save_campaign(campaign)


def speaks_tamil(instance: Instance, campaign: Campaign) -> None:
    instance.store.save_campaign(replace(campaign, languages=("fr", "ta")))


def is_reviewed(instance: Instance, campaign: Campaign) -> None:
    # Tests share what they read of translators' files.
    instance.languages = deepcopy(instance.languages)
    instance.languages.catalogue("ta").is_draft = False


PLACE = "/staff/campaigns/stains"
EVENTS = {
    "text": Event(writes, "1 texte à lire", f"{PLACE}/texts/next", reads),
    "voice": Event(
        speaks, "1 réponse parlée à écrire", f"{PLACE}/voices",
        lambda instance, c: instance.store.transcribe(c.name, FAMILY.format(2), "E2", ""),
    ),
    "flood": Event(
        floods, "1 réponse arrivée dans une rafale", f"{PLACE}/floods",
        lambda instance, c: instance.store.set_apart(c.name, [FAMILY.format(1)], BURST, True),
    ),
    "tablet waits": Event(
        tablet(2, waiting=3), "3 réponses attendent sur la tablette « PMI »",
        f"{PLACE}/tablets#tablet-", gives_news,
    ),
    "tablet aside": Event(
        tablet(0, aside=1), "1 réponse refusée reste sur la tablette « PMI »",
        f"{PLACE}/tablets#tablet-", gives_news,
    ),
    "tablet silent": Event(
        tablet(7), "La tablette « PMI » se tait", f"{PLACE}/tablets#tablet-", gives_news
    ),
    "open session": Event(
        session(day=date(2026, 1, 5)), "La séance KWRT du 5 janvier 2026 est encore ouverte",
        "/staff/sessions/KWRT/close", closes,
    ),
    "card": Event(
        states(replace(STATEMENT, state=State.NEW)), "1 carte à lire, séance KWRT",
        "/staff/sessions/KWRT/statements#phrase-s1", keeps(STATEMENT),
    ),
    "statement draft": Event(
        states(DRAFT), "1 traduction à faire relire, séance KWRT",
        "/staff/sessions/KWRT/statements#phrase-s1", keeps(READ),
    ),
    "workshop today": Event(
        workshop(0), "Aujourd’hui, l’atelier", "/staff/workshops/1/door",
        noted(held=True, decision="keep", removed=True),
    ),
    "workshop to note": Event(
        workshop(1), "est à noter", "/staff/workshops/1", noted(held=True, decision="keep")
    ),
    "workshop to decide": Event(
        workshop(1, held=True), "garder, adapter ou arrêter", "/staff/workshops/1",
        noted(decision="adapt"),
    ),
    "decision to tell": Event(
        workshop(1, held=True, decision="stop"), "Dire aux familles ce que devient l’atelier",
        f"{PLACE}/given/new?workshop=1", tells_of_workshop,
    ),
    "line to publish": Event(
        tells, "À relire, puis à publier : « Une séance »", f"{PLACE}/given#line-1", publishes
    ),
    "words": Event(
        asks_other_words, "Des questions ou des listes ont changé", f"{PLACE}/edit#version",
        asks_today_s,
    ),
    "page of rights": Event(
        forgets_settings, "La page des droits des familles n’est pas complète", "#machine",
        sets_them,
    ),
    "backup": Event(last_saved(8), "La sauvegarde est en retard", "#machine", last_saved(0)),
    "erasing": Event(
        ended_long_ago, "Le délai promis aux familles est passé", "#machine", is_erased
    ),
    "language draft": Event(
        speaks_tamil, "Une langue proposée aux familles n’est pas relue",
        "/staff/voices?language=ta", is_reviewed,
    ),
}  # fmt: skip
