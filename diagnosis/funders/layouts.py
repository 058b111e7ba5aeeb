"""What the templates that come with the program show: headings, lists, columns."""

from __future__ import annotations

# The head of a column, the field of a row that it shows, its width in centimetres.
Columns = tuple[tuple[str, str, float], ...]
PRESENCES, ROUNDED = "{{ presences }}", "{{ arrondi }}"
# By heading: the list, its columns, what to know of it.
SECTIONS: dict[str, tuple[str, Columns, str]] = {
    "Activité, en unités de LAEP et de REAAP": (
        "activite",
        (("Unité", "unite", 6.6), ("Nombre", "nombre", 4.6), ("Compté", "compte", 5.8)),
        PRESENCES,
    ),
    "Actions, par thème": (
        "themes",
        (
            ("Thème", "nom", 4.6),
            ("Besoin", "besoin", 3.2),
            ("Tenues", "tenues", 1.7),
            ("Ouverture", "ouverture", 2.2),
            ("Familles", "familles", 1.8),
            ("Utilité", "utilite", 3.5),
        ),
        PRESENCES,
    ),
    "Les besoins, dits par les familles": (
        "besoins",
        (
            ("Besoin", "nom", 5.4),
            ("Familles (environ)", "familles", 2.6),
            ("Sur", "sur", 1.6),
            ("Entre", "au_moins", 1.8),
            ("et", "au_plus", 1.8),
            ("État publié", "etat", 3.8),
        ),
        ROUNDED,
    ),
    "Pourquoi ces ateliers": (
        "justifications",
        (
            ("Atelier", "atelier", 4.6),
            ("Décidé le", "decide_le", 2.6),
            ("Besoin nommé par", "besoin", 3.6),
            ("Souhaité par", "souhait", 3.4),
            ("État publié", "etat", 2.8),
        ),
        ROUNDED,
    ),
    "Objectifs": (
        "objectifs",
        (
            ("Besoin", "besoin", 2.6),
            ("Objectif", "objectif", 4.0),
            ("Actions", "actions", 4.0),
            ("Indicateurs", "indicateurs", 3.8),
            ("Cible", "cible", 2.6),
        ),
        "",
    ),
    "Garder, adapter, arrêter": (
        "evaluations",
        (
            ("Atelier", "atelier", 4.2),
            ("Jour", "jour", 2.4),
            ("Décision", "decision", 1.9),
            ("Raison", "raison", 4.9),
            ("Utilité", "utilite", 3.6),
        ),
        "",
    ),
    "Vous avez dit, nous avons fait": (
        "restitue",
        (
            ("Besoin", "besoin", 3.6),
            ("Réponse", "reponse", 3.4),
            ("Ce que les familles ont lu", "texte", 7.2),
            ("Publié le", "jour", 2.8),
        ),
        "",
    ),
    "Sites et trimestres": (
        "trimestres",
        (
            ("Site", "site", 3.2),
            ("Trimestre", "trimestre", 2.2),
            ("Prévues", "prevues", 1.7),
            ("Tenues", "tenues", 1.7),
            ("Ouverture", "ouverture", 2.2),
            ("Familles", "familles", 1.9),
            ("Adultes", "adultes", 1.8),
            ("Enfants", "enfants", 1.8),
        ),
        PRESENCES,
    ),
}
ON_A_PAGE: dict[str, tuple[str, Columns, str]] = {
    "Ce que les familles demandent d’abord": (
        "premiers_besoins",
        (
            ("Besoin", "nom", 7.0),
            ("Familles (environ)", "familles", 3.6),
            ("Sur", "sur", 1.8),
            ("Entre", "au_moins", 2.3),
            ("et", "au_plus", 2.3),
        ),
        ROUNDED,
    ),
    "Ce qui a été essayé": (
        "premiers_themes",
        (
            ("Thème", "nom", 7.0),
            ("Tenues", "tenues", 2.0),
            ("Familles", "familles", 2.2),
            ("Utilité", "utilite", 5.8),
        ),
        PRESENCES,
    ),
}
