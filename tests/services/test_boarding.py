"""Boarding: real files in, all or nothing, every figure checked to the cent."""

import csv
import json
import os
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from sqlmodel import func, select

from finance_portal.models.contracts import Contract
from finance_portal.models.ledger import ContractEvent, Posting
from finance_portal.models.people import Borrower, Obligor
from finance_portal.services import contracts, demo, tax_ids
from finance_portal.services.boarding import rows
from finance_portal.services.boarding.board import board
from finance_portal.services.boarding.format import BoardingFile
from finance_portal.services.boarding.read import RECORD, FileRefused
from finance_portal.services.vault import live_vault
from tests import make

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("PORTAL_TEST_SHARED", ROOT.parent / "shared")) / "portfolio.json"


def counted(db):
    with db.read() as session:
        return [
            session.exec(select(func.count()).select_from(table)).one()
            for table in (Contract, ContractEvent, Posting, Borrower, Obligor)
        ]


def refusal(db, file):
    with pytest.raises(FileRefused) as refused:
        board(db, file, now=make.MORNING)
    return str(refused.value)


def test_the_demo_portfolio_boards_and_again_changes_nothing(db):
    first = board(db, demo.PORTFOLIO, now=make.MORNING)
    rows = counted(db)

    second = board(db, demo.PORTFOLIO, now=make.MORNING)

    assert (first.boarded, first.unchanged) == (11, 0)
    assert (second.boarded, second.unchanged) == (0, 11)
    assert counted(db) == rows
    assert rows[0] == 11
    assert rows[3:] == [11, 12]  # one borrower has two contracts, one contract two borrowers


@pytest.mark.skipif(not SHARED.exists(), reason="the published portfolio is not beside this repo")
def test_the_published_portfolio_boards_as_it_is(db):
    assert board(db, SHARED, now=make.MORNING).boarded == 11


@pytest.mark.skipif(not SHARED.exists(), reason="the published portfolio is not beside this repo")
def test_the_demo_says_what_the_published_portfolio_says():
    ours = {record["vin"]: record for record in json.loads(demo.PORTFOLIO.read_text())["contracts"]}

    for published in json.loads(SHARED.read_text())["contracts"]:
        record = ours[published["vin"]]
        for block in ("state", "payoff_10_day", "past_due", "last_payments", "extension", "payoff"):
            assert record.get(block) == published.get(block)
        for key, value in published["terms"].items():
            assert key == "late_fee" or record["terms"][key] == value


def test_a_control_total_that_differs_refuses_the_whole_file(db, tmp_path):
    wrong = make.loan(id="L2", state={"principal": "29640.41"})
    file = make.file(tmp_path, make.loan(), wrong)

    said = refusal(db, file)

    assert said == (
        "contracts.json, row 2, state.principal:"
        " the file says $29,640.41, the portal works out $29,640.40"
    )
    assert counted(db) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"vin": "5UX53GP03S9A00118"}, "vin: the VIN's check digit is wrong"),
        ({"terms": {"rate": "six"}}, 'terms.rate: a rate is a decimal number, such as "5.49"'),
        ({"terms": {"principal": "30000"}}, "terms.principal: an amount has digits"),
        ({"terms": {"principal": 30000}}, "terms.principal: write an amount as text"),
        ({"terms": {"first_due": "2026-02-31"}}, "terms.first_due: "),
        ({"terms": {"term": 0}}, "terms.term: "),
        ({"terms": {"colour": "red"}}, "terms.colour: Extra inputs are not permitted"),
        ({"borrowers": []}, "contract: a contract needs at least one borrower"),
        (
            {"events": [{"kind": "returned", "on": "2026-03-02", "of": "2026-02-27"}]},
            "events.of: no payment was made on 2026-02-27",
        ),
        (
            {"events": [{"kind": "payment", "on": "2026-03-09", "amount": "5.00"}]},
            "events: something lies after the business date 2026-03-02",
        ),
    ],
)
def test_a_bad_record_says_row_column_and_reason(db, tmp_path, changes, complaint):
    said = refusal(db, make.file(tmp_path, make.loan(**changes)))

    assert said.startswith("contracts.json, row 1, ")
    assert complaint in said
    assert counted(db) == [0, 0, 0, 0, 0]


