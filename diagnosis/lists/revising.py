"""Keep another content of a list: checked, beside those before, written down in the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diagnosis.accounts import Action
from diagnosis.instance import Instance
from diagnosis.lists.shelves import Entry, Shelf, contents_of
from diagnosis.model import Problem, ProblemsError, Revision
from diagnosis.questionnaire import Library, revised
from diagnosis.readers import Document
from diagnosis.storage import STALE, StaleError, version_of
from diagnosis.web import instance, member, note

# Somebody who saves without a pause must not keep a request for ever.
TRIES = 3


def save_entries(
    shelf: Shelf, change: Callable[[list[Entry] | None], list[Entry] | None], about: str
) -> None:
    """Keep what `change` makes of the entries of a shelf, whoever else writes meanwhile.

    Raises
    ------
    ProblemsError
        What results is wrong, or something in use would be lost.
    StaleError
        Others write without a pause.
    """
    for _ in range(TRIES):
        numbers = instance().store.list_numbers()
        contents = contents_of(instance().library.lists)
        # Outside: whoever changed this very entry is not to be tried again.
        content = shelf.saying(contents, change(shelf.entries(contents)))
        try:
            return save(shelf.file, Document.of(shelf.file, content), numbers, about)
        except StaleError:
            continue
    raise StaleError(STALE)


def save_entry(
    shelf: Shelf, name: str, change: Callable[[list[Entry]], list[Entry]], version: str = ""
) -> None:
    """Change an entry, unless it is another than the one read (`StaleError`)."""

    def how(entries: list[Entry] | None) -> list[Entry]:
        found = next((one for one in entries or () if one[shelf.key] == name), {})
        if version and version_of(found) != version:
            raise StaleError(STALE)
        return change(entries or [])

    save_entries(shelf, how, f"{shelf.site} {shelf.kind} {name}")


def save(name: str, document: Document, numbers: dict[str, int], about: str = "") -> None:
    """Keep what a list says from now on.

    Parameters
    ----------
    name : of the list.
    document : what it says.
    numbers : of the last revisions when it was read.
    about : the entry, for the journal.
    """
    running = instance()
    after = revised(running.library, name, document)
    if problems := _lost(running, after):
        raise ProblemsError(problems)
    user = member()
    written = Revision(
        name,
        numbers.get(name, 0) + 1,
        running.today(),
        user.name if user else "",
        contents_of(after.lists)[name],
    )
    running.store.add_revision(written)
    note(Action.LIST, name, about)


def _lost(running: Instance, after: Library) -> list[Problem]:
    """What campaigns, sessions and workshops use that would no longer be there."""
    store, found = running.store, []
    for campaign in store.campaigns():
        site = running.library.site_called(campaign.site)
        if site and after.site_called(site.name) is None:
            found.append(_in_use(site.town, campaign.title))
        had = {theme.name: theme.label for theme in running.themes(campaign).values()}
        kept = {theme.name for theme in after.at(campaign.site).catalogue.themes}
        used = {name for session in store.sessions(campaign.name) for name in session.themes}
        used |= {workshop.theme for workshop in store.workshops(campaign.name)}
        found += [_in_use(had[name], campaign.title) for name in sorted(used & set(had) - kept)]
    return found


def _in_use(label: str, title: str) -> Problem:
    cause = f"«\u00a0{label}\u00a0» sert dans la campagne «\u00a0{title}\u00a0»"
    return Problem("in-use", "", cause, "gardez cette ligne\u00a0; ses mots peuvent changer")


def said(error: ProblemsError) -> list[str]:
    """Problems, each in a sentence of its own, without the name of a file that nobody has."""
    return list(dict.fromkeys(f"{_sentence(p)}" for p in error.problems))


def _sentence(problem: Problem) -> Any:
    line = problem.place.partition(", ")[2]
    cause = f"{line}\u00a0: {problem.cause}" if line else problem.cause
    return f"{cause[0].upper()}{cause[1:]}\u00a0: {problem.remedy}."
