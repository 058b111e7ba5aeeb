"""Wiring only: settings -> instance -> Flask application with its blueprints."""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from pathlib import Path

from flask import Flask, Response, jsonify
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, InternalServerError

from diagnosis import __version__, families, planners, staff, workshops
from diagnosis.config import Settings, read_settings
from diagnosis.families.gateway import LARGEST
from diagnosis.families.pages import Pages
from diagnosis.families.views import page_for_people
from diagnosis.i18n import Languages
from diagnosis.instance import Instance, read_pictures
from diagnosis.questionnaire import load_library
from diagnosis.storage import Storage, StorageError
from diagnosis.storage.sqlite import SQLiteStorage
from diagnosis.web import STATIC, family_headers, instance, script


def open_instance(settings: Settings, store: Storage | None = None) -> Instance:
    """Open the instance in the settings' folder, making its database when there is none.

    Raises
    ------
    ProblemsError
        The questionnaires are wrong; it lists every problem.
    StorageError
        The database cannot be opened.
    """
    languages = Languages(settings.translations)
    library = load_library(settings.questionnaires, languages.own_names)
    if store is None:
        settings.data.mkdir(parents=True, exist_ok=True)
        store = SQLiteStorage(settings.data / "diagnosis.sqlite")
    return Instance(
        store=store,
        library=library,
        languages=languages,
        pictures=read_pictures(STATIC / "pictograms.svg"),
        exit_address=settings.exit_address,
        address=settings.address.rstrip("/"),
        open_planning=settings.open_planning,
        k=settings.k,
    )


def create_app(settings: Settings, running: Instance | None = None) -> Flask:
    """Make the application.

    Parameters
    ----------
    settings : of the instance to serve.
    running : the instance, when it is already open (in tests).
    """
    running = running or open_instance(settings)
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=running.secret_key(),
        MAX_CONTENT_LENGTH=LARGEST,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["script"] = _inline_script
    app.extensions["diagnosis"] = running
    app.extensions["diagnosis-pages"] = Pages(app, running)
    gateway = families.FamilyGateway(app.wsgi_app, running, family_headers())
    app.extensions["diagnosis-gateway"] = gateway
    app.wsgi_app = gateway  # type: ignore[assignment, method-assign]
    for room in (families, workshops, staff, planners):
        app.register_blueprint(room.blueprint)
    staff.protect(app)
    app.register_error_handler(HTTPException, page_for_people)
    app.register_error_handler(Exception, _unexpected)
    app.add_url_rule("/healthz", view_func=_health)
    # Werkzeug's access log would write addresses and times: families leave no trace.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return app


def from_environment() -> Flask:
    """Make the application of the instance that ``DIAGNOSIS_DATA`` names (for WSGI servers)."""
    return create_app(read_settings(Path(os.environ.get("DIAGNOSIS_DATA", "instance"))))


def _inline_script(name: str) -> str:
    return Markup(script(name))  # noqa: S704 - our own file


def _unexpected(error: Exception) -> Response:
    logging.getLogger(__name__).error("unexpected error", exc_info=error)
    return page_for_people(InternalServerError())  # type: ignore[return-value]


def _health() -> tuple[Response, int]:
    try:
        instance().store.check()
    except StorageError:
        return jsonify(status="store", version=__version__), 503
    return jsonify(status="ok", version=__version__), 200
