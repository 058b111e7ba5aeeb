"""What the programme of a diagnosis suggests for the workshop of a theme. Knows no page."""

from __future__ import annotations

from analysis.model import Answer, Report


def suggestion(report: Report, theme: str) -> dict[str, str | bool]:
    """What the programme suggests for a theme: place, language, childcare."""
    for session in report.programme.sessions:
        if session.theme == theme:
            return {
                "place": _first(session.place),
                "language": _first(session.languages),
                "childcare": any(item.name == "garde" for item in session.needs_to_come),
            }
    return {}


def _first(found: list[Answer]) -> str:
    return found[0].name if found else ""
