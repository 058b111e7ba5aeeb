"""What staff can set: the limits that a programme must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..errors import AnalysisError
from ..french import listing, percent, quoted, typography


@dataclass(frozen=True)
class Limits:
    """Limits of a programme, all optional.

    Parameters
    ----------
    sessions : int, optional
        Most sessions; the number given to :func:`analysis.diagnose` when absent.
    slots, places : sequence of str
        Moments and places that sessions can take, one each (categories of the questions with
        that ``use``). A family comes only where it said it can; anywhere when it did not say.
        Empty: not looked at.
    per_slot : int, optional
        Most sessions in one moment.
    languages : sequence of str
        Languages that the team speaks. A family that asks only others comes to a session with
        an interpreter. Empty: not looked at.
    interpreter : bool
        Sessions may have an interpreter.
    childcare : bool, optional
        Sessions may have childcare; when False, families that need it cannot come. None: not
        looked at.
    childcare_answer : str
        The answer « needs childcare » of the question whose ``use`` is ``needs_to_come``.
    budget : float, optional
        Most money for all sessions, in any unit.
    costs : mapping of str to float
        Money for one session, by theme name or by code of format (the theme's wins).
    interpreter_cost, childcare_cost : float
        What they add to a session.
    profile_share : float
        Least share of the families of every profile that must be answered, 0 to 1.
    non_user_share : float
        The same for the families of ``non_users``.
    non_users : mapping of str to sequence of str
        Answers that make a family a non-user: variable name to category names.
    per_theme : int
        Most sessions of one theme.
    least_useful : float
        Usefulness under which a theme tested already is left out, once ``k`` people said what
        they thought of it; 0 keeps every theme.
    set_aside : sequence of str
        Themes that staff leave out of the programme; they keep their rank among the themes.

    Raises
    ------
    AnalysisError
        When a number is out of its range.

    Examples
    --------
    >>> Limits(sessions=4, slots=("mercredi", "samedi")).per_theme
    1
    >>> Limits(profile_share=1.2)
    Traceback (most recent call last):
    ...
    analysis.errors.AnalysisError: Une part du programme n'est pas entre 0 et 1. Corriger ...
    """

    sessions: int | None = None
    slots: Sequence[str] = ()
    places: Sequence[str] = ()
    per_slot: int | None = None
    languages: Sequence[str] = ()
    interpreter: bool = False
    childcare: bool | None = None
    childcare_answer: str = "garde"
    budget: float | None = None
    costs: Mapping[str, float] = field(default_factory=dict)
    interpreter_cost: float = 0.0
    childcare_cost: float = 0.0
    profile_share: float = 0.0
    non_user_share: float = 0.0
    non_users: Mapping[str, Sequence[str]] = field(default_factory=dict)
    per_theme: int = 1
    least_useful: float = 0.5
    set_aside: Sequence[str] = ()

    def __post_init__(self) -> None:
        shares = (self.profile_share, self.non_user_share, self.least_useful)
        if not all(0 <= share <= 1 for share in shares):
            raise AnalysisError(
                "Une part du programme n'est pas entre 0 et 1. "
                "Corriger la part des profils, des non-usagers ou l'utilité."
            )
        if min(self.sessions or 0, self.per_theme - 1, (self.per_slot or 1) - 1) < 0:
            raise AnalysisError(
                "Un nombre de séances du programme est négatif ou nul. Corriger les limites."
            )
        money = (self.budget or 0, self.interpreter_cost, self.childcare_cost, *self.costs.values())
        if not all(np.isfinite(sum_) and sum_ >= 0 for sum_ in money):
            raise AnalysisError("Un coût du programme est négatif ou illisible. Le corriger.")
        if self.non_user_share and not self.non_users:
            raise AnalysisError(
                "Une part de non-usagers est demandée sans dire qui ils sont. "
                "Donner les réponses qui les définissent (non_users)."
            )

    def cost(self, theme: str, format_: str) -> float:
        """Money for one session of a theme, without interpreter nor childcare."""
        found = self.costs.get(theme, self.costs.get(format_))
        if found is None and self.budget is not None:
            raise AnalysisError(
                f"Un budget est donné, mais le thème « {theme} » n'a pas de coût. "
                "Donner un coût à ce thème ou à son format, ou retirer le budget."
            )
        return float(found or 0.0)


def amount(value: float) -> str:
    """Write an amount of money, in no unit.

    >>> amount(1250.0), amount(80.5)
    ('1250', '80,5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def sentences(limits: Limits, words: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Each limit in French; ``words`` gives the labels of slots, places and languages."""

    def named(kind: str, codes: Sequence[str]) -> str:
        return listing([quoted(words.get(kind, {}).get(code, code)) for code in codes], "ou")

    said = [
        (limits.sessions is not None, f"{limits.sessions} séances au plus"),
        (bool(limits.slots), f"moments : {named('slot', limits.slots)}"),
        (limits.per_slot is not None, f"{limits.per_slot} séances au plus à un même moment"),
        (bool(limits.places), f"lieux : {named('place', limits.places)}"),
        (bool(limits.languages), f"langues de l'équipe : {named('language', limits.languages)}"),
        (limits.interpreter and bool(limits.languages), "un interprète est possible"),
        (limits.childcare is True, "une garde d'enfants est possible"),
        (limits.childcare is False, "pas de garde d'enfants"),
        (limits.budget is not None, f"budget : {amount(limits.budget or 0)}"),
        (limits.profile_share > 0, f"{percent(limits.profile_share)} de chaque profil au moins"),
        (limits.non_user_share > 0, f"{percent(limits.non_user_share)} des non-usagers au moins"),
        (limits.per_theme > 1, f"{limits.per_theme} séances au plus par thème"),
    ]
    return [typography(text) for wanted, text in said if wanted]