def test_every_bad_record_is_told_at_once(db, tmp_path):
    file = make.file(tmp_path, make.loan(vin="X"), make.loan(id="L2"), make.loan(id="L3", vin="Y"))

    said = refusal(db, file)

    assert [line.split(", ")[1] for line in said.splitlines()] == ["row 1", "row 3"]


def test_a_contract_that_stands_twice_is_refused(db, tmp_path):
    said = refusal(db, make.file(tmp_path, make.loan(), make.loan()))

    assert said == "contracts.json, row 2, id: stands in this file twice"


def test_another_content_under_a_known_number_is_refused(db, tmp_path):
    board(db, make.file(tmp_path, make.loan()), now=make.MORNING)

    said = refusal(db, make.file(tmp_path, make.loan(vehicle="2026 Coupe")))

    assert said == "contracts.json, row 1, id: was boarded before with other content"


def test_a_dry_run_works_everything_out_and_writes_nothing(db, tmp_path):
    file = make.file(tmp_path, make.loan())

    assert board(db, file, now=make.MORNING, dry_run=True).boarded == 1
    assert counted(db) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "content", ["{", '{"business_date": "2026-03-02", "contracts": [{"id"', ""]
)
def test_a_file_that_breaks_off_is_refused(db, tmp_path, content):
    file = tmp_path / "broken.json"
    file.write_text(content)

    assert "broken.json, row 1" in refusal(db, file)


def test_a_table_boards_as_the_same_contract(db, tmp_path):
    file = table(tmp_path, ROWS)

    assert board(db, file, now=make.MORNING).boarded == 1
    with db.read() as session:
        contract = session.exec(select(Contract)).one()
    assert contracts.number_of(live_vault(), contract) == "L1"
    assert contract.installment_cents == 581_52
    assert tax_id_of(db) == "987654320"
    assert contract.next_due_on == date(2026, 4, 1)


def test_a_line_of_a_table_that_belongs_to_nobody_is_refused(db, tmp_path):
    stray = {"record": "payment", "contract": "L9", "on": "2026-03-01"}

    assert "row 4, contract: belongs to the contract line above" in refusal(
        db, table(tmp_path, [*ROWS[:2], stray])
    )


def nameless(_value):
    """No tax id stands in the name of a test."""
    return "digits"


def person(**changes):
    return {"id": "P1", "first_name": "Ada", "last_name": "Byron"} | changes


def tax_id_of(db, name="P1"):
    with db.read() as session:
        borrower = session.exec(select(Borrower).where(Borrower.external_id == name)).one()
    return tax_ids.opened(live_vault(), borrower.tax_id_sealed, borrower.ref)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("987-65-4320", "987654320"),
        ("987654320", "987654320"),
        ("98-7654320", "987654320"),
        ("4320", "4320"),
    ],
    ids=["dashes", "digits", "dash", "last_four"],
)
def test_a_tax_id_is_kept_sealed_however_it_is_written(db, tmp_path, written, kept):
    board(db, make.file(tmp_path, make.loan(borrowers=[person(tax_id=written)])), now=make.MORNING)

    assert tax_id_of(db) == kept


@pytest.mark.parametrize(
    "written", ["98765432", "987-65-432O", "0000", "999999999", "", "٤٣٢٠"], ids=nameless
)
def test_what_is_no_tax_id_is_refused_and_not_repeated(db, tmp_path, written):
    said = refusal(db, make.file(tmp_path, make.loan(borrowers=[person(tax_id=written)])))

    assert "row 1, borrowers.0.tax_id: " in said
    assert "tax id" in said
    assert written == "" or written not in said


