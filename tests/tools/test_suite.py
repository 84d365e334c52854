from tools import suite

REPORT = """<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10"/></testsuites>"""


def test_the_outcomes_of_all_parts_are_added(tmp_path):
    reports = [tmp_path / "units.xml", tmp_path / "journeys.xml", tmp_path / "never-written.xml"]
    for report in reports[:2]:
        report.write_text(REPORT)

    assert suite.outcomes(reports) == {"failed": 6, "passed": 8, "skipped": 6}
