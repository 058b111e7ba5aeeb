"""What the report says of questions whose words changed while families answered."""

from __future__ import annotations

from collections.abc import Sequence

from diagnosis.languages import long_day
from diagnosis.questionnaire import Questionnaire, Rewording, dividing


def said_of_words(questionnaire: Questionnaire, versions: Sequence[str], k: int) -> list[str]:
    """Sentences about the rewordings that divide the families of a diagnosis.

    Parameters
    ----------
    questionnaire : that the campaign asks.
    versions : of each response, the one that it answers.
    k : fewer families than that on one side of a rewording move no number, and are not told of.
    """
    return [_said(questionnaire, rewording) for rewording in dividing(questionnaire, versions, k)]


def _said(questionnaire: Questionnaire, rewording: Rewording) -> str:
    labels = {question.name: question.label for question in questionnaire.questions}
    changed = " ; ".join(
        f"« {labels.get(name, name)} » ({what})" for name, what in rewording.questions.items()
    )
    return (
        f"Des mots ont changé le {long_day(rewording.day)} : des familles ont répondu avant, "
        f"d'autres depuis. Comparez avec prudence ce qu'elles disent à {changed}."
    )
