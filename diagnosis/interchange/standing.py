"""Rows that are no answer of a family: refused, rejected, unfinished, empty, totals of a sheet.

They are left out and counted in words; ``keep`` of the mapping brings back those that a team
decided to count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from functools import cached_property

from diagnosis.interchange.headers import find_column
from diagnosis.interchange.identity import repeated
from diagnosis.interchange.mapping import Mapping
from diagnosis.interchange.wording import fold
from diagnosis.model import Answer
from diagnosis.readers import BLANK, NO, YES, Row, Table

# How Kobo, ODK, LimeSurvey, Qualtrics and forms of teams name what says that a row counts.
CONSENT = re.compile(
    r"(.*[/._ -])?(consent|consentement|accord|agreement|opt.?in)([/._ -].*)?|"
    r".*\b(accept|agree|consent|aceit|acept|autoris)\w*\b.*"
    r"\b(particip|repond|répond|take part|answer|survey|enqu[eê]te|questionnaire|encuesta)\w*.*"
)
REVIEW = (
    "_validation_status",
    "__system/reviewstate",
    "reviewstate",
    "review_state",
    "validation_status",
    "_validation_status/label",
    "_validation_status/uid",
    "statut",
)
SUBMITTED = ("submitdate", "date de soumission", "date soumission", "date submitted")
FINISHED = ("finished", "completed", "complete", "terminé", "réponse complète", "status")
# « Non », « No, thanks », « Je n’accepte pas »; a « oui » or one of these words is an agreement.
SAID_NO, SAID_YES = ("|".join(map(re.escape, sorted(words))) for words in (NO, YES))
REFUSED = re.compile(
    rf"({SAID_NO})(\s*[,;:!–-].*|\.)?|(non|no) (merci|thanks|thank you)|opt.?(ed.?)?out|"
    r".*\b(refus\w*|declin\w*|disagree\w*|withdr\w*|do(es)? not|don't|n'accepte pas|"
    r"pas d'accord|ne (souhaite|veu[xt]) pas|no acepto|não aceito|nu (sunt|accept)\b.*)\b.*"
)
AGREED = re.compile(
    rf"({SAID_YES})(\s*[,;:!–-].*|\.)?|.*\b(accepte|accepté|accept|accepted|agree|agreed|consent|"
    r"consents|consented|d'accord|acepto|aceito|ok|opt.?in)\b.*"
)
APPROVED = {"approved", "approuvé", "validation_status_approved", "accepté", "validé"}
APPROVED |= {"approuvée", "acceptée", "validée", "aprobado", "aprovado"}
# Kobo's interface gives the status as an object too.
UID = re.compile(r"\{.*(validation_status_\w+).*\}")
REJECTED = {"not approved", "rejected", "validation_status_not_approved", "non approuvé", "rejeté"}
REJECTED |= {"not_approved", "refusé", "refusée", "rejetée", "non approuvée", "no aprobado"}
WAITING = {"on hold", "validation_status_on_hold", "hasissues", "has issues", "en attente"}
WAITING |= {"received", "reçu", "edited", "pending", "on_hold"}
UNFINISHED = NO | {"incomplete", "in progress", "partial", "partiel", "incomplet", "en cours"}
UNFINISHED |= {"not completed", "started", "inachevé"}
TOTALS = {"total", "totaux", "total général", "grand total", "somme", "sum", "moyenne", "average"}
TOTALS |= {"sous-total", "totals"}
# Reasons in the order they are told, each as one row and as several.
REASONS = {
    "refused": ("ligne de consentement refusé", "lignes de consentement refusé"),
    "rejected": ("ligne non approuvée", "lignes non approuvées"),
    "unreviewed": ("ligne pas encore validée", "lignes pas encore validées"),
    "unfinished": ("ligne de questionnaire inachevé", "lignes de questionnaires inachevés"),
    "total": ("ligne de total", "lignes de totaux"),
    "empty": ("ligne sans aucune réponse", "lignes sans aucune réponse"),
}
TWICE = "même identifiant qu’une ligne plus haut, qui est gardée"


@dataclass(frozen=True)
class Standing:
    """Decides which rows of a table are left out before they are read.

    ``answers`` are the columns that answer a question: none of them says that a row counts.
    """

    table: Table
    mapping: Mapping
    answers: frozenset[int]

    def reason(self, row: Row) -> str:
        """Why a row is left out (a key of ``REASONS``); empty when it counts."""
        for why in self._reasons(row):
            if why not in self.mapping.keep:
                return why
        return ""

    @property
    def columns(self) -> dict[str, int]:
        """The columns that are looked at."""
        found = {"consent": self._consent, "review": self._review}
        found |= {"submitted": self._submitted, "finished": self._finished}
        return {key: at for key, at in found.items() if at is not None}

    def _reasons(self, row: Row) -> Iterator[str]:
        if REFUSED.fullmatch(self._value(row, self._consent)):
            yield "refused"
        review = self._status(row, self._review)
        if review in REJECTED:
            yield "rejected"
        elif review in WAITING or (self._is_reviewed and review in BLANK):
            yield "unreviewed"
        dated = self._submitted is not None and self._is_dated
        if dated and self._value(row, self._submitted) in BLANK:
            yield "unfinished"
        if self._finished is not None and self._value(row, self._finished) in UNFINISHED:
            yield "unfinished"
        if self._is_total(row):
            yield "total"

    def _value(self, row: Row, column: int | None) -> str:
        return "" if column is None else fold(row.cells[column])

    def _status(self, row: Row, column: int | None) -> str:
        value = self._value(row, column)
        found = UID.fullmatch(value)
        return found[1] if found else value

    def _is_total(self, row: Row) -> bool:
        """« Total » alone in a cell, beside numbers: no family answers so."""
        said = [cell for cell in row.cells if cell]
        words = [cell for cell in said if fold(cell).rstrip(": ") in TOTALS]
        rest = (cell for cell in said if cell not in words)
        return bool(words) and all(re.fullmatch(r"[-\d\s.,%]+", cell) for cell in rest)

    @cached_property
    def _consent(self) -> int | None:
        if self.mapping.columns.consent:
            return find_column(self.table.headers, self.mapping.columns.consent)
        named = (at for at, h in self._free() if CONSENT.fullmatch(fold(h)))
        return next((at for at in named if self._agrees(at)), None)

    @cached_property
    def _review(self) -> int | None:
        return self._named(REVIEW, APPROVED | REJECTED | WAITING)

    @cached_property
    def _submitted(self) -> int | None:
        return self._named(SUBMITTED)

    @cached_property
    def _finished(self) -> int | None:
        return self._named(FINISHED, YES | UNFINISHED | {"complete", "complet", "terminé"})

    @cached_property
    def _is_reviewed(self) -> bool:
        """Whether the team approves answers: a blank is then one that nobody looked at."""
        said = (self._status(row, self._review) for row in self.table.rows)
        return self._review is not None and any(value in APPROVED for value in said)

    @cached_property
    def _is_dated(self) -> bool:
        return any(self._value(row, self._submitted) for row in self.table.rows)

    def _named(self, names: tuple[str, ...], values: Set[str] = frozenset()) -> int | None:
        for at, header in self._free():
            if fold(header) in names and (not values or self._says(at, values)):
                return at
        return None

    def _free(self) -> Iterator[tuple[int, str]]:
        return ((at, h) for at, h in enumerate(self.table.headers) if h and at not in self.answers)

    def _says(self, column: int, values: Set[str]) -> bool:
        """Whether a column says such values and no other: « status » may be a family's."""
        said = {self._status(row, column) for row in self.table.rows} - BLANK
        return bool(said) and said <= set(values)

    def _agrees(self, column: int) -> bool:
        """Whether a column says yes or no to answering, and nothing else."""
        said = {self._value(row, column) for row in self.table.rows} - BLANK
        return bool(said) and all(REFUSED.fullmatch(v) or AGREED.fullmatch(v) for v in said)


