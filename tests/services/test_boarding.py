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
from finance_portal.services import demo
from finance_portal.services.boarding.board import board
from finance_portal.services.boarding.format import BoardingFile
from finance_portal.services.boarding.read import FileRefused
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
    assert contract.number == "L1"
    assert contract.installment_cents == 581_52
    assert contract.next_due_on == date(2026, 4, 1)


def test_a_line_of_a_table_that_belongs_to_nobody_is_refused(db, tmp_path):
    stray = {"record": "payment", "contract": "L9", "on": "2026-03-01"}

    assert "row 4, contract: belongs to the contract line above" in refusal(
        db, table(tmp_path, [*ROWS[:2], stray])
    )


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
