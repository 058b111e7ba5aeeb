"""One row a family, to hand to who has the right: no text, no identity, no rare answer about her.

RESTRICTED: what a family answered stands together in a row. Who she is (her profile, sector and
language, how she answered) is hidden where fewer than ``k`` families said the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import analysis
from diagnosis.dataset.source import Source
from diagnosis.dataset.tables import CHANNEL_LABELS, Heard
from diagnosis.exports import Column, Row, Step, Table
from diagnosis.model import CHANNELS, Answer, Campaign, DiagnosisError, Response
from diagnosis.questionnaire import Question

NOT_ASKED, MASKED, NOT_SHOWN = "non_posee", "masquee", "non_montree"
MISSING = {
    NOT_ASKED: "la question ne lui a pas été posée",
    MASKED: "masqué, dit par trop peu de familles",
}
CARDS = {**MISSING, NOT_SHOWN: "la carte ne lui a pas été montrée"}
TICKED = {"0": "non", "1": "oui"}
HELPED = {"oui": "avec l’aide de quelqu’un", "non": "sans aide"}
NOTE = (
    "RESTREINT : une ligne par famille. Ce fichier ne se publie pas, ne s’envoie pas et ne se "
    "croise avec aucun autre ; effacez-le dès que le travail est fait. Ni texte libre, ni semaine, "
    "ni identifiant ; ce que moins de {k} familles disent d’elles (situation, secteur, langue, "
    "façon de répondre) est masqué. Vide : la famille a passé la question."
)
# Roles that say who a family is, which others may know of her.
IDENTIFYING = ("profile", "sector")


class TooFewRowsError(DiagnosisError):
    """Fewer families answered than the smallest group that is described."""

    def __init__(self, k: int) -> None:
        super().__init__(
            f"Moins de {k} familles ont répondu\u00a0: leurs réponses ne sortent pas, on "
            "reconnaîtrait quelqu’un. Continuez à recueillir."
        )


class Cells(Protocol):
    """The cells of a question in a row."""

    columns: tuple[Column, ...]
    name: str
    identifying: bool

    def read(self, response: Response, answer: Answer | None, asked: bool) -> Iterable[Any]:
        """Make them of an answer; None when she passed, or was not asked."""
        ...


class _One:
    """One choice, number or circumstance: a column."""

    columns: tuple[Column, ...]

    def __init__(self, column: Column, name: str, identifying: bool) -> None:
        self.columns, self.name, self.identifying = (column,), name, identifying

    def read(self, response: Response, answer: Answer | None, asked: bool) -> Iterable[Any]:
        if answer is None:
            return (None if asked or self.columns[0].kind != "choice" else NOT_ASKED,)
        text = str(answer) if not isinstance(answer, list) else ""
        if self.columns[0].kind == "choice":
            return (text if text in self.columns[0].choices else None,)
        return (int(text) if text.removeprefix("-").isdecimal() else None,)


class _Several:
    """Several choices: a column for each, ticked or not."""

    def __init__(self, question: Question, labels: Mapping[str, str]) -> None:
        self.name, self.identifying = question.name, _is_identifying(question)
        self._offered = [choice.name for choice in question.choices]
        self._drawn = question.draw is not None
        missing = CARDS if self._drawn else MISSING
        self.columns = tuple(
            Column(
                f"{question.name}_{name}", f"{label} · {question.label}", "choice", TICKED, missing
            )
            for name, label in labels.items()
        )

    def read(self, response: Response, answer: Answer | None, asked: bool) -> Iterable[Any]:
        if not isinstance(answer, list):
            return [None if asked else NOT_ASKED] * len(self.columns)
        cells = ["1" if name in answer else "0" for name in self._offered]
        shown = response.shown.get(self.name) if self._drawn else None
        if shown is None:
            return cells
        return [
            cell if cell == "1" or name in shown else NOT_SHOWN
            for name, cell in zip(self._offered, cells, strict=True)
        ]


class _Ranked:
    """A rank: the place of each choice, from 1."""

    def __init__(self, question: Question, labels: Mapping[str, str]) -> None:
        self.name, self.identifying = question.name, _is_identifying(question)
        self._offered = [choice.name for choice in question.choices]
        self.columns = tuple(
            Column(f"{question.name}_{name}", f"{label}, rang · {question.label}", "integer")
            for name, label in labels.items()
        )

    def read(self, response: Response, answer: Answer | None, asked: bool) -> Iterable[Any]:
        places = {name: at for at, name in enumerate(answer, 1)} if isinstance(answer, list) else {}
        return [places.get(name) for name in self._offered]


class _Text:
    """A free text, its names, addresses and numbers masked."""

    columns: tuple[Column, ...]
    identifying = False

    def __init__(self, question: Question) -> None:
        self.name = question.name
        self.columns = (Column(question.name, f"{question.label} (masqué)"),)

    def read(self, response: Response, answer: Answer | None, asked: bool) -> Iterable[Any]:
        text = str(answer or "").strip()
        return (analysis.redact(text, response.language).masked if text else None,)


@dataclass
class _Hidden:
    """Codes that too few families share, by column."""

    codes: list[Collection[Any]]

    def of(self, row: list[Any], columns: tuple[Column, ...]) -> list[Any]:
        """The row without them."""
        for at, codes in enumerate(self.codes):
            if codes and row[at] in codes:
                row[at] = MASKED if columns[at].kind == "choice" else None
        return row


def family_table(
    instance: Source, campaign: Campaign, texts: bool = False, step: Step = int
) -> Table:
    """The responses of a campaign that count, one a row, in no order that tells when they came.

    Parameters
    ----------
    texts : with free texts, masked; left out by default.
    step : called now and then with the number of families looked at before anything is written.

    Raises
    ------
    TooFewRowsError
        Fewer than ``k`` families answered.
    """
    store, k = instance.store, instance.k
    many = store.count_responses(campaign.name)
    if many < k:
        raise TooFewRowsError(k)
    made = list(_made(instance, campaign, texts))
    columns = tuple(column for cells in made for column in cells.columns)

    def rows() -> Iterator[list[Any]]:
        heard = Heard(store, campaign.questionnaire)
        for response in store.responses(campaign.name):
            yield _row(made, heard, response)

    hidden = _rare(rows(), made, k, step)

    def masked() -> Iterator[Row]:
        for row in rows():
            yield hidden.of(row, columns)

    title = f"{campaign.title}, réponses des familles"
    return Table(f"reponses-{campaign.name}", title, NOTE.format(k=k), columns, masked, many)


def _made(instance: Source, campaign: Campaign, texts: bool) -> Iterator[Cells]:
    french = instance.languages.french_names
    languages = {tag: french.get(tag, tag) for tag in campaign.languages}
    channels = {channel: CHANNEL_LABELS[channel] for channel in CHANNELS}
    for name, label, choices in (
        ("language", "Langue du questionnaire", languages),
        ("channel", "Façon de répondre", channels),
        ("assisted", "Réponse donnée", HELPED),
    ):
        yield _One(Column(name, label, "choice", choices, MISSING), name, True)
    for question in instance.questionnaire(campaign).questions:
        names = french if question.use == "language" else {}
        labels = {choice.name: names.get(choice.name, choice.label) for choice in question.choices}
        if question.type == "rank":
            yield _Ranked(question, labels)
        elif question.takes_several:
            yield _Several(question, labels)
        elif question.is_select or question.type == "integer":
            kind: Any = "choice" if question.is_select else "integer"
            missing = MISSING if question.is_select else {}
            column = Column(question.name, question.label, kind, labels, missing)
            yield _One(column, question.name, _is_identifying(question))
        elif question.type == "text" and texts:
            yield _Text(question)


def _is_identifying(question: Question) -> bool:
    return question.role in IDENTIFYING or question.use == "language"


def _row(made: list[Cells], heard: Heard, response: Response) -> list[Any]:
    answers: dict[str, Answer] = {
        **response.answers,
        "language": response.language,
        "channel": response.channel,
        "assisted": "oui" if response.assisted else "non",
    }
    blank = [cells.name for cells in made if cells.name not in answers]
    met = heard.met(response, blank)
    return [
        cell
        for cells in made
        for cell in cells.read(response, answers.get(cells.name), cells.name in met)
    ]


def _rare(rows: Iterable[list[Any]], made: list[Cells], k: int, step: Step) -> _Hidden:
    """What fewer than ``k`` families say of who they are."""
    columns = [(cells.identifying, column) for cells in made for column in cells.columns]
    watched = [at for at, (identifying, _) in enumerate(columns) if identifying]
    counts = [Counter[Any]() for _ in columns]
    for number, row in enumerate(rows, 1):
        for at in watched:
            counts[at][row[at]] += 1
        if not number % 1000:
            step(number)
    return _Hidden([_few(counts[at], column, k) for at, (_, column) in enumerate(columns)])


def _few(count: Counter[Any], column: Column, k: int) -> frozenset[Any]:
    """Codes to hide together: those of fewer than ``k`` families, and what else hides these.

    A code hidden alone would be known by what is left, and so would a few families.

    Examples
    --------
    >>> one = Column("A1", "", "choice", {"maman": "", "papa": "", "enceinte": ""}, MISSING)
    >>> sorted(_few(Counter(maman=30, papa=14, enceinte=3), one, 11)), _few(Counter(a=20), one, 11)
    (['enceinte', 'papa'], frozenset())
    """
    told = Counter({code: n for code, n in count.items() if code not in (None, *column.missing)})
    if all(n >= k for n in told.values()):
        return frozenset()
    hidden: list[Any] = []
    for code, n in sorted(told.items(), key=lambda item: (item[1], str(item[0]))):
        if n >= k and len(hidden) > 1 and sum(told[one] for one in hidden) >= k:
            break
        hidden.append(code)
    return frozenset(hidden)
