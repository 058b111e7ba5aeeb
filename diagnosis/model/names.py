"""Names for machines, made of what people write: small letters without accent, digits, a joint."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

# Letters that no accent makes of two.
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": " "})
LONGEST = 40


def plain_name(words: str, joint: str = "_") -> str:
    """A name of words; empty where they have no Latin letter and no digit.

    Examples
    --------
    >>> plain_name("Une piscine, l’été"), plain_name("Les Lilas", "-"), plain_name("العمر")
    ('une_piscine_l_ete', 'les-lilas', '')
    """
    spaced = unicodedata.normalize("NFKD", words.lower().translate(LIGATURES))
    return joint.join(re.findall(r"[a-z0-9]+", spaced.encode("ascii", "ignore").decode()))


def new_name(words: str, taken: Collection[str], joint: str = "_", otherwise: str = "x") -> str:
    """A name of words that is not taken.

    Parameters
    ----------
    otherwise : stands for words that make no name.

    Examples
    --------
    >>> new_name("L’été, côté nord", ["l_ete_cote_nord"]), new_name("العمر", [])
    ('l_ete_cote_nord_2', 'x')
    """
    base = plain_name(words, joint)[:LONGEST] or otherwise
    numbered = (f"{base}{joint}{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbered) if name not in taken)
