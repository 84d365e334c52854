"""What the list of documents says of each, and which of them are looked for. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from finance_portal.language import say, sentence
from finance_portal.services.documents import Line
from finance_portal.ui import routes
from finance_portal.ui.wording import long_date, plural

PAGE = 20
EVERYTHING = "all"

KINDS: dict[str, tuple[str, frozenset[str]]] = {
    EVERYTHING: (sentence("Everything"), frozenset()),
    "statements": (sentence("Statements"), frozenset({"statement"})),
    "tax": (sentence("Tax papers"), frozenset({"interest_statement"})),
    "receipts": (sentence("Receipts"), frozenset({"receipt"})),
    "contract": (sentence("Contract and disclosures"), frozenset({"contract", "disclosure"})),
    "agreements": (sentence("Agreements"), frozenset({"authorization", "agreement"})),
    "payoff": (
        sentence("Payoff and title"),
        frozenset({"payoff_letter", "paid_in_full", "lien_release"}),
    ),
    "lease_end": (
        sentence("End of the lease"),
        frozenset({"odometer", "lease_invoice", "buyout_letter"}),
    ),
    "other": (sentence("Coupons and letters"), frozenset({"coupons", "notice"})),
}
KIND_WORDS = {
    "contract": sentence("Contract"),
    "disclosure": sentence("Disclosure"),
    "statement": sentence("Statement"),
    "receipt": sentence("Receipt"),
    "coupons": sentence("Coupons"),
    "payoff_letter": sentence("Payoff letter"),
    "buyout_letter": sentence("Buyout letter"),
    "paid_in_full": sentence("Paid in full"),
    "lien_release": sentence("Lien release"),
    "authorization": sentence("Autopay authorization"),
    "agreement": sentence("Agreement"),
    "interest_statement": sentence("Tax paper"),
    "odometer": sentence("Odometer statement"),
    "lease_invoice": sentence("Lease invoice"),
    "notice": sentence("Letter"),
}


@dataclass(frozen=True)
class Row:
    """One document, ready to show."""

    title: str = ""
    detail: str = ""
    href: str = ""
    is_new: bool = False
    mark: str = ""  # "Corrected", "Replaced"
    tone: str = "calm"


@dataclass(frozen=True)
class Page:
    """At most twenty documents, and where they stand among all that were found."""

    rows: tuple[Row, ...] = ()
    found: str = ""
    where: str = ""
    number: int = 1
    has_previous: bool = False
    has_next: bool = False
    is_one_of_several: bool = False
    is_empty: bool = True


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for."""

    kind: str = EVERYTHING
    year: str = EVERYTHING
    words: str = ""


def years_of(lines: Sequence[Line]) -> list[str]:
    """Return the years that there are documents of, the latest first."""
    return [str(year) for year in sorted({each.dated_on.year for each in lines}, reverse=True)]


def page(lines: Sequence[Line], wanted: Wanted, number: int) -> Page:
    """Return one page of what was asked for; a number beyond the last page is the last."""
    chosen = [each for each in lines if _is_wanted(each, wanted)]
    last = max(1, -(-len(chosen) // PAGE))
    number = min(max(number, 1), last)
    first = (number - 1) * PAGE
    shown = chosen[first : first + PAGE]
    return Page(
        rows=tuple(_row(each) for each in shown),
        found=plural(len(chosen), "document"),
        where=say(
            "{first} to {last} of {total}",
            first=f"{first + 1:,}",
            last=f"{first + len(shown):,}",
            total=f"{len(chosen):,}",
        ),
        number=number,
        has_previous=number > 1,
        has_next=number < last,
        is_one_of_several=last > 1,
        is_empty=not shown,
    )


def news(lines: Sequence[Line]) -> str:
    """Return how many documents were not opened yet."""
    count = sum(each.is_new for each in lines)
    return say("{count} you have not opened yet.", count=f"{count:,}") if count else ""


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    kinds = KINDS[wanted.kind][1]
    if kinds and line.kind not in kinds:
        return False
    if wanted.year not in {EVERYTHING, str(line.dated_on.year)}:
        return False
    told = _told(line)
    return all(word in told for word in wanted.words.casefold().split())


def _told(line: Line) -> str:
    """Return what a document is found by."""
    mark, _ = _mark(line)
    said = (line.title, say(KIND_WORDS.get(line.kind, "")), long_date(line.dated_on), mark)
    return " ".join(said).casefold()


def _row(line: Line) -> Row:
    mark, tone = _mark(line)
    return Row(
        title=line.title,
        detail=f"{_kind(line)} · {long_date(line.dated_on)}",
        href=f"{routes.DOCUMENT}?{routes.REF}={line.ref}",
        is_new=line.is_new,
        mark=mark,
        tone=tone,
    )


def _kind(line: Line) -> str:
    return say(KIND_WORDS.get(line.kind, sentence("Document")))


def _mark(line: Line) -> tuple[str, str]:
    if line.is_corrected:
        return say("Replaced by a corrected one"), "calm"
    return (say("Corrected"), "warn") if line.corrects else ("", "calm")
