"""What became of everything that was asked for, in words. Pure."""

from dataclasses import dataclass, field
from datetime import date

from finance_portal.language import say, say_number, sentence
from finance_portal.services.asking.catalogue import KINDS, is_quoted
from finance_portal.services.tracker import Tracked
from finance_portal.ui import routes
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import listed, long_date, weekday_date

TONES = {
    "signing": "warn",
    "review": "info",
    "scheduled": "info",
    "granted": "good",
    "done": "good",
    "kept": "good",
}
SIGN_AT = {
    "due_date": routes.CHANGE_DUE_DATE,
    "extension": routes.EXTENSION,
    "lease_extension": routes.LEASE_END,
}
SEEN_AT = {
    "turn_in": (routes.LEASE_END, sentence("See your lease end")),
    "lease_end": (routes.LEASE_END, sentence("See your lease end")),
    "lease_extension": (routes.LEASE_END, sentence("See your lease end")),
    "invoice_dispute": (routes.LEASE_END, sentence("See the invoice")),
    "balloon": (routes.BALLOON, sentence("See your balloon")),
    "unauthorized": (routes.REPORT, sentence("See your case")),
}
AGAIN = frozenset({"declined", "lapsed", "broken"})


@dataclass(frozen=True)
class RequestView:
    """One request, ready to show."""

    ref: str = ""
    has_number: bool = False  # to be quoted, on the telephone and on paper
    title: str = ""
    about: str = ""
    status: str = ""
    tone: str = "calm"
    clock: str = ""
    marks: list[Fact] = field(default_factory=list)  # by which rule, and what happens by when
    reply: str = ""
    own_words: str = ""
    steps: list[Fact] = field(default_factory=list)  # day and words
    following: str = ""  # what to do next
    href: str = ""
    link: str = ""
    document: str = ""
    can_withdraw: bool = False
    is_asked: bool = False  # whether it shall really be taken back


def requests(
    found: tuple[Tracked, ...], *, today: date, asked: str = ""
) -> tuple[list[RequestView], list[RequestView]]:
    """Return what is open and what is over; `asked` is about to be taken back."""
    views = [(each.is_open, _view(each, today, asked)) for each in found]
    return [view for is_open, view in views if is_open], [
        view for is_open, view in views if not is_open
    ]


def _view(each: Tracked, today: date, asked: str) -> RequestView:
    link, href, following = _next(each)
    return RequestView(
        ref=each.ref,
        has_number=each.is_mine and is_quoted(each.kind),
        title=each.title,
        about=each.vehicle
        if each.is_mine
        else say("{vehicle} · asked by {asked_by}", vehicle=each.vehicle, asked_by=each.asked_by),
        status=each.status_words,
        tone=TONES.get(each.status, "calm"),
        clock="" if _has_marks(each, today) else _clock(each, today),
        marks=[Fact(rule, words) for _, words, rule in each.clock]
        if _has_marks(each, today)
        else [],
        reply=each.reply,
        own_words=each.own_words,
        steps=[Fact(long_date(step.at.date()), step.words) for step in each.steps],
        following=following,
        href=href,
        link=link,
        document=f"{routes.DOCUMENT}?{routes.REF}={each.document}" if each.document else "",
        can_withdraw=each.is_open and each.is_mine and each.kind != "unauthorized",
        is_asked=each.ref == asked and each.is_open and each.is_mine,
    )


def _has_marks(each: Tracked, today: date) -> bool:
    """Tell whether its days are all still to come: whoever is late says so instead."""
    return bool(each.clock) and each.status == "review" and today <= each.clock[0][0]


def _clock(each: Tracked, today: date) -> str:
    if each.status == "signing" and each.sign_through:
        return say(
            "Everybody signs through {sign_through}, or it lapses.",
            sign_through=weekday_date(each.sign_through),
        )
    if each.status == "review" and each.answer_by:
        if today > each.answer_by:
            return say("We are late with our answer, and sorry. Please call us.")
        return say("A person answers by {answer_by}.", answer_by=weekday_date(each.answer_by))
    if each.status == "scheduled" and each.on_date:
        return say("On {on_date}.", on_date=weekday_date(each.on_date))
    return ""


def _next(each: Tracked) -> tuple[str, str, str]:
    """Return the way on: its words, its address, and what it is about."""
    sign_at = SIGN_AT.get(each.kind, "")
    if each.must_sign and sign_at:
        return say("Look at it and sign"), _at(sign_at, each), say("Your signature is missing.")
    if each.status == "signing":
        missing = say_number(
            len(each.waits_for),
            "{names} has not signed yet.",
            "{names} have not signed yet.",
            names=listed(list(each.waits_for)),
        )
        return "", "", missing
    if each.kind == "promise" and each.is_open:
        return say("Pay or schedule it"), _at(routes.PAY, each), say("It is not a payment yet.")
    if each.status in AGAIN and each.is_mine:
        return _again(each)
    if each.kind in SEEN_AT:
        route, words = SEEN_AT[each.kind]
        return say(words), _at(route, each), ""
    return "", "", ""


def _again(each: Tracked) -> tuple[str, str, str]:
    """Return where to go after a no: to the same page if it has other ways, else to all ways."""
    route, words = SEEN_AT.get(each.kind, (routes.HARDSHIP, sentence("See what else helps")))
    if each.kind in KINDS and each.kind != "scra":
        words = sentence("Ask again, or make a complaint")
        route = routes.ASK
    return say(words), _at(route, each), ""


def _at(route: str, each: Tracked) -> str:
    return routes.of_account(route, each.contract_ref)
