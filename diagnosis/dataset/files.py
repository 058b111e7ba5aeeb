"""``diagnosis analyse``: any survey table with its codebook, without an instance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

import analysis
from analysis.rules import K
from diagnosis.dataset.door_key import NAME, DoorKey, new_key, read_key
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.inputs import InputFiles, read_inputs
from diagnosis.dataset.tables import frame_of
from diagnosis.interchange import Mapping, counting, read_survey
from diagnosis.model import DiagnosisError
from diagnosis.readers import Document, Table, choice_in, shaped

ACCEPT = "--accept-oddities"
LOST = (
    f"Un rapport est déjà là, mais sa clé ({NAME}) manque\u202f: une nouvelle est faite, et les "
    "nombres sont arrondis autrement. Qui lirait les deux rapports en saurait plus qu’un seul n’en "
    "dit\u202f: ne donnez que celui-ci, et gardez la clé avec lui."
)
NOTICE = """\
FICHIER RESTREINT : profiles.csv

Ce fichier dit le profil de chaque ligne du tableau : une ligne par famille.
Il ne se publie pas, ne s'envoie pas et ne se croise avec aucun autre fichier.
Seules les personnes qui peuvent lire les réponses elles-mêmes peuvent le lire.
Effacez-le dès que l'analyse est faite. Pour publier : report.html et report.json.

