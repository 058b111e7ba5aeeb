"""A test workshop taken away by mistake comes back whole; only what is put back is told again."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.web import instance, needs
from diagnosis.workshops._blueprint import blueprint


@blueprint.post("/staff/workshops/<int:id>/remove")
@needs(Right.HOLD_WORKSHOPS)
def remove_workshop(id: int) -> Response:
    """Take a workshop away: it is told nowhere, and nothing of it is lost."""
    flash(_("L’atelier est supprimé. Vous pouvez le rétablir au bas de cette page."))
    return _set_removed(id, True)


@blueprint.post("/staff/workshops/<int:id>/restore")
@needs(Right.HOLD_WORKSHOPS)
def restore_workshop(id: int) -> Response:
    """Put a workshop back as it was."""
    flash(_("L’atelier est rétabli, avec tout ce qu’il contenait."))
    return _set_removed(id, False)


def _set_removed(id: int, removed: bool) -> Response:
    store = instance().store
    changed = store.change_workshop(id, lambda found: replace(found, removed=removed))
    if changed is None:
        abort(404)
    return redirect(url_for("workshops.workshops", name=changed.campaign))
