"""``diagnosis analyse``: any survey table with its codebook, without an instance."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import analysis
from analysis.rules import K
from diagnosis.dataset.door_key import NAME, DoorKey, new_key, read_key
from diagnosis.dataset.inputs import InputFiles, read_inputs
from diagnosis.dataset.tables import analysing
from diagnosis.model import DiagnosisError

ACCEPT = "--accept-oddities"
LOST = (
    f"Un rapport est déjà là, mais sa clé ({NAME}) manque\u202f: une nouvelle est faite, et les "
    "nombres sont arrondis autrement. Qui lirait les deux rapports en saurait plus qu’un seul n’en "
    "dit\u202f: ne donnez que celui-ci, et gardez la clé avec lui."
)
SEPARATORS = (";", ",", "\t")
# What files that are no text begin with.
SIGNS = {
    b"PK\x03\x04": "un classeur (Excel ou LibreOffice), pas un CSV",
    b"\xd0\xcf\x11\xe0": "un ancien classeur Excel, pas un CSV",
    b"\xff\xfe": "en UTF-16 («\u202fTexte Unicode\u202f» d’Excel)",
    b"\xfe\xff": "en UTF-16",
}
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
    """Analyse a table (CSV, UTF-8) described by a codebook (YAML).

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
        codebook = analysis.Codebook.from_yaml(existing(Path(codebook_path)))
        table = read_table(Path(table_path), codebook)
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


def _checked(
    table: pd.DataFrame,
    codebook: analysis.Codebook,
    k: int,
    margins: analysis.Margins | None,
    accept: bool,
) -> list[str]:
    """Give the oddities of a table that can be analysed; refuse all that is wrong at once."""
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
    _refuse_ragged(path, text, separator)
    try:
        with warnings.catch_warnings():
            # A line longer than the titles is otherwise cut short, with a mere warning.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            found = pd.read_csv(
                io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, index_col=False
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as error:
        raise DiagnosisError(
            f"{path.name} n’est pas un tableau régulier. "
            "Donnez à chaque ligne autant de cases que la première, guillemets fermés."
        ) from error
    return found.rename(columns=str.strip).fillna("")


def _refuse_ragged(path: Path, text: str, separator: str) -> None:
    """Refuse lines that have not as many cells as there are titles; blank lines are no lines."""
    width, uneven = _uneven(text, separator)
    if not uneven:
        return
    line, many = uneven[0]
    more = f", comme {len(uneven) - 1} autres lignes" if len(uneven) > 1 else ""
    quotes = " Un guillemet est peut-être ouvert et jamais fermé." if text.count('"') % 2 else ""
    raise DiagnosisError(
        f"{path.name} n’est pas un tableau régulier\u202f: la ligne {line} a {many} "
        f"case{'s' if many > 1 else ''}, et les titres {width}{more}.{quotes} Donnez à chaque "
        "ligne autant de cases que la première, et entourez de guillemets une case qui contient "
        f"«\u202f{separator}\u202f»."
    )


def _uneven(text: str, separator: str) -> tuple[int, list[tuple[int, int]]]:
    """Give the number of titles; the line and the number of cells of what has more or fewer."""
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    width, start = len(next(reader, [])), 2
    uneven: list[tuple[int, int]] = []
    try:
        for cells in reader:
            if len(cells) not in (0, width):
                uneven.append((start, len(cells)))
            start = reader.line_num + 1
    except csv.Error:
        uneven.append((start, 1))
    return width, uneven


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
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DiagnosisError(_encoded(path.name, raw, error.start)) from error
    except OSError as error:
        raise DiagnosisError(
            f"{path.name} ne peut pas être lu ({error.strerror}). Vérifiez vos droits."
        ) from error
    if not text.strip():
        raise DiagnosisError(f"{path.name} est vide. Donnez une ligne de titres et des réponses.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoded(name: str, raw: bytes, at: int) -> str:
    """Say what a file that is not UTF-8 seems to be."""
    for signs, what in SIGNS.items():
        if raw.startswith(signs):
            remedy = "Enregistrez-le en «\u202fCSV UTF-8\u202f» et donnez ce fichier."
            return f"{name} est {what}. {remedy}"
    return (
        f"{name} n’est pas en UTF-8 (octet {at}), sans doute en Latin-1. "
        "Enregistrez-le de nouveau en «\u202fCSV UTF-8\u202f»\u202f: les accents resteraient faux."
    )


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
