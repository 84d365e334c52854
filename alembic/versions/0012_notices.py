"""The notification centre, choices of how to be told, consents to texts, push devices."""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

WAYS_BEFORE = "channel IN ('email', 'text')"
WAYS = "channel IN ('email', 'text', 'push')"


def upgrade() -> None:
    op.create_table('inbound_text',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sid', sa.String(length=40), nullable=False),
    sa.Column('came_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('meant', sa.String(length=8), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_text')),
    sa.UniqueConstraint('sid', name=op.f('uq_inbound_text_sid')),
    sqlite_strict=True
    )
    op.create_table('text_stop',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_stop')),
    sa.UniqueConstraint('phone', name=op.f('uq_text_stop_phone')),
    sqlite_strict=True
    )
    op.create_table('notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=True),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('words_sealed', sa.String(length=20000), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('page', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_notice_borrower_id_borrower')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('key', name=op.f('uq_notice_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_notice_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_borrower_id_id', ['borrower_id', 'id'], unique=False)
        batch_op.create_index('ix_notice_unread', ['borrower_id'], unique=False, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))

    op.create_table('notice_choice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('topic', sa.String(length=20), nullable=False),
    sa.Column('way', sa.String(length=8), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("way IN ('email', 'text', 'push')", name=op.f('ck_notice_choice_way')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_notice_choice_borrower_id_borrower')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_choice')),
    sa.UniqueConstraint('borrower_id', 'topic', 'way', name=op.f('uq_notice_choice_borrower_id_topic_way')),
    sqlite_strict=True
    )
    op.create_table('push_device',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subscription_sealed', sa.String(length=4000), nullable=False),
    sa.Column('subscription_index', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_push_device_borrower_id_borrower')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_device')),
    sa.UniqueConstraint('ref', name=op.f('uq_push_device_ref')),
    sa.UniqueConstraint('subscription_index', name=op.f('uq_push_device_subscription_index')),
    sqlite_strict=True
    )
    with op.batch_alter_table('push_device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_push_device_borrower_id'), ['borrower_id'], unique=False)

    op.create_table('text_consent',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=2000), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by', sa.String(length=12), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=200), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=12), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_text_consent_ended')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_text_consent_borrower_id_borrower')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_consent')),
    sqlite_strict=True
    )
    with op.batch_alter_table('text_consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_text_consent_borrower_id'), ['borrower_id'], unique=False)
        batch_op.create_index('ix_text_consent_phone', ['phone'], unique=False)

    with op.batch_alter_table('message', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_message_channel'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_message_channel'), WAYS)
        batch_op.add_column(sa.Column('subject_sealed', sa.String(length=700), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(length=2), server_default='en', nullable=False))
        batch_op.add_column(sa.Column('waits_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_message_borrower_id_id', ['borrower_id', 'id'], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM message WHERE channel = 'push'")
    with op.batch_alter_table('message', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_message_channel'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_message_channel'), WAYS_BEFORE)
        batch_op.drop_index('ix_message_borrower_id_id')
        batch_op.drop_column('waits_until')
        batch_op.drop_column('language')
        batch_op.drop_column('subject_sealed')

    with op.batch_alter_table('text_consent', schema=None) as batch_op:
        batch_op.drop_index('ix_text_consent_phone')
        batch_op.drop_index(batch_op.f('ix_text_consent_borrower_id'))

    op.drop_table('text_consent')
    with op.batch_alter_table('push_device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_push_device_borrower_id'))

    op.drop_table('push_device')
    op.drop_table('notice_choice')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_unread', sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.drop_index('ix_notice_borrower_id_id')

    op.drop_table('notice')
    op.drop_table('text_stop')
    op.drop_table('inbound_text')
    