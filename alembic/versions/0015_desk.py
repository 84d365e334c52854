"""The lender's own people: who they are, why they looked, what they propose and noted."""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('desk_user',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('user_name', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('role', sa.String(length=12), nullable=False),
    sa.Column('password_hash', sa.String(length=160), nullable=False),
    sa.Column('seed_sealed', sa.String(length=200), nullable=False),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('agent', 'supervisor', 'auditor')", name=op.f('ck_desk_user_role')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_user')),
    sa.UniqueConstraint('ref', name=op.f('uq_desk_user_ref')),
    sa.UniqueConstraint('user_name', name=op.f('uq_desk_user_user_name')),
    sqlite_strict=True
    )
    op.create_table('desk_look',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('note_sealed', sa.String(length=1000), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_desk_look_contract_id_contract')),
    sa.ForeignKeyConstraint(['user_id'], ['desk_user.id'], name=op.f('fk_desk_look_user_id_desk_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_look')),
    sa.UniqueConstraint('ref', name=op.f('uq_desk_look_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('desk_look', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_desk_look_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index('ix_desk_look_of', ['user_id', 'contract_id', 'until'], unique=False)

    op.create_table('desk_mark',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('finding', sa.String(length=300), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('payment', 'refund', 'dispute', 'processor_event', 'set_aside', 'security_case')", name=op.f('ck_desk_mark_kind')),
    sa.ForeignKeyConstraint(['user_id'], ['desk_user.id'], name=op.f('fk_desk_mark_user_id_desk_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_mark')),
    sa.UniqueConstraint('kind', 'row_id', 'finding', name=op.f('uq_desk_mark_kind_row_id_finding')),
    sqlite_strict=True
    )
    op.create_table('desk_session',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('signed_in_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_for', sa.String(length=20), nullable=True),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=200), nullable=False),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_for IS NULL)', name=op.f('ck_desk_session_ended')),
    sa.ForeignKeyConstraint(['user_id'], ['desk_user.id'], name=op.f('fk_desk_session_user_id_desk_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_session')),
    sa.UniqueConstraint('ref', name=op.f('uq_desk_session_ref')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_desk_session_secret_hash')),
    sqlite_strict=True
    )
    with op.batch_alter_table('desk_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_desk_session_user_id'), ['user_id'], unique=False)

    op.create_table('desk_proposal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('form_token', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bucket', sa.String(length=20), nullable=True),
    sa.Column('amount_cents', sa.BigInteger(), nullable=True),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('proposed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_note', sa.String(length=500), nullable=True),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("(status = 'open') = (decided_by_id IS NULL)", name=op.f('ck_desk_proposal_decided')),
    sa.CheckConstraint("kind IN ('waiver', 'credit', 'request')", name=op.f('ck_desk_proposal_kind')),
    sa.CheckConstraint("status <> 'approved' OR decided_by_id <> proposed_by_id", name=op.f('ck_desk_proposal_four_eyes')),
    sa.CheckConstraint("status IN ('open', 'approved', 'declined', 'withdrawn')", name=op.f('ck_desk_proposal_status')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_desk_proposal_contract_id_contract')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['desk_user.id'], name=op.f('fk_desk_proposal_decided_by_id_desk_user')),
    sa.ForeignKeyConstraint(['event_id'], ['contract_event.id'], name=op.f('fk_desk_proposal_event_id_contract_event')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['desk_user.id'], name=op.f('fk_desk_proposal_proposed_by_id_desk_user')),
    sa.ForeignKeyConstraint(['request_id'], ['service_request.id'], name=op.f('fk_desk_proposal_request_id_service_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_proposal')),
    sa.UniqueConstraint('event_id', name=op.f('uq_desk_proposal_event_id')),
    sa.UniqueConstraint('form_token', name=op.f('uq_desk_proposal_form_token')),
    sa.UniqueConstraint('ref', name=op.f('uq_desk_proposal_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('desk_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_desk_proposal_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index('ix_desk_proposal_status', ['status'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('desk_proposal', schema=None) as batch_op:
        batch_op.drop_index('ix_desk_proposal_status')
        batch_op.drop_index(batch_op.f('ix_desk_proposal_contract_id'))

    op.drop_table('desk_proposal')
    with op.batch_alter_table('desk_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_desk_session_user_id'))

    op.drop_table('desk_session')
    op.drop_table('desk_mark')
    with op.batch_alter_table('desk_look', schema=None) as batch_op:
        batch_op.drop_index('ix_desk_look_of')
        batch_op.drop_index(batch_op.f('ix_desk_look_contract_id'))

    op.drop_table('desk_look')
    op.drop_table('desk_user')
