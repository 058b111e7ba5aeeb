"""One variable of a codebook: its type, its role, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

TYPES = ("select_one", "select_multiple", "rank", "scale", "integer", "text")
ROLES = (
    "need",
    "priority",
    "barrier",
    "preference",
    "profile",
    "sector",
    "comparison",
    "weight",
    "text",
    "ignore",
)
USES = ("slot", "place", "language", "needs_to_come")
ROLE_TYPES = {
    "need": ("select_one", "select_multiple", "rank"),
    "priority": ("select_one", "rank"),
    "sector": ("select_one",),
    "comparison": ("select_one",),
    "weight": ("integer",),
    "text": ("text",),
}
SEVERAL = ("select_multiple", "rank")
# Where an answer may say that a family lacks support.
LACKING = (("select_one", "select_multiple", "scale"), ("profile", "barrier", "preference"))


@dataclass(frozen=True)
class Variable:
    """One question of the table.

    Parameters
    ----------
    name : str
        The column, or the prefix of the split columns ``name/choice``.
    type : str
        One of ``select_one``, ``select_multiple``, ``rank``, ``scale``, ``integer``, ``text``.
    role : str
        One of ``need``, ``priority``, ``barrier``, ``preference``, ``profile``, ``sector``,
        ``comparison`` (only there to compare groups of families), ``weight``, ``text``,
        ``ignore``.
    ordered : bool
        The categories have an order.
    active : bool
        False makes the variable supplementary on the factor map and unused for profiles.
    label : str
        What people read; the name when empty.
    categories : mapping of str to str
        Category name to label, in order; taken from the data when empty.
    domains : mapping of str to sequence of str
        Category name to need domains; each category is its own domain when empty.
    use : str
        What the programme reads in it: ``slot``, ``place``, ``language``, ``needs_to_come``.
    max_selected : int, optional
        Most choices a family may tick; only read by :mod:`analysis.populations`.
    exclusive : sequence of str
        Categories that exclude the others, which profiles then do not count again.
    covariate : bool
        The shares of profiles depend on it, though no profile answers it: it is then supplementary.
    lacking : sequence of str
        Categories that say that a family lacks support.
    missing : sequence of str
        What is written in place of an answer (99, « NSP »), read as none.
    not_asked : sequence of str
        What is written where the question was not asked of a family: it did not pass it.
    separator : str
        What parts several choices of one cell; a space when empty.
    shown : str
        Column of the categories that each family was shown, separated by spaces, when not all
        families see them all: who was not shown a category was not asked about it.

    Examples
    --------
    >>> Variable("besoins", "select_multiple", "need", categories={"sommeil": "Le sommeil"}).title
    'besoins'
    """

    name: str
    type: str
    role: str
    ordered: bool = False
    active: bool = True
    label: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, Sequence[str]] = field(default_factory=dict)
    use: str = ""
    max_selected: int | None = None
    exclusive: Sequence[str] = ()
    covariate: bool = False
    lacking: Sequence[str] = ()
    missing: Sequence[str] = ()
    not_asked: Sequence[str] = ()
    separator: str = ""
    shown: str = ""

    @property
    def takes_several(self) -> bool:
        """True when a family may choose more than one category."""
        return self.type in SEVERAL

    @property
    def title(self) -> str:
        """The label, or the name when there is none."""
        return self.label or self.name

    def problems(self) -> list[str]:
        """Every problem of this variable, each with its remedy."""
        found = [*self._unknown(), *self._unfit(), *self._strangers(), *self._misused()]
        return [f"variable « {self.name} » : {text}" for text in found]

    def _unknown(self) -> Iterator[str]:
        for key, value, allowed in (
            ("type", self.type, TYPES),
            ("role", self.role, ROLES),
            ("use", self.use, ("", *USES)),
        ):
            if value not in allowed:
                yield f"{key} « {value} » inconnu. Choisir : {', '.join(filter(None, allowed))}."

    def _unfit(self) -> Iterator[str]:
        allowed = ROLE_TYPES.get(self.role, TYPES)
        if self.covariate and self.type in (*SEVERAL, "text"):
            yield "seule une question à une réponse peut être covariable. Retirer « covariate »."
        elif self.type in TYPES and self.type not in allowed:
            yield (
                f"le rôle {self.role} ne va pas avec le type {self.type}. "
                f"Choisir un de ces types : {', '.join(allowed)}."
            )

    def _strangers(self) -> Iterator[str]:
        for key in ("domains", "exclusive", "lacking"):
            unknown = [name for name in getattr(self, key) if name not in self.categories]
            if self.categories and unknown:
                yield (
                    f"{key} cite des catégories absentes de « categories » ({', '.join(unknown)}). "
                    "Les ajouter à « categories » ou les retirer."
                )

    def _misused(self) -> Iterator[str]:
        types, roles = LACKING
        if self.lacking and not self.categories:
            yield "lacking cite des catégories. Les déclarer aussi dans « categories »."
        elif self.lacking and not (self.type in types and self.role in roles):
            yield (
                f"lacking ne va pas avec le type {self.type} et le rôle {self.role}. Le retirer, "
                f"ou choisir un type parmi {', '.join(types)} et un rôle parmi {', '.join(roles)}."
            )
        if self.separator and not self.takes_several:
            yield (
                f"separator ne va pas avec le type {self.type}. Le retirer, ou choisir un type "
                f"parmi {', '.join(SEVERAL)}."
            )
        for key in ("missing", "not_asked"):
            both = [name for name in getattr(self, key) if name in self.categories]
            if both:
                yield (
                    f"{key} cite des réponses de « categories » ({', '.join(both)}). "
                    "Ne les garder que dans une des deux listes."
                )
        if self.shown and self.type != "select_multiple":
            yield f"shown ne va pas avec le type {self.type}. Le retirer."


KEYS = frozenset(field.name for field in fields(Variable))
