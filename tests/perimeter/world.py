"""A served portal: its address, its log, its rows, and its visitors."""

import json
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import httpx
from sqlalchemy import NullPool, and_, create_engine, select
from sqlmodel import SQLModel

from finance_portal.services.pre_auth import Journey
from tests.perimeter import visitors
from tests.perimeter.served import VISITORS
from tests.ports import free_port

START_SECONDS = 120
ANSWER_SECONDS = 30
PAUSE_SECONDS = 0.1
PORTAL = [sys.executable, "-m", "finance_portal"]
GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]

# What every knock may write: the audit trail, when somebody was last seen, and ways in that lead
# nowhere (services/pre_auth.py).
NOTED = frozenset({"security_event", "audit_head", "pre_auth", "challenge", "one_time_code"})
VOLATILE = frozenset({"last_seen_at"})
UNENCRYPTED = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # no certificates, which take long to read

SECRET = re.compile(r"(hash|sealed|index|fingerprint|secret|mac|_key|token|external_id)$")
SHORTEST_SECRET = 6


@dataclass
class World:
    """One served portal."""

    data: Path
    url: str  # of its database
    port: int

    @property
    def origin(self):
        return f"http://localhost:{self.port}"

    @property
    def log(self):
        return self.data / "server.log"

    def client(self):
        """Return a client without cookies of its own."""
        return httpx.Client(
            base_url=self.origin, trust_env=False, timeout=ANSWER_SECONDS, verify=UNENCRYPTED
        )

    def mark(self):
        """Return how much the server has logged so far."""
        return self.log.stat().st_size

    def said(self, since=0):
        """Return what the server has logged since a mark."""
        with self.log.open("rb") as file:
            file.seek(since)
            return file.read().decode(errors="replace")

    @cached_property
    def visitors(self):
        """Return the cookie of everybody whom `visitors.py` let in."""
        return json.loads((self.data / VISITORS).read_text())

    def cookie_for(self, event):
        """Return the cookie of a Mallory who may send this event."""
        if event.policy.access == "pre_auth":
            return self.visitors[visitors.on_the_way(Journey.SIGN_IN)]
        if event.policy.fresh:
            return self.visitors[visitors.fresh(event.policy.fresh)]
        return self.visitors[visitors.MALLORY]

    def rows(self):
        """Return what the database holds at rest, but for what every knock writes."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while self._is_at_work():
            assert time.monotonic() < deadline, "the portal does not come to rest"
            time.sleep(PAUSE_SECONDS)
        with self._connection() as connection:
            return {
                table.name: sorted(
                    str({n: v for n, v in row._mapping.items() if n not in VOLATILE})
                    for row in connection.execute(select(table))
                )
                for table in SQLModel.metadata.sorted_tables
                if table.name not in NOTED
            }

    def refs_of(self, user_name):
        """Return the public names of everything that belongs to a borrower."""
        with self._connection() as connection:
            return sorted(ref for _, ref in _refs(connection, _person(connection, user_name)))

    def kinds_of(self, user_name):
        """Return one public name of each kind of thing that belongs to a borrower."""
        with self._connection() as connection:
            named = dict(_refs(connection, _person(connection, user_name)))
        return sorted(named.values())

    def words_of(self, user_name):
        """Return the words that would give a borrower away, wherever they stood."""
        with self._connection() as connection:
            person = _person(connection, user_name)
            return [person.last_name, person.email, person.phone]

    def contract_of(self, user_name):
        """Return the ref of a borrower's first contract."""
        tables = SQLModel.metadata.tables
        contract, obligor = tables["contract"], tables["obligor"]
        with self._connection() as connection:
            mine = obligor.c.borrower_id == _person(connection, user_name).id
            found = select(contract.c.ref).join(obligor).where(mine).order_by(contract.c.id)
            return connection.scalars(found).first()

    def papers_of(self, user_name):
        """Return one document of each kind of a borrower's contracts, none for one person alone."""
        document, obligor = (SQLModel.metadata.tables[name] for name in ("document", "obligor"))
        with self._connection() as connection:
            mine = obligor.c.borrower_id == _person(connection, user_name).id
            bound = select(obligor.c.contract_id).where(mine)
            found = select(document.c.kind, document.c.ref).where(
                document.c.contract_id.in_(bound), document.c.borrower_id.is_(None)
            )
            return dict(connection.execute(found).all())

    def looks_of(self, name):
        """Return what somebody of this name has looked at."""
        look = SQLModel.metadata.tables["access_look"]
        with self._connection() as connection:
            return set(connection.scalars(select(look.c.what).where(look.c.name == name)))

    def secrets(self):
        """Return everything in the database that is a secret, sealed or hashed."""
        with self._connection() as connection:
            return {
                str(value)
                for table in SQLModel.metadata.sorted_tables
                for row in connection.execute(select(table))
                for name, value in row._mapping.items()
                if SECRET.search(name) and value and len(str(value)) >= SHORTEST_SECRET
            }

    def _is_at_work(self):
        """Tell whether something is being made or sent that somebody has asked for before."""
        export, message = (SQLModel.metadata.tables[name] for name in ("data_export", "message"))
        is_made = export.c.status.in_(["waiting", "making"])
        unsent = [column.is_(None) for column in (message.c.sent_at, message.c.gave_up_at)]
        is_sent = and_(*unsent, message.c.waits_until.is_(None))
        with self._connection() as connection:
            return any(
                connection.execute(select(table.c.id).where(waiting).limit(1)).first()
                for table, waiting in ((export, is_made), (message, is_sent))
            )

    @contextmanager
    def _connection(self):
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def _person(connection, user_name):
    login, borrower = SQLModel.metadata.tables["login"], SQLModel.metadata.tables["borrower"]
    named = select(login.c.id.label("login_id"), borrower).join(borrower)
    return connection.execute(named.where(login.c.user_name == user_name)).one()


def _refs(connection, person):
    """Yield table and `ref` of every row that belongs to a person."""
    tables = SQLModel.metadata.tables
    obligor = tables["obligor"]
    bound = select(obligor.c.contract_id).where(obligor.c.borrower_id == person.id)
    owners = {
        "login_id": {person.login_id},
        "borrower_id": {person.id},
        "contract_id": set(connection.scalars(bound)),
    }
    for table in tables.values():
        if "ref" not in table.c:
            continue
        for row in connection.execute(select(table)):
            named = {f"{table.name}_id": row.id} | dict(row._mapping)
            if any(named.get(name) in mine for name, mine in owners.items()):
                yield table.name, row.ref


@contextmanager
def served(data, url, **environ):
    """Serve a portal with the demo in it, over an empty database."""
    data.chmod(0o700)
    port = free_port()
    environment = {name: v for name, v in os.environ.items() if not name.startswith("PORTAL_")} | {
        "PORTAL_DATA_DIR": str(data),
        "PORTAL_DATABASE_URL": url,
        "PORTAL_PORT": str(port),
        "PORTAL_IDLE_MINUTES": str(visitors.IDLE // timedelta(minutes=1)),
        "PORTAL_RATE_LIMIT_FACTOR": "100000",
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": "65536",
        **environ,
    }
    for command in ("migrate", "demo"):
        subprocess.run([*PORTAL, command], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  ours
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603  ours
            [*GRANIAN, "--port", str(port), "--factory", "tests.perimeter.served:serve"],
            env=environment,
            stdout=log,
            stderr=log,
        )
    world = World(data, url, port)
    try:
        _wait_for(server, world)
        yield world
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(server, world):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", world.port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(world.said())
