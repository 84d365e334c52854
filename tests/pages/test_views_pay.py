from dataclasses import replace
from datetime import date

import pytest

from finance_portal.domain.cents import parse_dollars
from finance_portal.domain.events import Intent
from finance_portal.pages.pay.views import CHANGED, Wanted, choices, preview
from finance_portal.services.flags import RESTRICTING
from finance_portal.services.payments import Option, Planned, Purpose, Way
from finance_portal.services.what_if import Outcome
from tests.pages import sample
from tests.pages.sample import CARD, CHECKING


class TestTheForm:
    def test_offers_each_amount_with_what_it_is(self):
        options = choices(sample.choices(), Wanted()).options

        assert [(option.title, option.amount) for option in options] == [
            ("Amount due", "$1,004.91"),
            ("Pay it off", "$40,101.23"),
        ]

    @pytest.mark.parametrize(
        ("wanted", "chosen"), [("", "due"), ("payoff", "payoff"), ("nonsense", "due")]
    )
    def test_has_one_choice_made(self, wanted, chosen):
        options = choices(sample.choices(), Wanted(wanted)).options

        assert [option.choice for option in options if option.is_chosen] == [chosen]

    def test_opens_the_other_amount_when_asked(self):
        form = choices(sample.choices(), Wanted("other"))

        assert form.asks_other
        assert not any(option.is_chosen for option in form.options)

    def test_says_what_makes_up_the_past_due_amount(self):
        found = sample.choices(
            options=[Option(choice="past_due", amount=749_65)], past_due=685_38, fees=64_27
        )

        (option,) = choices(found, Wanted()).options

        assert option.note.startswith("$685.38 past due and $64.27 in charges and fees.")

    def test_does_not_call_open_fees_past_due(self):
        found = sample.choices(options=[Option(choice="past_due", amount=34_27)], fees=34_27)

        (option,) = choices(found, Wanted()).options

        assert option.title == "Open charges and fees"

    def test_on_a_held_contract_takes_nothing_and_names_no_payoff(self):
        held = choices(sample.choices(restricted=RESTRICTING["bankruptcy"]), Wanted())

        assert (held.is_payable, held.options) == (False, [])
        assert "$" not in held.other_note

    def test_during_a_total_loss_offers_all_but_the_payoff(self):
        form = choices(sample.choices(restricted=RESTRICTING["total_loss"]), Wanted("payoff"))

        assert [(each.choice, each.is_chosen) for each in form.options] == [("due", True)]
        assert form.is_payable
        assert "$" not in form.other_note

    def test_chooses_the_first_method_that_can_be_used(self):
        closed = replace(CHECKING, usable=False, why_not="The account is closed.")

        methods = choices(sample.choices(methods=[closed, CARD]), Wanted()).methods

        assert [(method.is_usable, method.is_chosen) for method in methods] == [
            (False, False),
            (True, True),
        ]
        assert methods[0].note == "The account is closed."

    def test_keeps_the_method_that_was_chosen(self):
        methods = choices(sample.choices(), Wanted("", "m2")).methods

        assert [method.ref for method in methods if method.is_chosen] == ["m2"]

    def test_says_when_each_method_settles(self):
        bank, card = choices(sample.choices(), Wanted()).methods

        assert (bank.note, card.note) == (
            "Paid today, it settles by Nov 30, 2026. No fee.",
            "Posts the same day. No fee.",
        )

    def test_says_that_a_payment_on_its_way_is_taken_off(self):
        (note,) = choices(sample.choices(in_flight=200_00), Wanted()).notes

        assert note.startswith("$200.00 is already on its way")

    def test_says_what_is_scheduled_and_when_autopay_comes(self):
        found = sample.choices(
            scheduled=[Planned(on=date(2026, 12, 1), amount=100_00)],
            autopay=Planned(on=date(2026, 12, 2), amount=None),
        )

        assert choices(found, Wanted()).notes == [
            "Already scheduled: $100.00 on Dec 1, 2026.",
            "Autopay is on. Its next debit is on Wed, Dec 2, 2026.",
        ]

    def test_says_what_a_card_costs_beside_the_free_way(self):
        bank, card = choices(sample.choices(card_fee=2_50), Wanted()).methods

        assert "No fee." in bank.note
        assert "Card fee $2.50." in card.note

    def test_says_until_when_a_payment_counts_today(self):
        form = choices(sample.choices(), Wanted())

        assert form.now_note == "Counts as paid today"
        assert form.cut_off == "2026-11-23T19:00:00-05:00"

    @pytest.mark.parametrize(
        ("today", "why"),
        [
            (date(2026, 11, 23), "it is past 7 PM Eastern"),
            (date(2026, 11, 26), "banks are closed today"),
        ],
    )
    def test_case_52_says_why_a_payment_does_not_count_today(self, today, why):
        found = sample.choices(today=today, effective_on=date(2026, 11, 27))

        form = choices(found, Wanted())

        assert form.now_note == f"Counts as paid on Fri, Nov 27, 2026: {why}."
        assert form.cut_off == ""

    def test_offers_the_days_until_the_last_one(self):
        form = choices(sample.choices(), Wanted())

        assert (form.first_day, form.last_day) == ("2026-11-24", "2027-01-22")
        assert not form.is_later

    def test_opens_on_the_day_of_the_payment_that_is_changed(self):
        form = choices(sample.choices(), Wanted("other", "m1", date(2026, 12, 15), "P-1"))

        assert (form.is_later, form.is_change, form.pay_on) == (True, True, "2026-12-15")

    def test_is_not_there_when_nothing_is_owed(self):
        assert not choices(sample.choices(options=[], maximum=0), Wanted()).is_payable


