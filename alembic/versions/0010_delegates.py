"""Somebody else's access to a contract, links to one quote, and every look that was taken."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

NEW = ('access_look', 'quote_link', 'delegation')


def big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f'{target}.id'], name=op.f(f'fk_{table}_{column}_{target}')
    )


def instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        'delegation',
        sa.Column('id', big(), nullable=False),
        sa.Column('ref', sa.String(length=24), nullable=False),
        sa.Column('contract_id', big(), nullable=False),
        sa.Column('giver_id', big(), nullable=False),
        sa.Column('delegate_id', big(), nullable=True),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('may_pay', sa.Boolean(), nullable=False),
        sa.Column('may_see_documents', sa.Boolean(), nullable=False),
        sa.Column('through_on', sa.Date(), nullable=False),
        sa.Column('secret_hash', sa.String(length=64), nullable=False),
        instant('invited_at'),
        instant('expires_at'),
        instant('accepted_at', nullable=True),
        instant('changed_at'),
        instant('ended_at', nullable=True),
        sa.Column('ended_for', sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            '(ended_at IS NULL) = (ended_for IS NULL)', name=op.f('ck_delegation_ended')
        ),
        sa.CheckConstraint(
            'accepted_at IS NULL OR delegate_id IS NOT NULL', name=op.f('ck_delegation_accepted')
        ),
        refers('delegation', 'contract_id', 'contract'),
        refers('delegation', 'giver_id', 'borrower'),
        refers('delegation', 'delegate_id', 'borrower'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation')),
        sa.UniqueConstraint('ref', name=op.f('uq_delegation_ref')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_delegation_secret_hash')),
        sqlite_strict=True,
    )
    index('delegation', 'contract_id', 'giver_id', 'delegate_id', 'changed_at')
    op.create_table(
        'quote_link',
        sa.Column('id', big(), nullable=False),
        sa.Column('ref', sa.String(length=24), nullable=False),
        sa.Column('contract_id', big(), nullable=False),
        sa.Column('borrower_id', big(), nullable=False),
        sa.Column('quote_id', big(), nullable=False),
        sa.Column('recipient', sa.String(length=120), nullable=False),
        sa.Column('secret_hash', sa.String(length=64), nullable=False),
        instant('made_at'),
        sa.Column('through_on', sa.Date(), nullable=False),
        instant('revoked_at', nullable=True),
        refers('quote_link', 'contract_id', 'contract'),
        refers('quote_link', 'borrower_id', 'borrower'),
        refers('quote_link', 'quote_id', 'quote'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_quote_link')),
        sa.UniqueConstraint('ref', name=op.f('uq_quote_link_ref')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_quote_link_secret_hash')),
        sqlite_strict=True,
    )
    index('quote_link', 'contract_id', 'borrower_id', 'quote_id')
    op.create_table(
        'access_look',
        sa.Column('id', big(), nullable=False),
        sa.Column('contract_id', big(), nullable=False),
        instant('at'),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('what', sa.String(length=60), nullable=False),
        sa.Column('reason', sa.String(length=200), nullable=True),
        sa.Column('ip', sa.String(length=45), nullable=False),
        sa.Column('once', sa.String(length=160), nullable=False),
        sa.CheckConstraint(
            "kind IN ('delegate', 'link', 'servicer')", name=op.f('ck_access_look_kind')
        ),
        refers('access_look', 'contract_id', 'contract'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_access_look')),
        sa.UniqueConstraint('once', name=op.f('uq_access_look_once')),
        sqlite_strict=True,
    )
    op.create_index('ix_access_look_of', 'access_look', ['contract_id', 'at'])
    keep_as_it_is('access_look')


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)


def index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column])


def keep_as_it_is(table: str) -> None:
    """Let no row be changed or removed."""
    if op.get_bind().dialect.name == 'sqlite':
        for action in ('update', 'delete'):
            op.execute(
                f'CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table}'
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f'CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}'
        ' FOR EACH ROW EXECUTE FUNCTION refuse_change()'
    )
    op.execute(
        f'CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}'
        ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()'
    )
