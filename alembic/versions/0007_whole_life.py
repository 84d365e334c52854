"""The whole life of a contract: papers, quotes, requests, the end of a lease, the title."""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

NEW = (
    'statement_cycle',
    'request_step',
    'request_signature',
    'lease_invoice_line',
    'title',
    'service_request',
    'quote',
    'lease_invoice',
    'paper_news',
    'document_seen',
    'miles_purchase',
    'document',
    'account_flag',
)
TAX_FLAGS = ('is_new_vehicle', 'is_personal_use', 'is_first_lien', 'is_us_assembled')
APPEND_ONLY = ('document',)
KINDS_BEFORE = (
    "kind IN ('booked', 'payment', 'returned', 'reinstated', 'convenience_fee', 'charge', 'waiver',"
    " 'due_date_changed', 'extended', 'lease_extended', 'rate_changed', 'refunded')"
)
KINDS = KINDS_BEFORE.replace("'lease_extended',", "'lease_extended', 'lease_ended',")
REFERENCES = (('odometer_reading', 'borrower_id', 'borrower'), ('payment', 'quote_id', 'quote'))


def upgrade() -> None:
    name_kinds(KINDS)
    op.create_table('account_flag',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_by', sa.String(length=60), nullable=False),
    sa.CheckConstraint("kind IN ('scra', 'bankruptcy', 'deceased', 'litigation', 'total_loss')", name=op.f('ck_account_flag_kind')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_account_flag_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_account_flag_contract_id_contract')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_flag')),
    sqlite_strict=True
    )
    with op.batch_alter_table('account_flag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_flag_contract_id'), ['contract_id'], unique=False)

    op.create_table('document',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('dated_on', sa.Date(), nullable=False),
    sa.Column('period_from', sa.Date(), nullable=True),
    sa.Column('period_to', sa.Date(), nullable=True),
    sa.Column('template', sa.String(length=40), nullable=True),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('file', sa.LargeBinary(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('corrects_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(template IS NULL) = (content IS NULL)', name=op.f('ck_document_content')),
    sa.CheckConstraint('(template IS NULL) = (file IS NOT NULL)', name=op.f('ck_document_file')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_document_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_document_contract_id_contract')),
    sa.ForeignKeyConstraint(['corrects_id'], ['document.id'], name=op.f('fk_document_corrects_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('key', name=op.f('uq_document_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_document_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index('ix_document_of', ['contract_id', 'dated_on'], unique=False)

    op.create_table('miles_purchase',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('miles', sa.Integer(), nullable=False),
    sa.Column('price_cents', sa.BigInteger(), nullable=False),
    sa.Column('bought_on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('miles > 0', name=op.f('ck_miles_purchase_miles')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_miles_purchase_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_miles_purchase_contract_id_contract')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_miles_purchase')),
    sa.UniqueConstraint('key', name=op.f('uq_miles_purchase_key')),
    sqlite_strict=True
    )
    with op.batch_alter_table('miles_purchase', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_miles_purchase_contract_id'), ['contract_id'], unique=False)

    op.create_table('document_seen',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_document_seen_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_document_seen_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_seen')),
    sa.UniqueConstraint('document_id', 'borrower_id', name=op.f('uq_document_seen_document_id_borrower_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('document_seen', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_seen_borrower_id'), ['borrower_id'], unique=False)

    op.create_table('paper_news',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_paper_news_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_paper_news_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_news')),
    sa.UniqueConstraint('borrower_id', 'document_id', name=op.f('uq_paper_news_borrower_id_document_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('paper_news', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_news_document_id'), ['document_id'], unique=False)

    op.create_table('lease_invoice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('returned_on', sa.Date(), nullable=False),
    sa.Column('odometer', sa.Integer(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('total_cents', sa.BigInteger(), nullable=False),
    sa.Column('dispute_by', sa.Date(), nullable=False),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_lease_invoice_contract_id_contract')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_lease_invoice_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lease_invoice')),
    sa.UniqueConstraint('contract_id', name=op.f('uq_lease_invoice_contract_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_lease_invoice_ref')),
    sqlite_strict=True
    )
    op.create_table('quote',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('quoted_on', sa.Date(), nullable=False),
    sa.Column('good_through', sa.Date(), nullable=False),
    sa.Column('principal_cents', sa.BigInteger(), nullable=False),
    sa.Column('interest_cents', sa.BigInteger(), nullable=False),
    sa.Column('late_charges_cents', sa.BigInteger(), nullable=False),
    sa.Column('returned_fees_cents', sa.BigInteger(), nullable=False),
    sa.Column('other_fees_cents', sa.BigInteger(), nullable=False),
    sa.Column('past_due_cents', sa.BigInteger(), nullable=False),
    sa.Column('tax_cents', sa.BigInteger(), nullable=False),
    sa.Column('unapplied_cents', sa.BigInteger(), nullable=False),
    sa.Column('total_cents', sa.BigInteger(), nullable=False),
    sa.Column('pending_cents', sa.BigInteger(), nullable=False),
    sa.Column('per_diem', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('audience', sa.String(length=8), nullable=False),
    sa.Column('recipient', sa.String(length=120), nullable=True),
    sa.Column('authorized_name', sa.String(length=120), nullable=True),
    sa.Column('authorized_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("audience IN ('borrower', 'dealer', 'insurer')", name=op.f('ck_quote_audience')),
    sa.CheckConstraint("kind IN ('payoff', 'early_buyout', 'maturity_buyout')", name=op.f('ck_quote_kind')),
    sa.CheckConstraint('good_through >= quoted_on', name=op.f('ck_quote_days')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_quote_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_quote_contract_id_contract')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_quote_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quote')),
    sa.UniqueConstraint('ref', name=op.f('uq_quote_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('quote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quote_borrower_id'), ['borrower_id'], unique=False)
        batch_op.create_index('ix_quote_of', ['contract_id', 'good_through'], unique=False)

    op.create_table('service_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('form_token', sa.String(length=40), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('option', sa.String(length=24), nullable=True),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('on_date', sa.Date(), nullable=True),
    sa.Column('amount_cents', sa.BigInteger(), nullable=True),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('due_day', sa.Integer(), nullable=True),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('details_sealed', sa.String(length=6000), nullable=True),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=60), nullable=True),
    sa.Column('reply', sa.String(length=1000), nullable=True),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("kind IN ('due_date', 'extension', 'hardship', 'promise', 'lease_end', 'lease_extension', 'turn_in', 'miles', 'invoice_dispute', 'balloon', 'scra')", name=op.f('ck_service_request_kind')),
    sa.CheckConstraint("status IN ('draft', 'signing', 'review', 'scheduled', 'granted', 'done', 'declined', 'lapsed', 'withdrawn', 'kept', 'broken')", name=op.f('ck_service_request_status')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_service_request_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_service_request_contract_id_contract')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_service_request_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request')),
    sa.UniqueConstraint('form_token', name=op.f('uq_service_request_form_token')),
    sa.UniqueConstraint('ref', name=op.f('uq_service_request_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('service_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_request_borrower_id'), ['borrower_id'], unique=False)
        batch_op.create_index('ix_service_request_expires', ['expires_at'], unique=False, sqlite_where=sa.text("status = 'signing'"), postgresql_where=sa.text("status = 'signing'"))
        batch_op.create_index('uq_service_request_open', ['contract_id', 'kind'], unique=True, sqlite_where=sa.text("status IN ('draft', 'signing', 'review', 'scheduled')"), postgresql_where=sa.text("status IN ('draft', 'signing', 'review', 'scheduled')"))

    op.create_table('title',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title_state', sa.String(length=2), nullable=True),
    sa.Column('form', sa.String(length=10), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=False),
    sa.Column('clears_on', sa.Date(), nullable=False),
    sa.Column('release_by', sa.Date(), nullable=True),
    sa.Column('released_on', sa.Date(), nullable=True),
    sa.Column('paid_in_full_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('release_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('sent_how', sa.String(length=80), nullable=True),
    sa.Column('tracking', sa.String(length=60), nullable=True),
    sa.Column('came_back_on', sa.Date(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("form IN ('electronic', 'paper')", name=op.f('ck_title_form')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_title_contract_id_contract')),
    sa.ForeignKeyConstraint(['paid_in_full_id'], ['document.id'], name=op.f('fk_title_paid_in_full_id_document')),
    sa.ForeignKeyConstraint(['release_id'], ['document.id'], name=op.f('fk_title_release_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_title')),
    sa.UniqueConstraint('contract_id', name=op.f('uq_title_contract_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('title', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_title_release_by'), ['release_by'], unique=False)

    op.create_table('lease_invoice_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('invoice_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('words', sa.String(length=160), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['lease_invoice.id'], name=op.f('fk_lease_invoice_line_invoice_id_lease_invoice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lease_invoice_line')),
    sqlite_strict=True
    )
    with op.batch_alter_table('lease_invoice_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lease_invoice_line_invoice_id'), ['invoice_id'], unique=False)

    op.create_table('request_signature',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('signed_name', sa.String(length=120), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_request_signature_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['request_id'], ['service_request.id'], name=op.f('fk_request_signature_request_id_service_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_signature')),
    sa.UniqueConstraint('request_id', 'borrower_id', name=op.f('uq_request_signature_request_id_borrower_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('request_signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_signature_borrower_id'), ['borrower_id'], unique=False)

    op.create_table('request_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['service_request.id'], name=op.f('fk_request_step_request_id_service_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_step')),
    sqlite_strict=True
    )
    with op.batch_alter_table('request_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_step_request_id'), ['request_id'], unique=False)

    op.create_table('statement_cycle',
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('tax_year', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_statement_cycle_contract_id_contract')),
    sa.PrimaryKeyConstraint('contract_id', name=op.f('pk_statement_cycle')),
    sqlite_strict=True
    )
    with op.batch_alter_table('statement_cycle', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_cycle_next_on'), ['next_on'], unique=False)

    op.add_column('contract', sa.Column('title_state', sa.String(length=2), nullable=True))
    op.add_column('contract', sa.Column('title_form', sa.String(length=10), nullable=True))
    op.add_column('lease', sa.Column('early_mile_cents', sa.BigInteger(), nullable=True))
    op.add_column('lease', sa.Column('miles_sold_until_days', sa.Integer(), server_default='120', nullable=False))
    op.add_column('lease', sa.Column('security_deposit_cents', sa.BigInteger(), server_default='0', nullable=False))
    op.create_index(op.f('ix_lease_maturity_on'), 'lease', ['maturity_on'])
    op.create_index('ix_loan_balloon', 'loan', ['contract_id'], sqlite_where=sa.text('balloon_cents IS NOT NULL'), postgresql_where=sa.text('balloon_cents IS NOT NULL'))
    op.add_column('loan', sa.Column('balloon_return_fee_cents', sa.BigInteger(), nullable=True))
    for name in TAX_FLAGS:
        op.add_column('loan', sa.Column(name, sa.Boolean(), nullable=True))
    for table, column, parent in REFERENCES:
        op.execute(f'ALTER TABLE {table} ADD COLUMN {column} {big()} CONSTRAINT fk_{table}_{column}_{parent} REFERENCES {parent} (id)')
    for table in APPEND_ONLY:
        keep_as_it_is(table)


def downgrade() -> None:
    name_kinds(KINDS_BEFORE)
    for table, column, _ in REFERENCES:
        op.execute(f'ALTER TABLE {table} DROP COLUMN {column}')
    op.drop_index(op.f('ix_lease_maturity_on'), table_name='lease')
    op.drop_index('ix_loan_balloon', table_name='loan')
    op.drop_column('loan', 'balloon_return_fee_cents')
    for name in TAX_FLAGS:
        op.drop_column('loan', name)
    for name in ('security_deposit_cents', 'miles_sold_until_days', 'early_mile_cents'):
        op.drop_column('lease', name)
    op.drop_column('contract', 'title_form')
    op.drop_column('contract', 'title_state')
    for table in NEW:
        op.drop_table(table)


def keep_as_it_is(table: str) -> None:
    """Let nobody change or remove what a table holds; the triggers go with the table."""
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


def name_kinds(kinds: str) -> None:
    """Let the journal hold these kinds of events. SQLite rebuilds the table, and its guards."""
    on_sqlite = op.get_bind().dialect.name == 'sqlite'
    guards = ('update', 'delete') if on_sqlite else ()
    for action in guards:
        op.execute(f'DROP TRIGGER contract_event_no_{action}')
    with op.batch_alter_table('contract_event', table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_contract_event_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_contract_event_kind'), kinds)
    for action in guards:
        op.execute(
            f'CREATE TRIGGER contract_event_no_{action} BEFORE {action.upper()} ON contract_event'
            " BEGIN SELECT RAISE(ABORT, 'contract_event is append-only'); END"
        )


def big() -> str:
    """Return the type of a key on this database."""
    return 'INTEGER' if op.get_bind().dialect.name == 'sqlite' else 'BIGINT'
