"""Invented families as the pages of families would send them."""

from __future__ import annotations

from dataclasses import replace

from diagnosis.dataset import simulate
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Response


def families_of(
    instance: Instance, campaign: Campaign, count: int, seed: int = 0
) -> list[Response]:
    """Invent families in a campaign of their own; they are not in the one given."""
    invented = replace(campaign, name=f"invented-{campaign.name}", fictitious=True)
    if instance.store.campaign(invented.name) is None:
        instance.store.add_campaign(invented)
    simulate(instance, invented, count, seed)
    made = list(instance.store.responses(invented.name))
    instance.store.erase_responses(invented.name)
    return [replace(family, campaign=campaign.name) for family in made]
