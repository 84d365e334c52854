"""Each refusal of security.md K5 that concerns what exists, and the one start that is allowed."""

import secrets

import pytest

from finance_portal.api import start_up
from finance_portal.api.start_up import UnsafeSettings
from finance_portal.settings import KeyMissing, Settings

KEY = "kJ8vQ2mZ7xW4bN1cR6tY9uP3sD5fG0hL"
DATA_KEY, NEWER_KEY = KEY[::-1], KEY.swapcase()


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
            "data_keys": {1: DATA_KEY, 2: NEWER_KEY},
            "processor": "stripe",
            "stripe_secret_key": "sk_live_x",
            "stripe_webhook_secret": "whsec_x",
            "mail": "smtp",
            "mail_from": "no-reply@portal.test",
            "smtp_host": "mail.portal.test",
            "texts": "twilio",
            "twilio_account_sid": "AC0",
            "twilio_auth_token": "a token of Twilio's",
            "twilio_from": "+12025550100",
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


def test_case_72_k5_several_workers_need_one_place_to_count(production):
    with pytest.raises(UnsafeSettings, match="each count for themselves"):
        check(production(), GRANIAN_WORKERS="2")


def test_s2_a_second_factor_may_be_relaxed_with_a_recorded_reason(production):
    because = "Approved by the Qualified Individual on 2026-11-02: pilot behind a VPN"

    check(production(second_factor="relaxed", second_factor_relaxed_because=because))


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
        ({"smtp_password": KEY}, "PORTAL_SECRET_KEY is used for something else"),
        ({"data_keys": {}}, "PORTAL_DATA_KEYS is missing"),
        ({"data_keys": {1: ""}}, "PORTAL_DATA_KEYS__1 is missing"),
        ({"data_keys": {1: DATA_KEY[:31]}}, "PORTAL_DATA_KEYS__1 is weak"),
        ({"data_keys": {1: DATA_KEY, 2: "ab" * 32}}, "PORTAL_DATA_KEYS__2 is weak"),
        (
            {"data_keys": {1: "please-CHANGE-this-key-0123456789"}},
            "PORTAL_DATA_KEYS__1 is a placeholder",
        ),
        ({"data_keys": {1: KEY}}, "PORTAL_DATA_KEYS__1 is used for something else"),
        (
            {"data_keys": {1: DATA_KEY, 2: DATA_KEY}},
            "PORTAL_DATA_KEYS__2 is used for something else",
        ),
        ({"data_key": 3}, "PORTAL_DATA_KEY is 3, which is not in PORTAL_DATA_KEYS"),
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
        ({"second_factor": "relaxed"}, "PORTAL_SECOND_FACTOR_RELAXED_BECAUSE must say who"),
        (
            {"second_factor": "relaxed", "second_factor_relaxed_because": " "},
            "PORTAL_SECOND_FACTOR_RELAXED_BECAUSE must say who",
        ),
        ({"mail": "outbox"}, "PORTAL_MAIL is the local outbox"),
        ({"smtp_host": ""}, "PORTAL_SMTP_HOST is missing"),
        ({"smtp_security": "none"}, "PORTAL_SMTP_SECURITY is none"),
        ({"mail_from": ""}, "PORTAL_MAIL_FROM must be one address"),
        ({"mail_from": "Us <us@portal.test>"}, "PORTAL_MAIL_FROM must be one address"),
        ({"texts": "outbox"}, "PORTAL_TEXTS is the local outbox"),
        ({"twilio_account_sid": ""}, "PORTAL_TWILIO_ACCOUNT_SID or"),
        ({"twilio_auth_token": ""}, "PORTAL_TWILIO_AUTH_TOKEN is missing"),
        ({"twilio_from": ""}, "PORTAL_TWILIO_FROM or"),
        ({"twilio_url": "http://127.0.0.1:1"}, "PORTAL_TWILIO_URL must begin with https"),
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
    check(production(limits_url="redis://limits.portal.test/0"), GRANIAN_WORKERS="2")
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


def test_case_72_k5_secrets_that_every_user_may_read(production, tmp_path):
    secrets_dir = tmp_path / "secrets"
    secrets_dir.mkdir(mode=0o700)
    file = secrets_dir / "portal_secret_key"
    file.touch(mode=0o600)
    check(production(secrets_dir=secrets_dir))

    file.chmod(0o644)
    with pytest.raises(UnsafeSettings, match="portal_secret_key can be read by every user"):
        check(production(secrets_dir=secrets_dir))


def test_case_72_production_makes_no_keys_of_its_own(production, data):
    for name in ("master_key", "data_keys_by_id"):
        with pytest.raises(KeyMissing):
            getattr(production(secret_key="", data_keys={}), name)
    assert not list(data.iterdir())


def test_case_72_every_reason_is_told_at_once(production):
    with pytest.raises(UnsafeSettings) as refusal:
        check(production(secret_key="", origin="", processor="sandbox"))

    assert len(str(refusal.value).splitlines()) > 3


def test_case_72_no_reason_tells_a_secret(production):
    with pytest.raises(UnsafeSettings) as refusal:
        check(production(secret_key="shortsecret", stripe_secret_key="shortsecret", origin="*"))

    assert "shortsecret" not in str(refusal.value)
