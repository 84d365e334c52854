"""Six percent during service."""

from finance_portal.domain.cents import rounded
from finance_portal.domain.delinquency import late_charges_due
from finance_portal.domain.events import RateChanged
from finance_portal.domain.rates import Rate
from finance_portal.domain.scra import CAP, cap_rate, capped_rate, forgiven_share
from tests.domain.make import L1, cents, day, loan, paid, position

CONTRACT_RATE = Rate.from_percent("9.49")
SERVING = loan(
    amount_financed=cents("20,000.00"),
    rate=CONTRACT_RATE,
    term=60,
    installment=cents("420.00"),
)


def capped(on="2026-01-15", events=()):
    return cap_rate(position(events, on, SERVING), sequence=900)


def test_a42_interest_above_six_percent_is_forgiven():
    full = position((), "2026-02-14", SERVING)
    with_cap = position([capped()], "2026-02-14", SERVING)

    assert full.accrued_interest == cents("156.00")
    assert with_cap.accrued_interest == cents("98.63")
    assert rounded(156_00 * forgiven_share(CONTRACT_RATE, CAP)) == cents("57.37")


def test_a42_the_payment_falls_and_no_late_charge_arises():
    change = capped()

    assert change.installment < SERVING.installment
    assert position([change], "2026-02-14", SERVING).amount_due == change.installment
    assert late_charges_due(SERVING, [change], today=day("2026-06-30")) == []


def test_a43_orders_that_come_late_are_applied_from_the_start_of_service():
    service_began = "2026-02-01"
    payments = [paid("2026-03-01", "420.00"), paid("2026-04-01", "420.00")]
    as_posted = position(payments, "2026-05-12", SERVING)

    cap = capped(service_began)
    replayed = position([*payments, cap], "2026-05-12", SERVING)

    collected = sum(each.interest for each in as_posted.applied.values())
    owed = sum(each.interest for each in replayed.applied.values())
    assert collected > owed
    assert as_posted.principal - replayed.principal == collected - owed
    excess = 2 * (cents("420.00") - cap.installment)
    assert replayed.installments[2].paid == excess


def test_only_debt_from_before_service_is_capped():
    assert capped_rate(CONTRACT_RATE, incurred_before_service=True) == Rate.from_percent("6")
    assert capped_rate(CONTRACT_RATE, incurred_before_service=False) == CONTRACT_RATE
    assert capped_rate(Rate.from_percent("4"), incurred_before_service=True).exact < CAP.exact


def test_a_rate_may_change_without_the_installment():
    change = RateChanged(effective_on=day("2026-02-01"), sequence=900, rate=Rate.from_percent("5"))

    state = position([change], "2026-03-01")

    # 17 days at 6 %, 28 days at 5 %: 83.8356 + 115.0685.
    assert state.accrued_interest == cents("198.90")
    assert state.amount_due == L1.installment
