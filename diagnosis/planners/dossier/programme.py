"""Page 4: themes needed, wished and decided side by side; the sessions and what they cover."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis import publishing as told
from analysis.french import THIN, listing, number, typography
from diagnosis.planners.dossier.drawing import strip
from diagnosis.planners.dossier.model import Fact, ProgrammePage, Row, Table
from diagnosis.planners.dossier.summary import Said
from diagnosis.planners.dossier.wording import part, rest, sentences, share, title

if TYPE_CHECKING:
    from analysis.model import Answer, Report, Session, Theme

# Themes beside a programme, and without one.
BESIDE, ALONE = 6, 14
MOST_SESSIONS = 6

GLOSS = re.compile(r" \([^)]*\)")


def programme_page(report: Report, said: Said) -> ProgrammePage:
    """Make page 4."""
    themes, programme = report.themes, report.programme
    finding = (said.get("programme") or [programme.message or "Pas de programme"])[0]
    most = BESIDE if programme.sessions else ALONE
    optimum = programme.optimum.sentence if programme.optimum else ""
    return ProgrammePage(
        finding=title(finding),
        themes_finding=title(themes.sentence or themes.message),
        themes=_themes(themes.items, most) if themes.items else None,
        themes_notes=sentences((*said.get("themes", ())[1:], *themes.cautions)),
        sessions=_sessions(report) if programme.sessions else None,
        sessions_notes=sentences(
            (
                programme.message if programme.sessions else "",
                optimum,
                f"Limites prises en compte : {listing(programme.limits)}."
                if programme.limits
                else "",
                *(entry.sentence for entry in programme.left_out[:2]),
            )
        ),
    )


def _themes(items: list[Theme], most: int) -> Table:
    head = ("Thème", "Besoin nommé", "Souhaité", "Décidé")
    rows = tuple(map(_theme, items[:most]))
    more = rest(len(items), most, "autre thème", "autres thèmes")
    return Table("Ce que les familles nomment, souhaitent et décident", head, rows, more)


def _theme(theme: Theme) -> Row:
    needed = share(theme.needed, whole=not theme.public) if theme.needed else Fact("pas demandé")
    wished = share(theme.wished) if theme.wished else Fact("trop peu proposé")
    place = f"place {theme.rank}"
    if theme.rank_low < theme.rank_high:
        place += f" [{theme.rank_low}{THIN}; {theme.rank_high}]"
    return Row(typography(theme.label), (needed, wished, _decided(theme)), under=place)


def _decided(theme: Theme) -> Fact:
    """Write votes, which a whole room saw, and workshops held."""
    decided = theme.decided
    held = decided.workshops_held
    tried = f"{number(held)} {'ateliers tenus' if held > 1 else 'atelier tenu'}" if held else ""
    if not decided.put:
        return Fact("pas soumis au vote", tried)
    if decided.votes is None or decided.participants is None:
        return Fact("–", tried)
    return Fact(f"{number(decided.votes)} votes / {number(decided.participants)}", tried)


def _sessions(report: Report) -> Table:
    sessions = report.programme.sessions
    rows = tuple(_session(session) for session in sessions[:MOST_SESSIONS])
    head = ("Séance", "Familles en plus", "Couvertes en tout", "Moment et lieu demandés")
    more = rest(len(sessions), MOST_SESSIONS, "autre séance", "autres séances")
    caption = "Séances proposées : ce que chacune ajoute, ce que toutes couvrent"
    return Table(typography(caption), head, rows, more, drawn=True)


def _session(session: Session) -> Row:
    practical = [_first(session.slot), _first(session.place)]
    asked = ", ".join(text for text in practical if text) or "à décider"
    covered = part(session.covered, whole=True)
    base = told.families(session.covered)
    return Row(
        f"{session.order}. {typography(session.label)}",
        (
            Fact(told.count(session.adds)),
            Fact(covered.told, base),
            Fact(typography(asked)),
        ),
        strip(session.covered),
    )


def _first(suggestions: list[Answer]) -> str:
    """The first suggestion, without what a family's page explains in brackets."""
    return GLOSS.sub("", suggestions[0].label) if suggestions else ""
