"""What an import says of a file: every row of it is in one of its counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnosis.model import Problem


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: responses added, already there, left out, or with their problems.

    ``rows`` is the sum of ``added``, ``same``, ``conflicts``, ``refused`` and ``left_out``.
    ``reasons`` are sentences on the rows left out, ``notes`` on what whoever imports should know;
    ``kept`` are the problems of rows stored without the wrong detail. ``absent`` are the questions
    that no column answers, ``ignored`` the columns that nobody read, ``assumed`` what the file and
    the mapping did not say.
    """

    rows: int = 0
    added: int = 0
    same: int = 0
    conflicts: int = 0
    refused: int = 0
    left_out: int = 0
    problems: list[Problem] = field(default_factory=list)
    kept: list[Problem] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def sentence(self) -> str:
        """Sum up the import for the team, in a few lines."""
        verb = "à ajouter" if self.dry_run else "ajoutées"
        several = "s" if self.rows > 1 else ""
        lines = [
            f"{self.rows} ligne{several}. Réponses {verb}\u00a0: {self.added}, "
            f"déjà là\u00a0: {self.same}, en conflit\u00a0: {self.conflicts}. "
            f"Lignes écartées\u00a0: {self.refused}, non comptées\u00a0: {self.left_out}."
            + " Essai\u00a0: rien n’est écrit."
            * self.dry_run
        ]
        lines += [
            f"{title}\u00a0: {', '.join(names)}."
            for title, names in (
                ("Non comptées", self.reasons),
                ("Supposé", self.assumed),
                ("Questions sans colonne", self.absent),
                ("Colonnes non lues", self.ignored),
            )
            if names
        ]
        return "\n".join([*lines, *self.notes])
