"""Questionnaires: those that can be asked, one brought from ODK or Kobo, one taken there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.interchange import roles_of
from diagnosis.languages import SOURCE
from diagnosis.model import N_, Problem, ProblemsError
from diagnosis.questionnaire import Question, Questionnaire
from diagnosis.readers import LARGEST_FORM
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.forms import RemoveForm, TableForm, XlsFormForm
from diagnosis.web import (
    campaign_or_404,
    in_french,
    instance,
    line_of,
    needs,
    note,
    said_in,
    spaced,
    team_headers,
    team_page,
)
from diagnosis.xlsform import (
    Imported,
    all_imported,
    forget_imported,
    keep_imported,
    read_xlsform,
    write_xlsform,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "select_one": N_("une réponse"),
    "select_multiple": N_("plusieurs réponses"),
    "rank": N_("réponses à classer"),
    "scale": N_("une réponse, de plus à moins"),
    "integer": N_("un nombre"),
    "text": N_("un texte"),
    "note": N_("à lire seulement"),
}
# What the analysis makes of a question, as the team says it.
ROLES = {
    "need": N_("ce dont les familles ont besoin"),
    "priority": N_("le besoin qui compte le plus"),
    "barrier": N_("ce qui empêche de venir"),
    "preference": N_("ce qui conviendrait (moment, lieu…)"),
    "profile": N_("qui sont les familles"),
    "sector": N_("où elles habitent"),
    "text": N_("un texte libre"),
    "ignore": N_("rien\u00a0: hors de l’analyse"),
}


@blueprint.before_app_request
def receive_xlsforms() -> None:
    """Let a questionnaire with its translations be larger than one family's answers."""
    if request.endpoint == "staff.bring_questionnaire":
        request.max_content_length = LARGEST_FORM


@blueprint.get("/questionnaires")
@needs(Right.MANAGE_CAMPAIGNS)
def questionnaires() -> Response:
    """List what can be asked."""
    return list_with()


@blueprint.post("/questionnaires")
@needs(Right.MANAGE_CAMPAIGNS)
def bring_questionnaire() -> Response:
    """Read an XLSForm, keep it, and show what of it is asked and what is not."""
    form = XlsFormForm()
    if not form.validate():
        return list_with(form)
    file = form.form.data
    try:
        path = Path(secure_filename(file.filename) or "questionnaire.xlsx")
        running = instance()
        with file.stream as stream:
            content = stream.read()
        imported = read_xlsform(path, running.languages, running.pictures, content)
    except ProblemsError as error:
        return list_with(form, faults=error.problems)
    name = imported.questionnaire.name
    if name in running.library.questionnaires:
        form.form.errors = [
            _(
                "Un questionnaire livré s’appelle déjà «\u00a0%(name)s\u00a0». "
                "Changez «\u00a0form_id\u00a0» dans la feuille settings.",
                name=name,
            )
        ]
        return list_with(form)
    keep_imported(running.store, imported)
    note(Action.LIST, f"{name}.xlsx")
    return redirect(url_for("staff.questionnaire", questionnaire=name))


@blueprint.get("/questionnaires/<questionnaire>")
@needs(Right.MANAGE_CAMPAIGNS)
def questionnaire(questionnaire: str) -> Response:
    """Show a questionnaire as families read it, and what was left out when it was brought."""
    brought = all_imported(instance().store).get(questionnaire)
    asked = _asked(questionnaire)
    tags = brought.languages if brought else instance().languages.tags
    tongue = request.args.get("tongue", tags[0] if tags else SOURCE)
    if tongue not in instance().languages:
        abort(404)
    language = instance().languages[tongue]
    said = said_in(language, asked)
    return team_page(
        "staff/questionnaire.html",
        asked=asked,
        title=instance().team_titles("")[asked.name],
        said=said.gettext,
        language=language,
        languages=[instance().languages[tag] for tag in tags],
        brought=brought,
        left_out=_told(brought.left_out) if brought else [],
        sentence=_sentence(asked, brought),
        welcome=[line_of(language, one.label, one.picture, asked) for one in asked.welcome],
        about=_about,
        roles={role: _(words) for role, words in ROLES.items()},
        roles_of=roles_of,
    )


