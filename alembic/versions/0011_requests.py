"""More that can be asked for, and what a report of unauthorized activity has stopped."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

KINDS_BEFORE = (
    "kind IN ('due_date', 'extension', 'hardship', 'promise', 'lease_end', 'lease_extension',"
    " 'turn_in', 'miles', 'invoice_dispute', 'balloon', 'scra')"
)
NEW = (
    "payoff_letter",
    "title_question",
    "title_address",
    "insurance",
    "total_loss",
    "credit_dispute",
    "inspection",
    "name_change",
    "erasure",
    "complaint",
    "unauthorized",
)
KINDS = f"{KINDS_BEFORE[:-1]}, {', '.join(map(repr, NEW))})"
OPEN = sa.text("status IN ('draft', 'signing', 'review', 'scheduled')")
STRICT = {"sqlite_strict": True}
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("payment_method", sa.Column("frozen_at", sa.DateTime(timezone=True)))
    op.drop_index("uq_service_request_open", table_name="service_request")
    with op.batch_alter_table("service_request", table_kwargs=STRICT) as batch_op:
        batch_op.add_column(
            sa.Column("about", sa.String(length=60), server_default="", nullable=False)
        )
        batch_op.drop_constraint(op.f("ck_service_request_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_service_request_kind"), KINDS)
    _open(["contract_id", "kind", "about"])
    op.create_table(
        "reported_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("contract_id", KEY, nullable=True),
        sa.Column("is_reported", sa.Boolean(), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('payment', 'method', 'autopay', 'scheduled', 'retry', 'sign_in')",
            name=op.f("ck_reported_item_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_reported_item_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_reported_item_request_id_service_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_item")),
        sa.UniqueConstraint(
            "request_id", "kind", "item_id", name=op.f("uq_reported_item_request_id_kind_item_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reported_item_contract_id"), "reported_item", ["contract_id"])


def downgrade() -> None:
    op.drop_table("reported_item")
    requests = sa.table("service_request", sa.column("id"), sa.column("kind"))
    steps = sa.table("request_step", sa.column("request_id"))
    is_new = requests.c.kind.in_(NEW)
    op.execute(steps.delete().where(steps.c.request_id.in_(sa.select(requests.c.id).where(is_new))))
    op.execute(requests.delete().where(is_new))
    op.drop_index("uq_service_request_open", table_name="service_request")
    with op.batch_alter_table("service_request", table_kwargs=STRICT) as batch_op:
        batch_op.drop_column("about")
        batch_op.drop_constraint(op.f("ck_service_request_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_service_request_kind"), KINDS_BEFORE)
    _open(["contract_id", "kind"])
    with op.batch_alter_table("payment_method", table_kwargs=STRICT) as batch_op:
        batch_op.drop_column("frozen_at")


def _open(columns: list[str]) -> None:
    op.create_index(
        "uq_service_request_open",
        "service_request",
        columns,
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
