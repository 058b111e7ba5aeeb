"""A questionnaire drafted from a table of answers, and the roles of what is asked, confirmed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.interchange import draft_codebook, questionnaire_of, roles_of
from diagnosis.languages import SOURCE
from diagnosis.model import Problem, ProblemsError, new_name
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.forms import TableForm
from diagnosis.staff.import_desk import CARRIED, Carried
from diagnosis.staff.questionnaires import list_with
from diagnosis.web import TeamForm, instance, needs, note
from diagnosis.xlsform import WELCOME, Imported, all_imported, keep_imported

NO_QUESTION = Problem(
    "no-question",
    "",
    "aucune colonne ne semble une question",
    "vérifiez que la première ligne porte les titres",
)


@blueprint.before_app_request
def receive_tables() -> None:
    """Let a table of answers be larger than one family's answers."""
    if request.endpoint == "staff.draft_questionnaire":
        request.max_content_length = CARRIED


@blueprint.post("/questionnaires/table")
@needs(Right.MANAGE_CAMPAIGNS)
def draft_questionnaire() -> Response:
    """Draft what a table asked, keep it, and show it for its roles to be confirmed."""
    form = TableForm()
    if not form.validate():
        return list_with(table=form)
    try:
        imported = _drafted(Carried.chosen(form.answers.data, form.xlsform.data))
    except ProblemsError as error:
        return list_with(table=form, faults=error.problems)
    keep_imported(instance().store, imported)
    note(Action.LIST, imported.questionnaire.name)
    flash(_("Voici ce que ce tableau demandait. Relisez ce que l’analyse fait de chaque question."))
    return redirect(url_for("staff.questionnaire", questionnaire=imported.questionnaire.name))


@blueprint.post("/questionnaires/<questionnaire>/roles")
@needs(Right.MANAGE_CAMPAIGNS)
def confirm_roles(questionnaire: str) -> Response:
    """Keep what the analysis makes of each question; campaigns keep what they ask."""
    imported = all_imported(instance().store).get(questionnaire) or abort(404)
    if TeamForm().validate():
        asked = imported.questionnaire
        questions = tuple(
            question.model_copy(update={"role": said})
            if (said := request.form.get(f"role-{question.name}")) in roles_of(question)
            else question
            for question in asked.questions
        )
        confirmed = asked.model_copy(update={"questions": questions})
        keep_imported(instance().store, replace(imported, questionnaire=confirmed))
        note(Action.LIST, questionnaire)
        flash(_("C’est noté."))
    return redirect(url_for("staff.questionnaire", questionnaire=questionnaire))


def _drafted(carried: Carried) -> Imported:
    draft = draft_codebook(carried.table(), carried.xlsform())
    if not draft.variables:
        raise ProblemsError([NO_QUESTION])
    running = instance()
    taken = [*running.library.questionnaires, *all_imported(running.store)]
    name = new_name(Path(carried.name).stem, taken, otherwise="tableau")
    asked, problems = questionnaire_of(draft, name, WELCOME)
    return Imported(asked, problems, (SOURCE,))
