"""Codebooks: the type and the role of each column of a survey table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..catalogue import Audience
from ..errors import AnalysisError
from ..yaml_text import read_yaml
from .variable import KEYS, SEVERAL, Variable

# What may be written once for all variables, beside them.
USUAL = ("missing", "not_asked", "separator")


@dataclass(frozen=True)
class Codebook:
    """The variables of a table, with optional title, audiences and domain labels.

    Parameters
    ----------
    variables : sequence of Variable
    title : str
    audiences : mapping of str to Audience
        Used when :func:`analysis.diagnose` is given none.
    domains : mapping of str to str
        Labels of the need domains.
    crossings : sequence of str
        Questions of one choice that needs are crossed with, beside zones and profiles; the first
        that can be when empty.

    Raises
    ------
    AnalysisError
        Lists every problem at once, each with its remedy.

    Examples
    --------
    >>> book = Codebook.from_yaml("variables: [{name: b, type: select_multiple, role: need}]")
    >>> [v.name for v in book.of_role("need")]
    ['b']
    >>> text = "{missing: [99], separator: ;, variables: [{name: b, type: rank, role: priority}]}"
    >>> Codebook.from_yaml(text).variables[0].missing
    ('99',)
    """

    variables: Sequence[Variable]
    title: str = ""
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    crossings: Sequence[str] = ()
    consent: str = ""
    keep: Sequence[str] = ()

    def __post_init__(self) -> None:
        problems = [text for variable in self.variables for text in variable.problems()]
        names = Counter(variable.name for variable in self.variables)
        problems += [
            f"variable « {name} » : elle est décrite plusieurs fois. N'en garder qu'une."
            for name in sorted(names)
            if names[name] > 1
        ]
        known = {v.name for v in self.variables if v.type == "select_one"}
        problems += [
            f"crossings cite « {name} », qui n'est pas une question à un choix. La décrire, ou la "
            "retirer de « crossings »."
            for name in self.crossings
            if name not in known
        ]
        _refuse(problems)

    def of_role(self, *roles: str) -> list[Variable]:
        """Variables that have one of these roles, in order."""
        return [variable for variable in self.variables if variable.role in roles]

    def domain_label(self, domain: str) -> str:
        """Label of a need domain, from ``domains`` or from a category of that name."""
        if domain in self.domains:
            return self.domains[domain]
        for variable in self.of_role("need"):
            if domain in variable.categories:
                return variable.categories[domain] or domain
        return domain

    @classmethod
    def from_yaml(cls, source: str | Path) -> Codebook:
        """Read a codebook from YAML text or from a file.

        Parameters
        ----------
        source : str or Path
            YAML text, or the path of a file. A string of one line that names an existing
            file is read as a path.

        Raises
        ------
        AnalysisError
            When the YAML or the codebook is wrong.
        """
        if isinstance(source, str) and "\n" not in source and ":" not in source[2:]:
            source = Path(source) if len(source) < 1024 else source
        return cls.from_dict(read_yaml(source, "Le codebook"))

    @classmethod
    def from_dict(cls, data: Any) -> Codebook:
        """Build a codebook from plain data, as read from YAML or JSON.

        Raises
        ------
        AnalysisError
            Lists every problem at once.
        """
        entries = data.get("variables") if isinstance(data, Mapping) else None
        if not isinstance(entries, list) or not entries:
            raise AnalysisError(
                "Le codebook n'a pas de liste « variables ». "
                "Écrire « variables: » suivi d'une ligne « - {name, type, role} » par colonne."
            )
        problems: list[str] = []
        usual = {key: data[key] for key in USUAL if data.get(key)}
        read = [_variable(entry, at, usual, problems) for at, entry in enumerate(entries, 1)]
        variables = tuple(variable for variable in read if variable)
        audiences = _audiences(data.get("audiences"), problems)
        _refuse(problems + [text for variable in variables for text in variable.problems()])
        title, domains = str(data.get("title") or ""), _labels(data.get("domains") or {})
        crossings, keep = (_names(data.get(key) or ()) for key in ("crossings", "keep"))
        consent = _scalar(data.get("consent"))
        return cls(variables, title, audiences, domains, crossings, consent, keep)


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        lines = "\n".join(f"- {text}" for text in problems)
        raise AnalysisError(f"Le codebook a {len(problems)} problème(s) à corriger :\n{lines}")


def _variable(
    entry: Any, at: int, usual: Mapping[str, Any], problems: list[str]
) -> Variable | None:
    if not isinstance(entry, Mapping) or not entry.get("name"):
        problems.append(f"variables[{at}] : sans « name ». Donner le nom de la colonne.")
        return None
    name = _scalar(entry["name"])
    unknown = sorted(set(map(str, entry)) - KEYS)
    if unknown:
        problems.append(
            f"variable « {name} » : clés inconnues ({', '.join(unknown)}). "
            f"Clés possibles : {', '.join(sorted(KEYS))}."
        )
    try:
        # A separator that the codebook says once goes with the questions of several choices.
        several = _scalar(entry.get("type")) in SEVERAL
        fitting = {key: usual[key] for key in usual if several or key != "separator"}
        return _read(name, {**fitting, **entry})
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        problems.append(f"variable « {name} » : {error}. Corriger cette entrée.")
        return None


def _read(name: str, entry: Mapping[str, Any]) -> Variable:
    most = entry.get("max_selected")
    return Variable(
        name=name,
        type=_scalar(entry.get("type", "")),
        role=_scalar(entry.get("role", "")),
        ordered=_flag(entry.get("ordered"), default=False),
        active=_flag(entry.get("active"), default=True),
        label=_scalar(entry.get("label")),
        categories=_labels(entry.get("categories") or {}),
        domains={
            _scalar(key): _names(value) for key, value in (entry.get("domains") or {}).items()
        },
        use=_scalar(entry.get("use")),
        max_selected=int(most) if most not in (None, "") else None,
        exclusive=_names(entry.get("exclusive") or ()),
        covariate=_flag(entry.get("covariate"), default=False),
        lacking=_names(entry.get("lacking") or ()),
        missing=_names(entry.get("missing") or ()),
        not_asked=_names(entry.get("not_asked") or ()),
        # A tab or a line break is a separator: only spaces round it are none.
        separator=str(entry.get("separator") or "").strip(" "),
        shown=_scalar(entry.get("shown")),
    )


def _scalar(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _flag(value: Any, *, default: bool) -> bool:
    text = _scalar(value).lower()
    if not text:
        return default
    if text not in {"true", "false", "yes", "no", "1", "0"}:
        raise ValueError(f"« {value} » n'est ni true ni false")
    return text in {"true", "yes", "1"}


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(_scalar(item) for item in value)


def _labels(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {_scalar(name): _scalar(label) or _scalar(name) for name, label in value.items()}
    if isinstance(value, str):
        raise ValueError("« categories » doit être une liste ou un dictionnaire")
    pairs = [_category(item) for item in value]
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"« categories » nomme deux fois la même réponse ({', '.join(twice)})")
    return dict(pairs)


def _category(item: Any) -> tuple[str, str]:
    if not isinstance(item, Mapping):
        return _scalar(item), _scalar(item)
    if "name" in item:
        return _scalar(item["name"]), _scalar(item.get("label")) or _scalar(item["name"])
    [(name, label)] = item.items()
    return _scalar(name), _scalar(label)


def _audiences(data: Any, problems: list[str]) -> dict[str, Audience]:
    try:
        bodies = data.items() if data else ()
        return {str(name): Audience.from_dict(str(name), body) for name, body in bodies}
    except (TypeError, ValueError, AttributeError) as error:
        problems.append(
            f"audiences : {error}. Écrire « nom: {{label, any_of: {{variable: [catégories]}}}} »."
        )
        return {}
