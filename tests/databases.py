"""Both databases, real and migrated: a test that asks for `db` runs on each of them.

Each worker migrates once, and every test gets a copy of its own: on SQLite a new file, on
PostgreSQL, where a copy takes half a second, one that an earlier test has left as empty as new.
"""

import shutil
from argparse import Namespace
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, text

from finance_portal import db as portal_db
from finance_portal.db import Database
from tests.emptied import Emptied
from tools.postgres import NoPostgres, postgres

ALEMBIC = Path(__file__).parents[1] / "alembic.ini"


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once():
    """Let the engines of a worker share what they have compiled: every test has one of its own."""
    make, dialects, compiled = portal_db._engine, {}, {}

    def sharing(url, *options):
        engine = make(url, *options)
        engine.dialect = dialects.setdefault(engine.name, engine.dialect)
        engine._compiled_cache = compiled.setdefault(engine.name, engine._compiled_cache)
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(portal_db, "_engine", sharing)
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request):
    """An empty, migrated database."""
    database = Database(request.getfixturevalue(f"fresh_{request.param}"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("migrated") / "portal.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def fresh_sqlite(migrated_file, tmp_path):
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'portal.db')}"


@pytest.fixture(scope="session")
def server():
    """A server's statements outside any transaction, and the name of a migrated database."""
    try:
        with postgres() as url:
            engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
            yield engine
    except NoPostgres as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def migrated_database(server):
    with cloned(server, "template1") as url:
        migrate(url.render_as_string(hide_password=False))
        yield url.database


@pytest.fixture(scope="session")
def emptied(server, migrated_database):
    """The databases that earlier tests gave back. They go with this worker."""
    with closing(Emptied(lambda: cloned(server, migrated_database))) as databases:
        yield databases


@pytest.fixture
def fresh_postgresql(emptied):
    url = emptied.lend()
    yield url.render_as_string(hide_password=False)
    emptied.take_back(url)


@contextmanager
def cloned(server, template):
    """A database like another one, for as long as the block lasts."""
    name = f"portal_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield server.url.set(database=name)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def migrate(url):
    command.upgrade(Config(ALEMBIC, cmd_opts=Namespace(x=[f"url={url}"])), "head")
