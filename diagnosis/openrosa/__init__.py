"""Devices that collect with ODK Collect or KoboCollect: what comes in are OpenRosa requests.

What goes out are the list of one form, that form (an XForm) with its pictures, and a receipt, or
why an answer is not kept. It must never keep what an answer does not say (device, hour, telephone),
nor let in what the one door of answers refuses.
"""

from diagnosis.openrosa import views
from diagnosis.openrosa._blueprint import blueprint

__all__ = ["blueprint", "views"]
