"""YAML as written: every name stays a text, and none is written twice."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from ..errors import AnalysisError


class _Loader(yaml.BaseLoader):
    """BaseLoader keeps every scalar as written: « yes », « 01 » and dates stay names."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key written twice: the last would silently win."""
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"« {key.value} » est écrit deux fois", problem_mark=key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def read_yaml(source: str | Path, what: str) -> Any:
    """Read YAML, of which JSON is a part, from a text or a file in UTF-8.

    ``what`` begins the message of an error.

    Raises
    ------
    AnalysisError
        When it cannot be read, with the line and the remedy.

    Examples
    --------
    >>> read_yaml("a: {oui: 01}", "Le codebook")
    {'a': {'oui': '01'}}
    >>> read_yaml("a: 1\\na: 2", "Le codebook")
    Traceback (most recent call last):
    ...
    analysis.errors.AnalysisError: Le codebook n'est pas lisible (ligne 2 : « a » est écrit ...
    """
    try:
        text = source.read_text("utf-8-sig") if isinstance(source, Path) else source
        return yaml.load(text, Loader=_Loader)  # noqa: S506
    except UnicodeDecodeError as error:
        raise AnalysisError(
            f"{what} n'est pas en UTF-8 (octet {error.start}). L'enregistrer de nouveau en UTF-8."
        ) from error
    except OSError as error:
        raise AnalysisError(
            f"{what} n'est pas lisible ({error.strerror}). Vérifier le chemin et les droits."
        ) from error
    except yaml.YAMLError as error:
        raise AnalysisError(
            f"{what} n'est pas lisible ({_place(error)}). Corriger le YAML ou le JSON : "
            "indentation, deux-points, guillemets et crochets fermés, chaque nom une fois."
        ) from error


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", "") or "")
    # The parser's own sentences are in English and of no help to who wrote the file.
    cause = said if said.startswith("«") else "ce qui est écrit là n'est pas attendu"
    return f"ligne {mark.line + 1} : {cause}" if mark else "un signe est interdit dans un texte"
