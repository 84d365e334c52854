import re
from dataclasses import replace
from datetime import date

import pytest

from finance_portal.domain.cents import parse_dollars
from finance_portal.domain.position import Standing
from finance_portal.pages.overview.views import overview
from finance_portal.services.accounts import Balloon, PendingPayment
from finance_portal.services.coming import Coming
from finance_portal.services.documents import Line
from finance_portal.services.flags import RESTRICTING
from finance_portal.services.relief.promises import Promised
from finance_portal.services.scra import Service
from finance_portal.services.tracker import Tracked
from finance_portal.ui.standing import MONTH_TO_MONTH, STANDING
from tests.pages.sample import account, last_payment, lease


def facts(items):
    return {item.label: item.value for item in items}


class TestHelp:
    def test_what_is_past_due_leads_to_help_before_it_asks_for_money(self):
        late = overview(account(standing="past_due", past_due=685_38, to_cure=685_38)).due

        assert late.help_words == "Trouble paying it all? See what helps"
        assert late.help_href == "/hardship?account=c1"

    def test_help_is_led_to_before_anything_is_late(self):
        assert overview(account()).due.help_href == "/hardship?account=c1"

    def test_a_promise_is_said_and_is_no_payment(self):
        promised = Promised(on=date(2026, 12, 4), amount=581_52)

        due = overview(account(promised=promised)).due

        assert due.promised == "You promised $581.52 by Fri, Dec 4, 2026. It is not a payment yet."

    def test_under_a_hold_neither_is_said(self):
        promised = Promised(on=date(2026, 12, 4), amount=581_52)
        held = overview(account(restricted=RESTRICTING["bankruptcy"], promised=promised)).due

        assert (held.help_href, held.promised) == ("", "")


class TestTheHeroOfALoan:
    def test_shows_the_principal_and_how_much_is_repaid(self):
        hero = overview(account()).hero

        assert (hero.amount, hero.percent, hero.progress) == ("$39,974.96", 23, "23% repaid")
        assert hero.whole == "of $52,480.00"

    def test_shows_payoff_rate_payments_left_and_end(self):
        assert facts(overview(account()).hero.facts) == {
            "Payoff today": "$40,101.23",
            "Rate": "5.49%",
            "Payments left": "44 of 60",
            "Paid off by": "Jul 2030",
        }

    def test_tells_the_balloon_from_the_payments(self):
        balloon = Balloon(due_on=date(2027, 2, 20), amount=28_875_00)

        hero = overview(account(installments_left=3, balloon=balloon)).hero

        assert facts(hero.facts)["Payments left"] == "2 + balloon"

    @pytest.mark.parametrize("standing", Standing)
    def test_has_a_word_for_every_standing(self, standing):
        word, tone = STANDING[standing]

        hero = overview(account(standing=standing)).hero

        assert (hero.status, hero.tone) == (word, tone)


