"""The shape of ``pictures.yaml``: what each picture says, and what families made of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Count = Annotated[int, Field(ge=0, le=1000)]
APOSTROPHES = str.maketrans({"'": "’", "\u00a0": " ", "\u202f": " "})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tested(_Strict):
    """What families made of a picture without words.

    Of ``families`` who were asked, so many ``said`` what it means, ``pointed`` at it when they
    heard the word, said the ``opposite``, were ``hurt`` by it.
    """

    on: date
    families: Annotated[int, Field(ge=1, le=1000)]
    said: Count
    pointed: Count
    opposite: Count = 0
    hurt: Count = 0

    @model_validator(mode="before")
    @classmethod
    def _day_by_its_name(cls, data: Any) -> Any:
        # YAML reads the key « on » as true.
        if isinstance(data, dict) and True in data:
            return {"on" if key is True else key: value for key, value in data.items()}
        return data

    @model_validator(mode="after")
    def _no_more_than_asked(self) -> Tested:
        if max(self.said, self.pointed, self.opposite, self.hurt) > self.families:
            raise ValueError("plus de réponses que de familles → corrigez les nombres")
        return self


class Entry(_Strict):
    """A picture: its one meaning, the labels that say it, what it resembles on purpose.

    ``says`` lists the labels of choices, themes, services and places that share the meaning;
    nothing is listed where one label alone has the picture. ``former`` are the names by which
    questionnaires of earlier versions still call it. A ``hard`` one is shown to every family of a
    trial.
    """

    name: Name
    meaning: Words
    says: tuple[Words, ...] = ()
    series: str = ""
    former: tuple[Name, ...] = ()
    hard: bool = False
    tested: Tested | None = None

    def means(self, label: str) -> bool:
        """Say whether a label is listed as one that says this."""
        return same_words(label) in {same_words(said) for said in self.says}


class PicturesFile(_Strict):
    """The catalogue of the picture book."""

    pictures: tuple[Entry, ...]


def same_words(label: str) -> str:
    """A label as it is compared: case, spaces, apostrophes and a last full stop do not matter.

    Examples
    --------
    >>> same_words("L'autre  parent.") == same_words("l’autre parent")
    True
    """
    return " ".join(label.translate(APOSTROPHES).split()).rstrip(" .:?!…").casefold()
