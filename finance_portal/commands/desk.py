"""Who works at the servicing desk."""

import sys
from argparse import Namespace
from getpass import getpass

import segno

from finance_portal import clock
from finance_portal.commands.base import Add, command, database, group, refused_by
from finance_portal.services import passwords
from finance_portal.services.desk import people
from finance_portal.services.desk.acting import Role
from finance_portal.services.desk.people import Enrolled, Newcomer, PersonRefused
from finance_portal.services.password_gate import PasswordTooWeak
from finance_portal.services.vault import live_vault


def add_to(add: Add) -> None:
    """Add the commands about the desk's people."""
    desk = group(add, "desk", "who works at the servicing desk")
    adding = command(desk, "add", _add, "add somebody; the authenticator's seed is shown once")
    adding.add_argument("user_name", metavar="NAME", help="what they sign in as")
    adding.add_argument("--role", required=True, choices=[role.value for role in Role])
    adding.add_argument("--name", required=True, help="what they are called")
    command(desk, "list", _list, "list who works or has worked at the desk")
    for name, work, words in (
        ("enrol", _enrol, "give somebody a new authenticator app; it is shown once"),
        ("password", _password, "give somebody another password"),
        ("shut-out", _shut_out, "let somebody in no more, from this moment on"),
    ):
        command(desk, name, work, words).add_argument("user_name", metavar="NAME")


@refused_by(PersonRefused, PasswordTooWeak)
def _add(arguments: Namespace) -> int:
    newcomer = Newcomer(
        user_name=arguments.user_name,
        name=arguments.name,
        role=Role(arguments.role),
        password=_typed_password(),
    )
    enrolled = people.add(database(), live_vault(), passwords.live_peppers(), newcomer, clock.now())
    _show(enrolled)
    return 0


@refused_by(PersonRefused)
def _enrol(arguments: Namespace) -> int:
    _show(people.enrol_anew(database(), live_vault(), arguments.user_name, clock.now()))
    return 0


@refused_by(PersonRefused, PasswordTooWeak)
def _password(arguments: Namespace) -> int:
    people.set_password(
        database(),
        passwords.live_peppers(),
        arguments.user_name,
        _typed_password(),
        clock.now(),
    )
    print("The new password holds, and their sessions are over.")
    return 0


@refused_by(PersonRefused)
def _shut_out(arguments: Namespace) -> int:
    people.shut_out(database(), arguments.user_name, clock.now())
    print("They are shut out, and their sessions are over.")
    return 0


def _list(_arguments: Namespace) -> int:
    for each in people.everybody(database()):
        since = f"shut out {each.disabled_at:%Y-%m-%d}" if each.disabled_at else "works here"
        print(f"{each.user_name:<20} {each.role:<12} {since:<22} {each.name}")
    return 0


def _typed_password() -> str:
    """Return the new password: asked for without an echo, or the first line of what is piped."""
    if sys.stdin.isatty():
        return getpass("Password, 12 characters or more: ")
    return sys.stdin.readline().rstrip("\n")


def _show(enrolled: Enrolled) -> None:
    """Show an authenticator's seed, once."""
    if sys.stdout.isatty():
        segno.make_qr(enrolled.uri, error="l").terminal(compact=True)
    print(f"Let {enrolled.user_name} add this to an authenticator app. It is not shown again:")
    print(enrolled.uri)
