"""What the team edits in the browser: sites, sectors, places, services, help numbers, themes.

What comes in are forms and YAML files; what goes out are revisions of the lists, each checked with
every questionnaire before it is kept, none ever overwritten. It must never know a response.
"""

from diagnosis.lists import entries, files, overview
from diagnosis.lists._blueprint import blueprint

__all__ = ["blueprint", "entries", "files", "overview"]
