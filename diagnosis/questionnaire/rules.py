"""One rule per question, compiled once: what a family sent -> what may be kept, or why not.

The same rules serve the page's form, the submission path and imports. Questions that do not
concern the family (their ``relevant`` is false) are dropped, by the expressions that the browser
uses too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from diagnosis.model import N_, Answer, Answers, DiagnosisError, Message
from diagnosis.questionnaire.definition import (
    Condition,
    Question,
    Questionnaire,
)
from diagnosis.questionnaire.expressions import Evaluate, compiled, holds

TOO_LONG = N_("Trop long. Lettres en trop\u00a0: %(more)s.")


class UnfitAnswerError(DiagnosisError):
    """An answer that cannot be kept: a message, to translate, says what to do."""

    def __init__(self, text: str, **values: Any) -> None:
        super().__init__(text)
        self.message = Message(text, values)


@dataclass(frozen=True)
class Checked:
    """Answers that may be kept, and one message per question that must be answered again."""

    answers: Answers
    errors: Mapping[str, Message]


@dataclass(frozen=True)
class _Rule:
    question: Question
    choices: frozenset[str]
    exclusive: frozenset[str]
    relevant: Evaluate | None
    constraint: Evaluate | None
    choice_filter: Evaluate | None
    read: Callable[[_Rule, Any], Answer | None] = field(repr=False)

    @cached_property
    def at_most(self) -> int:
        """Number of choices that may be taken (0 where the answer is no list)."""
        several = self.question.takes_several
        return (self.question.max_selected or len(self.choices)) if several else 0

    def is_plainly_right(self, raw: Any) -> bool:
        """Say whether an answer needs no other look, as nearly all of a real page do."""
        if self.constraint or self.choice_filter:
            return False
        if type(raw) is str:
            return raw in self.choices and not self.question.takes_several
        return type(raw) is list and 0 < len(raw) <= self.at_most and self._are_choices(raw)

    def _are_choices(self, raw: list[Any]) -> bool:
        try:
            chosen = frozenset(raw)
        except TypeError:
            return False
        return (
            len(chosen) == len(raw)
            and chosen <= self.choices
            and (len(raw) == 1 or not self.exclusive & chosen)
        )

    def check(self, raw: Any, answers: Answers) -> Answer | None:
        value = self.read(self, raw)
        if value is None or value == []:
            if self.question.required:
                raise UnfitAnswerError(N_("Cette question attend une réponse."))
            return None
        if self.choice_filter:
            self._check_filter(value, answers)
        if self.constraint and not holds(self.constraint, answers, own=value):
            raise UnfitAnswerError(
                self.question.constraint_message or N_("Cette réponse ne convient pas.")
            )
        return value

    def _check_filter(self, value: Answer, answers: Answers) -> None:
        for name in value if isinstance(value, list) else [str(value)]:
            if not holds(self.choice_filter, answers, name=name):
                raise UnfitAnswerError(N_("Choisissez parmi les réponses proposées."))


class Rules:
    """The compiled rules of one questionnaire version.

    Parameters
    ----------
    questionnaire : the questionnaire, every choice list written out.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._rules = {q.name: _compile(q) for q in questionnaire.questions if q.is_asked}
        self._discreet = {
            q.name: [choice.name for choice in q.choices if choice.discreet]
            for q in questionnaire.questions
        }

    def check(self, raw: Mapping[str, Any], until: str = "") -> Checked:
        """Check one response.

        Parameters
        ----------
        raw : what was sent, by question name; text, or a list of texts. Unknown names are left out.
        until : the last question that was asked, if it is not that of the questionnaire: no answer
            is waited for after it.

        Returns
        -------
        Checked
            The answers to keep (irrelevant and blank ones left out) and the errors by question.
        """
        answers: Answers = {}
        errors: dict[str, Message] = {}
        asked = True
        for name, rule in self._rules.items():
            sent: Any = raw.get(name)
            awaited, asked = asked and rule.question.required, asked and name != until
            if sent is None and not awaited:
                continue
            if rule.relevant and not holds(rule.relevant, answers):
                continue
            if rule.is_plainly_right(sent):
                answers[name] = sent
                continue
            try:
                value = rule.check(sent, answers)
            except UnfitAnswerError as unfit:
                errors[name] = unfit.message
                continue
            if value is not None:
                answers[name] = value
        return Checked(answers, errors)

    def concerns(self, name: str, answers: Answers) -> bool:
        """Say whether a question exists and is asked of a family with these answers."""
        rule = self._rules.get(name)
        return rule is not None and (not rule.relevant or holds(rule.relevant, answers))

    def asked(self, answers: Answers, until: str = "") -> set[str]:
        """Name the questions asked of a family with these answers, up to one (all: empty)."""
        names = [question.name for question in self.questionnaire.until(until)]
        return {name for name in names if self.concerns(name, answers)}

    def is_discreet(self, answers: Mapping[str, Answer]) -> bool:
        """Say whether one of these answers is a discreet choice."""
        return any(
            choice in (answer if isinstance(answer, list) else [answer])
            for name, answer in answers.items()
            for choice in self._discreet.get(name, ())
        )

    def shown(self, raw: Any) -> dict[str, list[str]]:
        """Keep, of what a page says it showed, the choices that exist; anything else is dropped."""
        if not isinstance(raw, dict):
            return {}
        kept: dict[str, list[str]] = {}
        for name, rule in self._rules.items():
            listed = raw.get(name)
            if isinstance(listed, list) and len(listed) <= len(rule.choices):
                names = [item for item in listed if isinstance(item, str) and item in rule.choices]
                if names and len(set(names)) == len(names):
                    kept[name] = names
        return kept