@blueprint.get("/questionnaires/<questionnaire>.xlsx")
@needs(Right.MANAGE_CAMPAIGNS)
def take_questionnaire(questionnaire: str) -> Response:
    """Hand out a questionnaire as an XLSForm."""
    return _handed_out(_asked(questionnaire), instance().languages.tags)


@blueprint.get("/campaigns/<name>/questionnaire.xlsx")
@needs(Right.FOLLOW_CAMPAIGNS)
def take_campaign_questionnaire(name: str) -> Response:
    """Hand out what a campaign asks, in its languages, as an XLSForm."""
    campaign = campaign_or_404(name)
    return _handed_out(instance().questionnaire(campaign), campaign.languages)


@blueprint.post("/questionnaires/<questionnaire>/remove")
@needs(Right.MANAGE_CAMPAIGNS)
def remove_questionnaire(questionnaire: str) -> Response:
    """Offer a questionnaire that was brought no longer; campaigns that ask it go on."""
    if questionnaire not in all_imported(instance().store):
        abort(404)
    if RemoveForm().validate():
        forget_imported(instance().store, questionnaire)
        note(Action.LIST, f"{questionnaire}.xlsx")
        flash(_("«\u00a0%(name)s\u00a0» n’est plus proposé.", name=questionnaire))
    return redirect(url_for("staff.questionnaires"))


def list_with(
    form: XlsFormForm | None = None,
    table: TableForm | None = None,
    faults: list[Problem] | None = None,
) -> Response:
    """The list, with what is wrong with a file that was brought."""
    given = [one for one in (form, table) if one is not None]
    return team_page(
        "staff/questionnaires.html",
        422 if faults or any(one.errors for one in given) else 200,
        form=form or XlsFormForm(formdata=None),
        table=table or TableForm(formdata=None),
        faults=_told(faults or []),
        shipped=instance().library.questionnaires,
        brought=all_imported(instance().store),
        titles=instance().team_titles(""),
        sentence=_sentence,
    )


def _asked(name: str) -> Questionnaire:
    return instance().questionnaires_at("").get(name) or abort(404)


def _handed_out(asked: Questionnaire, tags: tuple[str, ...]) -> Response:
    content = write_xlsform(asked, instance().languages, tags)
    note(Action.EXPORTED, f"{asked.name}.xlsx")
    headers = {
        **team_headers(),
        "Content-Disposition": f"attachment; filename={asked.name}.xlsx",
    }
    return FlaskResponse(content, mimetype=XLSX, headers=headers)


def _sentence(asked: Questionnaire, brought: Imported | None = None) -> str:
    """How many questions, languages, and things left out, in words."""
    count = sum(question.is_asked for question in asked.questions)
    parts = [ngettext("%(count)s question", "%(count)s questions", count, count=spaced(count))]
    if brought:
        many, lost = len(brought.languages), len(brought.left_out)
        parts.append(ngettext("%(count)s langue", "%(count)s langues", many, count=spaced(many)))
        none = _("tout est repris")
        some = ngettext(
            "%(count)s chose laissée de côté",
            "%(count)s choses laissées de côté",
            lost,
            count=spaced(lost),
        )
        parts.append(some if lost else none)
    return ", ".join(map(str, parts)) + "."


def _told(problems: list[Problem]) -> list[dict[str, str]]:
    """Each problem for a page: where in the file, why, and what to do."""
    return [
        {
            "place": in_french(problem.place.partition(", ")[2]),
            "cause": in_french(problem.cause[:1].upper() + problem.cause[1:]),
            "remedy": in_french(problem.remedy),
        }
        for problem in problems
    ]


def _about(question: Question) -> dict[str, Any]:
    """What the team wants to know of a question beside its words."""
    return {
        "type": _(TYPES[question.type]),
        "required": question.required,
        "relevant": question.relevant,
        "most": question.max_selected,
    }
