"""What is said of cells that could not be read as they stand, with a place for a count."""

from __future__ import annotations

from ..codebook import Variable

STRANGE = (
    "« {} » : {} hors du codebook, comptées comme sans réponse. "
    "Compléter « categories » si elles sont voulues."
)
JOINED = (
    "« {} » : {} à plusieurs choix joints par « {} », lus un par un. "
    'L\'écrire dans le codebook : « separator: "{}" ».'
)
NOTHING = (
    "« {} » : {} sans aucun choix coché, comptées comme sans réponse. "
    "Si ne rien cocher veut dire « aucun », ajouter un choix « aucun » à la question."
)

# A sentence with a place for a count, and the count that may be too small to be told.
Warned = tuple[str, int]


def warned(sentence: str, variable: Variable, count: int) -> list[Warned]:
    """A sentence on a question, when it concerns a family."""
    return [(sentence.format(titled(variable), "{}"), count)] if count else []


def titled(variable: Variable) -> str:
    """The title of a question, without the signs of a place for a count."""
    return variable.title.replace("{", "(").replace("}", ")")


def several(count: int, least: int) -> str:
    """A number of answers in words: a report tells no exact count.

    >>> several(3, 11), several(340, 11)
    ('quelques réponses', 'au moins 100 réponses')
    """
    return (
        "quelques réponses" if count < least else f"au moins {10 ** (len(str(count)) - 1)} réponses"
    )
