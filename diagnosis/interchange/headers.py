"""Read the header of a column: a question, a question below a group, or one choice of several.

Kobo writes ``group/A2`` and ``A2/a1``, ODK ``group-A2`` and ``A2/a1`` or ``A2.a1``, LimeSurvey
``A2[a1]``, ``A2. Its label`` and ``Its label [label of the choice]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from diagnosis.interchange.wording import Vocabulary, fold
from diagnosis.readers import BRACKETS, MARKS, plain

CODE = re.compile(r"(\S+?)(\.|:|\)| -)\s.*", re.DOTALL)
GROUPS = "/-."
# Those of ``MARKS`` that names hold too: what follows must be a choice.
LOOSE = re.compile("|".join(re.escape(mark) for mark in MARKS if mark not in "/."))


def find_column(headers: Sequence[str], wanted: str) -> int | None:
    """Find a column by its header as written, else as folded when only one is alike."""
    if wanted in headers:
        return headers.index(wanted)
    alike = [at for at, header in enumerate(headers) if header and fold(header) == fold(wanted)]
    return alike[0] if len(alike) == 1 else None


def find_question(
    headers: Mapping[int, str], name: str, bases: frozenset[str], several: Iterable[str]
) -> list[int]:
    """Find the columns of a question: by its name, by its label, then below a group.

    Parameters
    ----------
    headers : of the columns still free, by position.
    name, bases : the question's name, and its folded name and labels.
    several : the folded names of questions of several choices: ``A2/a1`` is no question ``a1``.
    """
    several = frozenset(several)
    tests = (
        lambda header: header == name,
        lambda header: fold(header) in bases,
        lambda header: fold(plain(header)) in bases,
        lambda header: _coded(header) == name or _below_group(header, name, bases, several),
    )
    for test in tests:
        found = [at for at, header in headers.items() if test(header)]
        if found:
            return found
    return []


def find_choices(
    headers: Mapping[int, str], bases: frozenset[str], words: Vocabulary
) -> dict[int, str]:
    """Find the columns that hold one choice each of a question, with the choice as written."""
    found: dict[int, str] = {}
    for at, header in headers.items():
        choices = [choice for base, choice in _cuts(header) if _ends_with(base, bases)]
        if choices:
            known = [choice for choice in choices if words.knows(choice)]
            # R makes a dot of a closing bracket too: « b.jeux. ».
            cut = [choice.rstrip(".") for choice in choices if words.knows(choice.rstrip("."))]
            found[at] = (known or cut or choices[-1:])[0]
        elif loose := [c for c in _loose(header, bases) if words.knows(c)]:
            found[at] = loose[0]
    return found


def _loose(header: str, bases: frozenset[str]) -> list[str]:
    """Choices after marks that stand in other titles too (« b_jeux », « b___jeux »)."""
    cuts = [(fold(header[: m.start()]), header[m.end() :]) for m in LOOSE.finditer(header)]
    return [choice for base, choice in cuts if _ends_with(base, bases)]


def _coded(header: str) -> str:
    found = CODE.fullmatch(header)
    return found[1] if found else ""


def _below_group(header: str, name: str, bases: frozenset[str], several: frozenset[str]) -> bool:
    if any(_ends_with(base, several) for base, _ in _cuts(header)):
        return False
    tails = [header[at + 1 :] for at, char in enumerate(header) if char in GROUPS]
    # Below a group the name counts as written: a choice may be called "a1".
    return name in tails or any(fold(tail) in bases - {fold(name)} for tail in tails if tail)


@lru_cache(maxsize=4096)
def _cuts(header: str) -> tuple[tuple[str, str], ...]:
    """Every way to read a header as the end of a question's name and a choice."""
    header = plain(header) if "<" in header or "**" in header else header
    inside = BRACKETS.fullmatch(header)
    cuts = [
        (fold(header[:at]), header[at + 1 :])
        for at, char in enumerate(header[:-1])
        if char in "/." and at and not header[at + 1].isspace()
    ]
    return tuple([(fold(inside[1]), inside[2].strip())] if inside else cuts)


def _ends_with(base: str, bases: Iterable[str]) -> bool:
    return any(
        base == known or (base.endswith(known) and base[-len(known) - 1] in GROUPS)
        for known in bases
    )
