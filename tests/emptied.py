"""PostgreSQL's databases for tests, handed from one to the next: as empty as a new one, and sooner.

A copy of a migrated database takes half a second of a core, and emptying one a twentieth of that.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from sqlalchemy import URL, NullPool, create_engine, text

SCHEMA = text(
    """
    WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    SELECT md5(concat(
        (SELECT array_agg((oid, relname) ORDER BY oid) FROM ours),
        (SELECT array_agg((attrelid, attnum, attname, atttypid, attnotnull)
            ORDER BY attrelid, attnum) FROM pg_attribute JOIN ours ON attrelid = ours.oid),
        (SELECT array_agg(oid ORDER BY oid) FROM pg_constraint),
        (SELECT array_agg((oid, tgenabled) ORDER BY oid) FROM pg_trigger),
        (SELECT array_agg((oid, prosrc) ORDER BY oid) FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace)
    ))
    """
)
MAY = text("SELECT current_setting('is_superuser') = 'on'")  # and pass for a replica
ALONE = text(
    """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    """
)
# As a replica, whose triggers sleep: some of the tables refuse to lose a row.
EMPTY = """
    DO $$ DECLARE one regclass; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR one IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
            AND relkind = 'r' AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
        LOOP EXECUTE 'DELETE FROM ' || one; END LOOP;
        PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence
            WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
    END $$
    """
USED = text(
    """
    SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
    """
)


@dataclass
class Emptied:
    """What was given back, and how to make one more."""

    clone: Callable[[], AbstractContextManager[URL]]
    free: list[URL] = field(default_factory=list)
    schemas: dict[str, str] = field(default_factory=dict)  # by a database's name
    held: dict[str, ExitStack] = field(default_factory=dict)

    def lend(self):
        """Return the address of a database with nothing in it."""
        if self.free:
            return self.free.pop()
        stack = ExitStack()
        url = stack.enter_context(self.clone())
        self.held[url.database] = stack
        with _statements(url) as connection:
            self.schemas[url.database] = connection.scalar(SCHEMA)
        return url

    def take_back(self, url):
        """Empty a database for the next test, or drop it when that cannot be done."""
        if self._empty(url):
            self.free.append(url)
        else:
            self.held.pop(url.database).close()

    def close(self):
        """Drop them all."""
        for stack in self.held.values():
            stack.close()

    def _empty(self, url):
        with _statements(url) as connection:
            connection.execute(ALONE)
            if (
                not connection.scalar(MAY)
                or connection.scalar(SCHEMA) != self.schemas[url.database]
            ):
                return False
            connection.exec_driver_sql(EMPTY)
            connection.exec_driver_sql(f"VACUUM {connection.scalar(USED)}")
        return True


def _statements(url):
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    return engine.connect()
