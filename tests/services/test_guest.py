"""A guest pays by account number and ZIP code, learns nothing, and can only add money."""

from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from finance_portal.documents import seal
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.models.contracts import Contract
from finance_portal.models.guest import GuestVisit
from finance_portal.models.ledger import ContractEvent
from finance_portal.models.messages import Message
from finance_portal.models.payments import MethodSetup, Payment, PaymentMethod
from finance_portal.models.security import PreAuth, SecurityEvent
from finance_portal.sandbox import hosted
from finance_portal.services import (
    deliveries,
    guest,
    guest_payments,
    ledger,
    method_setup,
    settlement,
)
from finance_portal.services.client import Client
from finance_portal.services.document_keys import public_keys
from finance_portal.services.guest import ClaimUnreadable, GuestRefused, Guests
from finance_portal.services.guest_receipts import guest_receipt
from finance_portal.services.pre_auth import PreAuths, WayLost
from finance_portal.services.throttle import Budgets, TooManyTries
from finance_portal.services.vault import live_vault
from tests import make, paper
from tests.make import MORNING, cents

pytestmark = pytest.mark.anyio

ZIP = "12345"
HERE = Client("203.0.113.9", "tests")
BACK = "https://portal.test/pay-as-guest/review"
RIGHT = {"account_number": "L1", "zip": ZIP, "amount": "100.00", "kind": "card"}


def record(**terms):
    person = {"id": "P1", "first_name": "Ada", "last_name": "Byron", "zip": f"{ZIP}-6789"}
    current = {"all_payments": False, "last_payments": []}
    return make.loan(borrowers=[person], terms=terms, **current)


@pytest.fixture
def books(db, tmp_path):
    return make.boarded(db, tmp_path, record(), business_date="2026-11-23")


def guests_of(db, budgets=None):
    return Guests(db, live_vault(), PreAuths(db, key=b"key"), budgets or Budgets())


async def begin(books, world, *, guests=None, **typed):
    """Type a claim, and return the way and the address of the processor's page."""
    claim = guest.read_claim(RIGHT | typed)
    new = (guests or guests_of(books.db)).begin(claim, client=HERE, now=MORNING)
    url = await guest.begin_saving(
        books.db, world.processor, new.ref, kind=claim.kind, back=BACK, now=MORNING
    )
    return new.ref, url


async def saved(books, world, name="visa_debit", **typed):
    """Go as far as the review."""
    way, url = await begin(books, world, **typed)
    await world.engine.run(hosted.save, url.rpartition("/")[2], name)
    return way


async def review(books, world, way):
    return await guest_payments.review(books.db, world.processor, way, now=MORNING)


async def pay(books, world, way, now=MORNING):
    await review(books, world, way)
    return await guest_payments.pay(books.db, world.processor, way, client=HERE, now=now)


def payments(db):
    with db.read() as session:
        return session.exec(select(Payment).order_by(col(Payment.id))).all()


def balances(books):
    with books.db.read() as session:
        return ledger.balances(session, books.contract.id)


def counted(db, table):
    with db.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


async def test_a_guest_adds_money_to_an_account(books, world):
    owed = balances(books)[Account.PRINCIPAL]
    way = await saved(books, world)

    seen = await review(books, world, way)
    ref = await pay(books, world, way)

    assert (seen.amount, seen.label) == (cents("100.00"), "Visa debit card ••5556")
    (made,) = payments(books.db)
    assert (made.ref, made.origin, made.borrower_id) == (ref, "guest", None)
    assert made.status == PaymentStatus.SETTLED
    assert made.authorization == seen.authorization
    assert balances(books)[Account.PRINCIPAL] < owed


async def test_a_bank_account_is_debited_as_any_other(books, world):
    way = await saved(books, world, "success", kind="bank")

    await pay(books, world, way)

    (made,) = payments(books.db)
    assert made.status == PaymentStatus.PROCESSING
    assert made.expected_on.isoformat() == "2026-11-30"
    assert (await review(books, world, way)).paid_status is PaymentStatus.PROCESSING


async def test_the_review_shows_nothing_of_the_account(books, world):
    seen = str(await review(books, world, await saved(books, world)))

    contract = books.contract
    for word in ("Ada", "Byron", "Sedan", contract.number_masked, contract.vin, contract.ref, ZIP):
        assert word not in seen


