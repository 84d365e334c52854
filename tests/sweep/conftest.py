"""Prepared once for each worker and database, copied for every case."""

import shutil

import pytest

from tests.databases import cloned
from tests.sweep.scene import prepare


@pytest.fixture(scope="session")
def prepared_file(migrated_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared")
    file = shutil.copy(migrated_file, folder / "portal.db")
    return prepare(folder, f"sqlite:///{file}")


@pytest.fixture(scope="session")
def prepared_database(server, migrated_database, tmp_path_factory):
    with cloned(server, migrated_database) as url:
        folder = tmp_path_factory.mktemp("prepared")
        yield url.database, prepare(folder, url.render_as_string(hide_password=False))


@pytest.fixture
def on_sqlite(prepared_file, tmp_path):
    file = shutil.copy(prepared_file.folder / "portal.db", tmp_path / "portal.db")
    scene = prepared_file.scene(tmp_path, f"sqlite:///{file}")
    yield scene
    scene.close()


@pytest.fixture
def on_postgresql(server, prepared_database, tmp_path):
    template, prepared = prepared_database
    with cloned(server, template) as url:
        scene = prepared.scene(tmp_path, url.render_as_string(hide_password=False))
        yield scene
        scene.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def scene(request):
    """A payer, a contract and a processor, on each database."""
    return request.getfixturevalue(f"on_{request.param}")
