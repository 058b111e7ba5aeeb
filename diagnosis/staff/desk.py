"""What the team brings to the analysis: the neighbourhood, the possible programme, names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis import dataset
from diagnosis.accounts import Right
from diagnosis.model import N_, Campaign, DiagnosisError
from diagnosis.questionnaire import Question
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.desk_forms import MarginsForm, NamesForm, known_questions
from diagnosis.staff.desk_limits import LimitsForm, offered_by
from diagnosis.web import (
    Edited,
    EditForm,
    campaign_or_404,
    in_french,
    instance,
    needs,
    team_page,
)

HERE = "Comprendre"
KEPT = N_("C’est enregistré. Le diagnostic en tient compte.")


@blueprint.get("/campaigns/<name>/analysis")
@needs(Right.SET_ANALYSIS)
def analysis_desk(name: str) -> Response:
    """Say what the team entered, and where to change it."""
    campaign = campaign_or_404(name)
    settings = dataset.settings_of(instance().store, name)
    labels = {question.name: question.label for question in _known(campaign)}
    return _page("staff/desk.html", campaign, settings=settings, labels=labels)


@blueprint.get("/campaigns/<name>/analysis/margins")
@needs(Right.SET_ANALYSIS)
def margins(name: str) -> Response:
    """Show the shares known of the neighbourhood beside those of the survey."""
    campaign = campaign_or_404(name)
    settings = dataset.settings_of(instance().store, name)
    return _show_margins(campaign, _shown_margins(campaign, settings))


@blueprint.post("/campaigns/<name>/analysis/margins")
@needs(Right.SET_ANALYSIS)
def save_margins(name: str) -> Response:
    """Keep the shares, once they are tried on the answers."""
    campaign = campaign_or_404(name)
    form = _margins_form(campaign)
    if not form.validate():
        return _show_margins(campaign, form, status=422)
    try:
        said = dataset.try_margins(instance(), campaign, form.margins()) if form.margins() else []
    except DiagnosisError as error:
        return _show_margins(campaign, form, str(error), 422)
    given = {"margins": form.margins(), "sources": form.sources()}
    part, other = N_("Le quartier"), partial(_shown_margins, campaign)
    if not _keep(campaign, form, part, other, **given):
        return _show_margins(campaign, form, status=409)
    for sentence in said:
        flash(in_french(sentence))
    return redirect(url_for("staff.analysis_desk", name=name))


@blueprint.get("/campaigns/<name>/analysis/limits")
@needs(Right.SET_ANALYSIS)
def limits(name: str) -> Response:
    """Show the limits of the programme."""
    campaign = campaign_or_404(name)
    form = _shown_limits(campaign, dataset.settings_of(instance().store, name))
    return _page("staff/limits.html", campaign, form=form)


@blueprint.post("/campaigns/<name>/analysis/limits")
@needs(Right.SET_ANALYSIS)
def save_limits(name: str) -> Response:
    """Keep the limits of the programme."""
    campaign = campaign_or_404(name)
    form = _limits_form(campaign)
    if not form.validate():
        return _page("staff/limits.html", campaign, 422, form=form)
    try:
        dataset.check_limits(instance().library_of(campaign), form.limits())
    except DiagnosisError as error:
        form.sessions.errors = [in_french(str(error))]
        return _page("staff/limits.html", campaign, 422, form=form)
    part, other = N_("Le programme possible"), partial(_shown_limits, campaign)
    if not _keep(campaign, form, part, other, limits=form.limits()):
        return _page("staff/limits.html", campaign, 409, form=form)
    return redirect(url_for("staff.analysis_desk", name=name))


@blueprint.get("/campaigns/<name>/analysis/profiles")
@needs(Right.SET_ANALYSIS)
def profile_names(name: str) -> Response:
    """Show the profiles found, to be named."""
    campaign = campaign_or_404(name)
    found = _profiles(campaign)
    form = _shown_names(campaign, found, dataset.settings_of(instance().store, name))
    return _page("staff/profile_names.html", campaign, form=form, profiles=found)


@blueprint.post("/campaigns/<name>/analysis/profiles")
@needs(Right.SET_ANALYSIS)
def save_profile_names(name: str) -> Response:
    """Keep the names of profiles with what is needed to find these again."""
    campaign = campaign_or_404(name)
    found = _profiles(campaign)
    form = _names_form(campaign, found)
    if not form.validate():
        return _page("staff/profile_names.html", campaign, 422, form=form, profiles=found)
    kept = dataset.settings_of(instance().store, name).profiles
    part, given = N_("Les noms des profils"), renamed(kept, found.items, form)
    if not _keep(campaign, form, part, partial(_shown_names, campaign, found), profiles=given):
        return _page("staff/profile_names.html", campaign, 409, form=form, profiles=found)
    return redirect(url_for("staff.analysis_desk", name=name))


def renamed(
    kept: Sequence[Mapping[str, Any]], items: Sequence[dataset.Profile], form: NamesForm
) -> list[dict[str, Any]]:
    """The names to keep: those given, then those lost that nobody asked to forget.

    Parameters
    ----------
    kept : names kept so far, with the signatures of their profiles.
    items : profiles of the diagnosis, where ``staff_name`` says which of these names was found.
    form : what was entered.
    """
    former = {entry["name"]: entry["members"] for entry in kept}
    given: dict[str, dict[str, Any]] = {}
    names = form.names()
    for item in items:
        if wanted := names.get(item.id):
            members = former.get(item.staff_name) or [dataset.signature_of(item)]
            entry = given.setdefault(wanted.casefold(), {"name": wanted, "members": []})
            entry["members"] = [*entry["members"], *members]
    lost = [name for name in form.lost if name not in form.forgotten()]
    others = [{"name": n, "members": former[n]} for n in lost if n.casefold() not in given]
    return [*given.values(), *others]


def _page(template: str, campaign: Campaign, status: int = 200, **values: Any) -> Response:
    return team_page(template, status, campaign=campaign, here=HERE, k=instance().k, **values)


def _keep(
    campaign: Campaign,
    form: EditForm,
    part: str,
    other: Callable[[dataset.AnalysisSettings], EditForm],
    **values: Any,
) -> bool:
    """Keep a part of the settings; False where somebody else has kept another meanwhile."""
    store, today = instance().store, instance().today()

    def read() -> dict[str, Any]:
        return dataset.part_of(dataset.settings_of(store, campaign.name), *values)

    def save(kept: Any, version: str) -> None:
        dataset.change_settings(store, campaign.name, today, part, version, **values)

    def shown(kept: Any) -> EditForm:
        return other(dataset.settings_of(store, campaign.name))

    kept = Edited(read, save, shown).keep(form)
    if kept:
        flash(_(KEPT))
    return kept


def _margins_form(campaign: Campaign, *formdata: None) -> MarginsForm:
    return MarginsForm.made_for(_known(campaign))(*formdata)


def _known(campaign: Campaign) -> list[Question]:
    """The questions whose shares of the neighbourhood may be entered."""
    names = instance().languages.own_names
    spoken = {tag: names[tag] for tag in campaign.languages if tag in names}
    return known_questions(instance().questionnaire(campaign), spoken)


def _shown_margins(campaign: Campaign, settings: dataset.AnalysisSettings) -> MarginsForm:
    form = _margins_form(campaign, None)
    form.fill(settings.margins)
    for question in form.asked:
        form[f"source-{question.name}"].data = settings.sources.get(question.name, "")
    form.read_at(dataset.part_of(settings, "margins", "sources"))
    return form


def _show_margins(
    campaign: Campaign, form: MarginsForm, trouble: str = "", status: int = 200
) -> Response:
    state = dataset.state_of(instance(), campaign)
    found = {
        question.name: {entry.name: entry.cell for entry in question.categories}
        for question in state.records.participation.variables
    }
    troubles = [trouble] if trouble else state.troubles
    return _page("staff/margins.html", campaign, status, form=form, found=found, troubles=troubles)


def _shown_limits(campaign: Campaign, settings: dataset.AnalysisSettings) -> LimitsForm:
    form = _limits_form(campaign, None)
    form.fill(settings.limits)
    form.read_at(dataset.part_of(settings, "limits"))
    return form


def _limits_form(campaign: Campaign, *formdata: None) -> LimitsForm:
    catalogue = instance().library_of(campaign).catalogue
    offered = offered_by(instance().questionnaire(campaign), catalogue.formats, catalogue.themes)
    return LimitsForm.made_for(offered)(*formdata)


def _profiles(campaign: Campaign) -> dataset.Profiles:
    return dataset.state_of(instance(), campaign).records.profiles


def _shown_names(
    campaign: Campaign, found: dataset.Profiles, settings: dataset.AnalysisSettings
) -> NamesForm:
    form = _names_form(campaign, found, None)
    for item in found.items:
        if item.known:
            form[f"name-{item.id}"].data = item.staff_name
    form.read_at(dataset.part_of(settings, "profiles"))
    return form


def _names_form(campaign: Campaign, found: dataset.Profiles, *formdata: None) -> NamesForm:
    kept = dataset.settings_of(instance().store, campaign.name).profiles
    used = {item.staff_name for item in found.items}
    lost = [entry["name"] for entry in kept if entry["name"] not in used]
    # What no answer distinguishes cannot be found again: it is shown, not named.
    known = [(item.id, item.name) for item in found.items if item.known]
    return NamesForm.made_for(known, lost)(*formdata)