@pytest.mark.parametrize(
    "wrong", [{"zip": "54321"}, {"account_number": "L2"}, {"account_number": "L2", "zip": "54321"}]
)
async def test_all_that_is_wrong_is_refused_in_the_same_words(books, world, wrong):
    with pytest.raises(GuestRefused) as refused:
        await begin(books, world, **wrong)

    assert str(refused.value) == guest.NOT_FOUND
    assert counted(books.db, PreAuth) == counted(books.db, GuestVisit) == 0
    with books.db.read() as session:
        lines = session.exec(select(SecurityEvent.kind, SecurityEvent.subject)).all()
    assert lines == [("guest:refused", None)]


async def test_a_contract_without_a_zip_cannot_be_paid_by_guests(db, world, tmp_path):
    no_zip = make.loan(all_payments=False, last_payments=[])
    books = make.boarded(db, tmp_path, no_zip, business_date="2026-11-23")

    with pytest.raises(GuestRefused):
        await begin(books, world, zip="00000")


async def test_an_account_that_is_paid_off_reads_like_no_account(books, world):
    way = await saved(books, world, amount="40,000.00")
    await pay(books, world, way)

    with pytest.raises(GuestRefused) as refused:
        await begin(books, world)

    assert str(refused.value) == guest.NOT_FOUND


async def test_r37_what_is_above_the_payoff_becomes_a_credit(books, world):
    owed = balances(books)[Account.PRINCIPAL]

    await pay(books, world, await saved(books, world, amount="40,000.00"))

    after = balances(books)
    assert after[Account.PRINCIPAL] == 0
    assert -after[Account.CREDIT_BALANCE] > cents("40,000.00") - owed - cents("200.00")


async def test_the_tries_for_one_number_run_out_for_right_and_wrong_alike(books, world):
    guests = guests_of(books.db)
    for number in range(5):
        with pytest.raises(GuestRefused):
            await begin(books, world, guests=guests, zip=f"0000{number}")

    with pytest.raises(TooManyTries):
        await begin(books, world, guests=guests)


