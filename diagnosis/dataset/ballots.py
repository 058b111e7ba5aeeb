"""``diagnosis opinions``: any table of votes with its statements, without an instance."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import analysis
from analysis.rules import K
from diagnosis.dataset.door_key import NAME, DoorKey, new_key, read_key
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.tables import frame_of
from diagnosis.model import DiagnosisError
from diagnosis.readers import read_table

PARTICIPANT = "participant"
NAMES, TEXTS = ("name", "comment-id"), ("text", "comment-body")
MODERATED, REFUSED = "moderated", "-1"
# Columns of a Polis export that tell of people: never read.
PEOPLE = {PARTICIPANT, "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}


def opinion_files(
    votes_path: Path,
    statements_path: Path,
    out_dir: Path,
    title: str = "",
    fictitious: bool = False,
    seed: int = 0,
    k: int = K,
) -> list[Path]:
    """Report what votes say: groups, agreements, what tells groups apart.

    Parameters
    ----------
    votes_path : one line per participant, one column per statement (1, -1, 0 or empty). Several
        lines of one ``participant`` count once.
    statements_path : one line per statement, columns ``name`` and ``text``. The exports of Polis
        (``participants-votes.csv`` and ``comments.csv``) are read as they are.
    out_dir : where ``opinions.json`` and ``opinions.html`` are written, with the restricted
        ``door.key`` that rounds their numbers, which serves again there; made when missing.
    title, fictitious, seed, k : as for :func:`analysis.opinions` and its report.

    Returns
    -------
    list of Path
        The two files and the key.

    Raises
    ------
    DiagnosisError
        A file cannot be read or written, or the two do not fit; cause and remedy are told.
    """
    key = read_key(Path(out_dir)) or new_key()
    with analysing():
        statements, refused = _statements(Path(statements_path))
        votes = _votes(Path(votes_path), statements, refused)
        found = analysis.opinions(
            votes, list(statements.values()), k=k, random_state=seed, secret=key.secret
        )
        report = analysis.OpinionReport.build(
            found, title=title, fictitious=fictitious, random_state=seed
        )
        return _write(Path(out_dir), report, key)


def _statements(path: Path) -> tuple[dict[str, str], set[str]]:
    """Read the text of each statement by its name, and the names that a moderator refused."""
    table = frame_of(read_table(path, (*NAMES, *TEXTS)))
    name, text = (_column(table, path, known) for known in (NAMES, TEXTS))
    names = table[name].str.strip()
    if names.duplicated().any() or (names == "").any():
        raise DiagnosisError(
            f"{path.name} : un énoncé est sans nom ou deux portent le même. "
            f"Donnez à chacun son nom, dans la colonne « {name} »."
        )
    out = set(names[table[MODERATED] == REFUSED]) if MODERATED in table else set()
    pairs = zip(names, table[text].str.strip(), strict=True)
    return {name: text for name, text in pairs if name not in out}, out


def _column(table: pd.DataFrame, path: Path, known: tuple[str, ...]) -> str:
    for name in known:
        if name in table:
            return name
    raise DiagnosisError(
        f"{path.name} n’a pas de colonne « {known[0]} ». "
        "Donnez deux colonnes, « name » (la colonne des votes) et « text » (l’énoncé)."
    )


def _votes(path: Path, statements: dict[str, str], refused: set[str]) -> pd.DataFrame:
    """Read the votes on the known statements, in their order."""
    table = frame_of(read_table(path, statements))
    unknown = [c for c in table if c not in PEOPLE and c not in refused and c not in statements]
    missing = [name for name in statements if name not in table]
    for names, cause in ((unknown, "n’est pas un énoncé connu"), (missing, "n’a pas de votes")):
        if names:
            raise DiagnosisError(
                f"{path.name} : « {names[0]} » {cause}. "
                "Donnez les mêmes noms aux colonnes des votes et aux énoncés."
            )
    columns = {name: table[name].str.strip() for name in statements}
    told = {name: column.where(column != "") for name, column in columns.items()}
    found = pd.DataFrame(told, columns=list(statements))
    return found.set_index(table[PARTICIPANT].str.strip()) if PARTICIPANT in table else found


def _write(out_dir: Path, report: analysis.OpinionReport, key: DoorKey) -> list[Path]:
    try:
        return analysis.write_opinions(report, out_dir, {NAME: key.text})
    except OSError as error:
        raise DiagnosisError(
            f"Rien ne peut être écrit dans {out_dir} ({error.strerror}). "
            "Choisissez un autre dossier, ou vérifiez vos droits."
        ) from error