Colonnes : row (numéro de ligne, à partir de 0, dans l'ordre du tableau),
profile (lettre du profil). Vide : aucune réponse utilisable.
"""


@dataclass(frozen=True)
class Answers:
    """The rows of a file that count, as a table of texts.

    ``places`` are theirs among all rows of the file, from 0, of which there are ``total``;
    ``told`` says what of the file is not there.
    """

    table: pd.DataFrame
    places: list[int]
    total: int
    told: tuple[str, ...] = ()


def analyse_files(
    table_path: Path,
    codebook_path: Path,
    out_dir: Path,
    assignments: bool = False,
    title: str = "",
    seed: int = 0,
    k: int = K,
    inputs: InputFiles | None = None,
    tell: Callable[[str], object] = str,
    accept_oddities: bool = False,
    replace: bool = False,
    restricted: bool = False,
) -> Path:
    """Analyse a table (CSV, XLSX) described by a codebook (YAML).

    Parameters
    ----------
    table_path, codebook_path : the two files.
    out_dir : where ``report.json`` and ``report.html`` are written, with the restricted
        ``door.key``, which serves again for the next report there; made when missing.
    assignments : also write the restricted ``profiles.csv`` and its notice.
    title, seed, k : as for :func:`analysis.diagnose`.
    inputs : files of what staff entered.
    tell : called with each row that does not count, each accepted oddity of the table, and when a
        key was lost.
    accept_oddities : analyse a table that has some; they are refused otherwise.
    replace : replace a report that a few families separate from this one.
    restricted : also write exact counts, for who holds the table.

    Returns
    -------
    Path
        Of ``report.html``.

    Raises
    ------
    DiagnosisError
        A file cannot be read or written, the table and the codebook do not fit, too few
        families answered, the table is odd, or a report of the same survey is already there, a
        few families away; cause and remedy are told, and nothing is written.
    """
    entered = read_inputs(inputs or InputFiles())
    former = read_key(Path(out_dir))
    with analysing():
        codebook = analysis.Codebook.from_yaml(_present(Path(codebook_path)))
        answers = answers_in(Path(table_path), codebook)
        table = answers.table
        entered["coded"] = _of_rows(entered["coded"], answers)
        odd = _checked(table, codebook, k, entered["margins"], accept_oddities)
        for sentence in (*answers.told, *odd):
            tell(sentence)
        key = (former or new_key()).of(table, [variable.name for variable in codebook.variables])
        if not replace:
            _refuse_subtraction(Path(out_dir), former, key, k)
        if former is None and (Path(out_dir) / "report.json").exists():
            tell(LOST)
        diagnosis = analysis.diagnose(
            table, codebook, secret=key.secret, k=k, random_state=seed, title=title, **entered
        )
        assigned = (
            analysis.assign_profiles(
                table, codebook, edits=entered["edits"], k=k, random_state=seed
            )
            if assignments
            else None
        )
        exact = (
            analysis.restricted_tables(table, codebook, margins=entered["margins"], k=k)
            if restricted
            else {}
        )
        if assigned is not None:
            assigned = _every_row(assigned, answers)
        return _write(Path(out_dir), diagnosis, {NAME: key.text, **exact}, assigned)


def _of_rows(coded: analysis.Coded | None, answers: Answers) -> analysis.Coded | None:
    """Decisions on texts by the rows that count; those on rows that do not are left out."""
    if coded is None:
        return None
    at = {place: row for row, place in enumerate(answers.places)}
    # A row that the file does not have is the analysis' to refuse.
    at |= {one.row: one.row for one in coded.decisions if one.row >= answers.total}
    known = [one for one in coded.decisions if one.row in at]
    return replace(coded, decisions=[replace(one, row=at[one.row]) for one in known])


def _every_row(assigned: pd.DataFrame, answers: Answers) -> pd.DataFrame:
    """A line for each row of the file: who does not count has no profile."""
    placed = assigned.assign(row=answers.places).set_index("row")
    return placed.reindex(pd.RangeIndex(answers.total, name="row")).reset_index()


def _present(path: Path) -> Path:
    if not path.is_file():
        raise DiagnosisError(f"{path} n’existe pas. Vérifiez le chemin du fichier.")
    return path


def _checked(
    table: pd.DataFrame,
    codebook: analysis.Codebook,
    k: int,
    margins: analysis.Margins | None,
    accept: bool,
) -> list[str]:
    """Oddities of a table that can be analysed; all that is wrong is refused at once."""
    found = analysis.examine(table, codebook, k, margins)
    if not found.refused and (accept or not found.odd):
        return found.odd
    wrong = found.refused + ([] if accept else found.odd)
    lines = wrong if len(wrong) == 1 else [f"- {line}" for line in wrong]
    head = [] if len(wrong) == 1 else [f"Le tableau a {len(wrong)} points à corriger\u202f:"]
    if found.odd and not accept:
        rest = len(found.refused)
        lines.append(
            f"Après correction {'du premier point' if rest == 1 else f'des {rest} premiers points'}"
            f", relancez avec {ACCEPT} pour accepter le reste tel quel."
            if rest
            else f"Corrigez, ou relancez avec {ACCEPT} pour analyser le tableau tel quel."
        )
    raise DiagnosisError("\n".join([*head, *lines]))


def _refuse_subtraction(out_dir: Path, former: DoorKey | None, key: DoorKey, k: int) -> None:
    """Refuse a report that a few families separate from the one that is there."""
    if former is None or not (out_dir / "report.json").exists():
        return
    if key.families == former.families or analysis.is_due(former.families, key.families, k):
        return
    waited = analysis.awaited(former.families, key.families, k)
    raise DiagnosisError(
        "Quelques familles séparent ce rapport de celui qui est déjà là\u202f: qui lirait les deux "
        f"saurait mieux ce qu’elles ont dit. Attendez {waited} familles de plus\u202f; si le "
        "premier n’a été donné à personne, relancez avec --replace ou effacez "
        f"{out_dir / 'report.json'}."
    )


def answers_in(path: Path, codebook: analysis.Codebook) -> Answers:
    """Read a survey table (CSV, XLSX) as text, without the rows that do not count.

    Parameters
    ----------
    path : the file; the separator of a CSV is the one that shows most of the codebook's columns.
    codebook : a column that it describes says nothing of whether a row counts.

    Raises
    ------
    ProblemsError
        The file is missing, empty, no table, has two columns of one name or uneven lines.
    """
    names = {variable.name for variable in codebook.variables}
    table = read_survey(path, names)
    asked = [variable.name for variable in codebook.variables if variable.role != "ignore"]
    answers = frozenset(at for at, title in enumerate(table.headers) if _answers(title, asked))
    said = {"keep": list(codebook.keep), "columns": {"consent": codebook.consent}}
    rows, told = counting(table, answers, shaped(Document.of("codebook", said), Mapping))
    numbers = {row.number: place for place, row in enumerate(table.rows)}
    left_out = [f"Lignes non comptées\u00a0: {sentence}." for sentence in told]
    formulas = [f"Lu comme sans réponse\u00a0: {why}." for why in table.unread.values()]
    return Answers(
        frame_of(Table(table.name, table.headers, tuple(rows))),
        [numbers[row.number] for row in rows],
        len(table.rows),
        (*table.notes, *left_out, *formulas),
    )


def read_answers(path: Path, codebook: analysis.Codebook) -> pd.DataFrame:
    """Read the rows that count alone, as :func:`answers_in` does."""
    return answers_in(path, codebook).table


def _answers(title: str, names: list[str]) -> bool:
    return title in names or any(choice_in(title, name) for name in names)


def _write(
    out_dir: Path,
    diagnosis: analysis.Diagnosis,
    restricted: dict[str, str],
    assigned: pd.DataFrame | None,
) -> Path:
    if assigned is not None:
        lines = assigned.to_csv(index=False, lineterminator="\n")
        restricted |= {"profiles.LISEZMOI.txt": NOTICE, "profiles.csv": lines}
    try:
        written = analysis.write_report(diagnosis, out_dir, restricted)
    except OSError as error:
        raise DiagnosisError(
            f"Rien ne peut être écrit dans {out_dir} ({error.strerror}). "
            "Choisissez un autre dossier, ou vérifiez vos droits."
        ) from error
    return next(path for path in written if path.suffix == ".html")
