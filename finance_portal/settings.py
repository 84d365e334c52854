"""Everything that the environment may change, read once at start."""

import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from finance_portal.language import sentence

KEY_FILE = "secret.key"
DATA_KEYS_FILE = "data.keys"
SECRETS_DIR = "PORTAL_SECRETS_DIR"

KeyId = Annotated[int, Field(ge=1, le=9_999)]
PublicKey = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class KeyMissing(Exception):
    """A key that is needed was not given."""


class Palette(BaseModel):
    """The colours that carry a brand, as CSS values for the light and the dark scheme."""

    brand: str
    onbrand: str
    brandsoft: str
    hero1: str
    hero2: str
    accent: str


class Brand(BaseModel):
    """Who the lender is. Neutral by default; an installation overrides it with PORTAL_BRAND__*."""

    name: str = "Finance Portal"
    legal_entity: str = "Example Vehicle Finance LLC"
    address: str = "100 Example Street, Springfield, NY 10001"
    payoff_address: str = ""  # where payoff checks go; empty for the address above
    support_phone: str = "(800) 555-0100"
    support_hours: str = sentence("Monday to Saturday, 8 am to 8 pm Eastern")
    support_email: str = "help@example.com"
    logo: str = "/icons/logo.svg"
    light: Palette = Palette(
        brand="#0b6b4f",
        onbrand="#ffffff",
        brandsoft="#e0f2ea",
        hero1="#06281f",
        hero2="#0d5a43",
        accent="#cdf582",
    )
    dark: Palette = Palette(
        brand="#3fbd90",
        onbrand="#05231a",
        brandsoft="#12352a",
        hero1="#0a2e24",
        hero2="#0f5e47",
        accent="#cdf582",
    )


class InterestForm(BaseModel):
    """What the yearly interest statement and its fields are called (R19.3).

    The form's final wording is the tax authority's: PORTAL_INTEREST_FORM__* follows it.
    """

    title: str = sentence("Vehicle loan interest statement (Form 1098-VLI)")
    summary: str = sentence("Interest summary")
    lender: str = sentence("Recipient/lender")
    borrower: str = sentence("Payer/borrower")
    interest: str = sentence("Interest received in {year}")
    principal: str = sentence("Outstanding principal on January 1, {year}")
    principal_first: str = sentence("Outstanding principal at origination")
    origination: str = sentence("Loan origination date")
    vehicle: str = sentence("Year, make and model")
    vin: str = sentence("Vehicle identification number (VIN)")
    contract: str = sentence("Account")
    says: str = sentence(
        "This is important tax information. What it says is, or will be, furnished to the tax"
        " authority."
    )
    summary_says: str = sentence(
        "For your records. No form is due for this loan and year, and nothing is reported."
    )
    advice: str = sentence(
        "Whether you can deduct this interest depends on you and on the vehicle, for example on"
        " where it was finally assembled: the VIN tells. A tax adviser can help."
    )


