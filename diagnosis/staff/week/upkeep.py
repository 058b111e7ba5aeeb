"""What waits of the campaign's own words and settings, and of the machine that keeps it all."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from diagnosis.accounts import Right
from diagnosis.answers import due
from diagnosis.dataset import troubles_shown
from diagnosis.keeping import is_late, last_backup
from diagnosis.model import Campaign
from diagnosis.staff.week.work import Work
from diagnosis.web import catalogue, instance, listed, may, may_somewhere

MACHINE = "#machine"  # where the page says which command the machine wants


def of_settings(campaign: Campaign) -> Iterator[Work]:
    """Settings that cannot be used, and lists that changed since the campaign was opened."""
    if may(Right.SET_ANALYSIS, campaign.name) and troubles_shown(instance(), campaign):
        said = _("Les parts du quartier ne vont pas avec les réponses\u00a0: à corriger")
        yield Work("trouble", str(said), url_for("staff.margins", name=campaign.name), campaign)
    if not may(Right.MANAGE_CAMPAIGNS, campaign.name) or not _asks(campaign):
        return
    if instance().changes(campaign):
        said = _("Des questions ou des listes ont changé\u00a0: les poser, ou garder les anciennes")
        address = url_for("staff.edit_campaign", name=campaign.name, _anchor="version")
        yield Work("words", str(said), address, campaign)


def of_machine() -> Iterator[Work]:
    """What waits for who keeps the instance."""
    if may(Right.MANAGE_CAMPAIGNS):
        if late := late_erasing():
            said = _(
                "Le délai promis aux familles est passé, rien n’est encore effacé\u00a0: "
                "%(campaigns)s",
                campaigns=listed(late),
            )
            yield Work("erasing", str(said), MACHINE)
        if missing_settings():
            said = _("La page des droits des familles n’est pas complète")
            yield Work("page of rights", str(said), MACHINE)
        if is_backup_late():
            yield Work("backup", str(_("La sauvegarde est en retard")), MACHINE)


def of_languages() -> Iterator[Work]:
    """Languages that families read now, and that nobody who speaks them has read."""
    open_now = [one for one in instance().store.campaigns() if _asks(one)]
    tags = {tag for one in open_now for tag in one.languages}
    known = (one for one in instance().languages if one.tag in tags and not one.oral)
    drafts = [one for one in known if catalogue(one).is_draft]
    if drafts and may_somewhere(Right.RECORD_SENTENCES):
        said = ngettext(
            "Une langue proposée aux familles n’est pas relue\u00a0: ses phrases",
            "%(num)s langues proposées aux familles ne sont pas relues\u00a0: leurs phrases",
            len(drafts),
        )
        yield Work("language draft", str(said), url_for("staff.voices", language=drafts[0].tag))


def missing_settings() -> list[str]:
    """Settings without which the page of rights does not name who answers for it."""
    named = {"controller": instance().controller, "dpo": instance().dpo}
    return [setting for setting, value in named.items() if not value]


def is_backup_late() -> bool:
    """Whether a failure would lose answers of families that exist."""
    return not all_invented() and is_late(last_backup(instance().store), instance().today())


def all_invented() -> bool:
    """Whether nothing would be lost: no campaign, or none whose families exist."""
    return all(campaign.fictitious for campaign in instance().store.campaigns())


def late_erasing() -> list[str]:
    """Titles of the campaigns of which something promised is not erased yet."""
    late = {one.campaign for one in due(instance().store, instance().today()) if one.counts}
    return [one.title for one in instance().store.campaigns() if one.name in late]


def _asks(campaign: Campaign) -> bool:
    return campaign.is_open(instance().today())
