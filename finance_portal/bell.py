"""The bell of a portal with several processes: it wakes the jobs once a minute, no more than that.

What is due stands in the business database, so a ring that is lost or comes twice does no harm. The
bell keeps its own rows in a schema of its own on the same PostgreSQL. It has no lock: a worker that
was killed would leave it behind and nobody would ever be woken again (docs/decisions, engine).
"""

import asyncio
from collections.abc import Awaitable, Callable

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from sqlalchemy import create_engine, make_url, text

SCHEMA = "bell"
EVERY_MINUTE = "* * * * *"
KEPT_HOURS = 24

Run = Callable[[], Awaitable[None]]


def bell(url: str, run: Run) -> App:
    """Return the bell on a database; it calls `run`. Raises ValueError but for PostgreSQL."""
    app = App(connector=PsycopgConnector(conninfo=_address(url)))

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="ring", queueing_lock="ring")  # at most one waits
    async def ring(timestamp: int) -> None:  # noqa: ARG001  procrastinate passes it
        await run()

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="sweep", queueing_lock="sweep", pass_context=True)
    async def sweep(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  likewise
        await retry_rings_of_dead_workers(context.app)

    return app


async def retry_rings_of_dead_workers(app: App) -> int:
    """Give the rings of workers that died to the others, and forget old ones. Return how many."""
    stalled = list(await app.job_manager.get_stalled_jobs())
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # another ring waits already: one is enough
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=True)
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
    return len(stalled)


def hang(url: str) -> None:
    """Make the bell's own schema, unless it is there. Raises ValueError but for PostgreSQL."""
    app = App(connector=PsycopgConnector(conninfo=_address(url)))
    engine = create_engine(url)
    with engine.begin() as connection:
        hung = text("SELECT 1 FROM information_schema.schemata WHERE schema_name = :name")
        is_there = connection.execute(hung, {"name": SCHEMA}).scalar()
        if not is_there:
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    engine.dispose()
    if not is_there:
        asyncio.run(_apply(app))


async def _apply(app: App) -> None:
    async with app.open_async():
        await app.schema_manager.apply_schema_async()


def _address(url: str) -> str:
    """Return the database's address as libpq reads it, looking at the bell's schema alone."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        raise ValueError("the bell hangs in PostgreSQL: PORTAL_DATABASE_URL names another database")
    own = parsed.set(drivername="postgresql").update_query_dict(
        {"options": f"-csearch_path={SCHEMA}"}
    )
    return own.render_as_string(hide_password=False)
