"""Answers that another tool collected: chosen, looked at, confirmed, and only then stored."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.interchange import ImportReport
from diagnosis.model import Campaign, Problem, ProblemsError
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.forms import CHANNEL_LABELS, ImportForm
from diagnosis.staff.import_desk import CARRIED, Carried, Preview, decided, preview, take_in
from diagnosis.web import (
    campaign_or_404,
    in_french,
    instance,
    needs,
    note,
    spaced,
    team_page,
)


@blueprint.before_app_request
def receive_files() -> None:
    """Let files of answers, and the pages that carry them, be larger than a family's answers."""
    if request.endpoint == "staff.look_at_file":
        request.max_content_length = request.max_form_memory_size = CARRIED


@blueprint.get("/campaigns/<name>/import")
@needs(Right.MANAGE_CAMPAIGNS)
def import_file(name: str) -> Response:
    """Ask for the file."""
    return _ask(campaign_or_404(name), ImportForm())


@blueprint.post("/campaigns/<name>/import")
@needs(Right.MANAGE_CAMPAIGNS)
def look_at_file(name: str) -> Response:
    """Show what would come in, or store what was just shown and is confirmed."""
    campaign = campaign_or_404(name)
    if "carried" not in request.form:
        return _first_look(campaign)
    keep_rest = "keep_rest" in request.form
    try:
        carried = Carried.unpacked(request.form["carried"])
        shown = preview(campaign, carried, decided(request.form), keep_rest)
    except ProblemsError as error:
        return _ask(campaign, ImportForm(formdata=None), error.problems)
    is_same = request.form.get("seen") == shown.seen
    if "confirm" not in request.form or shown.report is None or not is_same:
        return _show(campaign, carried, shown, changed="confirm" in request.form)
    report = take_in(campaign, carried, shown.mapping, keep_rest)
    note(Action.IMPORTED, campaign.name, str(report.added))
    flash(_outcome(report))
    return redirect(url_for("staff.collect", name=campaign.name))


def _first_look(campaign: Campaign) -> Response:
    form = ImportForm()
    if not form.validate():
        return _ask(campaign, form)
    carried = Carried.chosen(form.answers.data, form.xlsform.data)
    try:
        return _show(campaign, carried, preview(campaign, carried, None, False))
    except ProblemsError as error:
        return _ask(campaign, form, error.problems)


def _ask(campaign: Campaign, form: ImportForm, problems: list[Problem] | None = None) -> Response:
    return team_page(
        "staff/import.html",
        422 if problems or form.errors else 200,
        campaign=campaign,
        here="Recueillir",
        form=form,
        problems=_told(problems or ()),
    )


def _show(
    campaign: Campaign, carried: Carried, shown: Preview, *, changed: bool = False
) -> Response:
    report = shown.report
    problems = [*shown.problems, *(report.problems if report else ())]
    return team_page(
        "staff/import_preview.html",
        campaign=campaign,
        here="Recueillir",
        carried=carried,
        shown=shown,
        report=report,
        sentence=_sentence(report) if report else "",
        changed=changed,
        problems=_told(problems),
        kept=_told(report.kept if report else ()),
        reasons=[in_french(said) for said in (*report.reasons, *report.notes)] if report else [],
        languages=[(tag, instance().languages[tag].own_name) for tag in campaign.languages],
        channels=[(channel, CHANNEL_LABELS[channel]) for channel in campaign.channels],
        keep_rest="keep_rest" in request.form,
        titles=[(title, title) for title in shown.headers if title],
    )


def _told(problems: Any) -> list[dict[str, str]]:
    """Problems as their three parts; the library's sentences are in French."""
    keys = ("place", "cause", "remedy")
    return [{key: in_french(getattr(one, key)) for key in keys} for one in problems]


def _sentence(report: ImportReport) -> str:
    """Say what would come in."""
    left = report.refused + report.left_out + report.conflicts
    rows = ngettext("%(count)s ligne", "%(count)s lignes", report.rows, count=spaced(report.rows))
    added = ngettext(
        "%(count)s à ajouter", "%(count)s à ajouter", report.added, count=spaced(report.added)
    )
    parts = [rows, added]
    if report.same:
        parts.append(_("%(count)s déjà là", count=spaced(report.same)))
    if left:
        parts.append(
            ngettext(
                "%(count)s écartée, voici pourquoi",
                "%(count)s écartées, voici pourquoi",
                left,
                count=spaced(left),
            )
        )
    return ", ".join(parts)


def _outcome(report: ImportReport) -> str:
    if not report.added and report.same:
        words = ngettext(
            "%(count)s réponse de ce fichier est là\u00a0: elle n’entre pas deux fois.",
            "%(count)s réponses de ce fichier sont là\u00a0: elles n’entrent pas deux fois.",
            report.same,
            count=spaced(report.same),
        )
        return str(words)
    return str(
        ngettext(
            "%(count)s réponse est entrée. Le fichier n’est pas gardé.",
            "%(count)s réponses sont entrées. Le fichier n’est pas gardé.",
            report.added,
            count=spaced(report.added),
        )
    )
