"""Every kind of account can be read: loans, balloons, leases, what is paid off or capped."""

import pytest
from sqlmodel import select

from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower
from finance_portal.services import demo
from finance_portal.services.boarding.board import board
from finance_portal.services.desk import proposals
from finance_portal.services.desk.adjusting import AdjustmentRefused
from tests.desk.house import look
from tests.desk.test_money import credit
from tests.make import MORNING
from tests.services.known import rows

pytestmark = pytest.mark.anyio


@pytest.fixture
def portfolio(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    with db.read() as session:
        return list(session.exec(select(Contract)))


async def test_every_page_of_every_account_is_drawn(house, portfolio):
    audra = await house.sign_in("audra", "auditor")

    for contract in portfolio:
        await look(audra, contract.ref, "audit")
        for part in ("", "/history", "/papers", "/money"):
            answer = await audra.get(f"/accounts/{contract.ref}{part}")
            assert answer.status_code == 200, (contract.vehicle, part)
            assert contract.number_masked in answer.text
    assert (await audra.get("/numbers")).status_code == 200


async def test_every_borrowers_view_of_every_account_is_drawn(house, portfolio):
    audra = await house.sign_in("audra", "auditor")
    people = rows(house.db, Borrower)

    drawn = 0
    for contract in portfolio:
        await look(audra, contract.ref, "audit")
        for person in people:
            answer = await audra.get(f"/accounts/{contract.ref}/as/{person.ref}")
            assert answer.status_code in {200, 404}
            drawn += answer.status_code == 200

    assert drawn > len(portfolio)  # one of them has two who are bound


def test_nothing_is_credited_on_a_lease(house, portfolio):
    lease = next(contract for contract in portfolio if contract.kind == "lease")

    with pytest.raises(AdjustmentRefused, match="Of a lease only fees"):
        proposals.propose(
            house.db,
            house.deed("amy", "agent"),
            contract_ref=lease.ref,
            wanted=credit("1.00"),
            reason="x",
            token="t",
        )
