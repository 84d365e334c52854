"""What borrowers take with them: exports, the address of a calendar, erasure."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
UNDER_WAY = sa.text("status IN ('waiting', 'making')")
IN_USE = sa.text('revoked_at IS NULL')


def upgrade() -> None:
    op.create_table(
        'data_export',
        sa.Column('id', BIG, nullable=False),
        sa.Column('ref', sa.String(length=24), nullable=False),
        sa.Column('borrower_id', BIG, nullable=False),
        sa.Column('status', sa.String(length=8), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('done', sa.Integer(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=True),
        sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'making', 'ready', 'failed', 'gone')",
            name=op.f('ck_data_export_status'),
        ),
        of_borrower('data_export'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_data_export')),
        sa.UniqueConstraint('ref', name=op.f('uq_data_export_ref')),
        sqlite_strict=True,
    )
    op.create_index(op.f('ix_data_export_borrower_id'), 'data_export', ['borrower_id'])
    op.create_index(
        'uq_data_export_under_way',
        'data_export',
        ['borrower_id'],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    op.create_table(
        'calendar_address',
        sa.Column('id', BIG, nullable=False),
        sa.Column('borrower_id', BIG, nullable=False),
        sa.Column('secret_hash', sa.String(length=64), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        of_borrower('calendar_address'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_address')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_calendar_address_secret_hash')),
        sqlite_strict=True,
    )
    op.create_index(
        'uq_calendar_address_in_use',
        'calendar_address',
        ['borrower_id'],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )
    op.create_table(
        'calendar_entry',
        sa.Column('id', BIG, nullable=False),
        sa.Column('borrower_id', BIG, nullable=False),
        sa.Column('uid', sa.String(length=80), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('is_canceled', sa.Boolean(), nullable=False),
        of_borrower('calendar_entry'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_entry')),
        sa.UniqueConstraint('borrower_id', 'uid', name=op.f('uq_calendar_entry_borrower_id_uid')),
        sqlite_strict=True,
    )
    op.create_table(
        'erasure',
        sa.Column('id', BIG, nullable=False),
        sa.Column('borrower_id', BIG, nullable=False),
        sa.Column('pseudonym', sa.String(length=24), nullable=False),
        sa.Column('erased_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('erased_by', sa.String(length=60), nullable=False),
        sa.Column('kept', sa.Text(), nullable=False),
        of_borrower('erasure'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
        sa.UniqueConstraint('borrower_id', name=op.f('uq_erasure_borrower_id')),
        sqlite_strict=True,
    )
    op.create_table(
        'kept_paper',
        sa.Column('id', BIG, nullable=False),
        sa.Column('ref', sa.String(length=24), nullable=False),
        sa.Column('document_id', BIG, nullable=False),
        sa.Column('original_sealed', sa.Text(), nullable=False),
        sa.Column('destroy_on', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ['document_id'], ['document.id'], name=op.f('fk_kept_paper_document_id_document')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_paper')),
        sa.UniqueConstraint('document_id', name=op.f('uq_kept_paper_document_id')),
        sa.UniqueConstraint('ref', name=op.f('uq_kept_paper_ref')),
        sqlite_strict=True,
    )
    op.create_index(op.f('ix_kept_paper_destroy_on'), 'kept_paper', ['destroy_on'])
    let_erasure_overwrite()


def downgrade() -> None:
    keep_for_ever()
    for table in ('kept_paper', 'erasure', 'calendar_entry', 'calendar_address', 'data_export'):
        op.drop_table(table)


def of_borrower(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ['borrower_id'], ['borrower.id'], name=op.f(f'fk_{table}_borrower_id_borrower')
    )


ERASED = (
    'SELECT 1 FROM erasure JOIN obligor ON obligor.borrower_id = erasure.borrower_id'
    ' WHERE obligor.contract_id = OLD.contract_id'
)


def let_erasure_overwrite() -> None:
    """Let papers of somebody who was erased be overwritten, and nobody else's; none may go."""
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TRIGGER document_no_update')
        op.execute(
            'CREATE TRIGGER document_no_update BEFORE UPDATE ON document'
            f" WHEN NOT EXISTS ({ERASED}) BEGIN SELECT RAISE(ABORT, 'document is append-only'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION refuse_change_unless_erased() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF TG_OP = 'UPDATE' AND EXISTS ({ERASED}) THEN RETURN NEW; END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
        END $$
        """
    )
    op.execute('DROP TRIGGER document_no_change ON document')
    op.execute(
        'CREATE TRIGGER document_no_change BEFORE UPDATE OR DELETE ON document'
        ' FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_erased()'
    )


def keep_for_ever() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TRIGGER document_no_update')
        op.execute(
            'CREATE TRIGGER document_no_update BEFORE UPDATE ON document'
            " BEGIN SELECT RAISE(ABORT, 'document is append-only'); END"
        )
        return
    op.execute('DROP TRIGGER document_no_change ON document')
    op.execute('DROP FUNCTION refuse_change_unless_erased()')
    op.execute(
        'CREATE TRIGGER document_no_change BEFORE UPDATE OR DELETE ON document'
        ' FOR EACH ROW EXECUTE FUNCTION refuse_change()'
    )