class TestWhatIsDue:
    def test_is_the_next_payment_with_its_day(self):
        due = overview(account()).due

        assert (due.amount, due.when, due.chip) == (
            "$1,004.91",
            "Due Tue, Dec 1, 2026",
            "in 8 days",
        )
        assert due.action == "Pay $1,004.91"
        assert due.href == "/pay?account=c1"
        assert due.other_href == "/pay?account=c1&choice=other"

    @pytest.mark.parametrize(
        ("day", "tone"), [(date(2026, 12, 3), "warn"), (date(2026, 12, 4), "calm")]
    )
    def test_stands_out_ten_days_before(self, day, tone):
        assert overview(account(next_due_on=day)).due.tone == tone

    def test_says_where_the_payment_would_go(self):
        assert overview(account()).due.notes == [
            "Paid that day, $830.54 lowers the balance and $174.37 is interest."
        ]

    def test_breaks_down_what_brings_the_contract_current(self):
        due = overview(
            account(
                standing="past_due",
                next_due_on=date(2026, 11, 1),
                past_due=685_38,
                days_past_due=22,
                late_charges=34_27,
                returned_fees=30_00,
                to_cure=749_65,
            )
        ).due

        assert [(line.label, line.amount) for line in due.lines] == [
            ("Due since Nov 1, 2026", "$685.38"),
            ("Late charge", "$34.27"),
            ("Returned-payment fee", "$30.00"),
            ("Total", "$749.65"),
        ]
        assert due.chip == "22 days past due"
        assert due.action == "Pay $749.65"

    def test_shows_what_is_already_paid_toward_it(self):
        due = overview(account(already_paid_toward_next=347_84, next_due_amount=657_07)).due

        assert [line.amount for line in due.lines] == ["$1,004.91", "\u2212$347.84", "$657.07"]

    def test_shows_open_fees_of_a_contract_that_is_not_past_due(self):
        due = overview(account(late_charges=34_27, to_cure=34_27)).due

        assert ("Late charge", "$34.27") in [(line.label, line.amount) for line in due.lines]

    def test_says_that_everything_before_is_paid_when_paid_ahead(self):
        due = overview(account(standing="paid_ahead", next_due_on=date(2027, 1, 5))).due

        assert due.notes[0].startswith("Everything due before Jan 5, 2027 is already paid.")

    def test_says_that_nothing_is_due_before_the_first_bill(self):
        due = overview(account(standing="first_bill", next_due_on=date(2026, 12, 31))).due

        assert due.title == "First payment"
        assert due.notes[0].startswith("Nothing is due before Dec 31, 2026.")

    def test_is_nothing_on_a_contract_that_is_paid_off(self):
        due = overview(
            account(
                standing="paid_off",
                closed_on=date(2026, 10, 26),
                next_due_on=None,
                credit_balance=2_36,
            )
        ).due

        assert (due.amount, due.when) == ("$0.00", "Paid off Oct 26, 2026")
        assert (due.action, due.href, due.other_href) == (
            "What happens now",
            "/after-payoff?account=c1",
            "",
        )
        assert (
            due.notes[0] == "You paid $2.36 more than was owed. We refund it once it has cleared."
        )

    def test_says_that_the_rate_is_not_the_contract_s(self):
        capped = account(
            rate="6.00%",
            contract_rate="9.49%",
            installment_amount=622_84,
            signed_installment=669_09,
        )

        assert (
            "Your rate is 6.00% now instead of 9.49%, and your payment $622.84 instead of $669.09."
        ) in overview(capped).due.notes

    def test_says_what_the_cap_of_the_service_forgives(self):
        serving = Service(since=date(2026, 2, 1), forgiven=739_71)

        (said,) = overview(account(rate="6.00%", contract_rate="9.49%", service=serving)).due.notes[
            -1:
        ]

        assert said.startswith("That is because of your service since Feb 1, 2026. $739.71")

    def test_on_a_held_contract_asks_for_nothing(self):
        held = overview(account(restricted=RESTRICTING["bankruptcy"], past_due=685_38))

        assert (held.due.action, held.due.chip) == ("", "For information")
        assert (held.due.title, held.due.notes) == ("Open on this contract", [])
        assert held.hero.status == "For information"
        assert not held.is_open
        assert "Payoff today" not in {fact.label for fact in held.hero.facts}


class TestThePayoff:
    def test_sums_up_to_what_closes_the_loan(self):
        lines = overview(
            account(late_charges=34_27, returned_fees=30_00, payoff_today=40_165_50)
        ).payoff

        *parts, total = [parse_dollars(line.amount) for line in lines]
        assert sum(parts) == total

    def test_says_why_it_is_more_than_the_balance(self):
        why, later = overview(account()).payoff_notes

        assert why.endswith("because interest accrues daily: $6.0127 a day.")
        assert later == "Paid by Dec 3, 2026 it will be at most $40,161.35."

    def test_does_not_say_so_on_the_day_of_a_payment(self):
        why, _ = overview(account(accrued_interest=0, payoff_today=39_974_96)).payoff_notes

        assert why.startswith("From tomorrow")


