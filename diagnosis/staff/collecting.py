"""What came in so far, and the ways in: counts by week, channel, language; links of a campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from diagnosis.model import N_, Campaign
from diagnosis.staff.forms import CHANNEL_LABELS
from diagnosis.storage import Tally
from diagnosis.web import DOOR, day_and_month, instance, long_day, month_day, spaced

HINTS = {
    "phone": N_("La famille scanne le code avec son propre téléphone."),
    "kiosk": N_(
        "À préparer une fois\u00a0: la tablette revient ensuite seule au choix de la langue."
    ),
    "street": N_("Pour l’équipe qui va vers les familles, au marché ou au pied des tours."),
    "workshop": N_("À projeter ou à distribuer pendant un atelier."),
    "paper": N_("Pour recopier ici les questionnaires remplis sur papier."),
}
HELP = {True: N_("Avec l’aide de quelqu’un"), False: N_("Sans aide")}
ASSISTED = ("phone", "street", "workshop")


@dataclass(frozen=True)
class Line:
    """A count and its length beside the largest one, in percent."""

    label: str
    count: int
    length: float


@dataclass(frozen=True)
class Collected:
    """How many answers came in, and how."""

    total: int
    this_week: int
    weeks: list[Line]
    channels: list[Line]
    languages: list[Line]
    helped: list[Line]

    @property
    def sentence(self) -> str:
        """Say it in words."""
        if not self.total:
            return str(_("Aucune réponse pour l’instant."))
        sentence = ngettext(
            "%(count)s réponse reçue, %(lately)s cette semaine.",
            "%(count)s réponses reçues, %(lately)s cette semaine.",
            self.total,
            count=spaced(self.total),
            lately=spaced(self.this_week),
        )
        return str(sentence)


@dataclass(frozen=True)
class Way:
    """One way for families to answer: a link, on paper or on a screen."""

    channel: str
    path: str
    assisted: str
    hint: str


def count_up(
    tallies: list[Tally],
    week: str,
    channels: Mapping[str, str],
    languages: Mapping[str, str],
    k: int,
) -> Collected:
    """Add up the answers of a campaign.

    Parameters
    ----------
    week : the current one.
    channels, languages : the words to show, by name.
    k : fewer families than this are not told by their language, nor by who helped them.
    """
    by_week, by_channel, by_language = Counter[str](), Counter[str](), Counter[str]()
    by_help = Counter[str]()
    for tally in tallies:
        by_week[tally.week] += tally.count
        by_channel[channels.get(tally.channel, tally.channel)] += tally.count
        by_language[languages.get(tally.language, tally.language)] += tally.count
        by_help[_(HELP[tally.assisted])] += tally.count
    together = _("Avec ou sans aide")
    helped = folded(by_help, k, together)
    last_first = Counter({name_week(name): by_week[name] for name in sorted(by_week)[::-1]})
    return Collected(
        by_week.total(),
        by_week[week],
        _lines(list(last_first.items())),
        _lines(by_channel.most_common()),
        _lines(list(told_languages(by_language, k).items())),
        _lines([] if set(helped) == {together} else list(helped.items())),
    )


def collected_of(campaign: Campaign) -> Collected:
    """What came in of a campaign, in the words of who is there."""
    return count_up(
        instance().store.tally(campaign.name),
        instance().week(),
        {name: str(label) for name, label in CHANNEL_LABELS.items()},
        instance().languages.own_names,
        instance().k,
    )


def title_asked(campaign: Campaign) -> str:
    """How the team calls the questionnaire of a campaign, which the files may no longer have."""
    titles = instance().team_titles(campaign.site)
    return str(_(titles.get(campaign.questionnaire, campaign.questionnaire)))


def told_languages(counts: Counter[str], k: int) -> Counter[str]:
    """Answers by language; the rare ones together, so that no family is known by hers."""
    told = folded(counts, k, _("Autres langues"))
    return (
        told
        if len(told) != 1 or told.keys() <= counts.keys()
        else Counter({_("Toutes les langues ensemble"): told.total()})
    )


def folded(counts: Counter[str], k: int, others: str) -> Counter[str]:
    """Put small counts together until the sum is none, so that no difference tells one of them.

    >>> folded(Counter({"fr": 40, "ar": 12, "ta": 2}), 11, "others")
    Counter({'fr': 40, 'others': 14})
    >>> folded(Counter({"fr": 40, "ar": 12}), 11, "others")
    Counter({'fr': 40, 'ar': 12})
    """
    kept, together = Counter[str](), 0
    for name, count in counts.most_common()[::-1]:
        if count < k or 0 < together < k:
            together += count
        else:
            kept[name] = count
    told = Counter(dict(kept.most_common()))
    return told + Counter({others: together}) if together else told


def name_week(week: str) -> str:
    """Write an ISO week as people read it.

    Examples
    --------
    >>> name_week("2026-W47")
    'du 16 au 22 novembre'
    >>> name_week("2026-W49")
    'du 30 novembre au 6 décembre'
    """
    year, number = week.split("-W")
    first = date.fromisocalendar(int(year), int(number), 1)
    last = first + timedelta(days=6)
    if first.year != last.year:
        start, end = long_day(first), long_day(last)
    else:
        start = month_day(first) if first.month == last.month else day_and_month(first)
        end = day_and_month(last)
    return str(_("du %(start)s au %(end)s", start=start, end=end))


def ways_in(campaign: Campaign) -> list[Way]:
    """The links of a campaign."""
    return [
        Way(
            channel,
            path(campaign, channel, assisted=channel == "paper"),
            path(campaign, channel, assisted=True) if channel in ASSISTED else "",
            _(HINTS[channel]),
        )
        for channel in campaign.channels
    ]


def path(campaign: Campaign, channel: str, *, assisted: bool = False, scanned: bool = False) -> str:
    """The address of a campaign's questionnaire, as short as its channel allows.

    Who has ``scanned`` it from a wall holds a device that may speak another language than hers: she
    is asked for it first.
    """
    if channel == "kiosk":
        return f"/kiosk/{campaign.name}"
    # The first channel is the one supposed when the address names none.
    parts = [] if channel == campaign.channels[0] else [f"channel={channel}"]
    parts += ["assisted=1"] if assisted else []
    parts += [f"{DOOR}=1"] if scanned else []
    return f"/q/{campaign.name}" + ("?" + "&".join(parts) if parts else "")


def _lines(counts: list[tuple[str, int]]) -> list[Line]:
    most = max((count for _, count in counts), default=1)
    return [Line(label, count, round(100 * count / most, 1)) for label, count in counts]
