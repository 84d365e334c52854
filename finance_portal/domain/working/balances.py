"""How balances came about: principal, interest, charges and fees, and what closes a contract."""

from datetime import date

from finance_portal.domain.allocation import FEE_BUCKETS, Bucket
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import ZERO, Cents, dollars, rounded
from finance_portal.domain.events import (
    Charge,
    Event,
    LeaseEnded,
    LeaseExtended,
    Payment,
    Refunded,
    Waiver,
)
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.position import Allocation, Position
from finance_portal.domain.working.lines import (
    BUCKETS,
    TIMES,
    Working,
    amount_line,
    count,
    day_text,
    interest_lines,
    segment_line,
)
from finance_portal.domain.working.trace import Segment, Step, Trace
from finance_portal.language import say, say_number, sentence

NOUNS = {
    Bucket.INTEREST: sentence("Interest that stayed unpaid"),
    Bucket.PRINCIPAL: sentence("Principal"),
    Bucket.LATE_CHARGES: sentence("Late charge"),
    Bucket.RETURNED_FEES: sentence("Returned payment fee"),
    Bucket.OTHER_FEES: sentence("Fee"),
}


CHARGED = {
    Bucket.INTEREST: sentence("interest that stayed unpaid"),
    Bucket.PRINCIPAL: sentence("principal"),
    Bucket.LATE_CHARGES: sentence("late charge"),
    Bucket.RETURNED_FEES: sentence("returned payment fee"),
    Bucket.OTHER_FEES: sentence("fee"),
}
WAIVED = {
    Bucket.INTEREST: sentence("interest that stayed unpaid waived"),
    Bucket.PRINCIPAL: sentence("principal waived"),
    Bucket.LATE_CHARGES: sentence("late charge waived"),
    Bucket.RETURNED_FEES: sentence("returned payment fee waived"),
    Bucket.OTHER_FEES: sentence("fee waived"),
}


def principal(traced: Trace) -> Working:
    """Return what was borrowed, less what each payment took off it; of a lease, what is to pay."""
    terms, now = traced.position.terms, traced.position.principal
    first = amount_line(say("Amount financed"), terms.amount_financed)
    if not terms.rate.exact and terms.amount_financed == terms.term * terms.installment:
        payments = f"{count(terms.term, 'payment')} {TIMES} {dollars(terms.installment)}"
        first = say(
            "Signed for: {payments} = {amount_financed}",
            payments=payments,
            amount_financed=dollars(terms.amount_financed),
        )
    lines = [
        first,
        *(line for step in traced.steps for line in _of_principal(step, traced.position)),
        *(_returned(payment) for payment in traced.left_out),
        amount_line(say("Left on {day}", day=day_text(traced.position.on)), now),
    ]
    return Working(tuple(lines), now)


def accrued_interest(traced: Trace, through: date | None = None) -> Working:
    """Return the interest owed on a day if nothing is paid until then; today, if none is named."""
    day = through or traced.position.on
    owed = traced.position.interest_through(day)
    lines = interest_through(traced, day)
    return Working(
        (*lines, amount_line(say("Interest through {day}", day=day_text(day)), owed)), owed
    )


def interest_through(traced: Trace, day: date) -> list[str]:
    """Return the lines of the interest owed on a day: unpaid before, and accrued since."""
    position = traced.position
    unpaid = amount_line(say(NOUNS[Bucket.INTEREST]), position.unpaid_interest)
    lines = [unpaid] if position.unpaid_interest else []
    segments = traced.segments_through(day)
    if not segments:
        return [*lines, amount_line(say("No interest has accrued since"), ZERO)]
    return [
        *lines,
        *interest_lines(segments, position.terms.rounding),
        *changed_at_the_end(segments[-1], position.principal),
    ]


def changed_at_the_end(last: Segment, now: Cents) -> list[str]:
    """Return a line where the principal is another one than the last that bore interest."""
    if last.principal == now:
        return []
    return [
        say(
            "The principal changed on {day} and bears interest from that day on.",
            day=day_text(last.end),
        )
    ]