async def test_the_tries_of_one_address_run_out(books, world):
    guests = guests_of(books.db)
    for number in range(10):
        with pytest.raises(GuestRefused):
            await begin(books, world, guests=guests, account_number=f"X{number}")

    with pytest.raises(TooManyTries):
        await begin(books, world, guests=guests)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"account_number": ""}, "account_number"),
        ({"account_number": "L1/../2"}, "account_number"),
        ({"zip": "1234"}, "zip"),
        ({"zip": "12345-67"}, "zip"),
        ({"amount": "-5.00"}, "amount"),
        ({"amount": "0.99"}, "amount"),
        ({"amount": "100,000.01"}, "amount"),
        ({"amount": "1e3"}, "amount"),
        ({"email": "not an address"}, "email"),
        ({"email": "a@example.com\nBcc: b@example.com"}, "email"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(typed, field):
    with pytest.raises(ClaimUnreadable) as refused:
        guest.read_claim(RIGHT | typed)

    assert list(refused.value.errors) == [field]


async def test_a_second_click_pays_once(books, world):
    way = await saved(books, world)

    first, second = await pay(books, world, way), await pay(books, world, way)

    assert first == second
    assert len(payments(books.db)) == 1


async def test_nothing_is_paid_when_nothing_was_saved(books, world):
    way, _ = await begin(books, world)

    seen = await review(books, world, way)
    with pytest.raises(GuestRefused):
        await pay(books, world, way)

    assert seen.problem == guest_payments.NO_METHOD
    assert payments(books.db) == []


async def test_a_credit_card_is_refused(books, world):
    way = await saved(books, world, "visa")

    assert (await review(books, world, way)).problem == method_setup.CREDIT_CARD
    with pytest.raises(GuestRefused):
        await pay(books, world, way)


async def test_a_guest_does_not_wait_for_deposits(books, world):
    way = await saved(books, world, "success-code", kind="bank")

    assert (await review(books, world, way)).problem == guest_payments.NEEDS_DEPOSITS
    with pytest.raises(GuestRefused):
        await pay(books, world, way)


async def test_a_way_that_nobody_began_leads_nowhere(books, world):
    with pytest.raises(WayLost):
        await review(books, world, "p-nobodys")
    with pytest.raises(WayLost):
        await guest_payments.pay(books.db, world.processor, "p-none", client=HERE, now=MORNING)


async def test_a_card_fee_is_the_contracts_and_beside_the_payment(db, world, tmp_path):
    books = make.boarded(db, tmp_path, record(card_fee="3.50"), business_date="2026-11-23")
    way = await saved(books, world)

    seen = await review(books, world, way)
    await pay(books, world, way)

    assert (seen.amount, seen.fee) == (cents("100.00"), cents("3.50"))
    assert "$103.50" in seen.authorization
    (made,) = payments(db)
    assert (made.amount_cents, made.fee_cents) == (cents("100.00"), cents("3.50"))
    assert (await world.processor.intent(made.processor_intent)).amount == cents("103.50")


async def test_a_guest_can_only_add_money(books, world):
    before = (counted(books.db, ContractEvent), counted(books.db, Contract))

    await pay(books, world, await saved(books, world))

    with books.db.read() as session:
        added = session.exec(
            select(ContractEvent.kind).order_by(col(ContractEvent.id)).offset(before[0])
        ).all()
    assert added == ["payment"]
    assert counted(books.db, Contract) == before[1]


async def test_the_receipt_goes_to_the_guest_alone_and_the_address_is_forgotten(books, world):
    way = await saved(books, world, email="aunt@example.com")

    ref = await pay(books, world, way)

    with books.db.read() as session:
        (message,) = session.exec(select(Message)).all()
        assert session.exec(select(GuestVisit)).one().email_sealed is None
    to, words = deliveries.opened(message)
    assert to == "aunt@example.com"
    said = " ".join([words.subject, *words.paragraphs])
    assert ref in said
    for word in ("Ada", "Byron", "Sedan", "L1", books.contract.number_end):
        assert word not in said.replace(ref, "")


async def test_a_guests_method_is_forgotten_once_its_payment_has_ended(books, world):
    way = await saved(books, world, "success", kind="bank")
    await pay(books, world, way)
    with books.db.read() as session:
        method = session.exec(select(PaymentMethod)).one()
    await method_setup.finish_setups(books.db, world.processor, now=MORNING)
    assert (await world.processor.method(method.method)).customer is not None  # still under way

    later = MORNING + timedelta(days=8)
    await world.engine.move_to(later)
    (made,) = payments(books.db)
    await settlement.drive(books.db, world.processor, payment_id=made.id, now=later)
    await method_setup.finish_setups(books.db, world.processor, now=later)

    assert (await world.processor.method(method.method)).customer is None


async def test_nothing_is_kept_of_a_guest_who_did_not_pay(books, world):
    way = await saved(books, world, email="aunt@example.com")
    await review(books, world, way)
    later = MORNING + timedelta(days=2)

    await method_setup.finish_setups(books.db, world.processor, now=later)

    with books.db.read() as session:
        assert session.exec(select(GuestVisit)).one().email_sealed is None
        assert session.exec(select(PaymentMethod)).one().detached_at == later
        assert session.exec(select(MethodSetup)).one().borrower_id is None


async def test_a_number_is_read_however_it_is_typed(books, world):
    way, _ = await begin(books, world, account_number=" l-1 ", zip=f"{ZIP}-0001")

    assert guest.visit_of(books.db, way).contract_id == books.contract.id


async def test_a_guest_takes_a_sealed_receipt_that_tells_nothing_of_the_account(books, world):
    way = await saved(books, world)
    assert guest_receipt(books.db, way, now=MORNING) is None

    ref = await pay(books, world, way)
    receipt = guest_receipt(books.db, way, now=MORNING)

    told = paper.text(receipt.pdf)
    assert seal.is_ours(receipt.pdf, public_keys())
    assert {ref, "$100.00"} <= set(told.split())
    for secret in ("Ada", "Byron", "Sedan", "L1", ZIP, "581.52"):
        assert secret not in told


async def test_whoever_has_another_way_takes_no_receipt(books, world):
    way = await saved(books, world)
    await pay(books, world, way)
    other = await saved(books, world)

    assert guest_receipt(books.db, other, now=MORNING) is None
    with pytest.raises(WayLost):
        guest_receipt(books.db, "unknown", now=MORNING)