class TestTheLastPayment:
    @pytest.mark.parametrize(
        "last",
        [
            last_payment(),
            last_payment(amount=749_65, interest=290_52, principal=394_86, fees=64_27),
            last_payment(amount=3_207_23, interest=7_69, principal=3_197_18, balance_after=0),
        ],
    )
    def test_is_shown_to_the_last_cent(self, last):
        parts = overview(account(last_payment=last)).applied.parts

        assert sum(parse_dollars(part.amount) for part in parts) == last.amount
        assert sum(float(part.percent.rstrip("%")) for part in parts) == pytest.approx(100, abs=0.1)

    def test_is_left_out_when_there_is_none(self):
        assert not overview(account(last_payment=None)).has_payment


class TestTheBalloon:
    def test_names_the_banking_day_that_is_still_on_time(self):
        balloon = Balloon(due_on=date(2027, 2, 20), amount=28_875_00)

        said = overview(account(balloon=balloon)).balloon

        assert said.startswith("Balloon: $28,875.00 due Sat, Feb 20, 2027, in 89 days.")
        assert said.endswith("paid by Mon, Feb 22, 2027 it is on time.")

    def test_says_nothing_of_banks_on_a_banking_day(self):
        balloon = Balloon(due_on=date(2027, 2, 19), amount=28_875_00)

        assert "Banks" not in overview(account(balloon=balloon)).balloon

    def test_is_silent_without_one(self):
        assert overview(account()).balloon == ""


class TestALease:
    def test_shows_payments_left_instead_of_a_balance(self):
        hero = overview(lease()).hero

        assert (hero.count, hero.count_of, hero.amount) == ("3", "of 36", "")
        assert (hero.percent, hero.whole) == (91, "ends Mar 21, 2027")

    def test_quotes_no_price_on_a_hold(self):
        held = replace(lease(), restricted=RESTRICTING["total_loss"])

        assert overview(held).figures == []

    def test_keeps_its_three_figures_apart(self):
        assert [(figure.question, figure.amount) for figure in overview(lease()).figures] == [
            ("Keep paying to the end", "$2,719.32"),
            ("Buy it now", "$37,456.12"),
            ("Buy it at the end", "$35,345.15"),
        ]

    def test_has_no_payoff_and_no_chart(self):
        view = overview(lease())

        assert (view.is_open, view.has_chart, view.payoff) == (False, False, [])

    @pytest.mark.parametrize("standing", ["current", "paid_ahead", "first_bill"])
    def test_speaks_of_no_interest(self, standing):
        said = repr(overview(lease(standing)))

        assert not re.search(r"[Ii]nterest|Payoff|accru|APR", said)

    def test_asks_for_a_call_where_a_price_is_unknown(self):
        figures = overview(lease(early_buyout=None)).figures

        assert figures[1].amount == "Please call"

    def test_says_what_the_miles_would_cost(self):
        miles = overview(lease()).miles

        assert miles.note.endswith("1,211 miles over, which costs $302.75.")
        assert facts(miles.facts)["Projected at the end"] == "31,223"

    def test_does_without_an_odometer_reading(self):
        assert not overview(lease(miles=None)).has_miles

    def test_that_goes_on_says_since_when(self):
        view = overview(lease(extended_months=3, matures_on=date(2026, 9, 30)))

        assert view.hero.status == STANDING[MONTH_TO_MONTH][0]
        assert view.hero.whole == "ended Sep 30, 2026"
        assert view.due.notes[0].startswith("Your lease ended Sep 30, 2026 and goes on")


def test_a_payment_on_its_way_is_told_and_not_counted():
    pending = PendingPayment(
        ref="p1", amount=200_00, method="Checking ••6789", expected_on=date(2026, 11, 30)
    )

    view = overview(account(pending=[pending]))

    assert view.pending[0].startswith(
        "$200.00 by Checking ••6789 is on its way, expected Mon, Nov 30, 2026."
    )
    assert view.hero.amount == "$39,974.96"


