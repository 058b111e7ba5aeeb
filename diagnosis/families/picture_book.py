"""The pictures of a questionnaire, in the files that its page loads as they come into sight.

The first screen has a file of its own, a kilobyte; the others follow while a family reads. One more
file holds the whole book, for every other page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import abort, request
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.families._blueprint import blueprint
from diagnosis.families.ready_page import ReadyPage
from diagnosis.pictures import Book
from diagnosis.questionnaire import Library, Questionnaire
from diagnosis.web import book_address, campaign_or_404, instance, picture_headers

# Files kept ready: the whole book, and three or four for each questionnaire.
MOST = 64
# Pictures after which another file begins: about six kilobytes, what two minutes of questions show.
FULL = 40


@dataclass(frozen=True)
class Files:
    """The files of a questionnaire's pictures, and where each of these is."""

    book: Book
    campaign: str
    parts: tuple[tuple[str, ...], ...]

    def __call__(self, called: str) -> str:
        """Address of a picture, called by its name; empty when there is none."""
        name = self.book.name(called)
        number = next((n for n, part in enumerate(self.parts) if name in part), None)
        return "" if number is None else f"{self.address(number)}#{self.book.place(name)}"

    def address(self, number: int) -> str:
        """Address of a file, -1 for the last one."""
        at = number % len(self.parts)
        return book_address(self.book, self.parts[at], f"/{self.campaign}/{at}")


def files_of(book: Book, library: Library, asked: Questionnaire, campaign: str) -> Files:
    """Lay the pictures of a questionnaire into files: the first screen, questions, services."""
    parts = [book.names(sentence.picture for sentence in asked.welcome)]
    waiting: list[str] = []
    for question in asked.questions:
        waiting += [choice.picture for choice in question.choices]
        if len(_others(book, waiting, parts)) >= FULL:
            parts.append(_others(book, waiting, parts))
            waiting = []
    services = book.names(service.picture for service in library.services.services)
    # The thanks find every service in one file.
    parts.append(book.names((*_others(book, waiting, parts), *services)))
    return Files(book, campaign, tuple(parts))


def _others(book: Book, called: Iterable[str], parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    there = {name for part in parts for name in part}
    return tuple(name for name in book.names(called) if name not in there)


@blueprint.get("/pictures.svg")
def pictures() -> WSGIResponse:
    """Every picture."""
    book = instance().pictures
    return _answer(book, book.names(book.pictures), book_address(book))


@blueprint.get("/pictures/<campaign>/<int:number>.svg")
def campaign_pictures(campaign: str, number: int) -> WSGIResponse:
    """Some pictures of a campaign's questionnaire."""
    running, found = instance(), campaign_or_404(campaign)
    rules = running.rules(found.questionnaire, found.version) or abort(404)
    files = files_of(running.pictures, running.library_of(found), rules.questionnaire, found.name)
    if number >= len(files.parts):
        abort(404)
    return _answer(running.pictures, files.parts[number], files.address(number))


def _answer(book: Book, names: tuple[str, ...], address: str) -> WSGIResponse:
    fresh = address.endswith(f"?v={request.args.get('v')}")
    return _ready(book, names).answer(picture_headers(fresh))


@lru_cache(maxsize=MOST)
def _ready(book: Book, names: tuple[str, ...]) -> ReadyPage:
    return ReadyPage.compress(book.sheet(names))
