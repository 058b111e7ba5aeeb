"""Our own files: style sheets and scripts to inline, and addresses that change when a file does.

A script may import modules beside it: they are joined here, as decision record 12 (scripts) says.
What somebody else wrote comes before the script that stands on it, whole and unchanged.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from diagnosis.model import Campaign

STATIC = Path(__file__).resolve().parents[1] / "static"
FAMILY_SHEETS = (
    "shared/tokens",
    "shared/dark",
    "families/family",
    "families/cards",
    "families/parts",
)
MAP_SHEETS = (*FAMILY_SHEETS, "families/map")
PUBLIC_SHEETS = (*MAP_SHEETS, "shared/public")
# The two forms of sentence that modules may use; `deno fmt` writes them so, a test holds it.
IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[\w./-]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|let|(?:async )?function) )", re.MULTILINE)
# By script, what it stands on (licences: docs/licences.md).
OTHERS = {"sessions/eye": ("third_parties/js-aruco2/cv", "third_parties/js-aruco2/aruco")}
KIOSK_SCRIPTS = tuple(f"families/{name}.js" for name in ("kiosk", "kiosk-team", "family", "outbox"))


@cache
def style(*names: str) -> str:
    """Our own style sheets for family pages, to be inlined."""
    whole = "\n".join((STATIC / f"{name}.css").read_text("utf-8") for name in names)
    return minified("text/css", whole)


@cache
def script(name: str) -> str:
    """One of our own scripts with the modules that it imports, to be inlined or served."""
    paths = modules(name)
    sources = [path.read_text("utf-8") for path in paths]
    if len(paths) > 1:
        joined = "".join(EXPORT.sub("", IMPORT.sub("", source)) for source in sources)
        # Names stay inside: a page runs several scripts, which would share the outermost ones.
        sources = [f'(()=>{{"use strict";{joined}}})()']
    before = [path.read_text("utf-8") for path in _others(name)]
    return minified("application/javascript", "\n".join([*before, sources[0]]))


def _others(name: str) -> list[Path]:
    return [STATIC / f"{other}.js" for other in OTHERS.get(name, ())]


def minified(kind: str, text: str) -> str:
    """A text of a media type, as small as it can be written."""
    # Loaded by each worker for itself: its library is in Go, whose threads do not outlive a fork.
    # Loaded before the server forks, two requests at once would wait for each other for ever.
    import minify

    return str(minify.string(kind, text))


def modules(name: str) -> list[Path]:
    """The files of a script: each module after those that it imports, the script itself last.

    Raises
    ------
    graphlib.CycleError
        Modules import each other in a circle.
    """
    imported: dict[Path, list[Path]] = {}
    waiting = [STATIC / f"{name}.js"]
    while waiting:
        path = waiting.pop()
        if path not in imported:
            found = IMPORT.findall(path.read_text("utf-8"))
            imported[path] = [(path.parent / other).resolve() for other in found]
            waiting += imported[path]
    return list(TopologicalSorter(imported).static_order())


@cache
def asset(name: str) -> str:
    """The address of one of our own files; it changes when the file does, or a module of it."""
    plain = name.removesuffix(".js")
    paths = [*_others(plain), *modules(plain)] if plain != name else [STATIC / name]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


def edition(campaign: Campaign) -> str:
    """A text that changes whenever what tablets run for a campaign does."""
    parts = [asset(name).partition("?v=")[2] for name in KIOSK_SCRIPTS]
    return hashlib.sha256(" ".join([campaign.version, *parts]).encode()).hexdigest()[:8]
