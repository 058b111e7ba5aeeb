"""The journal of what the team did, and the reason asked before raw answers are read."""

from __future__ import annotations

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis import accounts
from diagnosis.accounts import Action, Right
from diagnosis.model import N_
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.account_forms import ReasonForm
from diagnosis.staff.guard import safe_next
from diagnosis.web import (
    campaign_or_404,
    instance,
    needs,
    note,
    team_headers,
    team_page,
    visitor,
)

SHOWN = 100
LABELS = {
    Action.ENTERED: N_("Entrée"),
    Action.REFUSED: N_("Entrée refusée"),
    Action.LEFT: N_("Sortie"),
    Action.INVITED: N_("Invitation"),
    Action.JOINED: N_("Arrivée dans l’équipe"),
    Action.REVOKED: N_("Invitation reprise"),
    Action.REMOVED: N_("Départ de l’équipe"),
    Action.ROLE: N_("Rôle donné"),
    Action.RESET: N_("Nouveau mot de passe permis"),
    Action.PASSWORD: N_("Mot de passe changé"),
    Action.FACTOR: N_("Second facteur réglé"),
    Action.READ_RAW: N_("Réponses brutes lues"),
    Action.EXPORTED: N_("Fichier emporté"),
    Action.KEY_MADE: N_("Clé de l’API donnée"),
    Action.KEY_REMOVED: N_("Clé de l’API reprise"),
    Action.IMPORTED: N_("Réponses reprises d’un fichier"),
    Action.CAMPAIGN: N_("Campagne ouverte"),
    Action.CHANGED: N_("Campagne changée"),
    Action.APART: N_("Réponses mises à part"),
    Action.COUNTED: N_("Réponses comptées"),
    Action.PURGED: N_("Effacement à temps"),
    Action.LIST: N_("Liste changée"),
    Action.DOSSIER: N_("Dossier de l’année écrit"),
    Action.TAKE: N_("Lien pour enregistrer"),
    Action.SESSION: N_("Séance ouverte"),
    Action.CLOSED: N_("Séance fermée"),
    Action.REOPENED: N_("Séance rouverte"),
}


@blueprint.get("/journal")
@needs(Right.READ_JOURNAL)
def journal() -> Response:
    """Show the journal, the last line first, a hundred lines a page."""
    last = instance().store.last_entry()
    end = last.number + 1 if last else 1
    before = min(max(request.args.get("before", end, type=int), 1), end)
    first = max(1, before - SHOWN)
    lines = instance().store.entries(first - 1, before - first)
    return team_page(
        "staff/journal.html",
        lines=lines[::-1],
        labels={str(action): _(label) for action, label in LABELS.items()},
        broken=accounts.first_broken(lines, first, lines[0].before) if lines else None,
        last=last.hash if last else "",
        earlier=first if first > 1 else None,
    )


@blueprint.get("/journal.csv")
@needs(Right.READ_JOURNAL)
def journal_file() -> Response:
    """The whole journal as a table, hashes included."""
    note(Action.EXPORTED, detail="journal.csv")
    response = FlaskResponse(accounts.as_table(instance().store.entries()), mimetype="text/csv")
    response.headers.update(team_headers())
    response.headers["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response


@blueprint.get("/campaigns/<name>/reason")
@needs(Right.HEAR_VOICES)  # every role that reads texts hears voices
def reason(name: str) -> Response:
    """Ask why raw answers are to be read."""
    return _ask(name, ReasonForm())


@blueprint.post("/campaigns/<name>/reason")
@needs(Right.HEAR_VOICES)
def give_reason(name: str) -> Response:
    """Write the reason down, for this visit and campaign."""
    form, found = ReasonForm(), visitor()
    if not form.validate():
        return _ask(name, form, 422)
    note(Action.READ_RAW, campaign_or_404(name).name, form.reason.data)
    if found:
        visit = found[0]
        instance().store.save_visit(replace(visit, reasons=(*visit.reasons, name)))
    return redirect(safe_next(request.args.get("next")))


def _ask(name: str, form: ReasonForm, status: int = 200) -> Response:
    campaign = campaign_or_404(name)
    return team_page("staff/reason.html", status, form=form, campaign=campaign)
