"""The night may fail, be killed, run twice and on many processors: each thing is done once."""

import os
import signal
import time

import pytest
from sqlmodel import select, update

from finance_portal import __main__ as portal
from finance_portal import jobs
from finance_portal.db import Database
from finance_portal.jobs import Round, Step
from finance_portal.models.autopay import Autopay, AutopayDebit
from finance_portal.models.contracts import Contract
from finance_portal.models.ledger import ContractEvent
from finance_portal.models.nightly import Bill, JobRun, SetAside
from finance_portal.models.payments import Payment
from finance_portal.services.collecting import autopay
from finance_portal.services.nightly import billing, late_charges, runs, standings
from finance_portal.services.nightly.work import Tally, Work, work_off
from tests.nightly import portfolio
from tests.nightly.portfolio import PROCESSOR, all_of, boarded, loans, night

DUE = night("2026-04-01")
LATE = night("2026-04-12")


def address(db):
    return db.engine.url.render_as_string(hide_password=False)


def charge(db, now=LATE):
    work_off(db, standings.refreshing(now.date()), now=now)
    return work_off(db, late_charges.assessing(now), now=now)


def test_a_bad_contract_is_set_aside_and_holds_up_no_other(db, tmp_path):
    first, bad, last = boarded(db, tmp_path, loans(3))
    with db.begin() as session:
        session.exec(update(Contract).where(Contract.id == bad).values(late_base="broken"))

    tally = charge(db)

    charged = {row.contract_id for row in all_of(db, ContractEvent) if row.kind == "charge"}
    assert charged == {first, last}
    assert tally.done == 2
    assert {row.contract_id for row in all_of(db, SetAside)} == {bad}
    (told, *_) = runs.put_aside(db)
    assert "broken" in told


def test_what_was_set_aside_is_not_tried_again_until_somebody_says_so(db, tmp_path):
    (bad,) = boarded(db, tmp_path, loans(1))
    now, tried = DUE, []

    def fail(_session, ids):
        tried.extend(ids)
        raise ArithmeticError("it cannot be worked out")

    work = Work("sums", lambda _session, after, _most: [bad][: not after], fail, len)

    assert work_off(db, work, now=now) == Tally(0, 1)
    seen = len(tried)
    assert work_off(db, work, now=now) == Tally()
    assert len(tried) == seen
    assert runs.take_up_again(db) == 1
    assert work_off(db, work, now=now) == Tally(0, 1)


def test_when_every_contract_fails_it_is_the_job_and_none_is_set_aside(db, tmp_path):
    contract_ids = boarded(db, tmp_path, loans(12))

    def fail(_session, _ids):
        raise ArithmeticError("nothing can be worked out")

    work = Work("sums", lambda _s, after, _m: [i for i in contract_ids if i > after], fail, len)

    with pytest.raises(ArithmeticError):
        work_off(db, work, now=DUE)
    assert all_of(db, SetAside) == []


def draft(url):
    db = Database(url, busy_milliseconds=60_000)
    work = autopay.drafting(PROCESSOR, DUE, DUE.date())
    small = Work(work.name, work.due, work.plan, work.write, again=True, chunk=4)
    work_off(db, small, now=DUE)
    db.close()


def child(url):
    """Draft in a process of its own; return its id."""
    process = os.fork()
    if process:
        return process
    try:
        draft(url)
    finally:
        os._exit(0)


def test_eight_processes_of_which_some_are_killed_draft_each_debit_once(db, tmp_path):
    contract_ids = boarded(db, tmp_path, loans(40))
    for contract_id in contract_ids:
        portfolio.autopay(db, contract_id, "2026-04-01")
    work_off(db, standings.refreshing(DUE.date()), now=DUE)
    db.close()

    url = address(db)
    for _ in range(3):
        processes = [child(url) for _ in range(8)]
        for process in processes[:4]:
            time.sleep(0.02)
            os.kill(process, signal.SIGKILL)
        for process in processes:
            os.waitpid(process, 0)
    draft(url)

    payments = all_of(db, Payment)
    assert sorted(payment.contract_id for payment in payments) == contract_ids
    assert {debit.payment_id for debit in all_of(db, AutopayDebit)} == {p.id for p in payments}
    assert {str(row.next_debit_on) for row in all_of(db, Autopay)} == {"2026-05-01"}


