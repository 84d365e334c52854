"""Second factors, ways in and ways back, the audit chain, and what is sent. Everybody signs in anew."""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_head',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('mac', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_head_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head')),
    sqlite_strict=True
    )
    op.create_table('challenge',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('owner', sa.String(length=24), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=88), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_challenge')),
    sa.UniqueConstraint('value', name=op.f('uq_challenge_value')),
    sqlite_strict=True
    )
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.create_index('ix_challenge_owner_purpose', ['owner', 'purpose'], unique=False)

    op.create_table('one_time_code',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('owner', sa.String(length=24), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=8), nullable=False),
    sa.Column('contact_hash', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_code')),
    sqlite_strict=True
    )
    with op.batch_alter_table('one_time_code', schema=None) as batch_op:
        batch_op.create_index('ix_one_time_code_owner_purpose', ['owner', 'purpose'], unique=False)

    op.create_table('acceptance',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('document', sa.String(length=20), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_acceptance_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acceptance')),
    sa.UniqueConstraint('login_id', 'document', 'version', name=op.f('uq_acceptance_login_id_document_version')),
    sqlite_strict=True
    )
    op.create_table('authenticator',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('seed_sealed', sa.String(length=200), nullable=False),
    sa.Column('begun_by', sa.String(length=24), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_authenticator_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authenticator')),
    sa.UniqueConstraint('ref', name=op.f('uq_authenticator_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('authenticator', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_authenticator_login_id'), ['login_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=8), nullable=False),
    sa.Column('to_sealed', sa.String(length=600), nullable=False),
    sa.Column('words_sealed', sa.String(length=20000), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('gave_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider_ref', sa.String(length=80), nullable=True),
    sa.CheckConstraint("channel IN ('email', 'text')", name=op.f('ck_message_channel')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_message_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_message_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('ref', name=op.f('uq_message_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index('ix_message_sent_at_due_at', ['sent_at', 'due_at'], unique=False)

    op.create_table('passkey',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('credential_id', sa.String(length=1400), nullable=False),
    sa.Column('public_key', sa.String(length=2800), nullable=False),
    sa.Column('sign_count', sa.Integer(), nullable=False),
    sa.Column('transports', sa.String(length=80), nullable=False),
    sa.Column('is_backed_up', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('sign_count >= 0', name=op.f('ck_passkey_sign_count')),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_passkey_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_passkey_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_login_id'), ['login_id'], unique=False)

    op.create_table('pre_auth',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('journey', sa.String(length=20), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('channel', sa.String(length=8), nullable=True),
    sa.Column('proven', sa.String(length=80), nullable=False),
    sa.Column('next_page', sa.String(length=80), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_pre_auth_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_pre_auth_contract_id_contract')),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_pre_auth_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pre_auth')),
    sa.UniqueConstraint('ref', name=op.f('uq_pre_auth_ref')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_pre_auth_secret_hash')),
    sqlite_strict=True
    )
    with op.batch_alter_table('pre_auth', schema=None) as batch_op:
        batch_op.create_index('ix_pre_auth_expires_at', ['expires_at'], unique=False)

    op.create_table('recovery_code',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_recovery_code_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_code_code_hash')),
    sqlite_strict=True
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_login_id'), ['login_id'], unique=False)

    op.create_table('trusted_device',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_trusted_device_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trusted_device')),
    sa.UniqueConstraint('ref', name=op.f('uq_trusted_device_ref')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_trusted_device_secret_hash')),
    sqlite_strict=True
    )
    with op.batch_alter_table('trusted_device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trusted_device_login_id'), ['login_id'], unique=False)

    op.create_table('undo_link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('about', sa.String(length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_undo_link_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_undo_link')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_undo_link_secret_hash')),
    sqlite_strict=True
    )
    with op.batch_alter_table('undo_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_undo_link_login_id'), ['login_id'], unique=False)

    op.create_table('security_case',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['security_event.id'], name=op.f('fk_security_case_event_id_security_event')),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_security_case_login_id_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_security_case')),
    sa.UniqueConstraint('ref', name=op.f('uq_security_case_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('security_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_security_case_login_id'), ['login_id'], unique=False)

    with op.batch_alter_table('login', schema=None) as batch_op:
        batch_op.add_column(sa.Column('email', sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column('phone', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('held_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_login_email'), ['email'])

    op.execute("DELETE FROM portal_session")
    with op.batch_alter_table('portal_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('method', sa.String(length=40), nullable=False))
        batch_op.add_column(sa.Column('signed_in_at', sa.DateTime(timezone=True), nullable=False))
        batch_op.add_column(sa.Column('fresh_for', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('fresh_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            op.f('ck_portal_session_fresh'), '(fresh_for IS NULL) = (fresh_at IS NULL)'
        )

    # Not in a batch: on SQLite that rebuilds the table, and its triggers would be gone.
    op.add_column('security_event', sa.Column('subject', sa.String(length=64), nullable=True))
    op.add_column('security_event', sa.Column('detail', sa.JSON(), nullable=True))
    op.add_column('security_event', sa.Column('number', sa.Integer(), nullable=True))
    op.add_column('security_event', sa.Column('mac', sa.String(length=64), nullable=True))
    op.create_index('uq_security_event_number', 'security_event', ['number'], unique=True)


def downgrade() -> None:
    op.drop_index('uq_security_event_number', 'security_event')
    for column in ('mac', 'number', 'detail', 'subject'):
        op.drop_column('security_event', column)

    with op.batch_alter_table('portal_session', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_portal_session_fresh'), type_='check')
        batch_op.drop_column('fresh_at')
        batch_op.drop_column('fresh_for')
        batch_op.drop_column('signed_in_at')
        batch_op.drop_column('method')

    with op.batch_alter_table('login', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_login_email'), type_='unique')
        batch_op.drop_column('held_until')
        batch_op.drop_column('frozen_at')
        batch_op.drop_column('phone')
        batch_op.drop_column('email')

    with op.batch_alter_table('security_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_security_case_login_id'))

    op.drop_table('security_case')
    with op.batch_alter_table('undo_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_undo_link_login_id'))

    op.drop_table('undo_link')
    with op.batch_alter_table('trusted_device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trusted_device_login_id'))

    op.drop_table('trusted_device')
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_code_login_id'))

    op.drop_table('recovery_code')
    with op.batch_alter_table('pre_auth', schema=None) as batch_op:
        batch_op.drop_index('ix_pre_auth_expires_at')

    op.drop_table('pre_auth')
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_login_id'))

    op.drop_table('passkey')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('ix_message_sent_at_due_at')

    op.drop_table('message')
    with op.batch_alter_table('authenticator', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_authenticator_login_id'))

    op.drop_table('authenticator')
    op.drop_table('acceptance')
    with op.batch_alter_table('one_time_code', schema=None) as batch_op:
        batch_op.drop_index('ix_one_time_code_owner_purpose')

    op.drop_table('one_time_code')
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.drop_index('ix_challenge_owner_purpose')

    op.drop_table('challenge')
    op.drop_table('audit_head')
