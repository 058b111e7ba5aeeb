"""One row of the survey that asks something -> one question, or why it is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from diagnosis.interchange import role_by_words
from diagnosis.model import N_
from diagnosis.questionnaire import Choice, Draw, Question, Role
from diagnosis.readers import NO, YES, SheetRow, typed
from diagnosis.xlsform import own
from diagnosis.xlsform.choices import MOST_CHOICES, Listed, Lists, picture_of, with_other
from diagnosis.xlsform.conditions import MAY, UnreadableError, both, condition_of, filter_of
from diagnosis.xlsform.constraints import MOST_LETTERS, read_constraint
from diagnosis.xlsform.renaming import QUESTION

SELECT = re.compile(
    r"(?P<kind>select_one|select one|select1|select_multiple|select multiple|select all that apply"
    r"|rank)(?:\s+from)?\s+(?P<list>\S+)(?P<other>\s+or[_ ](?:other|specify(?:[_ ]other)?))?",
    re.IGNORECASE,
)
KINDS = {"select_multiple": "select_multiple", "rank": "rank"}
PLAIN = {"text": "text", "string": "text", "integer": "integer", "int": "integer", "note": "note"}
# Who, where, when and with which device: never kept here, whoever asks for it.
KEPT_NEVER = {
    "start", "end", "today", "deviceid", "device_id", "subscriberid", "simserial", "phonenumber",
    "username", "email", "audit", "start-geopoint", "background-audio", "background-geopoint",
    "uri:deviceid", "uri:phonenumber",
}  # fmt: skip
# A range of at most so many steps is shown as cards, a longer one is typed.
MOST_STEPS = 11
# With a face or a word each, as many as stand side by side.
MOST_FACES = 5
SPECIFY = N_("Précisez, si vous voulez.")
# Rows that only draw the heads of a table.
HEADS = {"label"}


class LeftOutError(Exception):
    """A row that has no place here: code, cause and remedy."""

    def __init__(self, code: str, cause: str, remedy: str) -> None:
        super().__init__(cause)
        self.told = code, cause, remedy


@dataclass(frozen=True)
class Reader:
    """Reads rows with the lists of their form."""

    lists: Lists

    def questions(self, line: SheetRow, around: str) -> Iterator[Question]:
        """The question of a row, and the one that ``or_other`` adds to it.

        Parameters
        ----------
        around : the condition of the groups that the row stands in.

        Raises
        ------
        LeftOutError
            It has no place here.
        """
        name, kind = typed(line.get("name")), typed(line.get("type"))
        selects = SELECT.fullmatch(kind)
        if not selects and kind.lower() not in {*PLAIN, "range"}:
            raise _unsupported(kind)
        values = self._common(line, name, around)
        if selects:
            values |= self._select(line, selects)
        elif kind.lower() == "range":
            values |= self._range(line, values)
        else:
            values |= _plain(PLAIN[kind.lower()])
        yield self._made(line, values)
        if selects and selects["other"]:
            yield Question(
                name=f"{name}_other",
                type="text",
                label=SPECIFY,
                role="text",
                relevant=both(around, f"selected(${{{name}}}, 'other')"),
            )

    def _common(self, line: SheetRow, name: str, around: str) -> dict[str, Any]:
        label, hint = (self.lists.wording.say(line, what) for what in ("label", "hint"))
        if not QUESTION.fullmatch(name):
            cause = f"«\u00a0{name}\u00a0» ne peut pas être le nom d’une question"
            remedy = "prenez des lettres sans accent, des chiffres, «\u00a0_\u00a0», sans espace"
            raise LeftOutError("bad-name", cause, remedy)
        if not label and not hint:
            raise LeftOutError("no-label", f"«\u00a0{name}\u00a0» n’a pas de texte", "écrivez-le")
        return {
            "name": name,
            "label": label or hint,
            "hint": hint if label else "",
            "relevant": both(around, _readable(line, "relevant")) or None,
            "required": self._required(line),
            "constraint_message": self.lists.wording.say(line, "constraint_message"),
            **self._constraint(line),
            **_own(line),
        }

    def _constraint(self, line: SheetRow) -> dict[str, Any]:
        """What a constraint says; without one that cannot be read, more is accepted."""
        try:
            read = read_constraint(line.get("constraint"))
        except UnreadableError as error:
            cause = f"le contrôle de la réponse n’est pas fait\u00a0: {error}"
            self._tell(line, "constraint", cause, f"n’utilisez que {MAY}")
            return {}
        length = {"max_length": min(read.max_length, MOST_LETTERS)} if read.max_length else {}
        if (read.max_length or 0) > MOST_LETTERS:
            cause = f"un texte a {MOST_LETTERS} lettres au plus, pas {read.max_length}"
            self._tell(line, "constraint", cause, "rien à faire, ou dites-le aux familles")
        return {
            "constraint": read.condition or None,
            "max_selected": read.max_selected,
            "alone": read.alone,
            **length,
        }

    def _required(self, line: SheetRow) -> bool:
        said = typed(line.get("required")).lower().removesuffix("()")
        if said and said not in YES | NO:
            cause = "«\u00a0required\u00a0» est une formule\u00a0: la question peut être passée"
            self._tell(line, "required", cause, "écrivez yes ou no")
        return said in YES

    def _select(self, line: SheetRow, found: re.Match[str]) -> dict[str, Any]:
        name, look = found["list"], typed(line.get("appearance")).split()
        kind = found["kind"].lower().replace(" ", "_").replace("select_all_that_apply", "")
        type_ = KINDS.get(kind or "select_multiple", "select_one")
        if HEADS & set(look):
            cause = "cette ligne ne dessine que la tête d’un tableau"
            raise LeftOutError("table", cause, "rien à faire\u00a0: les questions sont posées")
        if name not in self.lists.names:
            raise LeftOutError("no-list", "", name)
        listed = self.lists.get(name)
        listed = with_other(listed) if found["other"] else listed
        if len(listed.choices) > MOST_CHOICES:
            cause = f"la liste «\u00a0{name}\u00a0» a {len(listed.choices)} choix"
            remedy = f"une page en montre {MOST_CHOICES}\u00a0: regroupez-les"
            raise LeftOutError("long-list", cause, remedy)
        faces = "likert" in look and len(listed.choices) <= MOST_FACES
        if type_ == "select_one" and (faces or line.get(own.TYPE) == "scale"):
            type_ = "scale"
        return {
            "type": type_,
            "choices": listed.choices,
            "choice_filter": self._filter(line, listed),
            "order": "random" if "randomize" in line.get("parameters") else "given",
            "role": "profile",
            "ordered": type_ == "scale",
        }

    def _filter(self, line: SheetRow, listed: Listed) -> str | None:
        try:
            return filter_of(line.get("choice_filter"), listed.cells) or None
        except UnreadableError as error:
            raise _unreadable(
                f"le filtre des choix ne peut pas être repris\u00a0: {error}"
            ) from None

    def _range(self, line: SheetRow, values: Mapping[str, Any]) -> dict[str, Any]:
        start, end, step = _bounds(line)
        steps = round((end - start) / step)
        if steps >= MOST_STEPS or step != int(step) or start != int(start):
            if step != int(step) or start != int(start):
                cause = "cette échelle va par fractions"
                raise LeftOutError("range", cause, "prenez un pas entier")
            bounds = f". >= {start:g} and . <= {end:g}"
            own_part = values.get("constraint") or ""
            return {"type": "integer", "constraint": both(own_part, bounds), "role": "profile"}
        names = [f"{start + step * at:g}" for at in range(steps + 1)]
        choices = tuple(Choice(name=name, label=name) for name in names)
        kind = "scale" if len(names) <= MOST_FACES else "select_one"
        return {"type": kind, "choices": choices, "role": "profile", "ordered": True}

    def _made(self, line: SheetRow, values: dict[str, Any]) -> Question:
        alone = values.pop("alone", frozenset())
        values |= values.pop("said", {})
        values["choices"] = tuple(
            choice.model_copy(update={"exclusive": choice.name in alone})
            for choice in values.get("choices", ())
        )
        if values["type"] != "text" and values.pop("max_length", 0):
            cause = "le nombre de lettres ne se compte que pour un texte\u00a0: non contrôlé"
            self._tell(line, "constraint", cause, "changez le type en text, ou le contrôle")
        takes_several = values["type"] in ("select_multiple", "rank")
        values["max_selected"] = values.get("max_selected") if takes_several else None
        values["default"] = self._default(line, values)
        if picture_of(line, self.lists.wording, self.lists.book, self.lists.findings):
            cause = "l’image d’une question n’est pas reprise\u00a0: ici, les choix ont des images"
            self._tell(line, "picture", cause, "rien à faire")
        said = line.get(own.ROLE)
        try:
            question = Question(**values)
            # Without a column of ours, words say what a question is about.
            role = question.role if said else role_by_words(question)
            return question.model_copy(update={"role": role})
        except ValidationError as error:
            what = ", ".join(str(one["loc"][0]) for one in error.errors())
            cause = f"«\u00a0{values['name']}\u00a0» ne convient pas\u00a0: {what}"
            raise LeftOutError("unfit", cause, "corrigez cette case") from None

    def _default(self, line: SheetRow, values: Mapping[str, Any]) -> str:
        said = typed(line.get("default"))
        names = {choice.name for choice in values["choices"]}
        unfit = names and not set(said.split()) <= names
        if said and ("${" in said or "(" in said or unfit or values["type"] == "note"):
            cause = f"la réponse proposée d’avance «\u00a0{said}\u00a0» n’est pas reprise"
            self._tell(line, "default", cause, "écrivez le nom d’un choix, ou une valeur")
            return ""
        return said

    def _tell(self, line: SheetRow, code: str, cause: str, remedy: str) -> None:
        self.lists.findings.leave_out(code, line, cause, remedy)


def _plain(kind: str) -> dict[str, Any]:
    if kind == "note":
        # A note is read: nothing can be asked of it.
        return {"type": "note", "required": False, "constraint": None, "role": "ignore"}
    return {"type": kind, "role": "text" if kind == "text" else "profile"}


def _own(line: SheetRow) -> dict[str, Any]:
    """What our own columns say, which goes before what the type suggests."""
    said: dict[str, Any] = {}
    if (role := typed(line.get(own.ROLE))) in get_args(Role):
        said["role"] = role
        said |= {key: line.get(column) for key, column in own.TEXTS.items()}
        said |= {key: line.get(column) == own.YES for key, column in own.MARKS.items()}
        said["active"] = line.get(own.SUPPLEMENTARY) != own.YES
    if drawn := line.get(own.DRAW):
        try:
            said["draw"] = Draw(**json.loads(drawn))
        except (TypeError, ValueError):
            said["draw"] = None
    return {"said": said}


def _readable(line: SheetRow, column: str) -> str:
    try:
        return condition_of(line.get(column))
    except UnreadableError as error:
        raise _unreadable(f"la condition ne peut pas être reprise\u00a0: {error}") from None


def _unreadable(cause: str) -> LeftOutError:
    return LeftOutError("condition", cause, f"n’utilisez que {MAY}")


def _bounds(line: SheetRow) -> tuple[float, float, float]:
    """Start, end and step of a range, as pyxform supposes them."""
    said = dict(re.findall(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)", line.get("parameters")))
    start, end, step = (float(said.get(k, d)) for k, d in (("start", 1), ("end", 10), ("step", 1)))
    if step <= 0 or end <= start:
        cause = f"l’échelle de {start:g} à {end:g} par {step:g} n’a pas de sens"
        raise LeftOutError(
            "range", cause, "corrigez start, end et step dans «\u00a0parameters\u00a0»"
        )
    return start, end, step


def _unsupported(kind: str) -> LeftOutError:
    if kind.lower().split()[0] in KEPT_NEVER:
        cause = f"«\u00a0{kind}\u00a0»\u00a0: ni heure, ni lieu, ni appareil ne sont gardés ici"
        return LeftOutError("never-kept", cause, "rien à faire")
    cause = f"le type «\u00a0{kind}\u00a0» n’existe pas ici"
    remedy = "prenez select_one, select_multiple, rank, range, integer, text ou note"
    return LeftOutError("type", cause, remedy)