def _compile(question: Question) -> _Rule:
    return _Rule(
        question,
        frozenset(choice.name for choice in question.choices),
        frozenset(choice.name for choice in question.choices if choice.exclusive),
        _condition(question, "relevant"),
        _condition(question, "constraint"),
        _condition(question, "choice_filter"),
        READERS[question.type],
    )


def _condition(question: Question, key: Condition) -> Evaluate | None:
    tree = question.condition(key)
    return compiled(tree) if tree else None


def _one(raw: Any) -> Any:
    """Take the single value of a form field that may have come as a list."""
    if isinstance(raw, list):
        if len(raw) > 1:
            raise UnfitAnswerError(N_("Choisissez une seule réponse."))
        raw = raw[0] if raw else None
    return _scalar(raw)


def _scalar(raw: Any) -> Any:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, type(None))):
        raise UnfitAnswerError(N_("Choisissez parmi les réponses proposées."))
    return raw


def _read_one(rule: _Rule, raw: Any) -> Answer | None:
    value = _one(raw)
    if value is None or value == "":
        return None
    if str(value) not in rule.choices:
        raise UnfitAnswerError(N_("Choisissez parmi les réponses proposées."))
    return str(value)


def _read_several(rule: _Rule, raw: Any) -> Answer | None:
    items: Sequence[Any] = raw if isinstance(raw, list) else [raw]
    names = list(dict.fromkeys(str(_scalar(item)) for item in items if item not in (None, "")))
    if not rule.choices.issuperset(names):
        raise UnfitAnswerError(N_("Choisissez parmi les réponses proposées."))
    limit = rule.question.max_selected
    if limit and len(names) > limit:
        raise UnfitAnswerError(N_("Gardez %(limit)s choix, pas plus."), limit=limit)
    if len(names) > 1 and rule.exclusive.intersection(names):
        raise UnfitAnswerError(
            N_("Ces réponses ne vont pas ensemble. Gardez celles qui vous vont.")
        )
    return names


def _read_integer(_: _Rule, raw: Any) -> Answer | None:
    value = _one(raw)
    if value is None or str(value).strip() == "":
        return None
    try:
        number = int(str(value).strip())
    except ValueError:
        raise UnfitAnswerError(N_("Écrivez un nombre, en chiffres.")) from None
    if abs(number) > 10**9:
        raise UnfitAnswerError(N_("Écrivez un nombre, en chiffres."))
    return number


def _read_text(rule: _Rule, raw: Any) -> Answer | None:
    value = _one(raw)
    if value is None:
        return None
    # Lone surrogates and NUL come from broken keyboards and clients; no store can hold them.
    text = str(value).replace("\r\n", "\n").replace("\0", "")
    text = text.encode("utf-8", "ignore").decode().strip()
    if len(text) > rule.question.max_length:
        raise UnfitAnswerError(
            TOO_LONG,
            more=len(text) - rule.question.max_length,
        )
    return text or None


READERS: dict[str, Callable[[_Rule, Any], Answer | None]] = {
    "select_one": _read_one,
    "scale": _read_one,
    "select_multiple": _read_several,
    "rank": _read_several,
    "integer": _read_integer,
    "text": _read_text,
}
