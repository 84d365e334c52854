"""The demo's desk: somebody of each role, codes to sign in with, and work that waits."""

import pytest

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Charge
from finance_portal.models.desk import DeskProposal, DeskUser
from finance_portal.services import demo_desk, ledger
from finance_portal.services.desk.acting import Role
from finance_portal.services.ledger import Happening
from tests import make
from tests.desk.house import START, House
from tests.make import MORNING
from tests.services.known import rows

pytestmark = pytest.mark.anyio


def prepare(db):
    demo_desk.prepare(db, now=START, business_now=MORNING)


async def test_the_demo_has_every_role_and_shows_their_codes_of_the_moment(db):
    prepare(db)
    prepare(db)

    page = (await House(db).browser().get("/_demo/codes")).text

    users = rows(db, DeskUser)
    assert {user.role for user in users} == set(Role)
    assert len(users) == len(demo_desk.PEOPLE)
    assert all(f"<code>{user.user_name}</code>" in page for user in users)
    assert demo_desk.PASSWORD in page


async def test_only_the_demos_own_people_are_shown(db):
    house = House(db)
    house.hire("ruth", "supervisor")

    page = (await house.browser().get("/_demo/codes")).text

    assert "ruth" not in page
    assert house.code("ruth") not in page


async def test_a_waiver_waits_for_a_supervisor(db, tmp_path):
    person = {"id": demo_desk.LATE, "first_name": "Marcus", "last_name": "Okafor"}
    books = make.boarded(db, tmp_path, make.loan(borrowers=[person]))
    late = Charge(
        effective_on=MORNING.date(),
        sequence=ledger.NEXT,
        bucket=Bucket.LATE_CHARGES,
        amount=2908,
        installment=2,
    )
    with db.begin() as session:
        ledger.enter(session, books.contract.id, [Happening(late, "late:test")], MORNING)

    prepare(db)

    (row,) = rows(db, DeskProposal)
    assert (row.status, row.amount_cents, row.bucket) == ("open", 2908, "late_charges")
