"""To be written."""

from flask import Blueprint

blueprint = Blueprint("staff", __name__)


def protect(app: object) -> None:
    """Guard the team's pages."""
