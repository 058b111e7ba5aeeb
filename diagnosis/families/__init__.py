"""What a family meets: the questionnaire, the kiosk, the thank-you page, the public pages.

Pages are written once per (campaign, language, channel) and served as ready bytes; a submission
is checked by the questionnaire's rules and stored before it is acknowledged. No cookie, no
address, no time: nothing here can single a family out.
"""

from diagnosis.families import kiosks, offline, rare, views, voices, withdrawal
from diagnosis.families._blueprint import blueprint
from diagnosis.families.gateway import FamilyGateway

__all__ = [
    "FamilyGateway",
    "blueprint",
    "kiosks",
    "offline",
    "rare",
    "views",
    "voices",
    "withdrawal",
]