def test_what_will_be_paid_by_itself_is_said_before_anything_else():
    autopay = Coming(on=date(2026, 12, 1), amount=58_152, is_autopay=True)
    ordered = Coming(on=date(2026, 12, 15), amount=20_000, is_autopay=False)

    coming = overview(account(coming=[autopay, ordered])).due.coming

    assert [each.words for each in coming] == [
        "Autopay takes $581.52 on Dec 1, 2026.",
        "You scheduled $200.00 for Dec 15, 2026.",
    ]
    assert [each.href.partition("?")[0] for each in coming] == ["/autopay", "/scheduled"]


def test_what_is_covered_by_a_payment_on_its_way_is_not_asked_for_twice():
    for shown in (account(is_covered=True), account(is_covered=True, past_due=1_004_91)):
        due = overview(shown).due

        assert (due.is_covered, due.tone, due.chip) == (True, "info", "Paid, on its way")
        assert due.notes == ["What is on its way covers this. You need not pay it again."]
    assert not overview(account()).due.is_covered


def paper(**changes):
    values = {
        "ref": "d1",
        "kind": "statement",
        "title": "Statement of November 10, 2026",
        "dated_on": date(2026, 11, 10),
        "contract_ref": account().ref,
        "is_new": True,
        "is_corrected": False,
        "corrects": False,
    }
    return Line(**(values | changes))


def asked(**changes):
    values = {
        "ref": "r1",
        "kind": "extension",
        "option": "2",
        "title": "Extension",
        "status": "review",
        "status_words": "With a person",
        "contract_ref": account().ref,
        "vehicle": "2025 X3",
        "asked_by": "Elena",
        "is_mine": True,
        "is_open": True,
        "must_sign": False,
        "waits_for": (),
        "sign_through": None,
        "answer_by": date(2026, 12, 1),
        "on_date": None,
        "steps": (),
        "own_words": "",
        "reply": "",
        "document": "",
    }
    return Tracked(**(values | changes))


class TestWhatIsNew:
    def test_is_nothing_when_nothing_waits(self):
        assert overview(account()).news == []

    def test_names_the_latest_document_and_counts_the_others(self):
        papers = [paper(), paper(ref="d2", title="Statement of October"), paper(is_new=False)]

        (only,) = overview(account(), papers=papers).news

        assert only.words == "Statement of November 10, 2026"
        assert only.note == "New, and 1 document more that you have not opened."
        assert only.href.startswith("/documents?")

    def test_leaves_out_what_was_corrected_opened_or_belongs_to_another_contract(self):
        papers = [paper(is_corrected=True), paper(is_new=False), paper(contract_ref="another")]

        assert overview(account(), papers=papers).news == []

    def test_says_how_a_request_stands_and_by_when_it_is_answered(self):
        (only,) = overview(account(), asked=[asked()]).news

        assert (only.words, only.link) == ("Extension: with a person", "Follow it")
        assert only.note == "A person answers by Dec 1, 2026."

    def test_puts_what_waits_for_the_borrowers_own_signature_first(self):
        waiting = asked(ref="r2", title="Another due date", must_sign=True)

        first, second = overview(account(), asked=[asked(), waiting], papers=[]).news

        assert (first.link, first.note) == ("Sign", "Your signature is missing.")
        assert second.words.startswith("Extension")

    def test_leaves_out_what_is_over_or_asked_on_another_contract(self):
        over = [asked(is_open=False), asked(contract_ref="another")]

        assert overview(account(), asked=over).news == []

    def test_leads_to_the_end_of_a_lease_in_its_last_year(self):
        near = lease()

        news = overview(near).news

        assert [each.kind for each in news] == ["lease"]
        assert news[0].href.startswith("/lease-end?")


def test_a_closed_loan_says_nothing_of_payments_that_nobody_owes():
    closed = account(closed_on=date(2026, 10, 26), next_due_on=None)

    assert facts(overview(closed).hero.facts).keys() == {"Rate", "Paid off"}
