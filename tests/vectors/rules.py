"""Adapters for the rules of law and contract: one function per rule."""

from dataclasses import replace

from finance_portal.domain import ach, deadlines, lease_end, relief, scra, tax
from finance_portal.domain.calendar import add_months
from finance_portal.domain.delinquency import late_charges_due
from finance_portal.domain.events import RateChanged
from finance_portal.domain.late_charge import NO_LATE_CHARGE, LateChargeRule, Take
from finance_portal.domain.rates import ZERO_RATE, Rate
from finance_portal.domain.terms import LoanTerms
from tests.domain.make import FEES_FIRST, V1, cents, charged, day, paid
from tests.vectors.reading import money
from tests.vectors.shared import NotSupported

IN_GOOD_ORDER = {None, "open", "active", "current", "past_due"}


def rule_instance(inputs):
    rule = RULES.get(inputs["rule"])
    if rule is None:
        raise NotSupported(f"rule {inputs['rule']}")
    return rule(inputs)


def late_fee(inputs):
    due = inputs.get("due", "2026-03-01")
    contract = _late_fee_contract(inputs, day(due))
    charges = late_charges_due(
        contract, _late_fee_events(inputs, due), today=day(inputs.get("evaluated_on", "2026-04-01"))
    )
    first = [charge.amount for charge in charges if charge.installment == 1]
    return {"fee": money(sum(first))}


def _late_fee_contract(inputs, due):
    installment = cents(inputs["installment"])
    fee_comes_first = "fee" in inputs.get("order", ["interest"])[0]
    usual = LoanTerms(
        amount_financed=installment * 12,
        rate=ZERO_RATE,
        interest_from=add_months(due, -1, due.day),
        first_due_on=due,
        due_day=due.day,
        term=12,
        installment=installment,
        late_charge=_late_fee_rule(inputs),
        state=inputs.get("state"),
    )
    return replace(usual, application_order=FEES_FIRST) if fee_comes_first else usual


def _late_fee_rule(inputs):
    if "contract" not in inputs:
        # Nothing but the state's law is given: a contract that asks for as much as it may.
        return LateChargeRule(grace_days=0, percent=Rate.from_percent("100"))
    contract = inputs["contract"]
    amounts = {
        name: cents(contract[key])
        for key, name in (("flat", "flat"), ("min", "minimum"), ("max", "maximum"))
        if key in contract
    }
    return replace(
        NO_LATE_CHARGE,
        grace_days=contract.get("grace_days", 0),
        percent=Rate.from_percent(contract["pct"]) if "pct" in contract else None,
        take=Take({"pct": "percent"}.get(contract.get("take"), contract.get("take", "lesser"))),
        **{"flat": None} | amounts,
    )


def _late_fee_events(inputs, due):
    events = []
    if charge := inputs.get("already_charged_for_this_installment"):
        events.append(charged(inputs["evaluated_on"], charge, installment=1))
    if earlier := inputs.get("earlier_late_fee_unpaid"):
        events.append(charged(due, earlier))
    if cents(inputs.get("paid", "0")):
        events.append(paid(inputs.get("paid_on", due), inputs["paid"]))
    if inputs.get("account_status") not in IN_GOOD_ORDER:
        events.append(
            RateChanged(effective_on=day(due), sequence=0, rate=ZERO_RATE, bars_late_charges=True)
        )
    return events


def varying_amount_notice(inputs):
    return {
        "notice_sent_no_later_than": deadlines.varying_amount_notice(day(inputs["transfer_date"]))
    }


def stop_payment_cutoff(inputs):
    return {"notice_no_later_than": deadlines.stop_payment_cutoff(day(inputs["transfer_date"]))}


def error_notice_deadline(inputs):
    return {"last_day": deadlines.error_notice_deadline(day(inputs["statement_sent"]))}


def credit_balance_refund(inputs):
    due_after = deadlines.credit_balance_refund_due_after(
        day(inputs["created"]), cents(inputs["amount"])
    )
    return {"required": due_after is not None, "good_faith_refund_due_after": due_after}


def direct_dispute_deadline(inputs):
    return {"due": deadlines.direct_dispute_deadline(day(inputs["received"]))}


def frivolous_notice_deadline(inputs):
    return {"due": deadlines.frivolous_notice_deadline(day(inputs["determined"]))}


def lien_release_deadline(inputs):
    start = inputs.get("payment_cleared") or inputs["final_payment_received"]
    due = deadlines.lien_release_deadline(inputs["state"], day(start))
    if due is None:
        raise NotSupported(f"lien release in {inputs['state']}")
    return {"due": due}


def tcpa_optout_deadline(inputs):
    return {"due": deadlines.text_opt_out_deadline(day(inputs["received"]))}


def ach_retry(inputs):
    returns = inputs["returns"]
    left = ach.retries_left(day(inputs["original_settlement"]), returns, day(inputs["now"]))
    return {"may_retry": left > 0, "suspend_autopay": ach.suspends_autopay(returns)}


def form_1098_vli(inputs):
    required = tax.form_required(
        cents(inputs["interest_received"]),
        incurred_on=day(inputs["loan_incurred"]),
        is_lease=inputs["lease"],
        is_new_vehicle=inputs["new_vehicle"],
    )
    return {
        "required": required,
        "furnish_by": deadlines.interest_statement_furnish_by(inputs["year"]),
        "efile_by": deadlines.interest_statement_efile_by(inputs["year"]),
    }


def lease_extension(inputs):
    months = inputs["extension_months"]
    lease = replace(V1, miles_allowed=inputs["allowed_miles"])
    longer = lease_end.extended(lease, months)
    moved = (
        (longer.maturity_on.year - lease.maturity_on.year) * 12
        + longer.maturity_on.month
        - lease.maturity_on.month
    )
    return {
        "allowed_miles": lease_end.mileage_at(longer, 0).allowed,
        "maturity_moves_months": moved,
    }


def lease_extension_disclosures(inputs):
    return {"new_disclosures_required": lease_end.needs_new_disclosures(inputs["extension_months"])}


def scra_cap(inputs):
    contract_rate = Rate.from_percent(inputs["contract_rate_pct"])
    capped = scra.capped_rate(
        contract_rate, incurred_before_service=inputs["incurred_before_service"]
    )
    return {
        "rate_pct": money(capped.exact * 10_000),
        "payment_must_drop": capped < contract_rate,
    }


def due_date_change(inputs):
    standing = relief.DueDateStanding(
        next_due_on=day(f"2026-03-{inputs['current_day']:02d}"),
        past_due=cents(inputs["past_due"]),
        late_charges=cents(inputs["unpaid_late_fees"]),
        payments_made=1,
        earlier_changes=inputs["previous_changes"],
    )
    try:
        relief.check_due_date_change(standing, inputs["requested_day"])
    except relief.ReliefRefused as refusal:
        return {"allowed": False, "reason": str(refusal)}
    return {"allowed": True}


RULES = {
    rule.__name__: rule
    for rule in (
        late_fee,
        varying_amount_notice,
        stop_payment_cutoff,
        error_notice_deadline,
        credit_balance_refund,
        direct_dispute_deadline,
        frivolous_notice_deadline,
        lien_release_deadline,
        tcpa_optout_deadline,
        ach_retry,
        form_1098_vli,
        lease_extension,
        lease_extension_disclosures,
        scra_cap,
        due_date_change,
    )
}