def test_two_nights_at_once_charge_and_bill_once(db, tmp_path):
    contract_ids = boarded(db, tmp_path, loans(12))
    work_off(db, standings.refreshing(LATE.date()), now=LATE)
    db.close()

    processes = [beside(address(db)) for _ in range(4)]
    for process in processes:
        assert os.waitpid(process, 0)[1] == 0
    night_of(address(db))

    charged = [row.contract_id for row in all_of(db, ContractEvent) if row.kind == "charge"]
    assert sorted(charged) == contract_ids
    assert len(all_of(db, Bill)) == 2 * len(contract_ids)


def night_of(url):
    db = Database(url, busy_milliseconds=60_000)
    work_off(db, late_charges.assessing(LATE), now=LATE)
    work_off(db, billing.billing(LATE), now=LATE)
    db.close()


def beside(url):
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        night_of(url)
        code = 0
    finally:
        os._exit(code)


def steps(monkeypatch, *those):
    monkeypatch.setattr(Round, "steps", lambda _self: list(those))


def step(name, done, *, once=False):
    async def job():
        if done is None:
            raise ArithmeticError(name)
        done.append(name)
        return Tally(1)

    return Step(name, job, once=once)


async def run(db, now=DUE):
    return await jobs.run(db, PROCESSOR, now=now)


@pytest.mark.anyio
async def test_what_is_done_once_a_day_is_done_once_a_day(db, monkeypatch):
    done = []
    steps(monkeypatch, step("news", done), step("bill", done, once=True))

    await run(db)
    await run(db)
    await run(db, LATE)

    assert done == ["news", "bill", "news", "news", "bill"]


@pytest.mark.anyio
async def test_a_job_that_fails_holds_up_no_other_and_is_repeated_by_the_next_run(db, monkeypatch):
    done = []
    steps(monkeypatch, step("accrue", None, once=True), step("bill", done, once=True))

    assert (await run(db)).failed == ["accrue"]
    steps(monkeypatch, step("accrue", done, once=True), step("bill", done, once=True))
    assert (await run(db)).failed == []

    assert done == ["bill", "accrue", "bill"]
    noted = [(row.job, row.failure) for row in all_of(db, JobRun)]
    assert noted[0] == ("accrue", "ArithmeticError: accrue")
    assert noted[-1] == ("night", None)


def test_debits_of_days_that_were_missed_go_out_before_late_charges(db):
    names = [step.name for step in Round(db, PROCESSOR, DUE).steps()]

    first, second = (place for place, name in enumerate(names) if name == "autopay")
    assert first < names.index("late charges") < second < names.index("submit")


def test_production_refuses_to_run_as_of_another_day(monkeypatch, capsys):
    monkeypatch.setattr(portal.settings, "mode", "production")
    monkeypatch.setattr("sys.argv", ["finance_portal", "jobs", "run", "--as-of", "2027-01-01"])

    assert portal.main() == 1
    assert "refused" in capsys.readouterr().err


def test_the_contracts_that_were_set_aside_are_listed_and_let_go(db, tmp_path, monkeypatch, capsys):
    (contract_id,) = boarded(db, tmp_path, loans(1))
    with db.begin() as session:
        session.add(SetAside(job="bill", contract_id=contract_id, reason="It is odd.", at=DUE))
        ref = session.exec(select(Contract.ref)).one()
    monkeypatch.setattr(portal, "database", lambda: db)
    monkeypatch.setattr("sys.argv", ["finance_portal", "jobs", "aside", "--again"])

    assert portal.main() == 0

    assert f"bill: contract {ref}: It is odd." in capsys.readouterr().out
    assert all_of(db, SetAside) == []
