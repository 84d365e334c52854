"""What holds for every test: settings of its own, and no socket that leaves this machine."""

import atexit
import gc
import os
import shutil
import sys
import tempfile

import hypothesis
import pytest
import pytest_socket

DATA = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("PORTAL_")]:
    if not name.startswith("PORTAL_TEST_"):
        del os.environ[name]
os.environ |= {
    "PORTAL_DATA_DIR": DATA,
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_TELEMETRY_ENABLED": "false",
}

# With it jsonschema builds 38 grammars whenever it is imported, for formats that no test checks.
sys.modules["rfc3987_syntax"] = None

pytest_plugins = ["tests.databases", "tests.sandboxes"]

hypothesis.settings.register_profile("portal", deadline=None)  # machines are busy
hypothesis.settings.load_profile("portal")


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"


def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.startswith("tests/journeys/"):
            item.add_marker("journey")
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost"]))


def pytest_collection_finish(session):
    """Spare the collector of garbage what was imported: half a million objects that stay."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Close every socket but unix ones; a test marked allow_hosts keeps those hosts."""
    if not item.get_closest_marker("allow_hosts"):
        pytest_socket.disable_socket(allow_unix_socket=True)
