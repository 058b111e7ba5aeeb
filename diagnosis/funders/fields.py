"""The fields that a template may hold: their French names, what each says, and their values.

`FIELDS` has the shape of what a template is filled with, and is the sample that one is tried on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from diagnosis.activity import ADULT, CHILD, DECISION_LABELS, Sums
from diagnosis.funders import wording
from diagnosis.funders.missing import frame_left, missing_of
from diagnosis.funders.model import Dossier
from diagnosis.funders.tables import (
    Table,
    Value,
    activity,
    back,
    first_needs,
    grounds,
    judged,
    needs,
    quarters,
    tree,
)
from diagnosis.funders.tables import themes as themes_table
from diagnosis.funders.wording import TO_FILL, counted
from diagnosis.languages import long_day

Fields = dict[str, Any]
# The columns of each table as fields of its rows.
ACTIVITY = ("unite", "nombre", "compte")
THEMES = (
    "site", "nom", "besoin", "prevues", "tenues", "ouverture", "familles", "adultes", "enfants",
    "premiere_fois", "sans_pmi", "utilite",
)  # fmt: skip
QUARTERS = (THEMES[0], "trimestre", *THEMES[3:])
NEEDS = ("site", "nom", "familles", "sur", "au_moins", "au_plus", "n", "etat")
GROUNDS = (
    "site", "atelier", "jour", "decide_le", "besoin", "souhait", "votes", "place", "etat",
)  # fmt: skip
TREE = ("site", "besoin", "familles", "objectif", "actions", "indicateurs", "cible")
JUDGED = ("site", "atelier", "jour", "decision", "raison", "decide_le", "utilite")
BACK = ("site", "besoin", "reponse", "texte", "jour")

FIELDS: Fields = {
    "annee": "l’année",
    "site": "le site, ou « tous les sites »",
    "titre": "le titre du dossier",
    "ou": "le site, en début de ligne",
    "fait_le": "le jour où le fichier est fait",
    "fictif": "la phrase qui dit que les données sont fictives, ou rien",
    "arrondi": "la phrase sur l’arrondi",
    "presences": "la phrase sur les présences",
    "resume": ["une phrase de l’année en bref"],
    "sources": ["une campagne, l’état publié dont viennent ses nombres"],
    "activite": [dict.fromkeys(ACTIVITY, "une ligne de l’activité")],
    "themes": [dict.fromkeys(THEMES, "un thème et ses comptes")],
    "premiers_themes": [dict.fromkeys(THEMES, "un des cinq thèmes qui ont reçu le plus de monde")],
    "trimestres": [dict.fromkeys(QUARTERS, "un site, un trimestre et ses comptes")],
    "besoins": [dict.fromkeys(NEEDS, "un besoin tel que l’état publié le dit")],
    "premiers_besoins": [dict.fromkeys(NEEDS, "un des cinq premiers besoins")],
    "justifications": [dict.fromkeys(GROUNDS, "un atelier et les nombres qui l’ont justifié")],
    "objectifs": [dict.fromkeys(TREE, "un besoin, son objectif, ses actions")],
    "evaluations": [dict.fromkeys(JUDGED, "un atelier et ce qui en a été décidé")],
    "dernier_restitue": ["une des trois dernières lignes rendues aux familles"],
    "restitue": [dict.fromkeys(BACK, "une ligne rendue aux familles")],
    "a_completer": ["ce qui manque encore"],
    "cadre": ["un champ du cadre du financeur"],
    "vide": "« [à compléter] »",
}
# Lines of a list that a page alone has room for.
FIRST, FEW = 5, 3


def fields_of(dossier: Dossier) -> Fields:
    """The values of every field; texts and lists of texts alone, which a template can only show."""
    several = len(dossier.apart) > 1
    told = _rows(needs(dossier), NEEDS, several)
    first = first_needs(dossier, FIRST)
    tried = _rows(themes_table(dossier), THEMES, several)
    return {
        "annee": str(dossier.year),
        "site": dossier.scope,
        "titre": f"Dossier {dossier.year}, {dossier.scope}",
        "ou": wording.capital(dossier.scope),
        "fait_le": long_day(dossier.made),
        "fictif": wording.FICTITIOUS if dossier.fictitious else "",
        "arrondi": wording.ROUNDED,
        "presences": wording.PRESENCES,
        "resume": summary_of(dossier),
        "sources": [wording.source(one) for one in dossier.sources],
        "activite": _rows(activity(dossier), ACTIVITY),
        "themes": tried,
        "premiers_themes": [tried[at] for at in _fullest(dossier)[:FIRST]],
        "trimestres": _rows(quarters(dossier), QUARTERS),
        "besoins": told,
        "premiers_besoins": [told[dossier.needs.index(one)] for one in first],
        "justifications": _rows(grounds(dossier), GROUNDS, several),
        "objectifs": _rows(tree(dossier), TREE, several),
        "evaluations": _rows(judged(dossier), JUDGED, several),
        "dernier_restitue": [f"{b.need}\u00a0: {b.text}" for b in dossier.back[-FEW:]]
        or ["Rien n’a encore été rendu cette année."],
        "restitue": _rows(back(dossier), BACK, several),
        "a_completer": missing_of(dossier),
        "cadre": frame_left(),
        "vide": TO_FILL,
    }


def summary_of(dossier: Dossier) -> list[str]:
    """The year in a few sentences, each a count of what was done."""
    sums = dossier.sums
    if dossier.is_empty:
        return [f"Aucun atelier n’est noté en {dossier.year}."]
    said = [
        f"{wording.plural(sums.held, 'séance tenue', 'séances tenues')} sur {sums.planned} prévues",
        f"Ouverture aux familles\u00a0: {wording.opening(sums)}",
        f"Présences de familles\u00a0: {sums.families}, soit {wording.mean_families(sums)} par "
        "séance",
        *_people(sums),
    ]
    if dossier.decided:
        many = Counter(DECISION_LABELS[one.workshop.decision].lower() for one in dossier.decided)
        told = ", ".join(f"{label} {number}" for label, number in many.items())
        said.append(f"Décisions après les ateliers\u00a0: {told}")
    if sums.usefulness:
        said.append(f"Utilité\u00a0: {wording.useful(sums.usefulness)}")
    return [f"{one}." for one in said]


def _people(sums: Sums) -> Iterable[str]:
    for name, words in (
        (ADULT, "Présences d’adultes"),
        (CHILD, "Présences d’enfants"),
        ("first_time", "Familles venues pour la première fois"),
        ("without_pmi", "Familles qui ne vont pas à la PMI"),
    ):
        if sums.count(name).sessions:
            yield f"{words}\u00a0: {counted(sums.count(name), sums.held)}"


def _fullest(dossier: Dossier) -> list[int]:
    """Places of the themes, those that received most families first."""
    return sorted(range(len(dossier.themes)), key=lambda at: -dossier.themes[at].sums.families)


def _rows(table: Table, names: tuple[str, ...], several: bool = False) -> list[dict[str, str]]:
    """The rows of a table by field; where there are several sites, the second one names its own."""
    rows = [dict(zip(names, map(_text, row), strict=True)) for row in table.rows]
    if several:
        for row in rows:
            row[names[1]] = f"{row[names[1]]} ({row['site']})"
    return rows


def _text(value: Value) -> str:
    if value is None:
        return "–"
    return wording.written(value) if isinstance(value, int | float) else value
