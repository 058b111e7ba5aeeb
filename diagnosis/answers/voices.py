"""Answers that were spoken: which sounds are kept, and what to do about the others."""

from __future__ import annotations

import base64
from typing import Any

from diagnosis.languages import LARGEST_SOUND, kind_of
from diagnosis.model import N_, Answers, Message, Sound
from diagnosis.questionnaire import Rules, UnfitAnswerError


def read_voices(
    rules: Rules, answers: Answers, sent: Any
) -> tuple[dict[str, Sound], dict[str, Message]]:
    """Read the spoken answers of a submission.

    Parameters
    ----------
    answers : the written ones, checked: they say which questions concern the family.
    sent : a question's sound by its name, as ``{"kind": …, "content": base64}``.

    Returns
    -------
    The sounds to keep and a message per question that must be answered again. Questions that do
    not exist or do not concern the family are left out, as written answers are.
    """
    if sent is None or sent == "":
        return {}, {}
    if not isinstance(sent, dict):
        return {}, {"voices": Message(N_("Cette page ne marche pas ici. Ouvrez-la de nouveau."))}
    voices: dict[str, Sound] = {}
    errors: dict[str, Message] = {}
    for name, sound in sent.items():
        if not rules.concerns(name, answers):
            continue
        try:
            voices[name] = _read(rules, name, sound)
        except UnfitAnswerError as unfit:
            errors[name] = unfit.message
    return voices, errors


def _read(rules: Rules, name: str, sent: Any) -> Sound:
    if not rules.questionnaire.question(name).voice:
        raise UnfitAnswerError(N_("Ici, la voix ne marche pas. Touchez votre réponse."))
    return read_sound(sent)


def read_sound(sent: Any) -> Sound:
    """Read one sound that a page recorded, sent as ``{"kind": …, "content": base64}``.

    Raises
    ------
    UnfitAnswerError
        It is too long, or nothing can be heard in it.
    """
    kind, content = _decoded(sent)
    if len(content) > LARGEST_SOUND:
        raise UnfitAnswerError(
            N_("Vous avez parlé trop longtemps pour nous. Dites-le en moins de mots.")
        )
    if not kind or kind != kind_of(content):
        raise UnfitAnswerError(N_("On n’entend pas votre voix. Parlez de nouveau, ou écrivez."))
    return Sound(kind, content)


def _decoded(sent: Any) -> tuple[str, bytes]:
    """The media type, without its parameters, and the bytes of a sound; nothing if broken."""
    kind, content = (
        (sent.get("kind"), sent.get("content")) if isinstance(sent, dict) else (None, None)
    )
    if not isinstance(kind, str) or not isinstance(content, str):
        return "", b""
    try:
        return kind.partition(";")[0].strip().lower(), base64.b64decode(content, validate=True)
    except ValueError:
        return "", b""
