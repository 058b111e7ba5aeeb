"""The questions of a diagnosis and its figures, as they stand in addresses."""

from __future__ import annotations

from diagnosis.model import N_

# The words of the menu: those of the analysis, said in the language of the page.
TOPICS = {
    "needs": N_("Besoins"),
    "who": N_("Qui a répondu"),
    "where": N_("Par zone"),
    "profiles": N_("Profils"),
    "answers": N_("Réponses"),
    "themes": N_("Thèmes"),
    "programme": N_("Programme"),
    "words": N_("Parole"),
    "method": N_("Méthode"),
}
FIGURES = ("needs", "map", "profiles", "crossing", "axes", "themes", "programme")
# Sections that one explores on the screen, with the drawing library.
EXPLORED = ("where", "answers")
