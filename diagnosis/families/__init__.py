"""What a family meets: what comes in is a request for a page, or the answers of one family.

What goes out are the questionnaire, written once per (campaign, language, channel) and served as
ready bytes, the kiosk, the thank-you page, the way back and the public pages; answers are stored
before they are acknowledged. It must never single a family out: no cookie, no address, no time.
"""

from diagnosis.families import (
    after,
    deferred,
    given_sheets,
    kiosks,
    near,
    offline,
    picture_book,
    recordings,
    results,
    scripts,
    tongues,
    views,
    withdrawal,
)
from diagnosis.families._blueprint import blueprint

__all__ = [
    "after",
    "blueprint",
    "deferred",
    "given_sheets",
    "kiosks",
    "near",
    "offline",
    "picture_book",
    "recordings",
    "results",
    "scripts",
    "tongues",
    "views",
    "withdrawal",
]
