"""What the browser alone says, in the language of its page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from finance_portal.ui.client import own_time

NODE = Path(sys.executable).with_name("node")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Mon, Nov 30, 4:00 PM PST"), ("es", "lun, 30 de nov, 4:00 p.m. PST")],
)
def test_a_moment_is_written_in_the_language_of_the_page(language, said):
    assert in_page(own_time("2026-12-01T00:00:00Z"), language) == said


def in_page(var, language):
    """Return what a var is in a page of this language, on a clock of the west coast."""
    page = f"globalThis.document = {{ documentElement: {{ lang: '{language}' }} }};"
    found = subprocess.run(  # noqa: S603 - what is written above
        [NODE, "-e", f"{page} console.log({var!s})"],
        env=os.environ | {"TZ": "America/Los_Angeles"},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.strip().replace("\u202f", " ").replace("\xa0", " ")