def per_diem(traced: Trace) -> Working:
    """Return the interest of the next day: with four decimals, and as a result in whole cents."""
    position = traced.position
    tomorrow = Segment(
        start=position.on,
        end=position.on + ONE_DAY,
        principal=position.principal,
        rate=position.rate,
        day_count=position.terms.day_count,
        due_day=position.on.day,  # the label's month is a plain one, as in Position.per_diem
    )
    shown = say(
        "A day's interest, rounded to four decimals: ${per_diem}",
        per_diem=per_diem_text(position.per_diem),
    )
    return Working((segment_line(tomorrow), shown), rounded(position.per_diem))


def payoff(traced: Trace, through: date | None = None) -> Working:
    """Return what closes the contract on a day if nothing is paid until then (R10.1)."""
    position = traced.position
    day = through or position.on
    total = position.payoff_on(day)
    kept = amount_line(say("Kept, not applied yet"), -position.unapplied)
    lines = [
        amount_line(say("Principal"), position.principal),
        *interest_through(traced, day),
        *open_fees(traced),
        *([kept] if position.unapplied else []),
        amount_line(say("Payoff on {day}", day=day_text(day)), total),
    ]
    return Working(tuple(lines), total)


def fees(traced: Trace) -> Working:
    """Return the open charges and fees, from the first of them on."""
    total = traced.position.fees
    return Working((*open_fees(traced), amount_line(say("Charges and fees"), total)), total)


def open_fees(traced: Trace) -> list[str]:
    """Return the lines of every bucket of fees that something is open in."""
    owed = traced.book.owed
    return [
        line
        for bucket in FEE_BUCKETS
        if owed[bucket]
        for step in traced.steps
        if step.change(bucket)
        for line in [_of_bucket(step, bucket)]
    ]


def payment_line(allocation: Allocation) -> str:
    """Write a payment and where each cent of it went."""
    shares = (
        (say("interest"), allocation.interest),
        (say("principal"), allocation.principal),
        (say("late charges"), allocation.late_charges),
        (say("returned payment fees"), allocation.returned_fees),
        (say("other fees"), allocation.other_fees),
        (
            say("kept for later") if allocation.unapplied > 0 else say("kept before"),
            allocation.unapplied,
        ),
        (say("more than was owed"), allocation.credit),
    )
    went = ", ".join(f"{name} {dollars(share)}" for name, share in shares if share)
    what = say("payment of {amount}", amount=dollars(allocation.amount))
    return f"{day_text(allocation.effective_on)}, {what}: {went}"


def _of_principal(step: Step, position: Position) -> list[str]:
    match step.event:
        case Payment():
            return [payment_line(position.applied[step.event.id])]
        case _ if step.change(Bucket.PRINCIPAL):
            return [_of_bucket(step, Bucket.PRINCIPAL)]
    return []


def _returned(payment: Payment) -> str:
    what = say("payment of {amount} returned, counts as never made", amount=dollars(payment.amount))
    return amount_line(_dated(payment, what), ZERO)


def _of_bucket(step: Step, bucket: Bucket) -> str:
    return amount_line(_dated(step.event, _what(step.event, bucket)), step.change(bucket))


def _what(event: Event, bucket: Bucket) -> str:
    match event:
        case Charge():
            return say(CHARGED[bucket])
        case Waiver():
            return say(WAIVED[bucket])
        case Payment():
            return say("paid by a payment of {amount}", amount=dollars(event.amount))
        case LeaseEnded() if event.payment_id:
            return say("vehicle bought")
        case LeaseEnded():
            return say("vehicle returned")
        case LeaseExtended():
            return say_number(
                event.months,
                "lease extended by {number} month",
                "lease extended by {number} months",
            )
        case Refunded():
            return say("refunded beyond the credit")
        case _:
            return say(BUCKETS[bucket])


def _dated(event: Event, words: str) -> str:
    return f"{day_text(event.effective_on)}, {words}"
