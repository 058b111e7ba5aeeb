"""What makes the dossier and its files, without a page: where documents are loaded."""

from __future__ import annotations

from diagnosis.funders.building import dossier_of, site_of
from diagnosis.funders.files import FORMATS, file_name, write_whole

__all__ = ["FORMATS", "dossier_of", "file_name", "site_of", "write_whole"]
