"""What every page shares: what comes in is a request, or what a view wants to show.

What goes out are the instance, the campaign, the language and the member that the request speaks
of, and pages with their rights, headers, forms and addresses of our own files. It must never
decide: it reads no answer, keeps nothing but who came and what they did, and knows nothing of any
one audience's pages.
"""

from diagnosis.web.assets import (
    FAMILY_SHEETS,
    MAP_SHEETS,
    PUBLIC_SHEETS,
    STATIC,
    asset,
    edition,
    modules,
    script,
)
from diagnosis.web.ballots import Ballot, draw_ballot, read_ballot
from diagnosis.web.editing import Edited, EditForm
from diagnosis.web.forms import CheckboxesField, Difference, TeamForm, WholeField
from diagnosis.web.headers import COMMON_HEADERS, family_headers, on_every_answer, team_headers
from diagnosis.web.languages import (
    DOOR,
    OneLanguage,
    catalogue,
    choose_language,
    is_asked_first,
    page_language,
    said_in,
    say,
    speak,
    speaking,
    team_language,
)
from diagnosis.web.members import (
    Needed,
    allowed,
    enter,
    leave,
    may,
    may_somewhere,
    member,
    needed,
    needs,
    nobody,
    note,
    note_of,
    offered,
    visitor,
)
from diagnosis.web.pages import family_page, family_values, sound_addresses, team_page
from diagnosis.web.paper import Line, line_of, on_paper
from diagnosis.web.pictures import book_address, picture_headers, whole_book
from diagnosis.web.promises import promised
from diagnosis.web.requests import (
    campaign_or_404,
    for_machines,
    for_team,
    instance,
    leads_to_team,
    refuse_other_sites,
    wants_json,
)
from diagnosis.web.scripts import served_script
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
from diagnosis.web.team import polled, public_address, qr_code, qr_inline, team_json

__all__ = [
    "Ballot",
    "draw_ballot",
    "read_ballot",
    "COMMON_HEADERS",
    "FAMILY_SHEETS",
    "MAP_SHEETS",
    "PUBLIC_SHEETS",
    "SPEECH_FILTERS",
    "STATIC",
    "CheckboxesField",
    "Difference",
    "EditForm",
    "Edited",
    "Later",
    "Needed",
    "Line",
    "OneLanguage",
    "TeamForm",
    "WholeField",
    "allowed",
    "asset",
    "book_address",
    "campaign_or_404",
    "catalogue",
    "DOOR",
    "is_asked_first",
    "choose_language",
    "day_and_month",
    "edition",
    "enter",
    "family_headers",
    "family_page",
    "family_values",
    "for_machines",
    "for_team",
    "in_french",
    "instance",
    "later",
    "leads_to_team",
    "leave",
    "listed",
    "long_day",
    "may",
    "may_somewhere",
    "member",
    "modules",
    "month_day",
    "needed",
    "needs",
    "nobody",
    "note",
    "note_of",
    "offered",
    "picture_headers",
    "on_every_answer",
    "page_language",
    "polled",
    "line_of",
    "on_paper",
    "promised",
    "public_address",
    "qr_code",
    "qr_inline",
    "read_number",
    "refuse_other_sites",
    "said_in",
    "say",
    "script",
    "served_script",
    "spaced",
    "sound_addresses",
    "speak",
    "speaking",
    "team_headers",
    "team_language",
    "team_json",
    "team_page",
    "visitor",
    "wants_json",
    "whole_book",
    "written",
]