class Settings(BaseSettings):
    """Read from PORTAL_* variables; every default runs the demo on one machine.

    What is secret may stand in files of PORTAL_SECRETS_DIR instead, named like the variables.
    """

    model_config = SettingsConfigDict(env_prefix="PORTAL_", env_nested_delimiter="__")

    mode: Literal["demo", "production"] = "demo"
    bind: str = "127.0.0.1"  # the address that is listened on; a proxy stands before it
    port: int = Field(default=8000, ge=1, le=65535)
    origin: str = ""
    desk_port: int = Field(default=0, ge=0, le=65535)  # of the servicing desk; 0: the next one
    desk_origin: str = ""  # its own address, never the portal's
    data_dir: Path = Path("data")
    database_url: str = ""
    secrets_dir: Path | None = None
    secret_key: SecretStr = SecretStr("")
    data_keys: dict[KeyId, SecretStr] = {}
    data_key: KeyId | None = None  # which of them seals; the newest, unless one is named
    time_zone: str = "America/New_York"
    jobs: Literal["ticker", "procrastinate"] = "ticker"  # who wakes them: the portal, or a worker
    processor: Literal["sandbox", "stripe"] = "sandbox"
    stripe_secret_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    mail: Literal["outbox", "smtp"] = "outbox"
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    texts: Literal["outbox", "twilio"] = "outbox"
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_from: str = ""  # a number in E.164, unless there is a messaging service
    twilio_messaging_service: str = ""
    twilio_url: str = "https://api.twilio.com"
    former_document_keys: list[PublicKey] = []  # what sealed documents before the key was changed
    audit_anchors: Path | None = None  # best where the database's keeper cannot write
    trusted_proxy_hops: int = Field(default=0, ge=0, le=5)
    rate_limit_factor: int = Field(default=1, ge=1)
    limits_url: SecretStr = SecretStr("")  # a Redis that counts for several processes
    codes_per_day: int = Field(default=20_000, ge=1)  # text messages cost money
    second_factor: Literal["required", "relaxed"] = "required"
    second_factor_relaxed_because: str = ""  # who approved it in writing, and why (S2)
    idle_minutes: int = Field(default=15, ge=1)
    absolute_hours: int = Field(default=12, ge=1)
    password_classes: bool = False  # upper, lower, digit, symbol: only for a lender who must
    brand: Brand = Brand()
    interest_form: InterestForm = InterestForm()

    @property
    def public_origin(self) -> str:
        """Return the one address of the portal, scheme and host and port, without a path."""
        return self.origin or f"http://localhost:{self.port}"

    @property
    def host(self) -> str:
        """Return the value that every request's Host header must have."""
        return urlsplit(self.public_origin).netloc

    @property
    def port_of_desk(self) -> int:
        """Return the port that the servicing desk listens on."""
        return self.desk_port or self.port + 1

    @property
    def origin_of_desk(self) -> str:
        """Return the one address of the servicing desk."""
        return self.desk_origin or f"http://localhost:{self.port_of_desk}"

    @property
    def url_of_database(self) -> str:
        """Return the SQLAlchemy URL; the default is a file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'portal.db'}"

    @property
    def sandbox_url(self) -> str:
        """Return where the embedded payment sandbox answers."""
        return f"http://{self.bind}:{self.port}/_sandbox/stripe"

    @property
    def mail_sender(self) -> str:
        """Return the address that letters come from."""
        return self.mail_from or f"no-reply@{urlsplit(self.public_origin).hostname}"

    @property
    def outbox(self) -> Path:
        """Return the folder of what the embedded default has "sent"."""
        return self.data_dir / "outbox"

    @property
    def anchors_file(self) -> Path:
        """Return where the audit trail's head is written down once a day."""
        return self.audit_anchors or self.data_dir / "audit-anchors.txt"

    @cached_property
    def master_key(self) -> bytes:
        """Return the key that all others are derived from; the demo makes one and keeps it.

        Raises KeyMissing in production.
        """
        configured = self.secret_key.get_secret_value()
        return (configured or self._of_demo(KEY_FILE, _random_key)).encode()

    @cached_property
    def data_keys_by_id(self) -> dict[str, bytes]:
        """Return the keys of what is sealed in the database; the demo makes one and keeps it.

        Raises KeyMissing in production.
        """
        keys = {str(number): key.get_secret_value() for number, key in self.data_keys.items()}
        keys = keys or json.loads(self._of_demo(DATA_KEYS_FILE, _random_ring))
        return {number: key.encode() for number, key in keys.items()}

    @property
    def current_data_key(self) -> str:
        """Return the id of the key that seals. Raises KeyMissing if it is not among the keys."""
        newest = max(self.data_keys_by_id, key=int)
        current = newest if self.data_key is None else str(self.data_key)
        if current not in self.data_keys_by_id:
            raise KeyMissing(f"PORTAL_DATA_KEY is {current}, which is not in PORTAL_DATA_KEYS.")
        return current

    def _of_demo(self, name: str, make: Callable[[], str]) -> str:
        if self.mode == "production":
            raise KeyMissing("PORTAL_SECRET_KEY or PORTAL_DATA_KEYS is missing.")
        return _kept(self.data_dir / name, make)


def _random_key() -> str:
    return secrets.token_urlsafe(48)


def _random_ring() -> str:
    return json.dumps({"1": _random_key()})


def _kept(file: Path, make: Callable[[], str]) -> str:
    """Return what the file says; whoever asks first writes it, for its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=file.parent) as draft:
            draft.write(make())
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, file)  # whole, or not at all
    return file.read_text()


settings = Settings(_secrets_dir=os.environ.get(SECRETS_DIR))
