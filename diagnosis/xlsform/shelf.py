"""The questionnaires that the team brought as workbooks, kept in the store by name."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from diagnosis.model import Problem
from diagnosis.questionnaire import Questionnaire
from diagnosis.storage import Storage
from diagnosis.xlsform.reading import Imported

NAMES = "xlsforms"


def keep_imported(store: Storage, imported: Imported) -> None:
    """Keep a questionnaire, in place of a former one of its name; campaigns keep what they ask."""
    name = imported.questionnaire.name
    plain = {
        "questionnaire": imported.questionnaire.model_dump(mode="json"),
        "left_out": [asdict(problem) for problem in imported.left_out],
        "languages": list(imported.languages),
    }
    store.put(_key(name), plain)
    store.change(NAMES, lambda kept: sorted({*(kept or ()), name}))


def forget_imported(store: Storage, name: str) -> None:
    """Offer a questionnaire no longer; campaigns that ask it go on."""
    store.change(NAMES, lambda kept: [one for one in kept or () if one != name])
    store.remove(_key(name))


def all_imported(store: Storage) -> dict[str, Imported]:
    """Every questionnaire that the team brought, by name."""
    found = ((name, store.get(_key(name))) for name in store.get(NAMES) or ())
    return {name: _imported(plain) for name, plain in found if plain}


def _imported(plain: dict[str, Any]) -> Imported:
    return Imported(
        Questionnaire.model_validate(plain["questionnaire"]),
        [Problem(**problem) for problem in plain["left_out"]],
        tuple(plain["languages"]),
    )


def _key(name: str) -> str:
    return f"xlsform:{name}"
