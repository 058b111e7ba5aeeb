"""YAML, of which JSON is a part: the one reader of the project, which places all that is wrong.

In: a text, as written or as bytes.
Out: its value, the line of each part, or faults with line, column, cause and remedy.
Never: a name that YAML would turn into something else, unless types are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml
from yaml.constructor import ConstructorError
from yaml.reader import Reader

from .errors import AnalysisError

Location = tuple[int | str, ...]
# libyaml reads ten times as fast; a system without it still reads.
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The parsers' own sentences are in English, and of no help to who wrote the file.
FAULTS = (
    (
        "mapping values are not allowed",
        "un deux-points n'est pas attendu là",
        "mettez entre guillemets le texte qui le contient, ou corrigez l'indentation",
    ),
    (
        "cannot start any token",
        "aucune valeur ne commence par ce signe",
        "indentez par des espaces, jamais par une tabulation, et mettez la valeur entre guillemets",
    ),
    ("unexpected end of stream", "un guillemet n'est jamais fermé", "fermez-le"),
    (
        "expected ','",
        "une liste [ ] ou un groupe { } n'est pas fermé, ou il y manque une virgule",
        "fermez-le, une virgule entre deux valeurs",
    ),
    (
        "expected ':'",
        "il manque un deux-points après un nom",
        "écrivez « nom: valeur », avec une espace après le deux-points",
    ),
    (
        r"expected <block end>|expected key|expected '-'",
        "l'indentation ne suit pas celle des lignes d'avant",
        "alignez ce qui va ensemble",
    ),
    (
        "node content",
        "une valeur manque, ou un [ ou un { n'est pas fermé",
        "fermez-le, ou écrivez la valeur",
    ),
    ("undefined alias", "ce nom (*) n'est donné nulle part (&)", "écrivez la valeur elle-même"),
    ("another document", "le fichier contient deux documents (---)", "gardez-en un seul"),
    (
        "constructor for the tag",
        "cette valeur n'est pas du type qu'elle annonce (!), ou ce type n'est pas permis",
        "écrivez la valeur sans type, entre guillemets si c'est un texte",
    ),
    ("unhashable key", "un nom est une liste ou un groupe", "mettez-le entre guillemets"),
)  # fmt: skip
# Far beyond what people write; a text of a kilobyte may say (&, *) a thousand million values, and
# the parser, in C, does not outlive a hundred thousand levels.
MOST_PARTS, MOST_LEVELS = 200_000, 60
TOO_DEEP = ("il y a trop de niveaux, l'un dans l'autre", "écrivez-le plus à plat")
TOO_MANY = (
    "le fichier contient plus de 200 000 valeurs, répétitions (*) comprises",
    "écrivez chaque valeur une fois, ou partagez le fichier",
)
USUAL = (
    "ce qui est écrit là n'est pas attendu",
    "vérifiez l'indentation, les deux-points, les guillemets et les crochets",
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text, and how to put it right; ``column`` is 0 where none is known."""

    code: Literal["encoding", "sign", "yaml", "duplicate-key"]
    line: int
    column: int
    cause: str
    remedy: str

    @property
    def place(self) -> str:
        """The line, and the column where one is known."""
        return f"ligne {self.line}" + (f", colonne {self.column}" if self.column else "")


@dataclass
class Parsed:
    """A YAML text: its value (None when it has faults), and the line of each part of it."""

    data: Any = None
    root: yaml.Node | None = None
    faults: list[Fault] = field(default_factory=list)
    lines: dict[Location, int] = field(default_factory=dict)


class _AsWritten(yaml.BaseLoader):
    """Keeps every scalar as written: « yes », « 01 » and dates stay names."""


class _Typed(yaml.SafeLoader):
    """Reads numbers, true and false, and dates."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Read a value; one that is not of its own type (``!!int x``, 5 000 digits) is refused."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            cause = "could not determine a constructor for the tag"
            raise ConstructorError(None, None, cause, node.start_mark) from error

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        """Read a day; one that no calendar has stays a text, which the file's own rules refuse."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Typed.add_constructor("tag:yaml.org,2002:timestamp", _Typed.construct_yaml_timestamp)


def parse(content: str | bytes, typed: bool = False) -> Parsed:
    """Read a text, and keep everything that is wrong with it.

    Parameters
    ----------
    content : the text; bytes are UTF-8, with or without mark.
    typed : whether numbers, true and false, and dates are read as such; names otherwise.

    Examples
    --------
    >>> parse("a: {oui: 01}").data, parse("a: {oui: 1}", typed=True).data
    ({'a': {'oui': '01'}}, {'a': {'oui': 1}})
    >>> [(fault.place, fault.cause) for fault in parse("a: 1\\na: 2").faults]
    [('ligne 2, colonne 1', '« a » est écrit deux fois')]
    """
    found = Parsed()
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        found.faults += _forbidden(text)
        if not found.faults:
            _compose(text, found, _Typed if typed else _AsWritten)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        cause = "cette ligne n'est pas en UTF-8"
        found.faults.append(Fault("encoding", line, 0, cause, "enregistrez le fichier en UTF-8"))
    return found


