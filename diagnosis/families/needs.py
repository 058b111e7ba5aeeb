"""What families asked for, as families read it: published numbers only, in words first."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import Domain, format_decimal, get_domain

from diagnosis import dataset
from diagnosis.questionnaire import Library

MOST_NEEDS = 6
# A told share from here on may be everybody's, or nobody's under the other.
NEARLY_ALL, HARDLY_ANY = 0.95, 0.05
# Among few families a tenth is a family or two: words, a third of the line wide each.
MORE_THAN_HALF, ABOUT_HALF = 0.6, 0.4


@dataclass(frozen=True)
class NamedNeed:
    """A need as families read it: its picture, how many families in words, its numbers.

    ``name`` is its domain's; ``roughly`` says « environ 7 familles sur 10 », the rest is what
    stands behind it.
    """

    name: str
    label: str
    picture: str
    roughly: str
    n: int
    total: int
    written: str
    of: str
    low: str
    high: str


def needs_of(library: Library, report: dataset.Report, most: int = MOST_NEEDS) -> list[NamedNeed]:
    """The needs named most often, in the language being spoken."""
    door = report.method.door
    named = most_named(report.needs.domains, door.base, most)
    return [_named(library, need, door.floor) for need in named]


def every_need(library: Library, report: dataset.Report) -> dict[str, NamedNeed]:
    """Each need that is told, by its domain."""
    told = [need for need in report.needs.domains if need.cell.n]
    return {need.name: _named(library, need, report.method.door.floor) for need in told}


def most_named(
    domains: list[dataset.Need], base: int, most: int = MOST_NEEDS
) -> list[dataset.Need]:
    """The needs that may be among the first ``most``: rounding alone leaves none out."""
    told = [need for need in domains if need.cell.n]
    last = told[:most][-1].cell.n if told else 0
    # Two told counts closer than this may stand the other way round.
    return [need for need in told if last - need.cell.n < 2 * base - 1]


def _named(library: Library, need: dataset.Need, floor: int) -> NamedNeed:
    pictures = {d.name: d.picture for d in library.catalogue.domains}
    return NamedNeed(
        name=need.name,
        label=need.label,
        picture=pictures.get(need.name, ""),
        roughly=roughly(need.cell.share, need.cell.N, floor),
        n=need.cell.n,
        total=need.cell.N,
        written=format_decimal(need.cell.n),
        of=format_decimal(need.cell.N),
        low=format_decimal(round(100 * need.cell.low)),
        high=format_decimal(round(100 * need.cell.high)),
    )


def roughly(share: float, families: int, floor: int, said: Domain | None = None) -> str:
    """A share of families as people say it, in tenths, in the language being spoken.

    Parameters
    ----------
    share : told through the one door.
    families : of which it is a share, told too.
    floor : families up to which a tenth would promise more than is known.
    said : sentences of another language, or of families on a page of the team's.
    """
    said = said or get_domain()
    if share >= NEARLY_ALL:
        return str(said.gettext("presque toutes les familles"))
    if families <= floor:
        return _in_words(share, said)
    if share < HARDLY_ANY:
        return str(said.gettext("moins de 1 famille sur 10"))
    # Half a tenth goes up, as people round.
    tenths = min(9, max(1, int(10 * share + 0.5)))
    return str(
        said.ngettext("environ %(num)s famille sur 10", "environ %(num)s familles sur 10", tenths)
    )


def _in_words(share: float, said: Domain) -> str:
    if share >= MORE_THAN_HALF:
        return str(said.gettext("plus de la moitié des familles"))
    if share >= ABOUT_HALF:
        return str(said.gettext("environ la moitié des familles"))
    return str(said.gettext("moins de la moitié des familles"))
