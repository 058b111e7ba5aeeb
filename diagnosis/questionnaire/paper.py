"""What a condition means on paper, where every question stands under the eyes of everybody."""

from __future__ import annotations

from diagnosis.questionnaire.definition import Choice, Question, Questionnaire
from diagnosis.questionnaire.expressions import Tree, compiled, holds


def asked_after(
    questionnaire: Questionnaire, question: Question
) -> tuple[Question, list[Choice]] | None:
    """The answers, each enough by itself, after which a question is asked.

    Returns
    -------
    The question that decides and those of its answers; None where a question is always asked, or
    where no single answer decides (two questions together, or a number of answers).
    """
    tree = question.condition("relevant")
    if tree is None or len(names := _names(tree)) != 1:
        return None
    first = questionnaire.question(names.pop())
    relevant = compiled(tree)
    enough = [
        choice
        for choice in first.choices
        if holds(relevant, {first.name: [choice.name] if first.takes_several else choice.name})
    ]
    return (first, enough) if 0 < len(enough) < len(first.choices) else None


def _names(tree: Tree) -> set[str]:
    if tree[0] == "ref":
        return {tree[1]}
    return set().union(*(_names(part) for part in tree[1:] if isinstance(part, list)))
