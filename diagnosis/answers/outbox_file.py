"""What a tablet exported: sealed responses that come in by the same door as all others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from diagnosis.answers.floods import is_empty
from diagnosis.answers.refused import Reason, RefusedError
from diagnosis.answers.submission import check_submission, read_json
from diagnosis.instance import Instance
from diagnosis.model import N_, Campaign, Message, Outcome

Say = Callable[[Message], str]
FORMAT, VERSION = "diagnosis-outbox", 1
DIFFERENT = N_("Elle était déjà arrivée, avec un autre contenu. La première est gardée.")


@dataclass(frozen=True)
class Imported:
    """What became of the responses of a file; ``refused`` gives the id and cause of each."""

    stored: int
    known: int
    refused: list[tuple[str, str]]


def read_outbox(content: bytes, campaign: Campaign) -> list[dict[str, Any]]:
    """Read the file that a tablet exported for a campaign.

    Raises
    ------
    RefusedError
        It is another kind of file, or another campaign's.
    """
    try:
        # Half a surrogate is no sign of any script: no page could show it again.
        text = json.dumps(json.loads(content), ensure_ascii=False)
        found = json.loads(text.encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        found = None
    entries = found.get("entries") if isinstance(found, dict) else None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not _are_entries(entries):
        raise RefusedError(
            Reason.UNREADABLE,
            N_(
                "Ce n’est pas un fichier exporté par une tablette. Sur la tablette, touchez "
                "«\u00a0Équipe\u00a0», puis «\u00a0Exporter les réponses scellées\u00a0»."
            ),
        )
    if found.get("version") != VERSION:
        raise RefusedError(
            Reason.UNSUPPORTED,
            N_(
                "Ce fichier vient d’une version plus récente. Mettez ce serveur à jour, "
                "puis importez-le de nouveau."
            ),
        )
    if found.get("campaign") != campaign.name:
        raise RefusedError(
            Reason.INVALID,
            N_(
                "Ce fichier vient de la campagne «\u00a0%(campaign)s\u00a0». "
                "Importez-le sur la page «\u00a0Tablettes\u00a0» de cette campagne."
            ),
            campaign=found.get("campaign"),
        )
    return list(entries or [])


def import_entries(
    running: Instance, campaign: Campaign, entries: list[dict[str, Any]], say: Say
) -> Imported:
    """Open, check and store each response; one that is refused stops none of the others.

    Parameters
    ----------
    say : gives the words of a cause in the language of whoever reads it.
    """
    if not campaign.accepts(running.today()):
        raise RefusedError(
            Reason.OVER,
            N_("La campagne n’accepte plus de réponses. Repoussez d’abord son dernier jour."),
        )
    outcomes, refused = [], []
    for entry in entries:
        try:
            outcome = _store(running, campaign, entry)
        except RefusedError as error:
            refused.append((_name(entry), _cause(error, say)))
            continue
        if outcome is Outcome.CONFLICT:
            refused.append((_name(entry), say(Message(DIFFERENT))))
        outcomes.append(outcome)
    return Imported(outcomes.count(Outcome.CREATED), outcomes.count(Outcome.SAME), refused)


def _store(running: Instance, campaign: Campaign, entry: dict[str, Any]) -> Outcome:
    body = json.dumps({name: entry.get(name) for name in ("id", "key", "sealed")})
    submission = read_json(body.encode(), running.secrets, campaign.name)
    response = check_submission(running, campaign, submission, "")
    return Outcome.EMPTY if is_empty(response) else running.store.add_response(response)


def _cause(error: RefusedError, say: Say) -> str:
    details = [f"{name}\u00a0: {say(text)}" for name, text in error.errors.items()]
    return " ".join([say(error.message), *details])


def _are_entries(entries: Any) -> bool:
    return isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("id") or "")[:36]
