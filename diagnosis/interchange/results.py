"""``diagnosis import``: results collected elsewhere, stored once, all in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import replace
from typing import Any, Protocol

from diagnosis.interchange.cells import place, problems_of
from diagnosis.interchange.columns import Plan, fit
from diagnosis.interchange.dates import Dates
from diagnosis.interchange.drafting import MappingDraft, draft_mapping
from diagnosis.interchange.mapping import Mapping
from diagnosis.interchange.report import ImportReport
from diagnosis.interchange.rows import Read, RowReader, default_channel, default_language
from diagnosis.interchange.standing import lines, told
from diagnosis.languages import SOURCE, Catalogue, Languages
from diagnosis.model import (
    Campaign,
    DiagnosisError,
    Outcome,
    Problem,
    ProblemsError,
    Response,
)
from diagnosis.questionnaire import Rules
from diagnosis.readers import Table, XlsForm
from diagnosis.storage import Storage

# Comparisons of a row with a stored response: a second or so of them.
MOST_COMPARED = 2_000_000
# Rows between two words about how far it is: a few tenths of a second.
STEP = 1000
# Answers: with fewer, two families often differ by one.
ENOUGH = 5


class Receiver(Protocol):
    """What an import asks of a running instance."""

    store: Storage
    languages: Languages

    def rules(self, questionnaire: str, version: str) -> Rules | None:
        """Compiled rules of a questionnaire version."""
        ...

    def week(self) -> str:
        """ISO week of today."""
        ...


def import_results(
    instance: Receiver,
    campaign: Campaign,
    table: Table,
    mapping: Mapping | None = None,
    dry_run: bool = False,
    keep_rest: bool = False,
    step: Callable[[int], object] = int,
) -> ImportReport:
    """Store the rows of a table that the questionnaire's rules accept.

    Parameters
    ----------
    instance, campaign : where the responses go.
    table, mapping : what was read of the files.
    dry_run : say what would happen, write nothing.
    keep_rest : store a row without its wrong details, which are told.
    step : called now and then with the number of rows read.

    Returns
    -------
    ImportReport
        Counts, and one problem per cell that must be corrected; these rows were not stored.

    Raises
    ------
    ProblemsError
        The table and the mapping do not fit the questionnaire; nothing was written.
    """
    mapping = mapping or Mapping()
    rules = _rules(instance, campaign)
    plan = fit(table, mapping, rules.questionnaire, campaign, _catalogues(instance, campaign))
    kept = {r.id: r for r in instance.store.responses(campaign.name, apart=None)}
    reader = RowReader(
        table, plan, mapping, campaign, rules, instance.languages, instance.week(), kept, keep_rest
    )
    _refuse_dates(table, plan, reader.dates)
    read = _read(reader, table, step)
    made = {number: one.response for number, one in read.items() if one.response is not None}
    responses = list(made.values())
    foreseen = _foresee(kept, responses)
    outcomes = foreseen if dry_run else instance.store.add_responses(responses)
    return _report(
        table, plan, reader, read, dict(zip(made, outcomes, strict=True)), kept, campaign, dry_run
    )


def _read(reader: RowReader, table: Table, step: Callable[[int], object]) -> dict[int, Read]:
    read: dict[int, Read] = {}
    for count, row in enumerate(table.rows, 1):
        read[row.number] = reader.read(row)
        if not count % STEP:
            step(count)
    return read


def draft_for(
    instance: Receiver,
    campaign: Campaign,
    table: Table,
    form: XlsForm | None = None,
    decided: Mapping | None = None,
) -> MappingDraft:
    """Draft how a table fits what a campaign asks, in the words of every language there is.

    Raises
    ------
    DiagnosisError
        The campaign's questionnaire is not in the store.
    """
    asked = _rules(instance, campaign).questionnaire
    tags = (language.tag for language in instance.languages if language.tag != SOURCE)
    catalogues = [instance.languages.catalogue(tag) for tag in tags]
    return draft_mapping(table, asked, catalogues, form, decided)


def _rules(instance: Receiver, campaign: Campaign) -> Rules:
    rules = instance.rules(campaign.questionnaire, campaign.version)
    if rules is None:
        raise DiagnosisError(
            f"Le questionnaire «\u00a0{campaign.questionnaire}\u00a0» version {campaign.version} "
            "manque\u00a0: enregistrez-le, ou corrigez la campagne."
        )
    return rules


def _report(
    table: Table,
    plan: Plan,
    reader: RowReader,
    read: dict[int, Read],
    outcomes: dict[int, Outcome],
    kept: dict[str, Response],
    campaign: Campaign,
    dry_run: bool,
) -> ImportReport:
    left_out = {number: one.left_out for number, one in read.items() if one.left_out}
    wrong = {n: one for n, one in read.items() if one.response is None and not one.left_out}
    conflicts = [number for number, outcome in outcomes.items() if outcome is Outcome.CONFLICT]
    counts = Counter(outcomes.values())
    free = [header for header in plan.ignored if header not in _headers(table, reader.looked_at)]
    return ImportReport(
        rows=len(table.rows),
        added=counts[Outcome.CREATED],
        same=counts[Outcome.SAME],
        conflicts=len(conflicts),
        refused=len(wrong),
        left_out=len(left_out),
        problems=[
            *problems_of(table, (w for one in wrong.values() for w in one.wrong)),
            *_conflicts(table, conflicts),
        ],
        kept=problems_of(table, (w for n in outcomes for w in read[n].wrong)),
        reasons=tuple(told(table, left_out)),
        notes=(*table.notes, *_alike(read, outcomes, kept)),
        absent=plan.absent,
        ignored=tuple(free),
        assumed=tuple(_assumed(campaign, reader, plan.about)),
        dry_run=dry_run,
    )


def _headers(table: Table, columns: set[int]) -> set[str]:
    return {table.header(at) for at in columns}


def _refuse_dates(table: Table, plan: Plan, dates: Dates) -> None:
    """Refuse a column whose dates may be read in two ways, before anything is written."""
    if dates.proved:
        return
    cause = "les dates de cette colonne peuvent se lire jour/mois ou mois/jour"
    if dates.clash:
        first, second = dates.clash
        cause = f"«\u00a0{first}\u00a0» commence par le jour, «\u00a0{second}\u00a0» par le mois"
    remedy = "dites dans la correspondance lequel est d’abord (dates: day-first, ou month-first), "
    remedy += "ou corrigez la colonne"
    place = table.place(1, plan.about.get("week"))
    raise ProblemsError([Problem("ambiguous-dates", place, cause, remedy)])


def _alike(
    read: dict[int, Read], outcomes: dict[int, Outcome], kept: dict[str, Response]
) -> Iterator[str]:
    """What an identity by content may have taken for the same family, or for another."""
    nameless = [number for number in outcomes if not read[number].named]
    same = [number for number in nameless if outcomes[number] is Outcome.SAME]
    if same:
        yield (
            f"{lines(same).capitalize()}, sans identifiant\u00a0: mêmes réponses qu’une ligne d’un "
            "fichier déjà importé, prise pour la même famille. Si c’est une autre, donnez un nom à "
            "ce lot (--batch NOM) et importez-le de nouveau."
        )
    added = [number for number in nameless if outcomes[number] is Outcome.CREATED]
    near = list(_near(read, added, list(kept.values())))
    if near:
        yield (
            f"{lines(near).capitalize()}, sans identifiant\u00a0: une seule réponse diffère d’une "
            "famille déjà là. Si la ligne en est une correction, elle compte deux fois\u00a0: "
            "donnez un identifiant à chaque ligne."
        )


def _near(read: dict[int, Read], added: list[int], kept: list[Response]) -> Iterator[int]:
    if len(added) * len(kept) > MOST_COMPARED:
        return
    for number in added:
        response = read[number].response
        if response and any(_differ_once(response.answers, one.answers) for one in kept):
            yield number


def _differ_once(first: Mapped[str, Any], second: Mapped[str, Any]) -> bool:
    """Whether enough answers are the same, and one alone is another or was not there."""
    names = {*first, *second}
    return len(names) >= ENOUGH and sum(first.get(n) != second.get(n) for n in names) == 1


def _catalogues(instance: Receiver, campaign: Campaign) -> Sequence[Catalogue]:
    tags = [tag for tag in campaign.languages if tag in instance.languages and tag != SOURCE]
    return [instance.languages.catalogue(tag) for tag in tags]


def _foresee(kept: dict[str, Response], responses: list[Response]) -> list[Outcome]:
    """Say what the store would answer; a week that differs is no difference, as in the store."""
    there, outcomes = dict(kept), []
    for response in responses:
        known = there.setdefault(response.id, response)
        if known is response:
            outcomes.append(Outcome.CREATED)
        elif replace(known, week=response.week, apart="", counted=None) == response:
            outcomes.append(Outcome.SAME)
        else:
            outcomes.append(Outcome.CONFLICT)
    return outcomes


def _conflicts(table: Table, rows: list[int]) -> Iterator[Problem]:
    if rows:
        yield Problem(
            "conflict",
            place(table, rows),
            "une réponse de même identifiant, mais d’autre contenu (corrigée ou modifiée "
            "depuis\u202f?), est déjà enregistrée\u00a0; la première est gardée",
            "supprimez l’une des deux, ou, si c’est une autre famille, donnez à la ligne un autre "
            "identifiant ou un nom au lot (--batch NOM)",
        )


def _assumed(campaign: Campaign, reader: RowReader, about: dict[str, int]) -> Iterator[str]:
    constants = reader.mapping.constants
    if reader.dates.guessed:
        yield "dates écrites jour/mois"
    if "language" not in about and not constants.language:
        yield f"language {default_language(campaign)}"
    if "channel" not in about and not constants.channel:
        yield f"channel {default_channel(campaign)}"
    if "assisted" not in about and constants.assisted is None:
        yield "assisted non"
    if "week" not in about:
        yield "week celle de l’import"
