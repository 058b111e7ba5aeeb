"""A questionnaire drafted from a codebook: what a foreign table asked, as a campaign asks it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnosis.interchange.drafting.codebook import CodebookDraft
from diagnosis.interchange.drafting.variables import Drafted
from diagnosis.interchange.drafting.words import role_of
from diagnosis.model import Problem, new_name
from diagnosis.questionnaire import Choice, Question, Questionnaire, Sentence

FITS = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
# Choices of a question: the page has a card for each.
MOST_CHOICES = 200
USUAL = {"text": "text", "note": "ignore"}
TO_CONFIRM = "relisez son rôle et ses choix avant d’ouvrir une campagne"
LEAVE = "rien à faire, ou donnez-lui un autre titre dans le fichier"


def questionnaire_of(
    draft: CodebookDraft, name: str, welcome: tuple[Sentence, ...]
) -> tuple[Questionnaire, list[Problem]]:
    """The questionnaire that a table answers, and what of the table it leaves or doubts.

    Parameters
    ----------
    name : of the questionnaire; also its title where the form has none.
    welcome : what families would read first, would it be asked.
    """
    kept = [one for one in draft.variables if len(one.categories) <= MOST_CHOICES]
    taken: list[str] = []
    for variable in kept:
        taken.append(_name(variable.name.rpartition("/")[2], taken))
    asked = Questionnaire(
        name=name,
        version="1",
        title=draft.title or name,
        welcome=welcome,
        questions=tuple(_question(one, called) for one, called in zip(kept, taken, strict=True)),
    )
    return asked, list(_problems(draft, kept))


def roles_of(question: Question) -> tuple[str, ...]:
    """What the analysis can make of a question, by its type: the roles that fit, in order.

    Examples
    --------
    >>> roles_of(Question(name="a", type="text", label="A"))
    ('text', 'ignore')
    """
    if question.type == "text":
        return ("text", "ignore")
    if not question.is_select:
        return ("profile", "ignore")
    plain = question.type != "scale" and not question.ordered
    needs = ("need",) if plain else ()
    first = ("priority",) if plain and question.type in ("select_one", "rank") else ()
    places = ("sector",) if plain and question.type == "select_one" else ()
    return (*needs, *first, "barrier", "preference", "profile", *places, "ignore")


def role_by_words(question: Question) -> str:
    """The role that the words of a question name, where it fits; otherwise that of its type."""
    role = role_of(question.name, question.label)
    return role if role in roles_of(question) else USUAL.get(question.type, "profile")


def _question(variable: Drafted, name: str) -> Question:
    choices: list[Choice] = []
    for written, label in variable.categories.items():
        called = _name(written, [choice.name for choice in choices])
        choices.append(Choice(name=called, label=label or written))
    question = Question(
        name=name,
        type=variable.type,
        label=variable.label or variable.name,
        choices=tuple(choices),
        ordered=variable.ordered,
    )
    role = variable.role if variable.role in roles_of(question) else "ignore"
    return question.model_copy(update={"role": role})


def _name(written: str, taken: list[str]) -> str:
    return written if FITS.fullmatch(written) and written not in taken else new_name(written, taken)


def _problems(draft: CodebookDraft, kept: list[Drafted]) -> Iterator[Problem]:
    for note in draft.notes:
        yield Problem("note", f"{draft.table}, le fichier", note.rstrip("."), LEAVE)
    for variable in draft.variables:
        place = f"{draft.table}, colonne «\u00a0{variable.name}\u00a0»"
        if variable not in kept:
            cause = f"elle a plus de {MOST_CHOICES} réponses différentes"
            yield Problem("choices", place, cause, "regroupez-les dans le fichier")
        for doubt in variable.doubts:
            yield Problem("doubt", place, doubt, TO_CONFIRM)
    for title, why in draft.left.items():
        yield Problem("left", f"{draft.table}, colonne «\u00a0{title}\u00a0»", why, LEAVE)
