"""The jobs of the night: charges come once, on the right day, and never by our own fault."""

from datetime import datetime, timedelta

import pytest

from finance_portal import jobs
from finance_portal.domain.calendar import EASTERN
from finance_portal.services.accounts import accounts
from tests import make
from tests.gateways.checked import checked_sandbox
from tests.make import CHECKING, cents


def night(day):
    return datetime.fromisoformat(f"{day}T01:00").replace(tzinfo=EASTERN)


@pytest.fixture
def books(db, tmp_path):
    """L1 after its first payment: the next is due on 1 April, grace ends on the 11th."""
    return make.boarded(db, tmp_path)


def late_charges(books, day):
    (account,) = accounts(books.db, borrower_id=books.borrower_id, today=night(day).date())
    return account.late_charges


def test_a06_a_late_charge_is_assessed_once_and_on_the_day_after_grace(books):
    assert jobs.assess_late_charges(books.db, now=night("2026-04-11")) == 0
    assert jobs.assess_late_charges(books.db, now=night("2026-04-12")) == 1
    assert jobs.assess_late_charges(books.db, now=night("2026-04-12")) == 0
    assert jobs.assess_late_charges(books.db, now=night("2026-04-30")) == 0

    assert late_charges(books, "2026-04-30") == cents("29.08")


def test_a_contract_is_not_charged_for_what_was_late_before_it_was_boarded(db, tmp_path):
    books = make.boarded(db, tmp_path, business_date="2026-04-20")

    assert jobs.assess_late_charges(db, now=night("2026-04-21")) == 0
    assert late_charges(books, "2026-04-21") == 0


@pytest.mark.anyio
async def test_a_payment_on_its_way_in_time_prevents_the_charge(books, tmp_path):
    world = checked_sandbox(tmp_path / "sandbox.db", start=night("2026-04-09"))
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    made_at = night("2026-04-10") + timedelta(hours=9)
    await make.pay(books, world.processor, checking, "581.52", now=made_at)

    charged = jobs.assess_late_charges(books.db, now=night("2026-04-12"))

    world.engine.close()
    assert charged == 0
