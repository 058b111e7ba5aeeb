"""What a test workshop's formats, publics, counters and decisions are called. Knows no page."""

from __future__ import annotations

from diagnosis.model import N_

FORMAT_LABELS = {
    "workshop": N_("Atelier"),
    "walk": N_("Marche exploratoire"),
    "conversation": N_("Café conversation"),
}
PUBLIC_LABELS = {
    "everyone": N_("Toutes les familles"),
    "without_pmi": N_("Familles qui ne vont pas à la PMI"),
    "first_time": N_("Familles qui viennent pour la première fois"),
    "fathers": N_("Pères"),
    "language": N_("Familles qui parlent la langue de l’atelier"),
    "child_0_1": N_("Enfants de moins de 1 an"),
    "child_1_3": N_("Enfants de 1 à 3 ans"),
    "child_3_6": N_("Enfants de 3 à 6 ans"),
}
COUNTER_LABELS = {
    "families": N_("Familles"),
    "mothers": N_("Mères"),
    "fathers": N_("Pères"),
    "other_adults": N_("Autres adultes"),
    "child_0_1": N_("Enfants de moins de 1 an"),
    "child_1_3": N_("Enfants de 1 à 3 ans"),
    "child_3_6": N_("Enfants de 3 à 6 ans"),
    "child_older": N_("Enfants plus grands"),
    "first_time": N_("Viennent pour la première fois"),
    "without_pmi": N_("Ne vont pas à la PMI"),
    "oriented": N_("Orientations données"),
}
DECISION_LABELS = {"keep": N_("Garder"), "adapt": N_("Adapter"), "stop": N_("Arrêter")}
GIVEN_LABELS = {
    "done": N_("Nous l’avons fait"),
    "planned": N_("Nous allons le faire"),
    "declined": N_("Nous ne pouvons pas le faire"),
}
