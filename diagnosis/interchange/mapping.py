"""The mapping file: which column answers which question, and what no column says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from diagnosis.readers import Document, shaped


def _as_text(value: Any) -> Any:
    """Read a number as the text it was in the file; YAML reads yes, no, on, off as a boolean."""
    if isinstance(value, bool):
        raise ValueError("YAML lit ici vrai ou faux → mettez la valeur entre guillemets")
    return str(value) if isinstance(value, (int, float)) else value


def _as_question(value: Any) -> Any:
    """Accept the short form ``A1: column``."""
    return {"column": _as_text(value)} if isinstance(value, (str, int, float)) else value or {}


def _as_yes(value: Any) -> Any:
    return {"oui": True, "non": False}.get(value, value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MappedQuestion(_Strict):
    """Where a question's answer stands; ``choices`` gives the choice's name of a source value.

    A source value whose choice is empty (``"99":``) is no answer.
    """

    column: Text = ""
    choices: dict[Text, Text | None] = {}
    separator: str = ""
    labels: Literal["", "auto", "names", "labels"] = ""


class Constants(_Strict):
    """What is the same for the whole file."""

    language: Text = ""
    channel: Text = ""
    assisted: Annotated[bool | None, BeforeValidator(_as_yes)] = None


class Columns(_Strict):
    """The columns that say how a response came, and whether it counts.

    Of ``week``, a date, the week is kept; a row whose ``consent`` is no is left out.
    """

    id: Text = ""
    language: Text = ""
    channel: Text = ""
    assisted: Text = ""
    week: Text = ""
    consent: Text = ""


class Mapping(_Strict):
    """How a file of results fits a questionnaire; everything may be left out.

    Once ``questions`` names one question, those it does not name may be missing in the file;
    without it only those in ``absent`` may. ``batch`` tells rows without identity from those of
    another file, ``dates`` how 1/5/2026 is read, ``keep`` which rows count though they are usually
    left out.
    """

    sheet: Text = ""
    batch: Text = ""
    dates: Literal["auto", "day-first", "month-first"] = "auto"
    keep: tuple[Literal["refused", "rejected", "unreviewed", "unfinished", "total"], ...] = ()
    questions: dict[Text, Annotated[MappedQuestion, BeforeValidator(_as_question)]] = {}
    absent: tuple[Text, ...] = ()
    constants: Constants = Field(default_factory=Constants)
    columns: Columns = Field(default_factory=Columns)
    separator: str = " "
    labels: Literal["auto", "names", "labels"] = "auto"

    def question(self, name: str) -> MappedQuestion:
        """What the file says of a question, nothing when it is not named."""
        return self.questions.get(name, MappedQuestion())

    def separator_of(self, name: str) -> str:
        """Separator of several choices in a question's column."""
        return self.question(name).separator or self.separator

    def labels_of(self, name: str) -> str:
        """Say whether a question's values are names of choices, labels, or either."""
        return self.question(name).labels or self.labels


def read_mapping(path: Path | None) -> Mapping:
    """Read a mapping file; without one, columns are found by the names and labels of questions.

    Raises
    ------
    ProblemsError
        The file is wrong; it holds every problem found, each with its line.
    """
    if path is None:
        return Mapping()
    return shaped(Document(path), Mapping)
