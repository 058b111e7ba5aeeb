"""Wiring only: settings -> instance -> Flask application with its blueprints."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, jsonify, request
from flask_compress import Compress
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from diagnosis import (
    __version__,
    api,
    families,
    funders,
    lists,
    openrosa,
    planners,
    sessions,
    staff,
    workshops,
)
from diagnosis.accounts import factor_seal, seal_plain_factors
from diagnosis.answers import note_day
from diagnosis.config import SHIPPED, Settings
from diagnosis.costly import BusyError
from diagnosis.dataset import PendingError
from diagnosis.families.pages import Pages
from diagnosis.families.views import page_for_people
from diagnosis.instance import Content, Instance, read_signs
from diagnosis.keeping import FACTORS, make_private, open_secrets
from diagnosis.languages import Languages
from diagnosis.model import DiagnosisError
from diagnosis.pictures import open_book
from diagnosis.questionnaire import load_library
from diagnosis.storage import UnavailableError, open_store
from diagnosis.voices import MachineVoices
from diagnosis.web import (
    SPEECH_FILTERS,
    STATIC,
    asset,
    for_machines,
    for_team,
    instance,
    on_every_answer,
    script,
    speak,
    whole_book,
)

# A minute of voice, twice in base64 (in its envelope and in its page's JSON), and the rest.
LARGEST = 512 * 1024
# Seconds after which a device may try again; the writer looks at the store once a second.
RETRY = 5


class _Application(Flask):
    """Signs by the key of the moment: `diagnosis secrets rotate` ends sessions while it runs."""

    @property
    def secret_key(self) -> str:  # type: ignore[override]
        return str(self.extensions["diagnosis"].session_key())


def read_content(settings: Settings) -> Content:
    """Languages, questionnaires, signs and pictures of the settings.

    Raises
    ------
    ProblemsError
        The questionnaires or the picture book are wrong; it lists every problem.
    """
    languages = Languages(settings.translations)
    library = load_library(settings.questionnaires, languages.own_names)
    signs = read_signs(STATIC / "shared" / "pictograms.svg")
    pictures = open_book(settings.questionnaires, SHIPPED / "questionnaires")
    return Content(languages, library, pictures, signs)


def open_instance(settings: Settings, content: Content | None = None) -> Instance:
    """Open the instance in the settings' folder, making its database when there is none.

    Parameters
    ----------
    settings : of the instance to open.
    content : what it would read, when somebody has read it already (tests open a thousand).

    Raises
    ------
    ProblemsError
        The questionnaires are wrong; it lists every problem.
    LooseError
        Other accounts of the machine may read its folder.
    SecretsError
        Its secrets are lost or cannot be read.
    StorageError
        The database cannot be opened.
    """
    content = content or read_content(settings)
    make_private(settings.data)
    store = open_store(settings.store)
    try:
        secrets = open_secrets(settings.data, store, bool(settings.database_url))
        seal_plain_factors(store, factor_seal(secrets.get(FACTORS)))
    except BaseException:
        store.close()
        raise
    return Instance(
        store=store,
        secrets=secrets,
        shipped=content.library,
        languages=content.languages,
        pictures=content.pictures,
        signs=content.signs,
        exit_address=settings.exit_address,
        k=settings.k,
        machine=MachineVoices(settings.data, settings.machine_voice),
        address=settings.address.rstrip("/"),
        controller=settings.controller,
        dpo=settings.dpo,
        open_planning=settings.open_planning,
        second_factor=settings.second_factor,
        crossings=tuple(settings.crossings.split()),
    )


def create_app(settings: Settings, running: Instance | None = None) -> Flask:
    """Make the application.

    Parameters
    ----------
    settings : of the instance to serve.
    running : the instance, when it is already open (in tests).
    """
    running = running or open_instance(settings)
    app = _Application(__name__)
    app.extensions["diagnosis"] = running
    app.config.update(
        DIAGNOSIS_FOLDER=settings.data,
        MAX_CONTENT_LENGTH=LARGEST,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.secure_cookies or settings.address.startswith("https://"),
        TRUSTED_HOSTS=_hosts(settings.address),
        SESSION_COOKIE_PATH="/",
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(script=_inline_script, asset=asset)
    app.jinja_env.globals["picture_at"] = lambda name: whole_book(running.pictures, name)
    app.jinja_env.filters["town"] = running.town
    app.jinja_env.tests["unheard"] = lambda language: not running.is_heard(language)
    app.jinja_env.filters.update(SPEECH_FILTERS)
    speak(app)
    app.extensions["diagnosis-pages"] = Pages(app, running)
    _compress(app)
    secure = settings.address.startswith("https://")
    app.after_request(lambda response: on_every_answer(response, secure))
    for room in (families, sessions, workshops, staff, lists, planners, funders, api, openrosa):
        app.register_blueprint(room.blueprint)
    api.describe(app)
    staff.protect(app)
    app.before_request(_noted_days(running))
    app.register_error_handler(HTTPException, _say)
    app.register_error_handler(UnavailableError, _unavailable)
    app.register_error_handler(BusyError, _unavailable)
    app.register_error_handler(PendingError, _pending)
    app.register_error_handler(Exception, _unexpected)
    app.add_url_rule("/healthz", view_func=_health)
    # Werkzeug's access log would write addresses and times: families leave no trace.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return app


def _noted_days(running: Instance) -> Callable[[], None]:
    """Keep the day in the store, now and then once a day: a page only asked for writes nothing."""
    noted: list[date] = []

    def note() -> None:
        today = running.today()
        if today not in noted:
            noted[:] = [today]
            note_day(running.store, today)

    note()
    return note


def _hosts(address: str) -> list[str] | None:
    """Names by which the instance is asked: its own, and this machine's; any without an address.

    A link of an invitation is never made of a name that somebody else sent.
    """
    own = urlsplit(address).hostname
    return [own, "127.0.0.1", "localhost"] if own else None


def _compress(app: Flask) -> None:
    """Compress what families and everyone read.

    Never the team's pages: they hold a form's token, and the size of a compressed page can betray
    what it holds (BREACH, 2013).
    """
    app.config.update(COMPRESS_REGISTER=False, COMPRESS_ALGORITHM=["br", "gzip"])
    app.config.update(COMPRESS_STREAMS=False, COMPRESS_BR_LEVEL=5)
    compress = Compress(app)

    def after(response: Response) -> Response:
        # What a program has is known by its tag, which is that of the text as it is.
        if for_team(request) or for_machines(request):
            return response
        if request.endpoint == "static":
            # Our own files are small: read whole, they are closed at once.
            response.direct_passthrough = False
            response.make_sequence()
        return compress.after_request(response)

    app.after_request(after)


def _inline_script(name: str) -> str:
    return Markup(script(name))  # noqa: S704 - our own file


def _say(error: HTTPException) -> Response:
    return api.trouble(error) if for_machines(request) else page_for_people(error)  # type: ignore[return-value]


def _unexpected(error: Exception) -> Response:
    logging.getLogger(__name__).error("unexpected error", exc_info=error)
    return _say(InternalServerError())


def _unavailable(error: DiagnosisError) -> Response:
    response = _say(ServiceUnavailable())
    response.headers["Retry-After"] = str(RETRY)
    return response


def _pending(error: PendingError) -> Response:
    response = planners.pending(error) if for_team(request) else _unavailable(error)
    response.headers["Retry-After"] = str(RETRY)
    return response  # type: ignore[return-value]


def _health() -> tuple[Response, int]:
    """Whether answers are kept, proven by a write, and how many megabytes the disk still has."""
    folder = current_app.config["DIAGNOSIS_FOLDER"]
    told = {"version": __version__, "free_megabytes": shutil.disk_usage(folder).free // 1_000_000}
    try:
        instance().store.check()
    except UnavailableError:
        return jsonify(status="store", **told), 503
    return jsonify(status="ok", **told), 200
