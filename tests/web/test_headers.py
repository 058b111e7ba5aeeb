"""Headers that no answer lacks, and what an address of one's own brings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnosis.accounts import add_user
from tests.conftest import application_of

PATHS = (
    ("/", 200), ("/nothing", 404), ("/staff/", 302), ("/staff/login", 200), ("/planning/", 200),
    ("/static/shared/tokens.css", 200), ("/sw.js", 200), ("/healthz", 200), ("/q/stains", 200),
    ("/results/stains", 200), ("/planning/stains/needs.csv", 200), ("/q/stains/withdraw", 200),
    ("/q/stains/after", 200),
)  # fmt: skip


@pytest.fixture
def secure(settings, instance, campaign):
    """The application at an address of its own."""
    named = replace(settings, address="https://parents.example")
    instance.address = named.address
    return application_of(named, instance)


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_no_answer_lacks_them(client, campaign, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()


def test_an_address_brings_https_and_secure_cookies(secure, instance):
    add_user(instance.store, "amina", "une phrase assez longue")
    client = secure.test_client()
    sent = {"name": "amina", "password": "une phrase assez longue"}
    answer = client.post("/staff/login", data=sent, base_url="https://parents.example")
    assert answer.status_code == 302
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)


@pytest.mark.parametrize(
    ("host", "status"),
    [("parents.example", 200), ("127.0.0.1:8000", 200), ("evil.example", 400), ("a b", 400)],
)
def test_a_name_of_somebody_else_is_refused(secure, host, status):
    answer = secure.test_client().get("/q/stains?lang=fr", headers={"Host": host})
    assert answer.status_code == status
    assert "evil.example" not in answer.text
