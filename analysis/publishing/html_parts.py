"""Parts of a printable page: safe text, tables, told counts."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

from ..french import number, share_text, typography

CELL = ("n", "N", "Part [intervalle]")


def safe(text: Any) -> str:
    return html.escape(typography(str(text)))


def section(title: str, picture: str, *parts: str) -> str:
    return f"<section><h2>{safe(title)}</h2>{picture}{''.join(parts)}</section>"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = "".join(
        "<tr>" + "".join(f"<td>{safe(value)}</td>" for value in row) + "</tr>" for row in rows
    )
    if not lines:
        return ""
    heads = "".join(f'<th scope="col">{safe(name)}</th>' for name in head)
    return (
        f'<div class="table"><table><caption>{safe(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def paragraph(text: str) -> str:
    return f"<p>{safe(text)}</p>" if text else ""


def items(texts: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{safe(text)}</li>" for text in texts) + "</ul>"


def count(n: int | None) -> str:
    return "–" if n is None else number(n) if n else "moins de 5"


def cell(cell: dict[str, Any] | None) -> tuple[str, str, str]:
    if cell is None:
        return "–", "–", "–"
    return count(cell["n"]), number(cell["N"]), share_text(cell)
