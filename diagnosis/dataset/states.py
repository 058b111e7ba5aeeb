"""The one published state of a campaign: the same numbers for the team, planners and the public.

Two readings a few families apart would tell what these families said. So a diagnosis is kept in
the store until enough families came or left; every worker shows it, a restart changes nothing.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import Any

import analysis
from diagnosis import __version__
from diagnosis.dataset.bridge import answers_among, diagnose
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.settings import settings_of
from diagnosis.dataset.shown import VERSION, Kept, State, kept_name, of_today, state_of
from diagnosis.dataset.source import Source
from diagnosis.keeping import Secrets, rounding
from diagnosis.model import Campaign, DiagnosisError


def computed_state(instance: Source, campaign: Campaign, follow: bool = True) -> State:
    """Published state of a campaign (`state_of`); a new one when it is due.

    What the team sets is followed at once, on the very families of the state, unless one of
    them withdrew. One computation at a time per campaign, the others wait for it.
    """
    lock = instance.memory.setdefault(f"state-lock:{campaign.name}", Lock())
    with lock:
        present = _present(instance, campaign)
        mark = _mark(instance, campaign) if follow else ""
        before = instance.store.get(kept_name(campaign))
        kept = of_today(before)
        chosen = _to_count(kept, present, mark, _closes(instance, campaign, kept), instance.k)
        if chosen is not None:
            kept = _renewed(instance, campaign, before, chosen, follow)
        return _shown(instance, campaign, kept, present, mark)


def secret_of(secrets: Secrets, campaign: Campaign) -> bytes:
    """Secret by which the numbers of a campaign are rounded, made once; kept with its keys."""
    made = secrets.once(rounding(campaign.name), lambda: analysis.new_secret().hex())
    return bytes.fromhex(made)


def report_files(instance: Source, campaign: Campaign) -> dict[str, bytes]:
    """Make ``report.json`` and the self-contained ``report.html`` of a campaign, by name."""
    diagnosis = analysis.Diagnosis.of(state_of(instance, campaign).report)
    with tempfile.TemporaryDirectory() as folder, analysing():
        written = analysis.write_report(diagnosis, folder)
        return {path.name: path.read_bytes() for path in written}


def try_margins(instance: Source, campaign: Campaign, margins: analysis.Margins) -> list[str]:
    """Try margins on the families of the state; give what the report would say of them.

    Raises
    ------
    DiagnosisError
        The margins do not fit the answers or one another.
    """
    state_of(instance, campaign, follow=False)
    kept = of_today(instance.store.get(kept_name(campaign))) or {"families": []}
    present = _present(instance, campaign)
    counted = [present[key] for key in kept["families"] if key in present]
    with analysing():
        answers = answers_among(instance, campaign, counted or list(present.values()))
        secret = secret_of(instance.secrets, campaign)
        return analysis.check_margins(answers.table, answers.book, margins, instance.k, secret)


def _present(instance: Source, campaign: Campaign) -> dict[str, str]:
    """Ids of the responses of today by the keys of their families, read again on a change."""
    name = f"families:{campaign.name}"
    stamp = json.loads(instance.store.stamp(campaign.name))[:2]
    found = instance.memory.get(name)
    if found is None or found[0] != stamp:
        secret = secret_of(instance.secrets, campaign)
        ids = [response.id for response in instance.store.responses(campaign.name)]
        keys = {key: id for id in ids for key in analysis.record_keys(secret, [id])}
        found = instance.memory[name] = (stamp, keys)
    return dict(found[1])


def _mark(instance: Source, campaign: Campaign) -> str:
    """Digest of all that a diagnosis reads, save the families: what the team and we set."""
    library = instance.library_of(campaign)
    told = [
        __version__,
        json.loads(instance.store.stamp(campaign.name))[1:],
        settings_of(instance.store, campaign.name).stamp,
        [campaign.questionnaire, campaign.version, campaign.title, campaign.fictitious],
        [instance.k, *instance.crossings],
        library.catalogue.model_dump_json(),
        library.site.model_dump_json(include={"sectors"}),
    ]
    return sha256(json.dumps(told).encode()).hexdigest()


def _closes(instance: Source, campaign: Campaign, kept: Kept | None) -> bool:
    """True when the last state of an ended campaign is still to be published."""
    over = campaign.closes is not None and instance.today() > campaign.closes
    return over and not (kept or {}).get("closed")


def _to_count(
    kept: Kept | None, present: Mapping[str, str], mark: str, closes: bool, k: int
) -> Collection[str] | None:
    """Keys of the families that a new state counts; None when the one kept stands."""
    if kept is None:
        return present if len(present) >= k else None
    counted = kept["families"]
    if analysis.is_due(counted, present, k, closes):
        return present
    followed = mark and mark != kept["mark"] and present.keys() >= set(counted)
    return counted if followed and counted else None


def _renewed(
    instance: Source, campaign: Campaign, before: Any, chosen: Collection[str], follow: bool
) -> Kept | None:
    """Publish the state of these families, unless another worker just published one."""
    former = of_today(before)
    made = _make(instance, campaign, chosen)
    if made is None:
        return former
    again = former is not None and set(chosen) == set(former["families"])
    over = campaign.closes is not None and instance.today() > campaign.closes
    new = {
        "version": VERSION,
        "day": former["day"] if former and again else str(instance.today()),
        "closed": former["closed"] if former and again else over,
        "families": sorted(chosen) if len(chosen) >= instance.k else [],
        **made,
    }
    name = kept_name(campaign)
    kept: Kept = instance.store.change(name, lambda now: new if now == before else now)
    return kept


def _make(instance: Source, campaign: Campaign, chosen: Collection[str]) -> Kept | None:
    """Report of these families and its troubles; none when it cannot be computed."""
    present, mark = _present(instance, campaign), _mark(instance, campaign)
    ids = {present[key] for key in chosen if key in present}
    try:
        found, troubles = diagnose(instance, campaign, secret_of(instance.secrets, campaign), ids)
    except DiagnosisError:
        return None
    return {"mark": mark, "troubles": troubles, "report": found.to_dict()}


def _shown(
    instance: Source, campaign: Campaign, kept: Kept | None, present: Mapping[str, str], mark: str
) -> State:
    if kept is None:
        return _first(instance, campaign, present)
    counted = set(kept["families"])
    closes = _closes(instance, campaign, kept)
    return State(
        report=kept["report"],
        day=date.fromisoformat(kept["day"]),
        families=len(counted),
        arrived=len(present.keys() - counted),
        awaited=analysis.awaited(counted, present, instance.k, closes),
        troubles=tuple(kept["troubles"]),
        behind=bool(mark) and mark != kept["mark"],
    )


def _first(instance: Source, campaign: Campaign, present: Mapping[str, str]) -> State:
    """What is shown before the first state: that too few families answered, or why there is none.

    Raises
    ------
    DiagnosisError
        Nothing at all can be read.
    """
    few = set(present.values()) if len(present) < instance.k else set()
    secret = secret_of(instance.secrets, campaign)
    report = diagnose(instance, campaign, secret, few)[0].to_dict()
    awaited = analysis.awaited((), present, instance.k)
    if len(present) >= instance.k:
        report["findings"] = [
            "Les réponses ne peuvent pas être analysées avec ces réglages. "
            "Vérifiez le questionnaire de la campagne et ce que l’équipe a entré."
        ]
    return State(report, None, 0, len(present), awaited)
