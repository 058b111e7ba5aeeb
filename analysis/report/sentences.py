"""The sentences for the top of the page: what can be said, and what cannot."""

from __future__ import annotations

from typing import Any

from ..french import interval, listing, number, quoted, typography


def findings(report: dict[str, Any]) -> list[str]:
    """Write the findings of a published report (every hidden number is already hidden)."""
    parts = [
        _participation(report),
        *_needs(report["needs"]["domains"]),
        _support(report["needs"]),
        _gap(report["needs"]["gaps"]),
        _profiles(report["profiles"]),
        _places(report["maps"]),
        *_themes(report["themes"]["items"]),
        _programme(report["programme"]["sessions"]),
    ]
    return [typography(part) for part in parts if part]


def too_few(k: int) -> str:
    """Say that the survey itself is under the threshold."""
    return typography(
        f"Moins de {k} familles ont répondu : rien ne peut être publié pour l'instant."
    )


def _participation(report: dict[str, Any]) -> str:
    n = report["participation"]["n"]
    if n < 100:
        return (
            f"{number(n)} familles ont répondu : les chiffres sont fragiles, lire les intervalles."
        )
    return f"{number(n)} familles ont répondu."


def _needs(domains: list[dict[str, Any]]) -> list[str]:
    seen = [d for d in domains if not d["cell"]["hidden"] and d["cell"]["n"]]
    if not seen:
        return (
            ["Aucun besoin n'est nommé par assez de familles pour être publié."] if domains else []
        )
    top = seen[0]
    sentences = [f"Le besoin le plus nommé : {quoted(top['label'])}, {_share(top['cell'])}."]
    level = [d for d in seen[1:] if d["cell"]["high"] >= top["cell"]["low"]]
    if level:
        names = listing([quoted(d["label"]) for d in level[:3]])
        sentences.append(
            f"On ne peut pas conclure que ce besoin passe avant {names} : "
            "les intervalles se recoupent."
        )
    return sentences


def _support(section: dict[str, Any]) -> str:
    """Name the need whose families differ most from the others in lacking support."""
    entries = [d["unmet"] for d in section["domains"] if d["unmet"] and d["unmet"]["differs"]]
    widest = max(entries, key=lambda entry: abs(entry["difference"]), default=None)
    return str(widest["sentence"]) if widest else ""


def _gap(section: dict[str, Any]) -> str:
    if not section["found"]:
        return ""
    if section["found"] == 1:
        return str(section["items"][0]["sentence"])
    many = f"{number(section['found'])} écarts entre groupes dépassent le hasard ; le plus grand : "
    return many + str(section["items"][0]["sentence"])


def _share(cell: dict[str, Any]) -> str:
    told = interval(cell["share"], cell["low"], cell["high"], cell["N"])
    return f"{number(cell['n'])} familles sur {number(cell['N'])}, {told}"


def _profiles(section: dict[str, Any]) -> str:
    items = section["items"]
    if not items:
        return str(section["message"])
    if not section["clear"]:
        return (
            f"{len(items)} profils de réponses apparaissent, mais ils sont fragiles : "
            "à discuter, pas à conclure."
        )
    return f"{len(items)} profils de réponses se distinguent nettement."


def _places(section: dict[str, Any]) -> str:
    if not section["needs"]:
        return ""
    for need in section["needs"]:
        if need["differs"]:
            return f"Les secteurs diffèrent pour {quoted(need['label'])}, plus que par hasard."
    return "On ne peut pas conclure que les besoins diffèrent d'un secteur à l'autre."


def _themes(items: list[dict[str, Any]]) -> list[str]:
    if not items:
        return []
    top = items[0]
    sentences = [f"Le thème le mieux placé : {quoted(top['label'])}."]
    if top["top_share"] < 0.8:
        sentences.append(
            "On ne peut pas conclure sur l'ordre des premiers thèmes : "
            "il change d'un tirage à l'autre."
        )
    moved = [item for item in items if item["move"] and item["evidence"]["weight"]]
    if moved:
        best = max(moved, key=lambda item: (abs(item["move"]), -item["rank"]))
        way = "monte" if best["move"] > 0 else "descend"
        sentences.append(
            f"La concertation change l'ordre : {quoted(best['label'])} {way} "
            f"de la place {best['rank_survey']} à la place {best['rank']}."
        )
    return sentences


def _programme(sessions: list[dict[str, Any]]) -> str:
    told = [s for s in sessions if not s["covered"]["hidden"]]
    if not told:
        return ""
    many = "séance répond" if len(told) == 1 else "séances répondent"
    return f"{len(told)} {many} à {_share(told[-1]['covered'])}."
