"""A member of the team and a diagnosis made by hand, as sessions have them."""

from tests.sessions.conftest import diagnosis as diagnosis  # noqa: PLC0414 - a fixture of theirs
from tests.sessions.conftest import member as member  # noqa: PLC0414
