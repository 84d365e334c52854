"""The desk's side of messages from the command line: what waits, read, answer, close, be there."""

import secrets
import sys
from argparse import Namespace

from finance_portal import clock
from finance_portal.commands.base import Add, command, database, group, refused_by
from finance_portal.services import call_pins
from finance_portal.services.attachments import keeping
from finance_portal.services.messages import desk, presence
from finance_portal.services.messages.writing import ThreadNotFound, WordsRefused

TOKEN_BYTES = 16


def add_to(add: Add) -> None:
    """Add what somebody at the desk does about messages."""
    told = group(add, "messages", "what borrowers write, and what they are answered")
    command(told, "list", _list, "list the conversations, those that wait for an answer first")
    for name, work, words in (
        ("show", _show, "show a conversation; it counts as read"),
        ("close", _close, "close a conversation; whoever writes in it opens it again"),
        ("answer", _answer, "answer the borrower"),
    ):
        acting = command(told, name, work, words)
        acting.add_argument("ref")
        acting.add_argument("--by", default="servicing", help="your name at the desk")
        if name == "answer":
            acting.add_argument("words", help="what the borrower reads")
    there = command(told, "here", _here, "say that somebody is at the desk for 90 seconds")
    there.add_argument("--by", default="servicing", help="your name at the desk")
    command(told, "sweep", _sweep, "take away files that a crash has left behind")
    pin = command(told, "pin", _pin, "check the number that a caller says")
    pin.add_argument("borrower", help="the borrower's name in addresses")
    pin.add_argument("digits")
    pin.add_argument("--by", default="servicing", help="your name at the desk")


def _list(_arguments: Namespace) -> int:
    for each in desk.inbox(database()):
        waits = f"answer by {each.head.answer_by}" if each.head.waits_since else "answered"
        print(f"{each.head.ref}  {each.name}  {waits}  {each.head.unread} new")
    return 0


def _show(arguments: Namespace) -> int:
    try:
        found = desk.read(database(), ref=arguments.ref, by=arguments.by, now=clock.business_now())
    except ThreadNotFound:
        return _no_thread()
    print(found.head.subject)
    for line in found.lines:
        print(f"{line.at:%Y-%m-%d %H:%M} {'borrower' if line.is_mine else line.author}:")
        print(f"  {line.words}")
        for file in line.files:
            print(f"  [{file.ref} {file.name}]")
    return 0


@refused_by(WordsRefused)
def _answer(arguments: Namespace) -> int:
    try:
        desk.answer(
            database(),
            ref=arguments.ref,
            words=arguments.words,
            by=arguments.by,
            now=clock.business_now(),
            at=clock.now(),
            token=secrets.token_hex(TOKEN_BYTES),
        )
    except ThreadNotFound:
        return _no_thread()
    return 0


def _close(arguments: Namespace) -> int:
    try:
        desk.close(database(), ref=arguments.ref, by=arguments.by, now=clock.business_now())
    except ThreadNotFound:
        return _no_thread()
    return 0


def _here(arguments: Namespace) -> int:
    presence.touch(database(), arguments.by, at=clock.now())
    return 0


def _sweep(_arguments: Namespace) -> int:
    print(f"{keeping.sweep(database(), at=clock.now()):,} files were taken away.")
    return 0


def _pin(arguments: Namespace) -> int:
    is_right = call_pins.check(
        database(),
        borrower_ref=arguments.borrower,
        pin=arguments.digits,
        by=arguments.by,
        now=clock.now(),
    )
    print("It is right." if is_right else "It is not right, or works no more.")
    return 0 if is_right else 1


def _no_thread() -> int:
    print("There is no such conversation.", file=sys.stderr)
    return 1
