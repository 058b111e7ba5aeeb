"""Campaigns: opening and changing one, following its answers, its links."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from diagnosis.accounts import Action, Right
from diagnosis.answers import current_key, floods_of
from diagnosis.dataset import asks_texts, unread_texts
from diagnosis.model import Campaign
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.collecting import collected_of, path, title_asked, ways_in
from diagnosis.staff.floods import say_floods
from diagnosis.staff.forms import CHANNEL_LABELS, EditCampaignForm, NewCampaignForm
from diagnosis.staff.posters import channel_asked
from diagnosis.staff.spoken import say_waiting
from diagnosis.staff.week import followed, say_texts
from diagnosis.storage import TakenError
from diagnosis.web import (
    Edited,
    campaign_or_404,
    instance,
    may,
    needs,
    note,
    public_address,
    qr_code,
    say,
    team_json,
    team_page,
)
from diagnosis.xlsform import all_imported


@blueprint.get("/campaigns/new")
@needs(Right.MANAGE_CAMPAIGNS)
def new_campaign() -> Response:
    """Ask what the new campaign is."""
    form = _new_form()
    form.opens.data = instance().today()
    asked = request.args.get("questionnaire")
    form.languages.data = list(instance().languages.tags)
    if brought := all_imported(instance().store).get(asked or ""):
        form.questionnaire.data, form.languages.data = asked, list(brought.languages)
    form.channels.data = ["phone", "kiosk", "street"]
    return team_page("staff/campaign_form.html", form=form, campaign=None)


@blueprint.post("/campaigns/new")
@needs(Right.MANAGE_CAMPAIGNS)
def add_campaign() -> Response:
    """Open a campaign."""
    form = _new_form()
    if not form.validate():
        return team_page("staff/campaign_form.html", 422, form=form, campaign=None)
    offered = instance().questionnaires_at(form.site.data)
    asked = instance().store.save_questionnaire(offered[form.questionnaire.data])
    try:
        instance().store.add_campaign(form.campaign(asked))
    except TakenError as error:
        form.name.errors = [say(error.message)]
        return team_page("staff/campaign_form.html", 422, form=form, campaign=None)
    # Made here: a page only asked for writes nothing.
    current_key(instance().secrets, form.name.data)
    note(Action.CAMPAIGN, form.name.data)
    return redirect(url_for("staff.collect", name=form.name.data))


@blueprint.get("/campaigns/<name>/edit")
@needs(Right.MANAGE_CAMPAIGNS)
def edit_campaign(name: str) -> Response:
    """Show what can be changed of a campaign."""
    campaign = campaign_or_404(name)
    form = _edit_form(campaign)
    form.read_at(campaign)
    return _show_edited(campaign, form)


@blueprint.post("/campaigns/<name>/edit")
@needs(Right.MANAGE_CAMPAIGNS)
def save_campaign(name: str) -> Response:
    """Change a campaign."""
    campaign = campaign_or_404(name)
    form = _edit_form(campaign)
    if not form.validate():
        return _show_edited(campaign, form, 422)
    if not _edited(name, form).keep(form):
        return _show_edited(campaign, form, 409)
    note(Action.CHANGED, name)
    flash(_("C’est enregistré."))
    return redirect(url_for("staff.collect", name=name))


@blueprint.get("/campaigns/<name>")
@needs(Right.FOLLOW_CAMPAIGNS)
def collect(name: str) -> Response:
    """Show what came in, and the ways in."""
    campaign = campaign_or_404(name)
    floods = floods_of(instance(), campaign)
    return team_page(
        "staff/collect.html",
        campaign=campaign,
        here="Recueillir",
        collected=collected_of(campaign),
        asked=title_asked(campaign),
        ways=ways_in(campaign),
        labels=CHANNEL_LABELS,
        base=public_address(),
        today=instance().today(),
        spoken=say_waiting(len(instance().store.voices(name))),
        texts=_texts(campaign),
        floods=floods.groups,
        flood=say_floods(floods),
        k=instance().k,
        heard=followed(campaign) if may(Right.READ_DIAGNOSIS, name) else None,
    )


@blueprint.get("/campaigns/<name>/counts")
@needs(Right.FOLLOW_CAMPAIGNS)
def counts(name: str) -> Response:
    """The same counts to the page that renews itself."""
    collected = collected_of(campaign_or_404(name))
    tables = render_template("staff/counts.html", collected=collected)
    return team_json(sentence=collected.sentence, tables=tables)


@blueprint.get("/campaigns/<name>/qr.svg")
@needs(Right.FOLLOW_CAMPAIGNS)
def qr(name: str) -> Response:
    """Draw the code of one of the campaign's links."""
    campaign = campaign_or_404(name)
    assisted = request.args.get("assisted") == "1"
    address = path(campaign, channel_asked(campaign), assisted=assisted, scanned=True)
    return qr_code(public_address() + address)


def _texts(campaign: Campaign) -> str:
    """The words of the link to free texts; none where nobody is asked for any."""
    if not asks_texts(instance(), campaign):
        return ""
    unread = len(unread_texts(instance(), campaign))
    return say_texts(unread) if unread else _("Textes libres")


def _new_form() -> NewCampaignForm:
    form = NewCampaignForm()
    form.offer(instance().languages, instance().library.sites)
    form.choose_from(instance().questionnaires_at("").values(), instance().team_titles(""))
    return form


def _edited(name: str, form: EditCampaignForm) -> Edited:
    def save(campaign: Campaign, version: str) -> None:
        changed = replace(campaign, **form.changes())
        moves = form.moves or changed.site != _placed(campaign).site
        instance().store.save_campaign(_moved(changed) if moves else changed, version)

    return Edited(lambda: campaign_or_404(name), save, lambda now: _edit_form(now, None))


def _edit_form(campaign: Campaign, *formdata: None) -> EditCampaignForm:
    form = EditCampaignForm(*formdata, obj=_placed(campaign))
    form.offer(instance().languages, instance().library.sites)
    if instance().library.site_called(campaign.site) is None:
        form.site.choices.append(SelectChoice(campaign.site, campaign.site))
    form.offer_words(bool(instance().changes(campaign)))
    return form


def _show_edited(campaign: Campaign, form: EditCampaignForm, status: int = 200) -> Response:
    changed = instance().changes(campaign)
    return team_page(
        "staff/campaign_form.html",
        status,
        form=form,
        campaign=campaign,
        changes=changed,
        asked=title_asked(campaign),
    )


def _placed(campaign: Campaign) -> Campaign:
    """The campaign with its site by name, where it was written by its town."""
    site = instance().library.site_called(campaign.site)
    return replace(campaign, site=site.name) if site else campaign


def _moved(campaign: Campaign) -> Campaign:
    """The campaign with what its site asks today, once that is kept."""
    present = instance().questionnaires_at(campaign.site).get(campaign.questionnaire)
    if present is None:
        return campaign
    return replace(campaign, version=instance().store.save_questionnaire(present).version)
