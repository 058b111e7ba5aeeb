"""A published state in the models of the API."""

from __future__ import annotations

from typing import Any

from diagnosis.api import models
from diagnosis.dataset import Report, State, told_cell
from diagnosis.model import Campaign


def page(campaign: Campaign, state: State) -> dict[str, Any]:
    """What every answer begins with."""
    day = state.day
    return {
        "campaign": campaign.name,
        "fictitious": campaign.fictitious,
        "state": models.State(day=day, families=state.families) if day else None,
        "message": "" if day else state.records.findings[0],
    }


def campaign_of(campaign: Campaign, site: str) -> models.Campaign:
    """A campaign."""
    names = ("name", "title", "opens", "closes", "fictitious")
    return models.Campaign(site=site, **{name: getattr(campaign, name) for name in names})


def needs(report: Report) -> dict[str, Any]:
    """Needs, in their order."""
    found = [
        models.Need(
            name=need.name,
            label=need.label,
            families=_cell(need.cell, True),
            first=_cell(need.first, True) if need.first else None,
            place=need.place,
        )
        for need in report.needs.domains
    ]
    return {"order": report.needs.order.sentence, "needs": found}


def answers(report: Report) -> dict[str, Any]:
    """Every question with its answers."""
    found = [
        models.Question(
            name=question.name,
            label=question.label,
            type=question.type,
            answers=[
                models.Answer(name=one.name, label=one.label, families=_cell(one.cell, True))
                for one in question.categories
            ],
        )
        for question in report.participation.variables
    ]
    return {"questions": found}


def sectors(report: Report) -> dict[str, Any]:
    """Zones with every need in them."""
    return {"zones": [_zone(report, zone) for zone in report.maps.zones]}


def _zone(report: Report, zone: Any) -> models.Zone:
    found = [
        models.InZone(need=need.name, families=_cell(entry.cell), side=entry.side)
        for need in report.maps.needs
        for entry in need.cells
        if entry.zone == zone.name
    ]
    return models.Zone(
        name=zone.name,
        label=zone.label,
        sectors=zone.sectors,
        families=_cell(zone.cell),
        needs=found,
    )


def themes(report: Report) -> dict[str, Any]:
    """Themes, in their order."""
    names = ("name", "label", "rank", "rank_low", "rank_high", "score")
    found = [
        models.Theme(
            needed=_cell(theme.needed) if theme.needed else None,
            wished=_cell(theme.wished) if theme.wished else None,
            votes=theme.decided.votes,
            participants=theme.decided.participants,
            **{name: getattr(theme, name) for name in names},
        )
        for theme in report.themes.items
    ]
    return {"themes": found}


def programme(report: Report) -> dict[str, Any]:
    """Sessions, in their order."""
    found = [
        models.Session(
            order=one.order,
            theme=one.theme,
            label=one.label,
            adds=_cell(one.adds, True),
            covered=_cell(one.covered, True),
            why=one.why,
        )
        for one in report.programme.sessions
    ]
    return {"sessions": found}


def method(report: Report) -> dict[str, Any]:
    """How the numbers were made."""
    door, made = report.method.door, report.method
    return {
        "rounding": door.sentence,
        "limit": door.limit,
        "base": door.base,
        "k": door.k,
        **{name: getattr(made, name) for name in ("weights", "versions", "warnings", "limits")},
    }


def _cell(cell: Any, whole: bool = False) -> models.Cell:
    return models.Cell(**told_cell(cell, whole)._asdict())
