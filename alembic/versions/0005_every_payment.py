"""Payments on a day, by themselves, by guests; what comes back; and the jobs of the night."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes  # noqa: F401  names its types in generated code
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

STATUSES_BEFORE = (
    "status IN ('created', 'intent', 'submitting', 'processing', 'refused', 'failed',"
    " 'canceled', 'settled', 'returned')"
)
STATUSES = STATUSES_BEFORE.replace("'returned')", "'returned', 'reinstated')")
KINDS_BEFORE = (
    "kind IN ('booked', 'payment', 'returned', 'charge', 'waiver', 'due_date_changed',"
    " 'extended', 'lease_extended', 'rate_changed', 'refunded')"
)
KINDS = KINDS_BEFORE.replace("'returned',", "'returned', 'reinstated', 'convenience_fee',")


def upgrade() -> None:
    op.create_table('job_run',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('job', sa.String(length=40), nullable=False),
    sa.Column('business_date', sa.Date(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('set_aside', sa.Integer(), nullable=False),
    sa.Column('failure', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_run')),
    sqlite_strict=True
    )
    with op.batch_alter_table('job_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_run_job'), ['job'], unique=False)

    op.create_table('reconciliation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('processor', sa.String(length=16), nullable=False),
    sa.Column('business_date', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('processor_cents', sa.BigInteger(), nullable=False),
    sa.Column('ledger_cents', sa.BigInteger(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reconciliation')),
    sa.UniqueConstraint('processor', 'business_date', name=op.f('uq_reconciliation_processor_business_date')),
    sqlite_strict=True
    )
    op.create_table('bill',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('installment', sa.Integer(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('billed_on', sa.Date(), nullable=False),
    sa.CheckConstraint('amount_cents >= 0', name=op.f('ck_bill_amount')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_bill_contract_id_contract')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bill')),
    sa.UniqueConstraint('contract_id', 'due_on', name=op.f('uq_bill_contract_id_due_on')),
    sqlite_strict=True
    )
    op.create_table('reminder_choice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('by_email', sa.Boolean(), nullable=False),
    sa.Column('by_text', sa.Boolean(), nullable=False),
    sa.Column('days_before', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('days_before BETWEEN 1 AND 10', name=op.f('ck_reminder_choice_days_before')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_reminder_choice_borrower_id_borrower')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder_choice')),
    sa.UniqueConstraint('borrower_id', name=op.f('uq_reminder_choice_borrower_id')),
    sqlite_strict=True
    )
    op.create_table('set_aside',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('job', sa.String(length=40), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_set_aside_contract_id_contract')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_set_aside')),
    sa.UniqueConstraint('job', 'contract_id', name=op.f('uq_set_aside_job_contract_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('set_aside', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_set_aside_contract_id'), ['contract_id'], unique=False)

    op.create_table('method_setup',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('processor', sa.String(length=16), nullable=False),
    sa.Column('customer', sa.String(length=64), nullable=False),
    sa.Column('checkout', sa.String(length=80), nullable=True),
    sa.Column('setup_intent', sa.String(length=64), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=True),
    sa.Column('method_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('open', 'waiting', 'done', 'failed', 'expired')", name=op.f('ck_method_setup_status')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_method_setup_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['method_id'], ['payment_method.id'], name=op.f('fk_method_setup_method_id_payment_method')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_method_setup')),
    sa.UniqueConstraint('processor', 'checkout', name=op.f('uq_method_setup_processor_checkout')),
    sa.UniqueConstraint('ref', name=op.f('uq_method_setup_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('method_setup', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_method_setup_borrower_id'), ['borrower_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_method_setup_setup_intent'), ['setup_intent'], unique=False)

    op.create_table('payment_authorization',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('method_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('words', sa.String(length=4000), nullable=False),
    sa.Column('version', sa.String(length=16), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('signed_name', sa.String(length=120), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_payment_authorization_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_payment_authorization_contract_id_contract')),
    sa.ForeignKeyConstraint(['method_id'], ['payment_method.id'], name=op.f('fk_payment_authorization_method_id_payment_method')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_authorization')),
    sa.UniqueConstraint('ref', name=op.f('uq_payment_authorization_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('payment_authorization', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_authorization_borrower_id'), ['borrower_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_authorization_contract_id'), ['contract_id'], unique=False)

    op.create_table('autopay',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('method_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('authorization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('amount', sa.String(length=12), nullable=False),
    sa.Column('fixed_cents', sa.BigInteger(), nullable=False),
    sa.Column('extra_cents', sa.BigInteger(), nullable=False),
    sa.Column('frequency', sa.String(length=16), nullable=False),
    sa.Column('days_after_due', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('drafts_while_ahead', sa.Boolean(), nullable=False),
    sa.Column('covers_balloon', sa.Boolean(), nullable=False),
    sa.Column('next_debit_on', sa.Date(), nullable=True),
    sa.Column('last_amount_cents', sa.BigInteger(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('why', sa.String(length=200), nullable=True),
    sa.CheckConstraint("amount IN ('due', 'fixed', 'due_plus')", name=op.f('ck_autopay_amount')),
    sa.CheckConstraint("frequency IN ('monthly', 'twice_a_month', 'every_two_weeks')", name=op.f('ck_autopay_frequency')),
    sa.CheckConstraint("status IN ('active', 'paused', 'ended')", name=op.f('ck_autopay_status')),
    sa.CheckConstraint('extra_cents >= 0', name=op.f('ck_autopay_extra')),
    sa.CheckConstraint('fixed_cents >= 0', name=op.f('ck_autopay_fixed')),
    sa.ForeignKeyConstraint(['authorization_id'], ['payment_authorization.id'], name=op.f('fk_autopay_authorization_id_payment_authorization')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_autopay_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_autopay_contract_id_contract')),
    sa.ForeignKeyConstraint(['method_id'], ['payment_method.id'], name=op.f('fk_autopay_method_id_payment_method')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_autopay')),
    sa.UniqueConstraint('ref', name=op.f('uq_autopay_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('autopay', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_autopay_borrower_id'), ['borrower_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_autopay_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_autopay_method_id'), ['method_id'], unique=False)
        batch_op.create_index('ix_autopay_next', ['next_debit_on', 'id'], unique=False, sqlite_where=sa.text("status = 'active'"), postgresql_where=sa.text("status = 'active'"))
        batch_op.create_index('uq_autopay_on', ['contract_id'], unique=True, sqlite_where=sa.text("status IN ('active', 'paused')"), postgresql_where=sa.text("status IN ('active', 'paused')"))

    op.create_table('autopay_debit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('autopay_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('debit_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('announced_cents', sa.BigInteger(), nullable=True),
    sa.Column('announced_on', sa.Date(), nullable=True),
    sa.Column('amount_cents', sa.BigInteger(), nullable=True),
    sa.Column('why', sa.String(length=200), nullable=True),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('announced', 'skipped', 'drafted', 'missed')", name=op.f('ck_autopay_debit_status')),
    sa.ForeignKeyConstraint(['autopay_id'], ['autopay.id'], name=op.f('fk_autopay_debit_autopay_id_autopay')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_autopay_debit_payment_id_payment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_autopay_debit')),
    sa.UniqueConstraint('autopay_id', 'debit_on', name=op.f('uq_autopay_debit_autopay_id_debit_on')),
    sqlite_strict=True
    )
    op.create_table('dispute',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('processor', sa.String(length=16), nullable=False),
    sa.Column('processor_dispute', sa.String(length=64), nullable=False),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.Column('network_code', sa.String(length=12), nullable=True),
    sa.Column('is_withdrawn', sa.Boolean(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('review', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_dispute_payment_id_payment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute')),
    sa.UniqueConstraint('processor', 'processor_dispute', name=op.f('uq_dispute_processor_processor_dispute')),
    sqlite_strict=True
    )
    with op.batch_alter_table('dispute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispute_payment_id'), ['payment_id'], unique=False)

    op.create_table('refund',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('processor_refund', sa.String(length=64), nullable=True),
    sa.Column('failure_code', sa.String(length=80), nullable=True),
    sa.Column('review', sa.String(length=200), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason IN ('overage', 'duplicate', 'error', 'request')", name=op.f('ck_refund_reason')),
    sa.CheckConstraint("status IN ('created', 'pending', 'succeeded', 'failed', 'canceled', 'refused')", name=op.f('ck_refund_status')),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_refund_amount')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_refund_contract_id_contract')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_refund_payment_id_payment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund')),
    sa.UniqueConstraint('key', name=op.f('uq_refund_key')),
    sa.UniqueConstraint('processor_refund', name=op.f('uq_refund_processor_refund')),
    sa.UniqueConstraint('ref', name=op.f('uq_refund_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refund_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refund_payment_id'), ['payment_id'], unique=False)

    op.create_table('scheduled_payment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('method_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('form_token', sa.String(length=64), nullable=False),
    sa.Column('pay_on', sa.Date(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('fee_cents', sa.BigInteger(), nullable=False),
    sa.Column('principal_only_cents', sa.BigInteger(), nullable=False),
    sa.Column('intent', sa.String(length=16), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=True),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('authorization', sa.String(length=1000), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.CheckConstraint("status IN ('waiting', 'submitted', 'canceled', 'dropped')", name=op.f('ck_scheduled_payment_status')),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_scheduled_payment_amount')),
    sa.CheckConstraint('fee_cents >= 0', name=op.f('ck_scheduled_payment_fee')),
    sa.CheckConstraint('principal_only_cents >= 0 AND principal_only_cents <= amount_cents', name=op.f('ck_scheduled_payment_principal_only')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_scheduled_payment_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_scheduled_payment_contract_id_contract')),
    sa.ForeignKeyConstraint(['method_id'], ['payment_method.id'], name=op.f('fk_scheduled_payment_method_id_payment_method')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_scheduled_payment_payment_id_payment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheduled_payment')),
    sa.UniqueConstraint('form_token', name=op.f('uq_scheduled_payment_form_token')),
    sa.UniqueConstraint('ref', name=op.f('uq_scheduled_payment_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('scheduled_payment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheduled_payment_borrower_id'), ['borrower_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheduled_payment_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheduled_payment_method_id'), ['method_id'], unique=False)
        batch_op.create_index('ix_scheduled_payment_waiting', ['pay_on', 'id'], unique=False, sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))

    op.create_table('guest_visit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('way', sa.String(length=24), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('setup_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('email_sealed', sa.String(length=600), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_guest_visit_amount')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_guest_visit_contract_id_contract')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_guest_visit_payment_id_payment')),
    sa.ForeignKeyConstraint(['setup_id'], ['method_setup.id'], name=op.f('fk_guest_visit_setup_id_method_setup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest_visit')),
    sa.UniqueConstraint('ref', name=op.f('uq_guest_visit_ref')),
    sa.UniqueConstraint('way', name=op.f('uq_guest_visit_way')),
    sqlite_strict=True
    )
    with op.batch_alter_table('guest_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guest_visit_contract_id'), ['contract_id'], unique=False)

    with op.batch_alter_table('borrower', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.add_column(sa.Column('zip', sa.String(length=5), nullable=True))

    with op.batch_alter_table('contract', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.add_column(sa.Column('card_fee_cents', sa.BigInteger(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('autopay_discount_ppm', sa.Integer(), nullable=False, server_default='0'))

    with op.batch_alter_table('message', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.add_column(sa.Column('key', sa.String(length=80), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_message_key'), ['key'])

    with op.batch_alter_table('payment', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.add_column(sa.Column('origin', sa.String(length=12), nullable=False, server_default='borrower'))
        batch_op.add_column(sa.Column('due_key', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('retry_of', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('retry_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('fee_cents', sa.BigInteger(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('principal_only_cents', sa.BigInteger(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('refunded_cents', sa.BigInteger(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('authorization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.alter_column('borrower_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.drop_constraint(batch_op.f('ck_payment_status'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_payment_status'), STATUSES)
        batch_op.create_check_constraint(batch_op.f('ck_payment_fee'), 'fee_cents >= 0')
        batch_op.create_check_constraint(batch_op.f('ck_payment_principal_only'), 'principal_only_cents >= 0 AND principal_only_cents <= amount_cents')
        batch_op.create_check_constraint(batch_op.f('ck_payment_origin'), "origin IN ('borrower', 'guest', 'scheduled', 'autopay', 'retry')")
        batch_op.create_unique_constraint(batch_op.f('uq_payment_due_key'), ['due_key'])
        batch_op.create_foreign_key(batch_op.f('fk_payment_retry_of_payment'), 'payment', ['retry_of'], ['id'])
        batch_op.create_index('ix_payment_retry', ['retry_on'], unique=False, sqlite_where=sa.text('retry_on IS NOT NULL'), postgresql_where=sa.text('retry_on IS NOT NULL'))
        batch_op.create_foreign_key(batch_op.f('fk_payment_authorization_id_payment_authorization'), 'payment_authorization', ['authorization_id'], ['id'])

    with op.batch_alter_table('payment_method', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.add_column(sa.Column('customer', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('nickname', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('expires_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('is_default', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('detached_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('setup_intent', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('verification', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('verify_by', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('arrives_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('verification_tries', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('mandate', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('is_revoked', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_check_constraint(batch_op.f('ck_payment_method_verification'), "verification IS NULL OR verification IN ('amounts', 'descriptor_code')")
        batch_op.alter_column('borrower_id',
               existing_type=sa.INTEGER(),
               nullable=True)

    op.execute(
        "UPDATE payment_method SET customer = (SELECT customer FROM processor_customer"
        " WHERE processor_customer.borrower_id = payment_method.borrower_id"
        " AND processor_customer.processor = payment_method.processor)"
    )
    with op.batch_alter_table('payment_method', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.alter_column('customer', existing_type=sa.String(length=64), nullable=False)

    with op.batch_alter_table('processor_event', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.add_column(sa.Column('object_id', sa.String(length=80), nullable=True))


    rename_kinds(KINDS)


def downgrade() -> None:
    """Raises an integrity error where payments of guests, or their methods, exist."""
    rename_kinds(KINDS_BEFORE)
    with op.batch_alter_table('processor_event', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_column('object_id')

    with op.batch_alter_table('payment_method', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.alter_column('borrower_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_constraint(batch_op.f('ck_payment_method_verification'), type_='check')
        batch_op.drop_column('is_revoked')
        batch_op.drop_column('mandate')
        batch_op.drop_column('verification_tries')
        batch_op.drop_column('arrives_on')
        batch_op.drop_column('verify_by')
        batch_op.drop_column('verification')
        batch_op.drop_column('setup_intent')
        batch_op.drop_column('detached_at')
        batch_op.drop_column('removed_at')
        batch_op.drop_column('is_default')
        batch_op.drop_column('expires_on')
        batch_op.drop_column('nickname')
        batch_op.drop_column('customer')

    with op.batch_alter_table('payment', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_payment_authorization_id_payment_authorization'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_payment_retry_of_payment'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_payment_due_key'), type_='unique')
        for name in ('status', 'fee', 'principal_only', 'origin'):
            batch_op.drop_constraint(batch_op.f(f'ck_payment_{name}'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_payment_status'), STATUSES_BEFORE)
        batch_op.alter_column('borrower_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('authorization_id')
        batch_op.drop_column('refunded_cents')
        batch_op.drop_column('principal_only_cents')
        batch_op.drop_column('fee_cents')
        batch_op.drop_index('ix_payment_retry', sqlite_where=sa.text('retry_on IS NOT NULL'), postgresql_where=sa.text('retry_on IS NOT NULL'))
        batch_op.drop_column('retry_on')
        batch_op.drop_column('retry_of')
        batch_op.drop_column('due_key')
        batch_op.drop_column('origin')

    with op.batch_alter_table('message', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_message_key'), type_='unique')
        batch_op.drop_column('key')

    with op.batch_alter_table('contract', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_column('autopay_discount_ppm')
        batch_op.drop_column('card_fee_cents')

    with op.batch_alter_table('borrower', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_column('zip')

    with op.batch_alter_table('guest_visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guest_visit_contract_id'))

    op.drop_table('guest_visit')
    with op.batch_alter_table('scheduled_payment', schema=None) as batch_op:
        batch_op.drop_index('ix_scheduled_payment_waiting', sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))
        batch_op.drop_index(batch_op.f('ix_scheduled_payment_method_id'))
        batch_op.drop_index(batch_op.f('ix_scheduled_payment_contract_id'))
        batch_op.drop_index(batch_op.f('ix_scheduled_payment_borrower_id'))

    op.drop_table('scheduled_payment')
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refund_payment_id'))
        batch_op.drop_index(batch_op.f('ix_refund_contract_id'))

    op.drop_table('refund')
    with op.batch_alter_table('dispute', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dispute_payment_id'))

    op.drop_table('dispute')
    op.drop_table('autopay_debit')
    with op.batch_alter_table('autopay', schema=None) as batch_op:
        batch_op.drop_index('uq_autopay_on', sqlite_where=sa.text("status IN ('active', 'paused')"), postgresql_where=sa.text("status IN ('active', 'paused')"))
        batch_op.drop_index('ix_autopay_next', sqlite_where=sa.text("status = 'active'"), postgresql_where=sa.text("status = 'active'"))
        batch_op.drop_index(batch_op.f('ix_autopay_method_id'))
        batch_op.drop_index(batch_op.f('ix_autopay_contract_id'))
        batch_op.drop_index(batch_op.f('ix_autopay_borrower_id'))

    op.drop_table('autopay')
    with op.batch_alter_table('payment_authorization', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_authorization_contract_id'))
        batch_op.drop_index(batch_op.f('ix_payment_authorization_borrower_id'))

    op.drop_table('payment_authorization')
    with op.batch_alter_table('method_setup', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_method_setup_setup_intent'))
        batch_op.drop_index(batch_op.f('ix_method_setup_borrower_id'))

    op.drop_table('method_setup')
    with op.batch_alter_table('set_aside', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_set_aside_contract_id'))

    op.drop_table('set_aside')
    op.drop_table('reminder_choice')
    op.drop_table('bill')
    op.drop_table('reconciliation')
    with op.batch_alter_table('job_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_run_job'))

    op.drop_table('job_run')


def rename_kinds(kinds: str) -> None:
    """Let the journal hold these kinds of events. SQLite rebuilds the table, and its guards."""
    on_sqlite = op.get_bind().dialect.name == 'sqlite'
    guards = ('update', 'delete') if on_sqlite else ()
    for action in guards:
        op.execute(f'DROP TRIGGER contract_event_no_{action}')
    with op.batch_alter_table('contract_event', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_contract_event_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_contract_event_kind'), kinds)
    for action in guards:
        op.execute(
            f'CREATE TRIGGER contract_event_no_{action} BEFORE {action.upper()} ON contract_event'
            " BEGIN SELECT RAISE(ABORT, 'contract_event is append-only'); END"
        )
