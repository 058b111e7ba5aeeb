"""Workshop themes in order: needed, wished and decided, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..catalogue import Audience, Evidence, Theme
from ..disclosure import FLOOR, Share
from ..french import listing, percent, quoted, typography
from ..survey import Survey
from .demand import Demand, Want
from .evidence import Proof, proofs
from .ranking import Standing, cautions, standing, steadiness


def section(
    survey: Survey, demand: Demand, evidence: Evidence | None, audiences: Mapping[str, Audience]
) -> dict[str, Any]:
    """Themes in order, with what the order rests on, and the needs that none is made for."""
    left = unanswered(survey, demand.themes)
    message = _nothing(survey, demand)
    if message:
        return {"message": message, "items": [], "unanswered": left, "cautions": []}
    proved = proofs(demand.themes, evidence, survey.k)
    stand = standing(demand.wants, proved, survey.seed)
    items = [_item(survey, demand, at, proof, stand, audiences) for at, proof in enumerate(proved)]
    return {
        "message": "",
        "items": sorted(items, key=lambda item: item["rank"]),
        "unanswered": left,
        "cautions": cautions(survey.door.size, demand.are_cards_drawn),
    }


def _nothing(survey: Survey, demand: Demand) -> str:
    if not demand.wants:
        return "Aucun catalogue de thèmes n'a été donné."
    if not survey.door.is_described(demand.judged):
        return "Trop peu de réponses aux besoins et aux thèmes pour classer les thèmes."
    return ""


def unanswered(survey: Survey, themes: Sequence[Theme]) -> list[dict[str, Any]]:
    """Needs that are the main one of no theme, the most named first."""
    mains = {theme.main for theme in themes}
    left = [d for d in survey.domains if d.name not in mains] if themes else []
    cells = [(domain, survey.need(domain)) for domain in left]
    cells.sort(key=lambda pair: -pair[1].value)
    return [{"name": d.name, "label": d.label, "cell": cell} for d, cell in cells]


def _item(
    survey: Survey, wanted: Demand, at: int, proof: Proof, stand: Standing,
    audiences: Mapping[str, Audience],
) -> dict[str, Any]:  # fmt: skip
    want, top = wanted.wants[at], round(float(stand.top[at]), 2)
    before, place = int(stand.survey[at]), int(stand.place[at])
    return {
        **_identity(want.theme, audiences),
        "public": want.public.share,
        "needed": want.needed,
        "also": want.also,
        "wished": want.wished,
        "decided": proof.entry(),
        "score": round(float(stand.score[at]), 3),
        "low": round(float(stand.low[at]), 3),
        "high": round(float(stand.high[at]), 3),
        "rank": place,
        "rank_low": int(min(stand.first[at], place)),
        "rank_high": int(max(stand.last[at], place)),
        "may_be_first": bool(stand.may_lead[at] or place == 1),
        "rank_survey": before,
        "move": before - place,
        "top_share": top,
        "steadiness": steadiness(top),
        "why": _why(survey, wanted, at, proof, stand.is_held[at], before - place),
    }


def _identity(theme: Theme, audiences: Mapping[str, Audience]) -> dict[str, Any]:
    return {
        "name": theme.name,
        "label": theme.title,
        "domains": list(theme.domains),
        "main": theme.main,
        "further": list(theme.further),
        "format": theme.format,
        "audiences": [{"name": a, "label": audiences[a].label or a} for a in theme.audiences],
        "constraints": list(theme.constraints),
        "partner": theme.partner,
    }


def _why(survey: Survey, wanted: Demand, at: int, proof: Proof, is_held: bool, move: int) -> str:
    """One sentence that explains the place of a theme, in told numbers."""
    labels, want = {d.name: quoted(d.label) for d in survey.domains}, wanted.wants[at]
    parts = [
        _needed(want, labels),
        _also(want, labels, is_held),
        _wished(want, wanted.are_cards_drawn),
        _moved(proof, move),
    ]
    text = " ; ".join(part for part in parts if part)
    return typography(f"{text[:1].upper()}{text[1:]}.")


def _needed(want: Want, labels: Mapping[str, str]) -> str:
    if want.needed is None:
        return "aucune question ne demande si son besoin est celui des familles"
    whom = "" if want.public.is_everybody or want.is_few else " de son public"
    few = " (public trop peu nombreux pour être décrit : compté parmi toutes les familles)"
    few = few if want.is_few else ""
    return f"{counted(want.needed, whom)} nomment {labels[want.theme.main]}{few}"


def _also(want: Want, labels: Mapping[str, str], is_held: bool) -> str:
    if want.also is None:
        return ""
    names = listing([labels[n] for n in want.theme.further if n in labels], "ou")
    kept = ", sans passer devant l'atelier propre à ce besoin" if is_held else ""
    return f"{counted(want.also)} nomment seulement {names} (comptées pour moitié{kept})"


def _wished(want: Want, are_cards_drawn: bool) -> str:
    if want.wished is None:
        return ""
    whom = " à qui la carte a été montrée" if are_cards_drawn else " qui ont choisi des ateliers"
    return f"{counted(want.wished, whom)} le souhaitent (compté pour un quart d'un besoin)"


def _moved(proof: Proof, move: int) -> str:
    if not proof.is_decided:
        return ""
    said = f"{proof.votes} voix sur {proof.participants}"
    if not move:
        return f"{said}, qui ne le déplacent pas parmi les thèmes soumis au vote"
    way = "avancer" if move > 0 else "reculer"
    return f"{said} le font {way} parmi les thèmes soumis au vote"


def counted(share: Share, whom: str = "") -> str:
    """A told share as families among families.

    >>> from analysis.disclosure import Told
    >>> counted(Share(Told(25), Told(60), 60), " de son public").replace("\\u202f", " ")
    'environ 25 des 60 familles de son public (42 %)'
    >>> counted(Share(Told(0), Told(60))), counted(Share(Told(15), Told(15)))
    ('moins de 5 des quelque 60 familles', 'presque toutes les quelque 15 familles')
    """
    base = f"{share.of} familles{whom}" if share.size else f"quelque {share.of} familles{whom}"
    if not share.yes.n:
        return f"{share.yes} des {base}"
    if share.yes.n >= share.of:
        return f"presque toutes les {base}"
    points = f" ({percent(share.yes.n / share.of)})" if share.of > FLOOR else ""
    return f"{share.yes} des {base}{points}"