def test_a_file_without_tax_ids_says_what_it_said_before_there_were_any(db, tmp_path):
    record = rows.fingerprint(RECORD.validate_python(make.loan()))

    assert record == "f054917853653a4c717e2db37028cd3ad2420658d87494e76c10e49c816f87b5"


def test_a_later_file_brings_the_tax_id_that_was_missing(db, tmp_path):
    for number, given in [("L1", {}), ("L2", {"tax_id": "4320"}), ("L3", {"tax_id": "987654320"})]:
        record = make.loan(id=number, borrowers=[person(**given)])
        board(db, make.file(tmp_path, record), now=make.MORNING)

    assert tax_id_of(db) == "987654320"


def test_a_later_file_with_the_last_four_only_takes_nothing_away(db, tmp_path):
    for number, given in [("L1", "987654320"), ("L2", "4320")]:
        record = make.loan(id=number, borrowers=[person(tax_id=given)])
        board(db, make.file(tmp_path, record), now=make.MORNING)

    assert tax_id_of(db) == "987654320"


@pytest.mark.parametrize("other", ["4321", "987654321", "887654320"], ids=nameless)
def test_another_tax_id_for_a_known_person_is_refused(db, tmp_path, other):
    known = make.loan(borrowers=[person(tax_id="987654320")])
    board(db, make.file(tmp_path, known), now=make.MORNING)

    said = refusal(db, make.file(tmp_path, make.loan(id="L2", borrowers=[person(tax_id=other)])))

    assert said == "contracts.json, row 1, borrowers.0.tax_id: is not the one of this person"
    assert tax_id_of(db) == "987654320"


def test_two_tax_ids_for_one_person_in_one_file_are_refused(db, tmp_path):
    records = [
        make.loan(id=number, borrowers=[person(tax_id=given)])
        for number, given in [("L1", "4320"), ("L2", "4321")]
    ]

    said = refusal(db, make.file(tmp_path, *records))

    assert said == "contracts.json, row 2, borrowers.0.tax_id: is not the one of this person"
    assert counted(db) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("again", ["l-1", " L 1", "L1"])
def test_a_number_typed_another_way_is_the_same_contract(db, tmp_path, again):
    board(db, make.file(tmp_path, make.loan()), now=make.MORNING)

    said = refusal(db, make.file(tmp_path, make.loan(id=again, vehicle="2026 Coupe")))

    assert said == "contracts.json, row 1, id: was boarded before with other content"


def test_a_number_without_a_letter_or_digit_is_refused(db, tmp_path):
    assert "row 1, id: " in refusal(db, make.file(tmp_path, make.loan(id="--")))


ROWS = [
    {"record": "file", "business_date": "2026-03-02"},
    {
        "record": "contract",
        "contract": "L1",
        "product": "loan",
        "vin": "5UX53GP03S9A00117",
        "vehicle": "2026 Sedan",
        "terms.principal": "30000.00",
        "terms.rate": "6.00",
        "terms.term": "60",
        "terms.contract_date": "2026-01-15",
        "terms.first_due": "2026-03-01",
        "terms.payment": "581.52",
        "all_payments": "true",
    },
    {
        "record": "borrower",
        "contract": "L1",
        "id": "P1",
        "first_name": "Ada",
        "last_name": "Byron",
        "tax_id": "987-65-4320",
    },
    {
        "record": "payment",
        "contract": "L1",
        "on": "2026-03-01",
        "amount": "581.52",
        "interest": "221.92",
        "principal": "359.60",
        "balance": "29640.40",
    },
]


def table(folder, rows):
    file = folder / "contracts.csv"
    columns = list(dict.fromkeys(name for row in ROWS for name in row))
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_the_published_grammar_is_the_one_that_is_read():
    published = json.loads((ROOT / "docs" / "boarding.schema.json").read_text())

    assert published == BoardingFile.model_json_schema()
    jsonschema.validate(json.loads(demo.PORTFOLIO.read_text()), published)
