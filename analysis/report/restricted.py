"""The restricted working file: exact counts, for who holds the table already.

Nothing here passed the door: it is written beside a report at the asking of who has the right to
the answers themselves, marked, readable by its owner only, and never on a page.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm

from ..arrays import Bools, Floats
from ..codebook import Codebook
from ..csv_cells import as_texts
from ..disclosure import Door, new_secret
from ..rules import K
from ..statistics import LEVEL, wilson
from ..table import Domain, Encoded, domains, encode
from ..weighting import Margins, weigh

MARK = "RESTREINT : effectifs exacts, à ne pas diffuser ; ils peuvent faire reconnaître une famille"
HEAD = ("besoin", "variable", "groupe", "n", "N", "part", "bas", "haut")
WEIGHTED = ("part_ponderee", "erreur_type", "bas_pondere", "haut_pondere")
GAPS = ("besoin", "variable", "groupe", "reste", "ecart", "erreur_type", "bas", "haut")


def restricted_tables(
    table: pd.DataFrame, codebook: Codebook, *, margins: Margins | None = None, k: int = K
) -> dict[str, str]:
    """Exact needs, their crossings with every question of one choice, and weighted gaps.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    margins, k
        As for :func:`analysis.diagnose`.

    Returns
    -------
    dict of str to str
        CSV texts by file name; the first line of each says that it is restricted.

    Notes
    -----
    Standard errors are design-based: a weighted share is a ratio, linearised (Taylor), and raked
    weights are taken as given, which is cautious.

    References
    ----------
    C.-E. Särndal, B. Swensson, J. Wretman (1992), Model Assisted Survey Sampling, § 5.6.
    """
    data = encode(table, codebook, k)
    found = domains(data, codebook)
    weights = weigh(data, margins, Door(new_secret(), int(data.usable.sum()), k))
    values = weights.values if weights else np.ones(data.rows)
    groups = list(_groups(data))
    shares = [
        (d.label, variable, name, *_share(d, mask, values))
        for variable, name, mask in [("", "ensemble", np.ones(data.rows, dtype=bool)), *groups]
        for d in found
        if (mask & d.answered).any()
    ]
    gaps = [
        (d.label, variable, name, "les autres", *_gap(d, mask, values))
        for variable, name, mask in groups
        for d in found
        if (mask & d.answered).any() and (~mask & d.answered).any()
    ]
    return {
        "restreint_besoins.csv": _csv((*HEAD, *WEIGHTED), shares),
        "restreint_ecarts.csv": _csv(GAPS, gaps),
    }


def _groups(data: Encoded) -> Iterable[tuple[str, str, Bools]]:
    for block in data.of_role("profile", "barrier", "preference", "sector", "comparison"):
        if block.single:
            for name in block.names:
                yield block.variable.name, name, block.column(name)


def _share(domain: Domain, mask: Bools, weights: Floats) -> tuple[float, ...]:
    base = mask & domain.answered
    n, many = int((base & domain.named).sum()), int(base.sum())
    share, error = ratio(domain.named[base], weights[base])
    far = norm.isf((1 - LEVEL) / 2) * error
    return n, many, n / many, *wilson(n, many), share, error, share - far, share + far


def _gap(domain: Domain, mask: Bools, weights: Floats) -> tuple[float, ...]:
    sides = (mask & domain.answered, ~mask & domain.answered)
    (one, first), (two, second) = (ratio(domain.named[side], weights[side]) for side in sides)
    error = float(np.hypot(first, second))
    far = norm.isf((1 - LEVEL) / 2) * error
    return one - two, error, one - two - far, one - two + far


def ratio(yes: Bools, weights: Floats) -> tuple[float, float]:
    """Weighted share and its design-based standard error.

    >>> share, error = ratio(np.array([True, False] * 50), np.ones(100))
    >>> share, round(error, 4)
    (0.5, 0.0503)
    """
    total = float(weights.sum())
    if not total:
        return 0.0, 0.0
    share = float(weights[yes].sum() / total)
    residuals = weights * (yes - share) / total
    many = len(yes)
    return share, float(np.sqrt(many / max(many - 1, 1) * (residuals**2).sum()))


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([f"# {MARK}"])
    writer.writerow(as_texts(head))
    for row in rows:
        writer.writerow(as_texts(round(v, 4) if isinstance(v, float) else v for v in row))
    return text.getvalue()
