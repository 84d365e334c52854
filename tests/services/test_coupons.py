"""Payment coupons: references that find a payment, and nothing else."""

import json

import pytest
from sqlmodel import col, select
from stdnum import iso11649

from finance_portal.models.closing import AccountFlag
from finance_portal.models.documents import Document
from finance_portal.services import documents
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.coupons import CouponsRefused, make_coupons, reference, referred
from tests import make, paper
from tests.make import MORNING


@pytest.fixture
def made(db, books):
    ref = make_coupons(
        db, borrower_id=books.borrower_id, contract_ref=books.contract.ref, now=MORNING
    )
    with db.read() as session:
        return session.exec(select(Document).where(col(Document.ref) == ref)).one()


def test_there_are_coupons_for_the_next_twelve_payments(made):
    coupons = json.loads(made.content)["coupons"]

    assert len(coupons) == 12
    assert (coupons[0]["due"], coupons[0]["amount"]) == ("December 1, 2026", "$581.52")


def test_a_reference_finds_the_payment_that_it_is_for(books, made):
    coupon = json.loads(made.content)["coupons"][0]

    assert referred(coupon["reference"]) == (books.contract.id, 10)
    assert iso11649.is_valid(coupon["reference"])


@pytest.mark.parametrize("typed", ["", "RF18539007547034", "RF00" + "0" * 13, "5300184401"])
def test_what_is_no_reference_of_ours_finds_nothing(typed):
    assert referred(typed) is None


def test_one_wrong_digit_is_noticed():
    right = reference(42, 7)

    for place in range(4, len(right)):
        other = str((int(right[place]) + 1) % 10)
        assert referred(right[:place] + other + right[place + 1 :]) is None


def test_the_square_has_words_for_those_who_listen(made):
    pdf = documents.file_of(made)

    assert "Figure" in paper.tags(pdf)
    assert "RF" in paper.text(pdf)


def test_coupons_are_made_once_a_day_while_nothing_changes(db, books, made):
    again = make_coupons(
        db, borrower_id=books.borrower_id, contract_ref=books.contract.ref, now=MORNING
    )

    assert again == made.ref


def test_case_01_there_are_none_of_somebody_elses_contract(db, books):
    with pytest.raises(ContractNotFound):
        make_coupons(
            db, borrower_id=books.borrower_id + 1, contract_ref=books.contract.ref, now=MORNING
        )


def test_there_are_none_where_nothing_is_left_to_pay(db, tmp_path):
    paid_off = make.loan(
        payoff={"paid_on": "2026-03-02", "amount": "29645.27"},
    )
    books = make.boarded(db, tmp_path, paid_off)

    with pytest.raises(CouponsRefused, match="Nothing is left"):
        make_coupons(
            db, borrower_id=books.borrower_id, contract_ref=books.contract.ref, now=MORNING
        )


def test_while_nothing_may_be_asked_for_there_are_no_coupons(db, books):
    with db.begin() as session:
        session.add(
            AccountFlag(
                contract_id=books.contract.id,
                kind="bankruptcy",
                starts_on=MORNING.date(),
                noted_at=MORNING,
                noted_by="tests",
            )
        )

    with pytest.raises(CouponsRefused, match="bankruptcy"):
        make_coupons(
            db, borrower_id=books.borrower_id, contract_ref=books.contract.ref, now=MORNING
        )
