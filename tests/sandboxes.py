"""The payment sandbox for a test that asks for `world`: its own, checked, gone afterwards."""

import pytest

from tests.gateways.checked import checked_sandbox


@pytest.fixture
def world(tmp_path):
    checked = checked_sandbox(tmp_path / "sandbox.db")
    yield checked
    checked.engine.close()
