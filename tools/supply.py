"""What the portal is made of: findings in our code, a bill of materials, known vulnerabilities."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.steps import Refused, step

RUN = [sys.executable, "-m"]
OURS = ["finance_portal", "tools"]
RESULTS = Path("test-results")
BILL = RESULTS / "sbom.cdx.json"
NODE_LOCK = Path("reflex.lock/package-lock.json")
AUDIT_SECONDS = 180
NOT_AUDITED = "NOT AUDITED for known vulnerabilities:"


def static_analysis() -> None:
    """Find what is dangerous in our own code, of medium severity and above. Raises StepFailed."""
    step("Static analysis", [*RUN, "bandit", "--quiet", "-ll", "--recursive", *OURS], "bandit")


def bill_of_materials() -> None:
    """Write all packages that run in production or are in its pages. Raises Refused.

    It is refused when one of them is not pinned by a hash.
    """
    RESULTS.mkdir(exist_ok=True)
    command = [*RUN, "cyclonedx_py", "requirements", "requirements.txt", "--output-reproducible"]
    step("Bill of materials", [*command, "--output-file", str(BILL)], "sbom")
    bill = json.loads(BILL.read_text())
    bill["components"] += node_packages(json.loads(NODE_LOCK.read_text()))
    BILL.write_text(json.dumps(bill, indent=1))
    if loose := [one["name"] for one in bill["components"] if not has_hash(one)]:
        raise Refused(f"Not pinned by a hash: {', '.join(loose)}.")


def known_vulnerabilities() -> None:
    """Ask for advisories about every package. Raises Refused where there is one.

    Where no source of advisories answers, that is said, and nothing is claimed.
    """
    found = audit()
    if vulnerable := [one["name"] for one in found if one.get("vulns")]:
        raise Refused(f"With known vulnerabilities: {', '.join(vulnerable)}.")
    unknown = [one["name"] for one in found if "skip_reason" in one]
    if unknown or not found:
        print(f"{NOT_AUDITED} {len(unknown)} of {len(found)} packages. No source of advisories")
        print("answered for them; run this check again where one can be reached.")
    else:
        print(f"Known vulnerabilities: none in {len(found)} packages.")


def audit() -> list[dict[str, Any]]:
    """Return what pip-audit found out about each package; nothing at all where it could not."""
    report = RESULTS / "audit.json"
    report.unlink(missing_ok=True)
    asked = ["-r", "requirements.txt", "--disable-pip", "--require-hashes", "--format", "json"]
    command = [*RUN, "pip_audit", *asked, "--progress-spinner", "off", "--output", str(report)]
    try:
        # Its exit code says as little as its last line: both are good when nothing was audited.
        subprocess.run(command, check=False, capture_output=True, timeout=AUDIT_SECONDS)  # noqa: S603  ours
        found: list[dict[str, Any]] = json.loads(report.read_text())["dependencies"]
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return []
    return found


def node_packages(lock: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the components of a bill for what npm installs."""
    return [
        {
            "type": "library",
            "bom-ref": path,
            "name": path.rpartition("node_modules/")[2],
            "version": package["version"],
            "purl": f"pkg:npm/{path.rpartition('node_modules/')[2]}@{package['version']}",
            "hashes": hashes(package.get("integrity", "")),
        }
        for path, package in lock["packages"].items()
        if path
    ]


def hashes(integrity: str) -> list[dict[str, str]]:
    """Return npm's `sha512-…` as a bill has it."""
    name, _, digest = integrity.partition("-")
    if name != "sha512":
        return []
    return [{"alg": "SHA-512", "content": base64.b64decode(digest).hex()}]


def has_hash(component: dict[str, Any]) -> bool:
    """Tell whether a component is pinned to its content."""
    references = component.get("externalReferences", [])
    return bool(component.get("hashes") or any(one.get("hashes") for one in references))
