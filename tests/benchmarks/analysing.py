"""How long a diagnosis takes, on 1 000 fictitious families of the long questionnaire."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from diagnosis.app import open_instance
from diagnosis.config import Settings
from diagnosis.dataset import simulate, state_of
from tests.conftest import add_campaign

FAMILIES = 1000


def run() -> None:
    """Print the seconds that a whole diagnosis takes (aim: 8 at most)."""
    with tempfile.TemporaryDirectory() as folder:
        instance = open_instance(Settings(data=Path(folder)))
        campaign = add_campaign(instance, fictitious=True)
        simulate(instance, campaign, FAMILIES, 1)
        start = time.perf_counter()
        diagnosis = state_of(instance, campaign).report
        seconds = time.perf_counter() - start
        print(f"{FAMILIES} familles : {seconds:.1f} s (but : 8), {seconds / 8:.2f} du but")
        print(f"profils trouvés : {len(diagnosis['profiles'].get('items', []))}")
        instance.store.close()
