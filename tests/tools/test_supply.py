import base64
import json
import subprocess

import pytest

from tools import supply
from tools.steps import Refused, StepFailed

CLEAN = {"name": "starlette", "version": "1.0", "vulns": []}
SKIPPED = {"name": "starlette", "skip_reason": "not found on PyPI and could not be audited"}
VULNERABLE = {"name": "starlette", "version": "1.0", "vulns": [{"id": "CVE-1"}]}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "test-results").mkdir()


@pytest.fixture
def auditor(monkeypatch):
    """An auditor that writes this report, or none."""

    def make(report):
        def run(*_, **__):
            if report is not None:
                (supply.RESULTS / "audit.json").write_text(report)

        monkeypatch.setattr(subprocess, "run", run)

    return make


def report(*packages):
    return json.dumps({"dependencies": packages, "fixes": []})


def test_b3_a_known_vulnerability_is_refused_by_name(auditor):
    auditor(report(CLEAN, VULNERABLE | {"name": "limits"}))

    with pytest.raises(Refused, match=r"^With known vulnerabilities: limits\.$"):
        supply.known_vulnerabilities()


def test_b3_no_vulnerability_is_said_to_be_none(auditor, capsys):
    auditor(report(CLEAN))

    supply.known_vulnerabilities()

    assert capsys.readouterr().out == "Known vulnerabilities: none in 1 packages.\n"


@pytest.mark.parametrize(
    "said", [None, "", "no JSON", report(), report(SKIPPED), report(CLEAN, SKIPPED)]
)
def test_b3_what_was_not_audited_is_not_called_clean(auditor, capsys, said):
    auditor(said)

    supply.known_vulnerabilities()

    said = capsys.readouterr().out
    assert said.startswith("NOT AUDITED")
    assert "none" not in said


def test_b3_an_auditor_that_hangs_has_audited_nothing(monkeypatch):
    def hang(*_, **__):
        raise subprocess.TimeoutExpired("pip-audit", 1)

    monkeypatch.setattr(subprocess, "run", hang)

    assert supply.audit() == []


def test_an_old_report_does_not_pass_for_a_new_one(auditor):
    (supply.RESULTS / "audit.json").write_text(report(CLEAN))
    auditor(None)

    assert supply.audit() == []


def test_npms_integrity_becomes_a_hash():
    digest = base64.b64encode(b"x" * 64).decode()
    lock = {
        "packages": {"": {}, "node_modules/@a/b": {"version": "1", "integrity": f"sha512-{digest}"}}
    }

    (component,) = supply.node_packages(lock)

    assert component["purl"] == "pkg:npm/@a/b@1"
    assert component["hashes"] == [{"alg": "SHA-512", "content": (b"x" * 64).hex()}]


@pytest.mark.parametrize(
    ("component", "pinned"),
    [
        ({"name": "a"}, False),
        ({"name": "a", "hashes": []}, False),
        ({"name": "a", "externalReferences": [{"hashes": []}]}, False),
        ({"name": "a", "hashes": [{"alg": "SHA-512"}]}, True),
        ({"name": "a", "externalReferences": [{}, {"hashes": [{"alg": "SHA-256"}]}]}, True),
    ],
)
def test_b3_a_package_is_pinned_by_a_hash_or_not(component, pinned):
    assert supply.has_hash(component) is pinned


def test_dangerous_code_is_found(tmp_path, monkeypatch):
    (tmp_path / "bad.py").write_text(
        "import subprocess\ndef run(x):\n    subprocess.call(x, shell=True)\n"
    )
    monkeypatch.setattr(supply, "OURS", ["bad.py"])

    with pytest.raises(StepFailed, match="Static analysis"):
        supply.static_analysis()
