"""What a first visit weighs: the whole family page, everything inlined, per language."""

from __future__ import annotations

import tempfile
from pathlib import Path

from diagnosis.app import create_app, open_instance
from diagnosis.config import Settings
from tests.conftest import LANGUAGES, add_campaign

LIMIT = 24 * 1024


def run() -> None:
    """Print the compressed bytes of the page in every language."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        instance = open_instance(settings)
        add_campaign(instance)
        client = create_app(settings, instance).test_client()
        for language in LANGUAGES:
            sizes = [_size(client, language, encoding) for encoding in ("br", "gzip", "identity")]
            brotli, gzip, plain = sizes
            print(
                f"{language:3} brotli {brotli:6} o, gzip {gzip:6} o, sans {plain:6} o ; "
                f"brotli / 24 Ko = {brotli / LIMIT:.2f}"
            )
        instance.store.close()


def _size(client: object, language: str, encoding: str) -> int:
    response = client.get(  # type: ignore[attr-defined]
        f"/q/stains?lang={language}", headers={"Accept-Encoding": encoding}
    )
    assert response.status_code == 200
    return len(response.data)
