"""What every page shares: what comes in is a request, or what a view wants to show.

What goes out are the instance, the campaign and the language that the request speaks of, and pages
with their headers, forms and addresses of our own files. It must never decide: it reads no answer,
keeps nothing, and knows nothing of any one audience's pages.
"""

from diagnosis.web.assets import (
    FAMILY_SHEETS,
    PUBLIC_SHEETS,
    STATIC,
    asset,
    edition,
    modules,
    script,
)
from diagnosis.web.editing import Edited, EditForm
from diagnosis.web.forms import CheckboxesField, TeamForm, WholeField
from diagnosis.web.headers import COMMON_HEADERS, family_headers, team_headers
from diagnosis.web.languages import catalogue, choose_language, page_language, say, speak, speaking
from diagnosis.web.pages import family_page, family_values, team_page
from diagnosis.web.requests import (
    campaign_or_404,
    for_team,
    instance,
    refuse_other_sites,
    wants_json,
)
from diagnosis.web.speech import FILTERS as SPEECH_FILTERS
from diagnosis.web.speech import (
    Later,
    day_and_month,
    in_french,
    later,
    listed,
    long_day,
    month_day,
    read_number,
    spaced,
    written,
)
from diagnosis.web.team import polled, public_address, qr_code, team_json

__all__ = [
    "COMMON_HEADERS",
    "FAMILY_SHEETS",
    "PUBLIC_SHEETS",
    "SPEECH_FILTERS",
    "STATIC",
    "CheckboxesField",
    "EditForm",
    "Edited",
    "Later",
    "TeamForm",
    "WholeField",
    "asset",
    "campaign_or_404",
    "catalogue",
    "choose_language",
    "day_and_month",
    "edition",
    "family_headers",
    "family_page",
    "family_values",
    "for_team",
    "in_french",
    "instance",
    "modules",
    "later",
    "listed",
    "long_day",
    "month_day",
    "page_language",
    "polled",
    "public_address",
    "qr_code",
    "read_number",
    "refuse_other_sites",
    "say",
    "script",
    "spaced",
    "speak",
    "speaking",
    "team_headers",
    "team_json",
    "team_page",
    "wants_json",
    "written",
]
