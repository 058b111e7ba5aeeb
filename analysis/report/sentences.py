"""The sentences for the top of the page: the one owner of superlatives.

A sentence rests on told numbers only, and says the most that survives drawing them again: what is
not first in 95 % of draws is never called first.
"""

from __future__ import annotations

from ..french import families, listing, number, quoted, typography
from ..model import Cell, Gaps, Maps, Need, Needs, Profiles, Programme, Report, Theme

# Families under which a survey opens a discussion, and no more.
FIRST_TALK = 20
# Names that one sentence can hold.
MOST_NAMES = 6


def findings(report: Report) -> list[str]:
    """Sentences of a report whose numbers have passed the door."""
    return [sentence for sentences in said(report).values() for sentence in sentences]


def said(report: Report) -> dict[str, list[str]]:
    """The same sentences by what they speak of; nothing of a survey under the smallest group."""
    if report.participation.n is None:
        return {}
    parts = {
        "participation": [_participation(report.participation.n)],
        "needs": _needs(report.needs),
        "support": [_support(report.needs)],
        "gaps": [_gap(report.needs.gaps)],
        "profiles": [_profiles(report.profiles)],
        "maps": [_places(report.maps)],
        "themes": _themes(report.themes.items),
        "programme": [_programme(report.programme)],
    }
    return {key: [typography(text) for text in texts if text] for key, texts in parts.items()}


def too_few(k: int) -> str:
    """Say that the survey itself is under the smallest group that is described."""
    return typography(
        f"Moins de {k} familles ont répondu : rien ne peut être publié pour l'instant. "
        f"Il en faut {k}."
    )


def needs_title(domains: list[Need], first: list[str]) -> str:
    """Title of the needs: the first one when it is surely first, otherwise those that may be.

    >>> need = Need("a", "Dormir", Cell(30, 60, 0.5, 0.4, 0.6), None, None, None, None, "")
    >>> needs_title([need], ["a"]).replace(chr(0x202f), " ")
    'Le besoin le plus nommé : « Dormir », environ 30 familles sur 60, 50 % [40 ; 60]'
    """
    chosen = [need for need in domains if need.name in first]
    if not chosen:
        return "Besoins"
    if len(chosen) == 1:
        return f"Le besoin le plus nommé : {quoted(chosen[0].label)}, {_cell(chosen[0].cell)}"
    if len(chosen) > MOST_NAMES:
        return f"{len(chosen)} besoins peuvent être les plus nommés : l'ordre n'est pas établi"
    return f"Parmi les plus nommés : {listing([quoted(d.label) for d in chosen])}"


def _participation(n: int) -> str:
    if n < FIRST_TALK:
        return (
            f"{number(n)} familles ont répondu : de quoi ouvrir une première discussion. "
            "À partir de 40, les besoins se comparent mieux."
        )
    if n < 100:
        return (
            f"{number(n)} familles ont répondu : les chiffres sont fragiles, lire les intervalles."
        )
    return f"{number(n)} familles ont répondu."


def _needs(section: Needs) -> list[str]:
    domains = section.domains
    if not domains:
        return []
    chosen = section.order.first
    sentences = [f"{section.order.sentence}."]
    if len(chosen) > 1:
        sentences.append("On ne peut pas conclure sur le premier : les intervalles se recoupent.")
    high = [quoted(d.label) for d in domains if d.place == "high"]
    if len(high) > 1:
        sentences.append(f"Sûrement dans la moitié la plus nommée : {listing(high)}.")
    return sentences


def _support(section: Needs) -> str:
    """The need whose families differ from the others in lacking support, by the widest gap."""
    entries = [d.unmet for d in section.domains if d.unmet and d.unmet.differs]
    widest = max(entries, key=lambda entry: abs(entry.difference), default=None)
    return widest.sentence if widest else ""


def _gap(section: Gaps) -> str:
    if not section.found:
        return ""
    first = section.items[0].sentence
    if section.found == 1:
        return first
    return f"{number(section.found)} écarts entre groupes dépassent le hasard, dont : {first}"


def _cell(cell: Cell) -> str:
    return families(cell.n, cell.N, cell.share, cell.low, cell.high)


def _profiles(section: Profiles) -> str:
    items = section.items
    if not items:
        return section.message
    if not section.clear:
        return (
            f"{len(items)} profils de réponses apparaissent, mais ils sont fragiles : "
            "à discuter, pas à conclure."
        )
    return f"{len(items)} profils de réponses se distinguent."


def _places(section: Maps) -> str:
    if not section.needs:
        return ""
    if section.message:
        return section.message
    differing = [quoted(need.label) for need in section.needs if need.differs]
    if differing:
        return f"Des zones diffèrent des autres, plus que par hasard, pour {listing(differing)}."
    return "On ne peut pas conclure que les besoins diffèrent d'une zone à l'autre."


def _themes(items: list[Theme]) -> list[str]:
    if not items:
        return []
    sentences = [themes_title(items) + "."]
    moved = [item for item in items if item.move and item.decided.put]
    if moved:
        best = max(moved, key=lambda item: (abs(item.move), -item.rank))
        way = "monte" if best.move > 0 else "descend"
        sentences.append(
            f"La concertation change l'ordre : {quoted(best.label)} {way} "
            f"de la place {best.rank_survey} à la place {best.rank}."
        )
    return sentences


def themes_title(items: list[Theme]) -> str:
    """Title of the themes: those that may be the best."""
    level = [item for item in items if item.may_be_first]
    if len(level) == 1:
        return f"Le thème le mieux placé : {quoted(items[0].label)}"
    if len(level) > MOST_NAMES:
        return f"{len(level)} thèmes peuvent être premiers : l'ordre n'est pas établi"
    return f"Parmi les thèmes les mieux placés : {listing([quoted(i.label) for i in level])}"


def _programme(section: Programme) -> str:
    if not section.sessions or not section.covered:
        return ""
    many = len(section.sessions)
    word = "séance répond" if many == 1 else "séances répondent"
    return f"{many} {word} à {_cell(section.covered)}."
