"""How somebody wants to be called. The legal name is the contract's, and stays on all papers."""

import re

from finance_portal.language import say, sentence
from finance_portal.notices import profile as notices
from finance_portal.services.profile.changing import ProfileRefused, locked, made
from finance_portal.services.security.desk import Act, SecurityDesk

LONGEST = 40
NAME = re.compile(r"[^\W\d_]+\.?(?:[ '\u2019-]{1,2}[^\W\d_]+\.?)*")
UNREADABLE = sentence("Type a name of at most 40 letters, such as Ellie or Ellie Marsh.")


def read_name(typed: str) -> str | None:
    """Return the name to show, None for the legal one. Raises ProfileRefused."""
    name = " ".join(typed.split())
    if len(name) > LONGEST or (name and not NAME.fullmatch(name)):
        raise ProfileRefused(say(UNREADABLE))
    return name or None


def call(desk: SecurityDesk, act: Act, *, typed: str) -> None:
    """Call somebody by another name on every page. Raises ProfileRefused."""
    name = read_name(typed)
    with desk.db.begin() as session:
        borrower = locked(session, act)
        if name == borrower.name:
            name = None
        if borrower.display_name != name:
            borrower.display_name = name
            made(session, desk, act, "profile:name:changed", notices.shown_name_changed)
    desk.sessions.forget(act.who.session_id)
