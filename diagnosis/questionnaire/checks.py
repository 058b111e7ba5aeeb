"""What a file's shape cannot say: names told apart, conditions that look back, known references."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from diagnosis.model import Problem
from diagnosis.questionnaire.definition import (
    Borrowed,
    Choice,
    Question,
    QuestionnaireFile,
)
from diagnosis.questionnaire.expressions import references
from diagnosis.questionnaire.lists import ThemesFile
from diagnosis.questionnaire.rewordings import order_of
from diagnosis.readers import Document, Location

Report = Callable[[str, Location, str, str], Problem]
Lists = Mapping[str, tuple[Choice, ...]]


def check_questionnaire(
    definition: QuestionnaireFile,
    document: Document,
    known: Mapping[str, QuestionnaireFile],
    lists: Lists,
) -> list[Problem]:
    """Find every problem of one questionnaire.

    Parameters
    ----------
    definition : the questionnaire as read.
    document : its file, to name the lines.
    known : all questionnaires by name, for borrowed questions.
    lists : the shared choice lists (domains, themes, sectors, places, languages).
    """
    report = _reporter(document)
    return [
        *_questionnaire_problems(definition, report, known, lists),
        *_rewording_problems(definition, report),
    ]


def check_references(
    document: Document, catalogue: ThemesFile, languages: Collection[str] = ()
) -> list[Problem]:
    """Find names used in a list that nothing declares, or declared twice."""
    if not isinstance(document.data, dict):
        return []
    report, declared = _reporter(document), {**_declared(catalogue), "languages": set(languages)}
    return [*_duplicate_entries(document, report), *_unknown_entries(document, declared, report)]


def stale_entries(services: Document, today: date) -> list[Problem]:
    """Warn of services and help numbers that nobody has checked for a year."""
    report = _reporter(services)
    return [
        report(
            "stale",
            (key, index, "checked_on"),
            f"vérifié pour la dernière fois le {entry['checked_on']}",
            "vérifiez cette entrée et changez la date",
        )
        for key in ("help_numbers", "services")
        for index, entry in enumerate((services.data or {}).get(key, ()))
        if today - entry["checked_on"] > timedelta(days=365)
    ]


def _reporter(document: Document) -> Report:
    return lambda code, location, cause, remedy: Problem(
        code, document.place(location), cause, remedy
    )


def _questionnaire_problems(
    definition: QuestionnaireFile,
    report: Report,
    known: Mapping[str, QuestionnaireFile],
    lists: Lists,
) -> Iterator[Problem]:
    names = [item.name for item in definition.questions]
    if definition.pause and definition.pause not in names[:-1]:
        yield report(
            "unknown-pause",
            ("pause",),
            f"la pause suit « {definition.pause} », qui n’est pas une question posée avant la fin",
            "nommez la dernière question des deux premières minutes, ou retirez « pause »",
        )
    earlier: dict[str, Question] = {}
    for index, item in enumerate(definition.questions):
        where: Location = ("questions", index)
        if item.name in earlier:
            yield report(
                "duplicate-name",
                (*where, "name"),
                f"deux questions s’appellent « {item.name} »",
                "donnez un autre nom à l’une des deux",
            )
        question = item if isinstance(item, Question) else _borrowed(item, known)
        if question is None:
            yield report(
                "unknown-question",
                where,
                f"« {item.name} » n’existe pas dans « {getattr(item, 'from_', '')} »",
                "corrigez le nom du questionnaire ou de la question",
            )
            continue
        yield from _condition_problems(question, earlier, where, report)
        if isinstance(item, Question):
            yield from _choice_problems(question, lists, where, report)
            yield from _voice_problems(question, where, report)
        earlier[question.name] = question


def _rewording_problems(definition: QuestionnaireFile, report: Report) -> Iterator[Problem]:
    asked = {item.name for item in definition.questions}
    for index, rewording in enumerate(definition.rewordings):
        if order_of(rewording.version) > order_of(definition.version):
            yield report(
                "later-version",
                ("rewordings", index, "version"),
                f"la version {rewording.version} vient après celle du questionnaire "
                f"({definition.version})",
                "augmentez « version », ou corrigez celle du changement",
            )
        for name in sorted(rewording.questions.keys() - asked):
            yield report(
                "unknown-question",
                ("rewordings", index, "questions"),
                f"« {name} » n’est pas une question de ce questionnaire",
                "corrigez le nom, ou retirez la ligne",
            )


def _borrowed(item: Borrowed, known: Mapping[str, QuestionnaireFile]) -> Question | None:
    lender = known.get(item.from_)
    questions = lender.questions if lender else ()
    return next((q for q in questions if isinstance(q, Question) and q.name == item.name), None)


def _condition_problems(
    question: Question, earlier: Mapping[str, Question], where: Location, report: Report
) -> Iterator[Problem]:
    for key in ("relevant", "constraint", "choice_filter"):
        tree = question.condition(key)
        allowed = set(earlier) | ({question.name} if key == "constraint" else set())
        for name in sorted(references(tree) - allowed) if tree else ():
            yield report(
                "condition-not-earlier",
                (*where, key),
                f"la condition de « {question.name} » lit « {name} », "
                "qui n’est pas une question posée avant elle",
                f"posez « {name} » plus haut, ou corrigez le nom",
            )
    if question.draw and question.draw.by not in earlier:
        yield report(
            "draw-not-earlier",
            (*where, "draw"),
            f"le tirage de « {question.name} » lit « {question.draw.by} », non posée avant",
            "nommez une question posée plus haut",
        )


def _choice_problems(
    question: Question, lists: Lists, where: Location, report: Report
) -> Iterator[Problem]:
    listed = lists[question.choices_from] if question.choices_from else ()
    names = [choice.name for choice in (*listed, *question.choices)]
    if question.is_select and not names:
        yield report(
            "no-choices",
            where,
            f"« {question.name} » n’a aucun choix",
            "écrivez « choices » ou « choices_from »",
        )
    if names and not question.is_select:
        yield report(
            "choices-not-allowed",
            where,
            f"« {question.name} » est de type « {question.type} » et a des choix",
            "retirez les choix ou changez le type",
        )
    if question.max_selected and not question.takes_several:
        yield report(
            "max-not-allowed",
            (*where, "max_selected"),
            f"« {question.name} » n’accepte qu’une réponse",
            "retirez « max_selected » ou passez en « select_multiple »",
        )
    if any(choice.lacking for choice in question.choices) and not _may_lack(question):
        yield report(
            "lacking-not-allowed",
            (*where, "choices"),
            f"« {question.name} » a un choix « lacking », et le type « {question.type} » "
            f"ou le rôle « {question.role} »",
            "retirez « lacking », ou prenez un type select_one, select_multiple ou scale "
            "et un rôle profile, barrier ou preference",
        )
    if question.is_select and not set(question.default.split()) <= set(names):
        yield report(
            "unknown-default",
            (*where, "default"),
            f"« {question.name} » propose d’avance « {question.default} », qui n’est pas un choix",
            "nommez un de ses choix, ou retirez « default »",
        )
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield report(
            "duplicate-choice",
            (*where, "choices"),
            f"« {question.name} » offre deux fois le choix « {name} »",
            "donnez un autre nom à l’un des deux",
        )


def _may_lack(question: Question) -> bool:
    types, roles = ("select_one", "select_multiple", "scale"), ("profile", "barrier", "preference")
    return question.type in types and question.role in roles


def _voice_problems(question: Question, where: Location, report: Report) -> Iterator[Problem]:
    if question.voice and question.type != "text":
        yield report(
            "voice-not-allowed",
            (*where, "voice"),
            f"« {question.name} » est de type « {question.type} » et a « voice »",
            "retirez « voice » ou passez en « text »",
        )
    elif question.voice and question.required:
        yield report(
            "voice-required",
            (*where, "voice"),
            f"« {question.name} » se répond à voix haute et attend une réponse écrite",
            "retirez « required » ou « voice »",
        )


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Location, str, list[Any]]]:
    """Where each list of entries stands, those that a site has of its own included."""
    for key, entries in data.items():
        if isinstance(entries, list):
            yield (key,), key, entries
    sites = data.get("sites")
    for index, site in enumerate(sites if isinstance(sites, list) else ()):
        for where, key, entries in _entries(site) if isinstance(site, dict) else ():
            yield ("sites", index, *where), key, entries


def _duplicate_entries(document: Document, report: Report) -> Iterator[Problem]:
    sectors: set[str] = set()
    for where, key, entries in _entries(document.data):
        # Outlines are known by their sector's name alone, whatever its site.
        seen = sectors if key == "sectors" else set()
        for index, entry in enumerate(entries):
            own = entry if isinstance(entry, dict) else {}
            name = str(own.get("name", own.get("number", index)))
            if name in seen:
                yield report(
                    "duplicate-name",
                    (*where, index, "name"),
                    f"« {name} » est déclaré deux fois dans « {key} »",
                    "gardez-en un, ou changez le nom",
                )
            seen.add(name)


def _declared(catalogue: ThemesFile) -> dict[str, set[str]]:
    return {
        **dict.fromkeys(("domains", "main", "further"), {d.name for d in catalogue.domains}),
        "audiences": set(catalogue.audiences),
        "constraints": set(catalogue.constraints),
        "format": set(catalogue.formats),
    }


def _unknown_entries(
    document: Document, declared: dict[str, set[str]], report: Report
) -> Iterator[Problem]:
    for where, section, entries in _entries(document.data):
        if section not in ("themes", "services", "sectors"):
            continue
        declared["apart"] = {str(entry.get("name")) for entry in entries}
        for index, entry in enumerate(entries):
            for field, names in declared.items():
                for name in _as_list(entry.get(field, ())):
                    if name not in names:
                        yield report(
                            "unknown-name",
                            (*where, index, field),
                            f"« {name} » n’est pas déclaré dans « {field} »",
                            f"choisissez parmi\u00a0: {', '.join(sorted(names))}",
                        )


def _as_list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]