def counting(
    table: Table, answers: frozenset[int], mapping: Mapping
) -> tuple[list[Row], list[str]]:
    """The rows of a table that count, and a sentence for each reason why others do not.

    Parameters
    ----------
    table : the file.
    answers : columns that answer a question.
    mapping : says which rows count all the same, and the column of consent.
    """
    standing = Standing(table, mapping, answers)
    left_out = {row.number: reason for row in table.rows if (reason := standing.reason(row))}
    twice = set(repeated(table)) - left_out.keys()
    rows = [row for row in table.rows if row.number not in left_out and row.number not in twice]
    again = [f"{TWICE} ({lines(sorted(twice))})"] if twice else []
    return rows, [*told(table, left_out), *again]


def refuses(answers: Mapped[str, Answer]) -> bool:
    """Whether a family refused to take part, by the answer to a question on consent.

    >>> refuses({"consent": "no"}), refuses({"consent": "yes"}), refuses({"A1": "no"})
    (True, False, False)
    """
    return any(
        isinstance(answer, str)
        and bool(CONSENT.fullmatch(fold(name)))
        and bool(REFUSED.fullmatch(fold(answer)))
        for name, answer in answers.items()
    )


def told(table: Table, left_out: dict[int, str]) -> Iterator[str]:
    """A sentence per reason, with the rows where a spreadsheet shows them."""
    for reason, (one, several) in REASONS.items():
        rows = [number for number, why in left_out.items() if why == reason]
        if rows:
            yield f"{len(rows)} {one if len(rows) == 1 else several} ({lines(rows)})"


def lines(numbers: list[int], most: int = 8) -> str:
    """Numbers of lines in words.

    >>> lines([3]), lines(list(range(2, 14)))
    ('ligne 3', 'lignes 2, 3, 4, 5, 6, 7, 8, 9 et 4 autres')
    """
    shown = ", ".join(map(str, numbers[:most]))
    more = len(numbers) - most
    rest = f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else ""
    return f"ligne{'s' if len(numbers) > 1 else ''} {shown}{rest}"
