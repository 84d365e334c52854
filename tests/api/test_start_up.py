"""Each refusal of security.md K5 that concerns what exists, and the one start that is allowed."""

import secrets

import pytest

from finance_portal.api import start_up
from finance_portal.api.start_up import UnsafeSettings
from finance_portal.settings import Settings

KEY = "kJ8vQ2mZ7xW4bN1cR6tY9uP3sD5fG0hL"


@pytest.fixture
def data(tmp_path):
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture
def production(data):
    def make(**changed):
        safe = {
            "mode": "production",
            "origin": "https://portal.test",
            "secret_key": KEY,
            "processor": "stripe",
            "stripe_secret_key": "sk_live_x",
            "stripe_webhook_secret": "whsec_x",
            "database_url": "postgresql+psycopg://db/portal",
            "data_dir": data,
        }
        return Settings(**(safe | changed))

    return make


def check(settings, **environ):
    start_up.check(settings, {"REFLEX_ENV_MODE": "prod"} | environ)


def test_a_safe_production_starts(production):
    check(production())


def test_a_random_key_is_a_good_one(production):
    check(production(secret_key=secrets.token_urlsafe(32)))


def test_a_demo_starts_as_it_is(data):
    check(Settings(data_dir=data), GRANIAN_WORKERS="4", REFLEX_ENV_MODE="dev")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"secret_key": ""}, "PORTAL_SECRET_KEY is missing"),
        ({"secret_key": KEY[:31]}, "PORTAL_SECRET_KEY is weak"),
        ({"secret_key": "ab" * 32}, "PORTAL_SECRET_KEY is weak"),
        ({"secret_key": "please-CHANGE-this-key-0123456789"}, "PORTAL_SECRET_KEY is a placeholder"),
        ({"stripe_secret_key": KEY}, "PORTAL_SECRET_KEY is used for something else"),
        ({"stripe_webhook_secret": KEY}, "PORTAL_SECRET_KEY is used for something else"),
        ({"origin": ""}, "PORTAL_ORIGIN must begin with https"),
        ({"origin": "http://portal.test"}, "PORTAL_ORIGIN must begin with https"),
        ({"origin": "*"}, "PORTAL_ORIGIN must begin with https"),
        ({"origin": "https://*.portal.test"}, "PORTAL_ORIGIN must be one exact address"),
        ({"origin": "https://portal.test/"}, "PORTAL_ORIGIN must be one exact address"),
        ({"origin": "https://Portal.test"}, "PORTAL_ORIGIN must be one exact address"),
        ({"origin": "https://localhost"}, "PORTAL_ORIGIN must be the public address"),
        ({"origin": "https://127.0.0.1:8000"}, "PORTAL_ORIGIN must be the public address"),
        ({"processor": "sandbox"}, "PORTAL_PROCESSOR is the sandbox"),
        ({"stripe_secret_key": ""}, "PORTAL_STRIPE_SECRET_KEY is missing"),
        ({"stripe_webhook_secret": ""}, "PORTAL_STRIPE_WEBHOOK_SECRET is missing"),
        ({"stripe_secret_key": "sk_test_x"}, "PORTAL_STRIPE_SECRET_KEY is for tests"),
        ({"rate_limit_factor": 2}, "PORTAL_RATE_LIMIT_FACTOR is for tests"),
    ],
)
def test_case_72_k5_it_refuses_and_says_why(production, changed, reason):
    with pytest.raises(UnsafeSettings, match=reason):
        check(production(**changed))


def test_case_72_k5_development_mode(production):
    with pytest.raises(UnsafeSettings, match="development mode"):
        check(production(), REFLEX_ENV_MODE="dev")


def test_case_72_k5_sqlite_serves_one_worker(production):
    check(production(database_url=""), GRANIAN_WORKERS="1")
    check(production(), GRANIAN_WORKERS="2")
    with pytest.raises(UnsafeSettings, match="SQLite serves one worker, not 2"):
        check(production(database_url=""), GRANIAN_WORKERS="2")


def test_case_72_k5_the_demos_calendar_and_so_its_borrowers(production, data):
    (data / "business-date").write_text("2026-11-23")
    (data / "business-date").chmod(0o600)

    with pytest.raises(UnsafeSettings, match="holds a demo"):
        check(production())


@pytest.mark.parametrize("name", ["portal.db", "secret.key", "."])
def test_case_72_k5_files_that_every_user_may_read(production, data, name):
    file = data / name
    if not file.exists():
        file.touch()
    file.chmod(0o744)

    with pytest.raises(UnsafeSettings, match="can be read by every user"):
        check(production())


def test_case_72_every_reason_is_told_at_once(production):
    with pytest.raises(UnsafeSettings) as refusal:
        check(production(secret_key="", origin="", processor="sandbox"))

    assert len(str(refusal.value).splitlines()) > 3


def test_case_72_no_reason_tells_a_secret(production):
    with pytest.raises(UnsafeSettings) as refusal:
        check(production(secret_key="shortsecret", stripe_secret_key="shortsecret", origin="*"))

    assert "shortsecret" not in str(refusal.value)
