"""To be written."""

from flask import Blueprint

blueprint = Blueprint("planners", __name__)
