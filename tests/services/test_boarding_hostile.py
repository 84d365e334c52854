"""Case 66: a boarding file that somebody made to hurt is refused in words, and changes nothing."""

import csv
import io
import json
from pathlib import Path

import pytest

from finance_portal.services.boarding import flat
from finance_portal.services.boarding.board import board
from finance_portal.services.boarding.read import FileRefused
from tests import make
from tests.services.test_boarding import counted

NOTHING = [0, 0, 0, 0, 0]
HEAD = "record,contract,product,vin,vehicle,business_date\n"
FIRST = "file,,,,,2026-03-02\n"


def refused(db, folder, content, name="case.csv"):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FileRefused) as refusal:
        board(db, file, now=make.MORNING)
    assert counted(db) == NOTHING
    said = str(refusal.value)
    assert said.startswith(f"{name}, row ")
    assert len(said) < 20_000
    return said


@pytest.mark.parametrize("cell", ['=HYPERLINK("https://evil.example")', "+1", "-2+3", "@SUM(A1)"])
@pytest.mark.parametrize("field", ["first_name", "last_name", "id"])
def test_case_66_a_cell_that_is_a_formula_is_refused(db, tmp_path, field, cell):
    person = {"id": "P1", "first_name": "Ada", "last_name": "Byron"} | {field: cell}

    said = refused(
        db, tmp_path, make.file(tmp_path, make.loan(borrowers=[person])).read_bytes(), "a.json"
    )

    assert f"borrowers.0.{field}: begins like a formula" in said
    assert cell not in said


def test_case_66_a_vehicle_that_is_a_formula_is_refused(db, tmp_path):
    bad = make.file(tmp_path, make.loan(), make.loan(id="L2", vehicle="=1+1")).read_bytes()

    assert "row 2, vehicle: begins like a formula" in refused(db, tmp_path, bad, "a.json")


def test_a_vehicle_that_its_column_does_not_hold_is_refused_and_not_cut(db, tmp_path):
    fits, long = "A" * 80, "A" * 81

    said = refused(
        db, tmp_path, make.file(tmp_path, make.loan(vehicle=long)).read_bytes(), "a.json"
    )
    assert "row 1, vehicle: " in said
    assert "80" in said

    boarded = make.boarded(db, tmp_path, make.loan(vehicle=f"  {fits} "))
    assert boarded.contract.vehicle == fits


@pytest.mark.parametrize("letter", ["\0", "\x1b", "\n", "\u202e"])
def test_case_66_letters_that_cannot_be_printed_are_refused(db, tmp_path, letter):
    person = {"id": "P1", "first_name": f"A{letter}da", "last_name": "Byron"}
    bad = make.file(tmp_path, make.loan(borrowers=[person])).read_bytes()

    assert "first_name: holds characters" in refused(db, tmp_path, bad, "a.json")


def test_case_66_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    text = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + (HEAD + FIRST).encode()), "utf-8-sig")

    assert flat.business_date(text) == "2026-03-02"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le"])
def test_case_66_another_encoding_is_refused(db, tmp_path, encoding):
    refused(db, tmp_path, (HEAD + FIRST).encode(encoding))


def test_case_66_an_encoding_that_changes_midway_is_refused(db, tmp_path):
    lines = "contract,L1,loan,5UX53GP03S9A00117,Coup\xe9,\n" * 2_000

    refused(db, tmp_path, (HEAD + FIRST).encode() + lines.encode("latin-1"))


@pytest.mark.parametrize("columns", [501, 1_000_000])
def test_case_66_a_million_columns_are_refused(db, tmp_path, columns):
    head = "record,contract," + ",".join(f"c{number}" for number in range(columns))
    first = "file,x," + "," * (columns - 1)

    refused(db, tmp_path, f"{head}\n{first}\n")


def test_case_66_a_column_that_is_also_a_block_is_refused(db, tmp_path):
    head = "record,contract,business_date,terms,terms.rate\n"

    said = refused(db, tmp_path, f"{head}file,,2026-03-02,,\ncontract,L1,,x,5.00\n")

    assert "one of them has a name that cannot be" in said


def test_case_66_a_column_that_stands_twice_is_refused(db, tmp_path):
    said = refused(
        db,
        tmp_path,
        "record,contract,business_date,vin,vin\nfile,,2026-03-02,,\ncontract,L1,,a,b\n",
    )

    assert "stands there twice" in said


def test_case_66_a_name_of_endless_blocks_is_refused(db, tmp_path):
    head = f"record,contract,business_date,{'a.' * 50_000}b\n"

    assert "name that cannot be" in refused(db, tmp_path, f"{head}file,,2026-03-02,\n")


@pytest.mark.parametrize(
    "bomb",
    [
        'contract,L1,"' + "a" * 2_000_000,
        'contract,L1,"' + "a\n" * 200_000,
        "contract,L1," + '"' * 999_999,
        "contract,L1," + '"' * 1_000_000,
        'contract,L1,"a"b"c",,,\n',
    ],
)
def test_case_66_a_quote_that_swallows_the_rest_is_refused(db, tmp_path, bomb):
    refused(db, tmp_path, f"{HEAD}{FIRST}{bomb}")


def test_case_66_a_line_without_an_end_is_not_read_to_its_end():
    class Endless(io.TextIOBase):
        read_so_far = 0

        def readline(self, most=-1):
            assert most > 0
            self.read_so_far += most
            return "a" * most

    stream = Endless()
    with pytest.raises(flat.Misplaced, match="longer than"):
        list(flat.contracts(stream))

    assert stream.read_so_far == flat.LONGEST_LINE + 1


@pytest.mark.parametrize("depth", [2_000, 200_000])
def test_case_66_depth_that_nobody_needs_is_refused(db, tmp_path, depth):
    deep = '{"business_date": "2026-03-02", "contracts": [' + "[" * depth + "]" * depth + "]}"

    refused(db, tmp_path, deep, "a.json")


@pytest.mark.parametrize("day", ['{"a": 1}', "[]", "5", "null", "true", '"2026"'])
def test_case_66_a_business_date_that_is_none_is_refused(db, tmp_path, day):
    refused(db, tmp_path, f'{{"business_date": {day}, "contracts": []}}', "a.json")


def test_case_66_one_bad_row_among_many_keeps_all_of_them_out(db, tmp_path):
    records = [make.loan(id=f"L{number}") for number in range(40)]
    records[-1]["borrowers"] = [{"id": "P1", "first_name": "=1", "last_name": "x"}]

    said = refused(db, tmp_path, make.file(tmp_path, *records).read_bytes(), "a.json")

    assert said.count("\n") == 0
    assert "row 40, borrowers.0.first_name" in said


def test_the_head_of_every_file_of_ours_is_allowed():
    fields = json.loads(Path("docs/boarding.schema.json").read_text())["$defs"]
    assert sum(len(each.get("properties", ())) for each in fields.values()) < flat.MOST_COLUMNS
    assert csv.field_size_limit() < flat.LONGEST_LINE
