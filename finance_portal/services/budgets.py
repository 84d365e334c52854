"""The figures: how often what may be tried, by whom, and by everybody together (C4, R3)."""

from dataclasses import dataclass, replace
from typing import Literal

from finance_portal.settings import settings

FIVE_MINUTES, TEN_MINUTES, HOUR, DAY = 300, 600, 3_600, 86_400

By = Literal["account", "contact", "site", "pair", "everybody"]  # a site: an address, or its line


@dataclass(frozen=True)
class Line:
    """One limit of a budget: how often in so many seconds, for each of what it is counted by.

    Two budgets with a line of the same `tally` draw on it together.
    """

    by: By
    amount: int
    seconds: int
    tally: str = ""


@dataclass(frozen=True)
class Budget:
    """What may be tried. Beyond `alarm` somebody is told; beyond `brake` only few pass."""

    lines: tuple[Line, ...]
    alarm: Line | None = None
    brake: Line | None = None


def _budget(
    name: str, *lines: Line, alarm: Line | None = None, brake: Line | None = None
) -> tuple[str, Budget]:
    """Return a named budget; its lines are tallied under its name, unless they say otherwise."""
    named = tuple(line if line.tally else replace(line, tally=name) for line in lines)
    return name, Budget(named, alarm, brake)


# fmt: off
SENT = (
    Line("contact", 3, TEN_MINUTES, "codes sent"), Line("contact", 6, HOUR, "codes sent"),
    Line("site", 30, HOUR, "codes sent"), Line("site", 100, DAY, "codes sent"),
)
SENT_BRAKE = Line("everybody", settings.codes_per_day, DAY, "codes sent")
TYPED = (Line("site", 30, FIVE_MINUTES), Line("site", 150, HOUR))

BUDGETS = dict((
    # A code to somebody whose password was right, or who is signed in (C4).
    _budget("code:send", *SENT, brake=SENT_BRAKE),
    # A code that anybody may ask for: two in an hour are left to those above.
    _budget("code:ask",
        Line("contact", 2, TEN_MINUTES), Line("contact", 4, HOUR), *SENT, brake=SENT_BRAKE),
    _budget("code:again",
        Line("account", 3, TEN_MINUTES), Line("account", 6, HOUR), Line("site", 30, HOUR)),
    # A second factor that is typed. Who guesses all day long is right once in 18 years.
    _budget("factor:check",
        Line("account", 5, FIVE_MINUTES), Line("account", 20, HOUR), Line("account", 50, DAY),
        *TYPED),
    _budget("password:check", Line("account", 5, FIVE_MINUTES), Line("account", 20, HOUR)),
    _budget("passkey:ask", *TYPED),
    _budget("passkey:try", *TYPED),
    # Account number, tax id and VIN together (R3).
    _budget("identity:check",
        Line("account", 5, HOUR), Line("account", 10, DAY), Line("site", 10, HOUR),
        alarm=Line("everybody", 200, HOUR, "identities claimed"),
        brake=Line("everybody", 1_000, HOUR, "identities claimed")),
    # The same by a contract's number alone: where it is used up, the contract's owner is told.
    _budget("contract:claim", Line("account", 5, HOUR), Line("account", 10, DAY)),
    # A name or a contact that somebody wants to come back in with.
    _budget("recovery:ask",
        Line("account", 5, HOUR), Line("account", 10, DAY), Line("site", 20, HOUR),
        brake=Line("everybody", 1_000, HOUR, "recoveries asked for")),
    _budget("undo:try", Line("site", 20, HOUR)),
    # Each sends a letter to an address that was typed.
    _budget("delegate:invite", Line("account", 5, HOUR), Line("account", 10, DAY)),
    _budget("delegate:open", Line("site", 20, HOUR)),
    _budget("quote:look", Line("site", 30, HOUR), Line("site", 100, DAY)),
    # Each may send deposits to an account.
    _budget("method:add", Line("account", 10, HOUR), Line("account", 20, DAY)),
    # What a borrower writes to the desk, and the files that are looked at for it.
    _budget("message:write", Line("account", 30, TEN_MINUTES), Line("account", 300, DAY)),
    _budget("attachment:add", Line("account", 30, HOUR), Line("account", 60, DAY)),
    # A number to be said at the telephone.
    _budget("pin:make", Line("account", 6, HOUR), Line("account", 20, DAY)),
    # Account number and ZIP, of whoever pays as a guest: by the number, right or wrong.
    _budget("guest:claim",
        Line("account", 5, HOUR), Line("account", 10, DAY), Line("site", 10, HOUR),
        alarm=Line("everybody", 200, HOUR, "guests"),
        brake=Line("everybody", 1_000, HOUR, "guests")),
))

SIGN_IN_SITE = (
    Line("site", 10, FIVE_MINUTES, "sign-in"), Line("site", 50, HOUR, "sign-in"),
)
SIGN_IN_PAIR = Line("pair", 5, FIVE_MINUTES, "sign-in")
SIGN_IN_ACCOUNT = Line("account", 20, HOUR, "sign-in")
SIGN_IN_LAST = Line("pair", 1, HOUR, "sign-in, last try")
SIGN_IN_BRAKE = Line("everybody", 1_000, FIVE_MINUTES, "wrong passwords")
# fmt: on
