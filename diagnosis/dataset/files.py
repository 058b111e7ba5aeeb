"""``diagnosis analyse``: any survey table with its codebook, without an instance."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import analysis
from diagnosis.dataset.inputs import InputFiles, read_inputs
from diagnosis.dataset.tables import analysing
from diagnosis.model import DiagnosisError

SEPARATORS = (";", ",", "\t")
NOTICE = """\
FICHIER RESTREINT : profiles.csv

Ce fichier dit le profil de chaque ligne du tableau : une ligne par famille.
Il ne se publie pas, ne s'envoie pas et ne se croise avec aucun autre fichier.
Seules les personnes qui peuvent lire les réponses elles-mêmes peuvent le lire.
Effacez-le dès que l'analyse est faite. Pour publier : report.html et report.json.

Colonnes : row (numéro de ligne, à partir de 0, dans l'ordre du tableau),
profile (lettre du profil), certainty (de 0 à 1). Vide : aucune réponse utilisable.
"""


def analyse_files(
    table_path: Path,
    codebook_path: Path,
    out_dir: Path,
    assignments: bool = False,
    title: str = "",
    seed: int = 0,
    k: int = 11,
    inputs: InputFiles | None = None,
    tell: Callable[[str], object] = str,
) -> Path:
    """Analyse a table (CSV, UTF-8) described by a codebook (YAML).

    Parameters
    ----------
    table_path, codebook_path : the two files.
    out_dir : where ``report.json`` and ``report.html`` are written; made when missing.
    assignments : also write the restricted ``profiles.csv`` and its notice.
    title, seed, k : as for :func:`analysis.diagnose`.
    inputs : files of what staff entered.
    tell : called with each oddity of the table, a sentence with its remedy.

    Returns
    -------
    Path
        Of ``report.html``.

    Raises
    ------
    DiagnosisError
        A file cannot be read or written, the table and the codebook do not fit, or too few
        families answered; cause and remedy are told, and nothing is written.
    """
    entered = read_inputs(inputs or InputFiles())
    with analysing():
        codebook = analysis.Codebook.from_yaml(existing(Path(codebook_path)))
        table = read_table(Path(table_path), codebook)
        for oddity in analysis.review(table, codebook, k):
            tell(oddity)
        diagnosis = analysis.diagnose(
            table, codebook, k=k, random_state=seed, title=title, **entered
        )
        assigned = (
            analysis.assign_profiles(
                table, codebook, edits=entered["edits"], k=k, random_state=seed
            )
            if assignments
            else None
        )
        return _write(Path(out_dir), diagnosis, assigned)


def read_table(path: Path, codebook: analysis.Codebook) -> pd.DataFrame:
    """Read a CSV file as text; its separator is the one that gives most of the codebook's columns.

    Raises
    ------
    DiagnosisError
        The file is missing, empty, not UTF-8, has two columns of one name or lines of unequal
        length.
    """
    text = decoded(existing(path))
    known = {variable.name for variable in codebook.variables}
    separator = max(SEPARATORS, key=lambda s: _fit(text, s, known))
    _refuse_doubles(path, _header(text, separator))
    try:
        with warnings.catch_warnings():
            # A line longer than the titles is otherwise cut short, with a mere warning.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            found = pd.read_csv(
                io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, index_col=False
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as error:
        raise DiagnosisError(
            f"{path.name} n’est pas un tableau régulier ({error}). "
            "Donnez à chaque ligne autant de cases que la première, guillemets fermés."
        ) from error
    return found.fillna("")


def _header(text: str, separator: str) -> list[str]:
    return [n.strip() for n in next(csv.reader(io.StringIO(text), delimiter=separator), [])]


def _fit(text: str, separator: str, known: set[str]) -> tuple[int, int]:
    header = _header(text, separator)
    return len({name.split("/")[0] for name in header} & known), len(header)


def _refuse_doubles(path: Path, header: list[str]) -> None:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise DiagnosisError(
            f"{path.name} a plusieurs colonnes de même nom ({', '.join(twice)}). "
            "Renommez-les ou supprimez les doublons."
        )


def existing(path: Path) -> Path:
    """Give the path of a file that is there, or say that it is not."""
    if not path.is_file():
        raise DiagnosisError(f"{path} n’existe pas. Vérifiez le chemin du fichier.")
    return path


def decoded(path: Path) -> str:
    """Read a text file that is UTF-8 and not empty, or say what is wrong with it."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DiagnosisError(
            f"{path.name} n’est pas en UTF-8 (octet {error.start}), sans doute en Latin-1. "
            "Enregistrez-le de nouveau en « CSV UTF-8 » : les accents resteraient faux."
        ) from error
    except OSError as error:
        raise DiagnosisError(
            f"{path.name} ne peut pas être lu ({error.strerror}). Vérifiez vos droits."
        ) from error
    if not text.strip():
        raise DiagnosisError(f"{path.name} est vide. Donnez une ligne de titres et des réponses.")
    return text


def _write(out_dir: Path, diagnosis: analysis.Diagnosis, assigned: pd.DataFrame | None) -> Path:
    try:
        written = analysis.write_report(diagnosis, out_dir)
        if assigned is not None:
            _write_assignments(out_dir, assigned)
    except OSError as error:
        raise DiagnosisError(
            f"Rien ne peut être écrit dans {out_dir} ({error.strerror}). "
            "Choisissez un autre dossier, ou vérifiez vos droits."
        ) from error
    return next(path for path in written if path.suffix == ".html")


def _write_assignments(out_dir: Path, assigned: pd.DataFrame) -> None:
    (out_dir / "profiles.LISEZMOI.txt").write_text(NOTICE, "utf-8")
    path = out_dir / "profiles.csv"
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(assigned.to_csv(index=False, lineterminator="\n"), "utf-8")
