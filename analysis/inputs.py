"""What staff enter, read from plain data: margins, limits of the programme, coded texts, names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from .errors import AnalysisError
from .french import quoted
from .profiles import Edit, Trait
from .programme import Limits
from .texts import Coded, Decision

TRUE, FALSE = {"true", "yes", "oui", "1"}, {"false", "no", "non", "0"}
SIGNED = "une liste de « {name, members: [[{variable, category, share}]]} »"
NOTHING = (None, "", "null", "~")
AS_IN_SURVEY = "comme dans l'enquête"


def read_margins(data: Any) -> dict[str, dict[str, float | None]]:
    """Read margins from plain data, as YAML, JSON or a form gives them.

    ``data`` maps variables to categories to shares or counts; a number may be written as a text,
    with a comma. A category left empty, or « comme dans l'enquête », keeps its share of the survey
    (None). Another shape, or a value that is no number, raises an ``AnalysisError``.

    >>> read_margins({"C1": {"y_va": "0,6", "connait": 0.4}})
    {'C1': {'y_va': 0.6, 'connait': 0.4}}
    >>> read_margins({"C1": {"y_va": "0,6", "connait": "comme dans l'enquête"}})
    {'C1': {'y_va': 0.6, 'connait': None}}
    """
    margins = _mapping(data, "Les marges", "une ligne « variable: {catégorie: part} » par marge")
    return {str(name): _margin(quoted(str(name)), shares) for name, shares in margins.items()}


def _margin(title: str, shares: Any) -> dict[str, float | None]:
    remedy = "« catégorie: part » pour chaque catégorie"
    return {
        str(category): _part(f"la marge {title}, {quoted(str(category))}", value)
        for category, value in _mapping(shares, f"La marge {title}", remedy).items()
    }


def read_limits(data: Any) -> Limits:
    """Read the limits of a programme from plain data, by the names of :class:`Limits`.

    An empty value is a limit not set. A name that is unknown, or a value that cannot be read,
    raises an ``AnalysisError``.

    >>> read_limits({"sessions": "4", "slots": ["samedi"], "childcare": "oui"}).childcare
    True
    """
    given = _mapping(data, "Les limites du programme", "une ligne « nom: valeur » par limite")
    known = [field.name for field in fields(Limits)]
    unknown = [str(name) for name in given if name not in known]
    if unknown:
        raise AnalysisError(
            f"Limites inconnues : {', '.join(unknown)}. Choisir parmi : {', '.join(known)}."
        )
    wanted = {str(name): value for name, value in given.items() if value not in NOTHING}
    return Limits(**{name: READERS[name](name, value) for name, value in wanted.items()})


def read_coded(data: Any) -> Coded:
    """Read what staff decided of the free texts from plain data.

    ``data`` has ``decisions``, a list of ``{row, variable, codes}``; ``variable`` may be given once
    for all beside it; ``extra``, the staff's own codes with their labels. Another shape raises an
    ``AnalysisError`` whose message never tells a text.

    >>> read_coded({"variable": "E2", "decisions": [{"row": 4, "codes": ["moral"]}]}).decisions
    (Decision(row=4, variable='E2', codes=frozenset({'moral'})),)
    """
    remedy = "« decisions: » suivi d'une ligne « - {row, variable, codes} » par texte lu"
    given = _mapping(data, "Les textes codés", remedy)
    listed = given.get("decisions")
    if not isinstance(listed, list):
        raise AnalysisError(f"Les textes codés ne sont pas lisibles. Écrire {remedy}.")
    shared = str(given.get("variable") or "")
    decisions = tuple(_decision(entry, at, shared) for at, entry in enumerate(listed, 1))
    extra = _mapping(given.get("extra") or {}, "« extra »", "« code: nom » par code de l'équipe")
    return Coded(decisions, {str(code): str(label) for code, label in extra.items()})


def read_edits(data: Any) -> tuple[Edit, ...]:
    """Read names of profiles from plain data, a sequence of ``{name, members}``.

    Each member is the signature of a profile, a list of ``{variable, category, share}``. Another
    shape, or a name given twice, raises an ``AnalysisError``.

    >>> trait = {"variable": "A2", "category": "bebe", "share": "0,6"}
    >>> read_edits([{"name": "Tout-petits", "members": [[trait]]}])[0].name
    'Tout-petits'
    """
    if isinstance(data, str) or not isinstance(data, Sequence):
        raise AnalysisError(f"Les noms de profils ne sont pas lisibles. Écrire {SIGNED}.")
    edits = tuple(map(_edit, data))
    names = [edit.name.casefold() for edit in edits]
    if len(set(names)) < len(names):
        raise AnalysisError("Un nom de profil est donné deux fois. En changer un.")
    return edits


def _edit(entry: Any) -> Edit:
    try:
        members = tuple(tuple(map(_trait, member)) for member in entry["members"])
        return Edit(str(entry["name"]).strip(), members)
    except (KeyError, TypeError) as error:
        raise AnalysisError(f"Un nom de profil n'est pas lisible. Écrire {SIGNED}.") from error


def _trait(entry: Any) -> Trait:
    share = _number("une part", entry["share"])
    return Trait(str(entry["variable"]), str(entry["category"]), share)


def _decision(entry: Any, at: int, shared: str) -> Decision:
    given = entry if isinstance(entry, Mapping) else {}
    row, variable = str(given.get("row", "")), str(given.get("variable") or shared)
    if not row.isdecimal() or not variable:
        raise AnalysisError(
            f"Le texte codé numéro {at} n'a pas de ligne ou de question. "
            "Écrire « {row: 4, variable: E2, codes: [sommeil]} », la première ligne étant 0."
        )
    return Decision(int(row), variable, frozenset(_names("codes", given.get("codes") or ())))


def _mapping(data: Any, what: str, remedy: str) -> Mapping[Any, Any]:
    if isinstance(data, Mapping):
        return data
    raise AnalysisError(f"{what} : ce n'est pas lisible. Écrire {remedy}.")


def _part(what: str, value: Any) -> float | None:
    written = value.replace("’", "'").strip().lower() if isinstance(value, str) else value
    return None if written in (*NOTHING, AS_IN_SURVEY) else _number(what, value)


def _number(what: str, value: Any) -> float:
    try:
        if not isinstance(value, bool):
            return float(str(value).strip().replace(",", "."))
    except ValueError:
        pass
    raise AnalysisError(f"Pour {what}, {value!r} n'est pas un nombre. Écrire un nombre.")


def _whole(what: str, value: Any) -> int:
    number = _number(what, value)
    if not number.is_integer():
        raise AnalysisError(f"Pour {what}, {value!r} n'est pas un nombre entier. L'arrondir.")
    return int(number)


def _flag(what: str, value: Any) -> bool:
    text = str(value).strip().lower()
    if text in TRUE | FALSE:
        return text in TRUE
    raise AnalysisError(f"Pour {what}, {value!r} n'est ni oui ni non. Écrire true ou false.")


def _names(what: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, Mapping | int | float):
        raise AnalysisError(f"Pour {what}, {value!r} n'est pas une liste. Écrire « [a, b] ».")
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)


def _costs(what: str, value: Any) -> dict[str, float]:
    listed = _mapping(value, f"« {what} »", "« thème: montant » ou « format: montant »")
    return {str(name): _number(what, cost) for name, cost in listed.items()}


def _answers(what: str, value: Any) -> dict[str, tuple[str, ...]]:
    listed = _mapping(value, f"« {what} »", "« variable: [réponses] »")
    return {str(name): _names(what, names) for name, names in listed.items()}


READERS: Mapping[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("sessions", "per_slot", "per_theme"), _whole),
    **dict.fromkeys(("slots", "places", "languages", "set_aside"), _names),
    **dict.fromkeys(("interpreter", "childcare"), _flag),
    **dict.fromkeys(("budget", "interpreter_cost", "childcare_cost"), _number),
    **dict.fromkeys(("profile_share", "non_user_share", "least_useful"), _number),
    "childcare_answer": lambda _, value: str(value),
    "costs": _costs,
    "non_users": _answers,
}
