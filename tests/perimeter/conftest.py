"""The whole portal but its pages, behind a real server, over each database.

To start one takes as long as many tests: those that share it are of one `xdist_group`, which one
worker runs.
"""

import pytest

from tests.databases import cloned
from tests.perimeter.world import served


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def world(request, tmp_path_factory):
    """A served portal with the demo in it. Its tests share one, and change nothing."""
    data = tmp_path_factory.mktemp("world")
    if request.param == "sqlite":
        with served(data, f"sqlite:///{data}/portal.db") as one:
            yield one
        return
    with (
        cloned(request.getfixturevalue("server"), "template1") as url,
        served(data, url.render_as_string(hide_password=False)) as one,
    ):
        yield one


@pytest.fixture(scope="session")
def dry_world(tmp_path_factory):
    """The same, where whatever is let through is answered at once instead of being done."""
    data = tmp_path_factory.mktemp("dry")
    with served(data, f"sqlite:///{data}/portal.db", PERIMETER_DRY="1") as one:
        yield one
