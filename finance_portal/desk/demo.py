"""The demo's authenticator: the codes of its desk's people. Only a demo has it."""

from pyotp import TOTP
from sqlmodel import col, select
from starlette.responses import Response

from finance_portal.desk.office import Call
from finance_portal.desk.rendering import render
from finance_portal.models.desk import DeskUser
from finance_portal.services.demo_desk import PASSWORD, PEOPLE
from finance_portal.services.desk.people import place


def codes(call: Call) -> Response:
    """Show the codes of this moment, of the demo's own people and of nobody else."""
    names = [each.user_name for each in PEOPLE]
    with call.db.read() as session:
        users = session.exec(
            select(DeskUser).where(col(DeskUser.user_name).in_(names)).order_by(col(DeskUser.id))
        ).all()
    shown = [
        (user, TOTP(call.office.vault.open(user.seed_sealed, **place(user.ref))).at(call.now))
        for user in users
    ]
    return render(call, "codes", "Codes of the demo", shown=shown, password=PASSWORD)