class TestThePreview:
    def test_shows_each_cent(self):
        parts = preview(sample.review(interest=290_52, principal=650_12, fees=64_27)).parts

        assert sum(parse_dollars(part.amount) for part in parts) == 1_004_91

    def test_says_what_is_due_next(self):
        facts = {fact.label: fact.value for fact in preview(sample.review()).facts}

        assert facts == {
            "Counts as paid on": "Mon, Nov 23, 2026",
            "Leaves your account": "by Mon, Nov 30, 2026",
            "Balance after it": "$39,096.32",
            "Next payment": "$1,004.91 due Jan 1, 2027",
        }

    def test_says_that_a_payoff_closes_the_contract(self):
        facts = preview(sample.review(closes=True, next_due_on=None)).facts

        assert facts[-1].value == "None, this closes the contract"

    def test_speaks_of_what_is_left_to_pay_on_a_lease(self):
        facts = preview(sample.review(is_lease=True)).facts

        assert facts[2].label == "Left to pay after it"

    def test_warns_of_what_stays_open(self):
        (note,) = preview(sample.review(past_due_after=100_00, fees_after=34_27)).notes

        assert "$134.27 stays open" in note

    def test_says_when_it_is_not_what_was_shown_before(self):
        assert preview(sample.review(), is_changed=True).notes == [CHANGED]

    def test_names_the_day_of_a_card(self):
        facts = preview(sample.review(method=CARD, settles_on=date(2026, 11, 23))).facts

        assert facts[1].value == "Nov 23, 2026, at once"

    def test_case_61_shows_the_fee_and_the_sum_that_is_charged(self):
        view = preview(sample.review(method=CARD, card_fee=2_50))

        facts = {fact.label: fact.value for fact in view.facts}
        assert (facts["Card fee"], facts["Charged in all"]) == ("$2.50", "$1,007.41")
        assert view.amount == "$1,004.91"
        assert view.action == "Pay $1,007.41"

    def test_case_52_says_what_a_holiday_does_before_the_click(self):
        (hint,) = preview(later(date(2026, 11, 26))).hints

        assert hint == (
            "Banks are closed on Thu, Nov 26, 2026. The payment counts that day; your bank is"
            " asked for the money on Fri, Nov 27, 2026."
        )

    def test_says_nothing_of_holidays_on_a_banking_day(self):
        assert preview(later(date(2026, 11, 27))).hints == []

    def test_names_the_day_of_a_later_payment_on_the_button_s_card(self):
        view = preview(later(date(2026, 12, 1)))

        assert view.paid_with.startswith("from ")
        assert view.paid_with.endswith(" on Tue, Dec 1, 2026")
        assert view.action == "Schedule $1,004.91"

    def test_says_that_a_change_is_saved(self):
        view = preview(later(date(2026, 12, 1), instead_of="P-1"))

        assert view.action == "Save: $1,004.91 on Dec 1, 2026"

    def test_warns_of_a_due_date_before_the_day(self):
        review = replace(later(date(2026, 12, 3)), misses_due_on=date(2026, 12, 1))

        (note,) = preview(review).notes

        assert note.startswith("Your payment is due Dec 1, 2026, before that day.")

    @pytest.mark.parametrize(
        ("amount", "said"),
        [(500_00, "Autopay takes $500.00 on the same day, on top"), (0, "nothing is left for it")],
    )
    def test_case_54_warns_of_autopay_on_the_same_day(self, amount, said):
        beside = Planned(on=sample.TODAY, amount=amount)

        (note,) = preview(sample.review(autopay=beside)).notes

        assert said in note

    def test_shows_what_is_kept_for_the_next_payment(self):
        parts = preview(sample.review(interest=0, principal=0, held=1_004_91)).parts

        assert [(part.label, part.amount) for part in parts] == [
            ("Kept for your next payment", "$1,004.91")
        ]


class TestTheWays:
    WAYS = (
        Way(
            purpose=Purpose.REGULAR,
            principal_only=0,
            outcome=Outcome(
                intent=Intent.REGULAR,
                next_due_on=date(2027, 1, 1),
                next_due_amount=1_004_91,
                closes_on=date(2030, 6, 1),
                interest_saved=123_45,
            ),
        ),
        Way(
            purpose=Purpose.PRINCIPAL,
            principal_only=1_004_91,
            outcome=Outcome(intent=Intent.PRINCIPAL_ONLY, why_not="$34.27 of fees is open."),
        ),
    )

    def test_each_says_when_the_next_payment_is_due_when_it_ends_and_what_it_saves(self):
        regular, _ = preview(sample.review(ways=self.WAYS)).ways

        assert [(fact.label, fact.value) for fact in regular.facts] == [
            ("Next due", "Jan 1, 2027"),
            ("Amount then", "$1,004.91"),
            ("Paid off", "Jun 2030"),
            ("Interest saved", "$123.45"),
        ]
        assert regular.is_chosen

    def test_a18_one_that_cannot_be_says_why(self):
        _, principal = preview(sample.review(ways=self.WAYS)).ways

        assert (principal.why_not, principal.facts) == ("$34.27 of fees is open.", [])

    def test_what_paid_ahead_means_is_promised_only_where_it_holds(self):
        kept = preview(sample.review(ways=self.WAYS)).promise
        broken = preview(sample.review(ways=self.WAYS, past_due_after=1)).promise

        assert kept.startswith("With this payment nothing is due before Jan 1, 2027")
        assert broken == ""


def later(on, **changes):
    review = sample.review(effective_on=on, settles_on=date(2026, 12, 7))
    return replace(review, order=replace(review.order, pay_on=on, **changes))
