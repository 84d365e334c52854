"""Where something was done, in words, and what to do if somebody else did it."""

from typing import Protocol

from finance_portal.language import say
from finance_portal.notices import browsers
from finance_portal.notices.wording import named
from finance_portal.settings import settings


class Place(Protocol):
    """Where somebody was when it happened."""

    @property
    def ip(self) -> str:
        """Return the internet address."""

    @property
    def user_agent(self) -> str:
        """Return what the browser said of itself."""


def where(client: Place) -> str:
    """Return on what and from where somebody did something."""
    browser = named(browsers.in_words(client.user_agent))
    return say("{browser}, from the address {ip}", browser=browser, ip=client.ip)


def way_back(not_me: str) -> str:
    """Return what to do if it was somebody else, by a link if there is one."""
    if not_me:
        return say("If this was you, all is well. If it was not, follow the link below.")
    phone = settings.brand.support_phone
    return say(
        "If this was you, all is well. If it was not, call us at once at {phone}.", phone=phone
    )
