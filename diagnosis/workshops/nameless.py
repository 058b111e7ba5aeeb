"""What the team writes of a workshop bears no name: what looks like one is refused, once."""

from __future__ import annotations

from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError as Invalid

import analysis
from diagnosis.languages import SOURCE
from diagnosis.model import N_
from diagnosis.web import later as _

NAMED = N_(
    "«\u00a0%(part)s\u00a0» ressemble à ceci\u00a0: %(kind)s. Écrivez sans nom ni coordonnées, ou "
    "cochez «\u00a0Il n’y a là aucun nom\u00a0»."
)


def refuse_names(form: Any, text: str | None, language: str = SOURCE) -> None:
    """Refuse what looks like a name or a number, unless the form's tick says that it is none."""
    text = text or ""
    spans = () if form.nameless.data else analysis.redact(text, language).spans
    if spans:
        part = text[spans[0].start : spans[0].end]
        raise Invalid(_(NAMED, part=part, kind=spans[0].kind))


class Nameless:
    """Refuses what looks like a name or a number in a language, as in French."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def __call__(self, form: Any, field: Field) -> None:
        """Read the sentence of one language."""
        refuse_names(form, field.data, self.tag)
