"""What waits for the borrower besides the next payment: requests, documents, the end of a lease."""

from collections.abc import Sequence
from datetime import timedelta

from finance_portal.language import say, say_number
from finance_portal.pages.overview.views._shapes import NewsView
from finance_portal.services.accounts import Account
from finance_portal.services.documents import Line
from finance_portal.services.tracker import Tracked
from finance_portal.ui import routes, wording

LEASE_END_FROM = timedelta(days=365)


def news(account: Account, asked: Sequence[Tracked], papers: Sequence[Line]) -> list[NewsView]:
    """Return what is new or under way with a contract, what waits for the borrower first."""
    mine = [each for each in asked if each.contract_ref == account.ref and each.is_open]
    mine.sort(key=lambda each: not each.must_sign)
    return [
        *[_request(each, account) for each in mine],
        *_lease_end(account),
        *_papers([each for each in papers if each.contract_ref == account.ref], account),
    ]


def _request(asked: Tracked, account: Account) -> NewsView:
    return NewsView(
        kind="request",
        words=f"{asked.title}: {asked.status_words.lower()}",
        note=_clock(asked),
        link=say("Sign") if asked.must_sign else say("Follow it"),
        href=routes.of_account(routes.REQUESTS, account.ref),
    )


def _clock(asked: Tracked) -> str:
    if asked.must_sign:
        return say("Your signature is missing.")
    if asked.sign_through:
        return say(
            "Signatures through {sign_through}.", sign_through=wording.long_date(asked.sign_through)
        )
    if asked.answer_by:
        return say("A person answers by {answer_by}.", answer_by=wording.long_date(asked.answer_by))
    return say("On {on_date}.", on_date=wording.long_date(asked.on_date)) if asked.on_date else ""


def _lease_end(account: Account) -> list[NewsView]:
    if account.lease is None or account.lease.matures_on - account.as_of > LEASE_END_FROM:
        return []
    day = wording.long_date(account.lease.matures_on)
    ended = account.lease.matures_on <= account.as_of
    return [
        NewsView(
            kind="lease",
            words=say("Your lease ended {day}", day=day)
            if ended
            else say("Your lease ends {day}", day=day),
            note=say("Return it, buy it or keep it longer: every cost and date side by side."),
            link=say("Compare"),
            href=routes.of_account(routes.LEASE_END, account.ref),
        )
    ]


def _papers(papers: Sequence[Line], account: Account) -> list[NewsView]:
    """Return the latest document that was not opened yet, and how many more there are."""
    unread = [each for each in papers if each.is_new and not each.is_corrected]
    if not unread:
        return []
    more = len(unread) - 1
    return [
        NewsView(
            kind="paper",
            words=unread[0].title,
            note=say_number(
                more,
                "New, and {number} document more that you have not opened.",
                "New, and {number} documents more that you have not opened.",
            )
            if more
            else say("New."),
            link=say("Open it"),
            href=routes.of_account(routes.DOCUMENTS, account.ref),
        )
    ]