def _forbidden(text: str) -> Iterator[Fault]:
    sign = Reader.NON_PRINTABLE.search(text)
    if sign:
        line = text.count("\n", 0, sign.start()) + 1
        column = sign.start() - text.rfind("\n", 0, sign.start())
        cause = f"un signe est interdit dans un texte (U+{ord(sign[0]):04X})"
        yield Fault("sign", line, column, cause, "effacez-le, ou enregistrez de nouveau en UTF-8")


def _compose(text: str, found: Parsed, loader: type[_AsWritten] | type[_Typed]) -> None:
    try:
        found.faults += _excess(text)
        if found.faults:
            return
        found.root = yaml.compose(text, Loader=PARSER)
        if found.root is not None:
            found.faults += _Walk(found.lines).faults(found.root, ())
        if found.root is not None and not found.faults:
            found.data = loader("").construct_document(found.root)
    except yaml.YAMLError as error:
        found.faults.append(_fault(error, text))


def _excess(text: str) -> Iterator[Fault]:
    """Refuse what is too large to be held, before it is."""
    level = 0
    for count, event in enumerate(yaml.parse(text, Loader=PARSER)):
        level += isinstance(event, yaml.CollectionStartEvent)
        level -= isinstance(event, yaml.CollectionEndEvent)
        if level > MOST_LEVELS or count > 2 * MOST_PARTS:
            told = TOO_DEEP if level > MOST_LEVELS else TOO_MANY
            yield Fault("yaml", event.start_mark.line + 1 if event.start_mark else 1, 0, *told)
            return


def _fault(error: yaml.YAMLError, text: str) -> Fault:
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '') or error}"
    told = [(cause, remedy) for sign, cause, remedy in FAULTS if re.search(sign, said)]
    cause, remedy = told[0] if told else USUAL
    mark = getattr(error, "problem_mark", None)
    # What is never closed is missed at the very end, which may be after the last line.
    last = max(1, len(text.splitlines()))
    if mark is None or mark.line >= last:
        return Fault("yaml", last if mark else 1, 0, cause, remedy)
    return Fault("yaml", mark.line + 1, mark.column + 1, cause, remedy)


@dataclass
class _Walk:
    """Notes the line of every part, and refuses keys written twice: the last would silently win."""

    lines: dict[Location, int]
    seen: set[int] = field(default_factory=set)
    around: set[int] = field(default_factory=set)
    weights: dict[int, int] = field(default_factory=dict)

    def faults(self, node: yaml.Node, location: Location) -> Iterator[Fault]:
        if not location and self.weight(node) > MOST_PARTS:
            yield _at(node, "yaml", *TOO_MANY)
            return
        self.lines[location] = node.start_mark.line + 1
        if id(node) in self.around:
            yield _at(node, "yaml", "ce qui est écrit là se contient soi-même", "écrivez la valeur")
        # What is named once (&) and quoted often (*) is one part: its inside is looked at once.
        if id(node) not in self.seen and isinstance(node, yaml.CollectionNode):
            self.seen.add(id(node))
            self.around.add(id(node))
            yield from self._inside(node, location)
            self.around.discard(id(node))

    def weight(self, node: yaml.Node) -> int:
        """Count the parts of a part, as often as it is quoted."""
        if isinstance(node, yaml.CollectionNode) and id(node) not in self.weights:
            self.weights[id(node)] = 1
            pairs = isinstance(node, yaml.MappingNode)
            inside = [part for pair in node.value for part in pair] if pairs else node.value
            self.weights[id(node)] = 1 + sum(map(self.weight, inside))
        return self.weights.get(id(node), 1)

    def _inside(self, node: yaml.CollectionNode, location: Location) -> Iterator[Fault]:
        known: set[str] = set()
        for index, item in enumerate(node.value):
            if isinstance(node, yaml.SequenceNode):
                yield from self.faults(item, (*location, index))
                continue
            key, value = item
            name = str(key.value)
            if name in known:
                cause = f"« {name} » est écrit deux fois"
                yield _at(key, "duplicate-key", cause, "gardez-en un seul")
            known.add(name)
            yield from self.faults(value, (*location, name))


def _at(node: yaml.Node, code: Literal["yaml", "duplicate-key"], cause: str, remedy: str) -> Fault:
    return Fault(code, node.start_mark.line + 1, node.start_mark.column + 1, cause, remedy)


def read_yaml(source: str | Path, what: str) -> Any:
    """Read YAML as it is written, from a text or a file in UTF-8.

    ``what`` begins the message of an error.

    Raises
    ------
    AnalysisError
        When it cannot be read, with the place and the remedy.

    Examples
    --------
    >>> read_yaml("a: {oui: 01}", "Le codebook")
    {'a': {'oui': '01'}}
    >>> read_yaml("a: 1\\na: 2", "Le codebook")
    Traceback (most recent call last):
    ...
    analysis.errors.AnalysisError: Le codebook n'est pas lisible (ligne 2, colonne 1 : « a » est ...
    """
    try:
        found = parse(source.read_bytes() if isinstance(source, Path) else source)
    except OSError as error:
        raise AnalysisError(
            f"{what} n'est pas lisible ({error.strerror}). Vérifiez le chemin et les droits."
        ) from error
    for fault in found.faults:
        remedy = fault.remedy[0].upper() + fault.remedy[1:]
        raise AnalysisError(f"{what} n'est pas lisible ({fault.place} : {fault.cause}). {remedy}.")
    return found.data
