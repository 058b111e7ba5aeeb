"""``diagnosis analyse``: any survey table with its codebook, without an instance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

import analysis
from analysis.rules import K
from diagnosis.dataset.door_key import NAME, DoorKey, new_key, read_key
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.inputs import InputFiles, read_inputs
from diagnosis.dataset.tables import frame_of
from diagnosis.model import DiagnosisError
from diagnosis.readers import read_table

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
    """Analyse a table (CSV) described by a codebook (YAML).

    Parameters
    ----------
    table_path, codebook_path : the two files.
    out_dir : where ``report.json`` and ``report.html`` are written, with the restricted
        ``door.key``, which serves again for the next report there; made when missing.
    assignments : also write the restricted ``profiles.csv`` and its notice.
    title, seed, k : as for :func:`analysis.diagnose`.
    inputs : files of what staff entered.
    tell : called with each accepted oddity of the table, and when a key was lost; each is a
        sentence with its remedy.
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
        table = read_answers(Path(table_path), codebook)
        for oddity in _checked(table, codebook, k, entered["margins"], accept_oddities):
            tell(oddity)
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
        return _write(Path(out_dir), diagnosis, {NAME: key.text, **exact}, assigned)


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


def read_answers(path: Path, codebook: analysis.Codebook) -> pd.DataFrame:
    """Read a CSV file as text; its separator is the one that shows most of the codebook's columns.

    Raises
    ------
    ProblemsError
        The file is missing, empty, no text, has two columns of one name or uneven lines.
    """
    return frame_of(read_table(path, {variable.name for variable in codebook.variables}))


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
