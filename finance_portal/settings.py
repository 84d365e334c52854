"""Everything that the environment may change, read once at start."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_FILE = "secret.key"


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
    support_phone: str = "(800) 555-0100"
    support_hours: str = "Monday to Saturday, 8 am to 8 pm Eastern"
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


class Settings(BaseSettings):
    """Read from PORTAL_* variables; every default runs the demo on one machine."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", env_nested_delimiter="__")

    mode: Literal["demo", "production"] = "demo"
    port: int = Field(default=8000, ge=1, le=65535)
    origin: str = ""
    data_dir: Path = Path("data")
    database_url: str = ""
    secret_key: SecretStr = SecretStr("")
    time_zone: str = "America/New_York"
    processor: Literal["sandbox", "stripe"] = "sandbox"
    stripe_secret_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    trusted_proxy_hops: int = Field(default=0, ge=0, le=5)
    rate_limit_factor: int = Field(default=1, ge=1)
    idle_minutes: int = Field(default=15, ge=1)
    absolute_hours: int = Field(default=12, ge=1)
    brand: Brand = Brand()

    @property
    def public_origin(self) -> str:
        """Return the one address of the portal, scheme and host and port, without a path."""
        return self.origin or f"http://localhost:{self.port}"

    @property
    def host(self) -> str:
        """Return the value that every request's Host header must have."""
        return urlsplit(self.public_origin).netloc

    @property
    def url_of_database(self) -> str:
        """Return the SQLAlchemy URL; the default is a file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'portal.db'}"

    @property
    def sandbox_url(self) -> str:
        """Return where the embedded payment sandbox answers."""
        return f"http://127.0.0.1:{self.port}/_sandbox/stripe"

    @cached_property
    def master_key(self) -> bytes:
        """Return the key that all others are derived from; the demo makes one and keeps it."""
        if configured := self.secret_key.get_secret_value():
            return configured.encode()
        return _demo_key(self.data_dir / KEY_FILE)


def _demo_key(file: Path) -> bytes:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text().encode()


settings = Settings()
