"""Shared tablets: preparing them, seeing how they are, importing what one of them has kept."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.answers import (
    DEMO_PIN,
    Imported,
    RefusedError,
    import_entries,
    make_kiosk,
    read_outbox,
    readable,
    rotate,
)
from diagnosis.model import Campaign, Kiosk
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.forms import OutboxForm, RemoveForm, TabletForm
from diagnosis.web import (
    campaign_or_404,
    day_and_month,
    edition,
    instance,
    long_day,
    needs,
    public_address,
    qr_code,
    say,
    spaced,
    team_page,
)

LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Seen:
    """A tablet and when it was last heard of, in words."""

    kiosk: Kiosk
    when: str
    today: bool
    current: bool


@blueprint.before_app_request
def receive_outboxes() -> None:
    """Let what a tablet kept for days be larger than one family's answers."""
    if request.endpoint == "staff.import_outbox":
        request.max_content_length = LARGEST


@blueprint.get("/campaigns/<name>/tablets")
@needs(Right.PREPARE_TABLETS)
def tablets(name: str) -> Response:
    """List the tablets of a campaign, the last heard of first."""
    return _page(campaign_or_404(name), TabletForm())


@blueprint.post("/campaigns/<name>/tablets")
@needs(Right.PREPARE_TABLETS)
def add_tablet(name: str) -> Response:
    """Add a tablet and show, this once, the link that prepares it."""
    campaign = campaign_or_404(name)
    form = TabletForm()
    if not form.validate():
        return _page(campaign, form, 422)
    kiosk, code = make_kiosk(instance().store, campaign.name, form.name.data, form.pin.data)
    address = f"{public_address()}/kiosk/{campaign.name}#{code}"
    picture = base64.b64encode(qr_code(address).get_data()).decode()
    return team_page(
        "staff/tablet.html",
        201,
        campaign=campaign,
        here="Recueillir",
        kiosk=kiosk,
        address=address,
        code=readable(code),
        picture=f"data:image/svg+xml;base64,{picture}",
        secure=address.startswith(("https://", "http://127.0.0.1", "http://localhost")),
    )


@blueprint.post("/campaigns/<name>/tablets/<id>/remove")
@needs(Right.PREPARE_TABLETS)
def remove_tablet(name: str, id: str) -> Response:
    """Forget a tablet: what waits on it still arrives, its news no longer."""
    campaign = campaign_or_404(name)
    kiosk = instance().store.kiosk(id)
    if kiosk is None or kiosk.campaign != campaign.name:
        abort(404)
    if RemoveForm().validate():
        instance().store.remove_kiosk(id)
        flash(_("«\u00a0%(tablet)s\u00a0» n’est plus dans la liste.", tablet=kiosk.name))
    return redirect(url_for("staff.tablets" if kiosk.pin else "staff.collectors", name=name))


@blueprint.post("/campaigns/<name>/tablets/key")
@needs(Right.PREPARE_TABLETS)
def change_key(name: str) -> Response:
    """Seal with a new key from now on; the former ones still open what waits."""
    campaign = campaign_or_404(name)
    key = rotate(instance().secrets, campaign.name)
    flash(
        _(
            "Clé %(number)s en service. Ce qui attend, fermé avec une ancienne clé, arrive encore.",
            number=key.number,
        )
    )
    return redirect(url_for("staff.tablets", name=name))


@blueprint.post("/campaigns/<name>/tablets/import")
@needs(Right.PREPARE_TABLETS)
def import_outbox(name: str) -> Response:
    """Import the file that a tablet exported."""
    campaign = campaign_or_404(name)
    form = OutboxForm()
    if not form.validate():
        return _page(campaign, TabletForm(formdata=None), 422, form)
    try:
        with form.outbox.data.stream as file:
            entries = read_outbox(file.read(), campaign)
        imported = import_entries(instance(), campaign, entries, say)
    except RefusedError as error:
        form.outbox.errors = [say(error.message)]
        return _page(campaign, TabletForm(formdata=None), 422, form)
    values: dict[str, Any] = {"imported": imported, "sentence": say_imported(imported)}
    return team_page("staff/outbox.html", campaign=campaign, here="Recueillir", **values)


