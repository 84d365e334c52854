"""The night's notebook says what the ledger says, and interest grows in it to the cent."""

from sqlmodel import select

from finance_portal.domain.day_count import DayCount
from finance_portal.domain.events import Payment
from finance_portal.models.contracts import Contract
from finance_portal.models.nightly import Bill
from finance_portal.models.standing import ContractStanding
from finance_portal.services import ledger
from finance_portal.services.contracts import file_of
from finance_portal.services.ledger import Happening
from finance_portal.services.nightly import accruing, billing, standings
from finance_portal.services.nightly.work import Tally, work_off
from tests.nightly.portfolio import all_of, boarded, loans, night


def refresh(db, now):
    return work_off(db, standings.refreshing(now.date()), now=now)


def notebook(db):
    with db.read() as session:
        rows = session.exec(select(ContractStanding)).all()
    return {row.contract_id: row for row in rows}


def owed(db, contract_id, on):
    with db.read() as session:
        contract = session.get_one(Contract, contract_id)
        return file_of(session, contract).position(on).accrued_interest


def pay(db, contract_id, on, name="p"):
    event = Payment(effective_on=on, sequence=ledger.NEXT, id=name, amount=581_52)
    with db.begin() as session:
        ledger.enter(session, contract_id, [Happening(event, f"settled:{name}")], night(str(on)))


def test_interest_in_the_notebook_is_that_of_the_ledger_on_every_day(db, tmp_path):
    records = [record(number, day_count) for number, day_count in enumerate(DayCount)]
    contract_ids = boarded(db, tmp_path, records, business_date="2026-01-20")
    refresh(db, night("2026-01-21"))

    for day in ("2026-01-21", "2026-01-22", "2026-03-02", "2027-12-31", "2028-01-01", "2028-03-15"):
        accruing.accrue(db, now=night(day))
        lines = notebook(db)
        for contract_id in contract_ids:
            assert lines[contract_id].accrued_on == night(day).date()
            assert lines[contract_id].interest_cents == owed(db, contract_id, night(day).date())


def record(number, day_count):
    one = loans(number + 1, terms={"day_count": day_count.value})[number]
    return one | {"last_payments": []}


def test_each_contract_accrues_once_for_each_day(db, tmp_path):
    boarded(db, tmp_path, loans(3))
    refresh(db, night("2026-03-03"))

    assert accruing.accrue(db, now=night("2026-03-04")) == Tally(3)
    assert accruing.accrue(db, now=night("2026-03-04")) == Tally(0)
    assert accruing.accrue(db, now=night("2026-03-20")) == Tally(3)


def test_only_what_has_happened_is_worked_out_anew(db, tmp_path):
    first, second, _ = boarded(db, tmp_path, loans(3))
    refresh(db, night("2026-03-03"))
    assert refresh(db, night("2026-03-04")) == Tally(0)

    pay(db, second, night("2026-03-10").date())
    before = notebook(db)

    assert refresh(db, night("2026-03-11")) == Tally(1)
    assert notebook(db)[first] == before[first]
    assert notebook(db)[second].principal_cents < before[second].principal_cents
    assert notebook(db)[second].satisfied == before[second].satisfied + 1


def bill(db, day):
    now = night(day)
    refresh(db, now)
    return work_off(db, billing.billing(now), now=now).done


def test_an_installment_is_billed_once_three_weeks_before_it_falls_due(db, tmp_path):
    boarded(db, tmp_path, loans(1))

    assert bill(db, "2026-03-10") == 0
    assert bill(db, "2026-03-11") == 1
    assert bill(db, "2026-03-11") == 0
    (only,) = all_of(db, Bill)
    assert (str(only.due_on), only.installment, only.amount_cents) == ("2026-04-01", 2, 581_52)


def test_what_was_not_billed_while_the_jobs_stood_still_is_caught_up_with(db, tmp_path):
    boarded(db, tmp_path, loans(1))

    assert bill(db, "2026-06-15") == 4

    assert [str(each.due_on) for each in all_of(db, Bill)] == [
        "2026-04-01",
        "2026-05-01",
        "2026-06-01",
        "2026-07-01",
    ]


def test_what_is_paid_ahead_is_not_billed(db, tmp_path):
    (contract_id,) = boarded(db, tmp_path, loans(1))
    pay(db, contract_id, night("2026-03-05").date())

    assert bill(db, "2026-03-20") == 0
    assert bill(db, "2026-04-10") == 1
