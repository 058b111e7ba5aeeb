"""One row a family, to hand to who has the right: no text, no identity, no rare answer about her.

RESTRICTED: what a family answered stands together in a row. Who she is (her profile, sector and
language, how she answered) is hidden where fewer than ``k`` families said the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import analysis
from diagnosis.dataset.circumstances import CHANNEL_LABELS, Heard
from diagnosis.dataset.source import Source
from diagnosis.exports import Column, Row, Step, Table
from diagnosis.model import CHANNELS, N_, Campaign, DiagnosisError, Response
from diagnosis.questionnaire import Question

NOT_ASKED, MASKED, NOT_SHOWN = "non_posee", "masquee", "non_montree"
MISSING = {
    NOT_ASKED: "la question ne lui a pas été posée",
    MASKED: "masqué, dit par trop peu de familles",
}
CARDS = {**MISSING, NOT_SHOWN: "la carte ne lui a pas été montrée"}
TICKED = {"0": "non", "1": "oui"}
HELPED_CODES = {True: "oui", False: "non"}
HELPED = {"oui": "avec l’aide de quelqu’un", "non": "sans aide"}
FICTITIOUS = "Données fictives. "
NOTE = (
    "RESTREINT : une ligne par famille. Ce fichier ne se publie pas, ne s’envoie pas et ne se "
    "croise avec aucun autre ; effacez-le dès que le travail est fait. Ni texte libre, ni semaine, "
    "ni identifiant ; ce que moins de {k} familles disent d’elles (situation, secteur, langue, "
    "façon de répondre) est masqué. Vide : la famille a passé la question."
)
# Different things said of a question whose cells are held, of a million families.
MOST_KNOWN = 1000
# Roles that say who a family is, which others may know of her.
IDENTIFYING = ("profile", "sector")


class TooFewRowsError(DiagnosisError):
    """Fewer families answered than the smallest group that is described."""

    def __init__(self, k: int) -> None:
        super().__init__(
            N_(
                "Moins de %(k)s familles ont répondu\u00a0: leurs réponses ne sortent pas, on "
                "reconnaîtrait quelqu’un. Continuez à recueillir."
            ),
            k=k,
        )


class Cells:
    """The cells of a question in a row: of an answer, of a question passed or not asked."""

    def __init__(self, name: str, columns: tuple[Column, ...], identifying: bool = False) -> None:
        self.name, self.columns, self.identifying = name, columns, identifying
        blank = [NOT_ASKED if column.kind == "choice" else None for column in columns]
        # By whether she was asked.
        self.without = (blank, [None] * len(columns))
        # Most say what another has said.
        self.cells = lru_cache(MOST_KNOWN)(self.read)

    def said(self, response: Response) -> Hashable:
        """All that the cells are made of; None where the family said nothing."""
        answer = response.answers.get(self.name)
        return tuple(answer) if isinstance(answer, list) else answer

    def read(self, said: Any) -> tuple[Any, ...]:
        """Make the cells of what was said: as it is, where nothing else is to be done."""
        return (said,)


class _Circumstance(Cells):
    """How a response came: a column."""

    def said(self, response: Response) -> Hashable:
        value: str | bool = getattr(response, self.name)
        return HELPED_CODES[value] if isinstance(value, bool) else value


class _One(Cells):
    """One choice or a number: a column."""

    def read(self, said: Any) -> tuple[Any, ...]:
        text = str(said)
        if choices := self.columns[0].choices:
            return (text if text in choices else None,)
        return (int(text) if text.removeprefix("-").isdecimal() else None,)


class _Several(Cells):
    """Several choices: a column for each, ticked or not."""

    def __init__(self, question: Question, labels: Mapping[str, str]) -> None:
        missing = CARDS if question.draw else MISSING
        columns = tuple(
            Column(
                f"{question.name}_{name}", f"{label} · {question.label}", "choice", TICKED, missing
            )
            for name, label in labels.items()
        )
        super().__init__(question.name, columns, _is_identifying(question))
        self._offered = [choice.name for choice in question.choices]
        self._drawn = question.draw is not None

    def said(self, response: Response) -> Hashable:
        answer = response.answers.get(self.name)
        if answer is None:
            return None
        shown = response.shown.get(self.name, ()) if self._drawn else ()
        # Where one choice was asked at the time: it is the only one.
        return tuple(answer) if isinstance(answer, list) else (answer,), tuple(shown)

    def read(self, said: Any) -> tuple[Any, ...]:
        ticked, shown = said
        cells = dict.fromkeys(self._offered, NOT_SHOWN if shown else "0")
        cells.update(dict.fromkeys(shown, "0"))
        cells.update(dict.fromkeys(ticked, "1"))
        return tuple(cells[name] for name in self._offered)


class _Ranked(Cells):
    """A rank: the place of each choice, from 1."""

    def __init__(self, question: Question, labels: Mapping[str, str]) -> None:
        columns = tuple(
            Column(f"{question.name}_{name}", f"{label}, rang · {question.label}", "integer")
            for name, label in labels.items()
        )
        super().__init__(question.name, columns, _is_identifying(question))
        self._offered = [choice.name for choice in question.choices]

    def read(self, said: Any) -> tuple[Any, ...]:
        places = {name: at for at, name in enumerate(said, 1)} if isinstance(said, tuple) else {}
        return tuple(places.get(name) for name in self._offered)


class _Text(Cells):
    """A free text, its names, addresses and numbers masked."""

    def said(self, response: Response) -> Hashable:
        text = str(response.answers.get(self.name, "")).strip()
        return (text, response.language) if text else None

    def read(self, said: Any) -> tuple[Any, ...]:
        return (analysis.redact(*said).masked,)


class Hidden(NamedTuple):
    """Codes of the column ``at`` that too few families share, and what stands in their place."""

    at: int
    codes: Collection[Any]
    instead: str | None


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
    identities = _identities(made, store.responses(campaign.name), step)
    hidden = list(_rare(made, identities, k))

    def masked() -> Iterator[Row]:
        heard = Heard(store, campaign.questionnaire)
        for response in store.responses(campaign.name):
            row = _row(made, heard, response)
            for at, codes, instead in hidden:
                if row[at] in codes:
                    row[at] = instead
            yield row

    title = f"{campaign.title}, réponses des familles"
    note = FICTITIOUS * campaign.fictitious + NOTE.format(k=k)
    return Table(f"reponses-{campaign.name}", title, note, columns, masked, many)


def _made(instance: Source, campaign: Campaign, texts: bool) -> Iterator[Cells]:
    french = instance.languages.french_names
    languages = {tag: french.get(tag, tag) for tag in campaign.languages}
    channels = {channel: CHANNEL_LABELS[channel] for channel in CHANNELS}
    for name, label, choices in (
        ("language", "Langue du questionnaire", languages),
        ("channel", "Façon de répondre", channels),
        ("assisted", "Réponse donnée", HELPED),
    ):
        yield _Circumstance(name, (Column(name, label, "choice", choices, MISSING),), True)
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
            yield _One(question.name, (column,), _is_identifying(question))
        elif question.type == "text" and texts:
            yield _Text(question.name, (Column(question.name, f"{question.label} (masqué)"),))


def _is_identifying(question: Question) -> bool:
    return question.role in IDENTIFYING or question.use == "language"


def _row(made: list[Cells], heard: Heard, response: Response) -> list[Any]:
    all_said = [cells.said(response) for cells in made]
    blank = [cells.name for cells, said in zip(made, all_said, strict=True) if said is None]
    met = heard.met(response, blank)
    row: list[Any] = []
    for cells, said in zip(made, all_said, strict=True):
        row += cells.without[cells.name in met] if said is None else cells.cells(said)
    return row


def _identities(
    made: list[Cells], responses: Iterable[Response], step: Step
) -> dict[Cells, Counter[Any]]:
    """How many families say each thing of who they are, by question."""
    counts = {cells: Counter[Any]() for cells in made if cells.identifying}
    for number, response in enumerate(responses, 1):
        for cells, count in counts.items():
            count[cells.said(response)] += 1
        if not number % 1000:
            step(number)
    for count in counts.values():
        del count[None]
    return counts


def _rare(made: list[Cells], identities: dict[Cells, Counter[Any]], k: int) -> Iterator[Hidden]:
    """What fewer than ``k`` families say of who they are."""
    columns = [(cells, place) for cells in made for place in range(len(cells.columns))]
    for at, (cells, place) in enumerate(columns):
        codes, column = Counter[Any](), cells.columns[place]
        for said, many in identities.get(cells, {}).items():
            codes[cells.cells(said)[place]] += many
        if few := _few(codes, column, k):
            yield Hidden(at, few, MASKED if column.kind == "choice" else None)


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