def _page(
    campaign: Campaign, form: TabletForm, status: int = 200, outbox: OutboxForm | None = None
) -> Response:
    seen = [
        Seen(
            kiosk,
            when(kiosk, instance().now(), instance().today()),
            last_day(kiosk) == instance().today(),
            kiosk.version == edition(campaign),
        )
        for kiosk in by_contact(instance().store.kiosks(campaign.name))
        if kiosk.pin
    ]
    return team_page(
        "staff/tablets.html",
        status,
        campaign=campaign,
        here="Recueillir",
        sentence=sentence(seen),
        seen=seen,
        form=form,
        outbox=outbox or OutboxForm(formdata=None),
        demo_pin=DEMO_PIN if any(item.kiosk.reusable for item in seen) else "",
    )


def by_contact(kiosks: list[Kiosk]) -> list[Kiosk]:
    """Put the last heard of first, and last those never heard of."""
    return sorted(kiosks, key=lambda kiosk: kiosk.contact, reverse=True)


def sentence(seen: list[Seen]) -> str:
    """Say what matters first: how many tablets, seen lately or not, what waits and where."""
    if not seen:
        return str(_("Aucune tablette n’est prête pour l’instant."))
    count, today = len(seen), sum(item.today for item in seen)
    number = ngettext("%(count)s tablette", "%(count)s tablettes", count, count=spaced(count))
    met = ngettext("%(count)s vue", "%(count)s vues", today, count=spaced(today))
    told = [_waits(item.kiosk) for item in seen if item.kiosk.waiting + item.kiosk.aside]
    said = _(
        "%(tablets)s, %(seen)s aujourd’hui\u202f; %(waiting)s.",
        tablets=number,
        seen=met if today else _("aucune vue"),
        waiting="\u202f; ".join(told) if told else _("rien n’attend"),
    )
    return str(said)


def when(kiosk: Kiosk, now: datetime, today: date) -> str:
    """Say in words when a tablet was last heard of."""
    day = last_day(kiosk)
    if day is None:
        return str(_("jamais encore") if kiosk.prepared else _("pas encore préparée"))
    minutes = (now - datetime.fromisoformat(kiosk.contact)).total_seconds() / 60
    if minutes < 60:
        return str(_("il y a moins d’une heure"))
    days = (today - day).days
    if days < 2:
        return str(_("hier") if days == 1 else _("aujourd’hui"))
    written = long_day(day) if day.year != today.year else day_and_month(day)
    return str(_("le %(day)s", day=written))


def say_imported(imported: Imported) -> str:
    """Say what became of the responses of a file."""
    stored, known, refused = imported.stored, imported.known, len(imported.refused)
    return str(
        _(
            "%(stored)s, %(known)s, %(refused)s.",
            stored=ngettext(
                "%(count)s réponse enregistrée",
                "%(count)s réponses enregistrées",
                stored,
                count=_many(stored),
            ),
            known=ngettext("%(count)s déjà là", "%(count)s déjà là", known, count=_many(known)),
            refused=ngettext(
                "%(count)s refusée", "%(count)s refusées", refused, count=_many(refused)
            ),
        )
    )


def _many(count: int) -> str:
    return spaced(count) if count else str(_("aucune"))


def last_day(kiosk: Kiosk) -> date | None:
    """The day, here, of the last sign of life; None before any."""
    return datetime.fromisoformat(kiosk.contact).astimezone().date() if kiosk.contact else None


def _waits(kiosk: Kiosk) -> str:
    count = kiosk.waiting + kiosk.aside
    words = ngettext(
        "%(count)s réponse attend sur «\u00a0%(tablet)s\u00a0»",
        "%(count)s réponses attendent sur «\u00a0%(tablet)s\u00a0»",
        count,
        count=spaced(count),
        tablet=kiosk.name,
    )
    return str(words)
