"""Where a request came from, in a form that may be stored and logged."""

from dataclasses import dataclass

MAX_IP = 45
MAX_USER_AGENT = 200


@dataclass(frozen=True)
class Client:
    """Where a request came from."""

    ip: str
    user_agent: str

    def __post_init__(self) -> None:
        """Cut both to what the tables hold, and leave nothing in them that could break a log."""
        object.__setattr__(self, "ip", _plain(self.ip)[:MAX_IP])
        object.__setattr__(self, "user_agent", _plain(self.user_agent)[:MAX_USER_AGENT])


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


SYSTEM = Client("", "")  # what the portal does by itself
