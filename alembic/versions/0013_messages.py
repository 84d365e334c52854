"""Messages: threads between a borrower and the desk, attachments, and who is at the desk."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

NEVER_CHANGED = ('id', 'ref', 'key', 'thread_id', 'number', 'side', 'author', 'at')


def upgrade() -> None:
    op.create_table('desk_presence',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_name', sa.String(length=60), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_presence')),
    sa.UniqueConstraint('user_name', name=op.f('uq_desk_presence_user_name')),
    sqlite_strict=True
    )
    op.create_table('thread',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('subject_sealed', sa.String(length=700), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('borrower_read', sa.Integer(), nullable=False),
    sa.Column('desk_read', sa.Integer(), nullable=False),
    sa.Column('waits_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=60), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_untold', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_thread_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_thread_contract_id_contract')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread')),
    sa.UniqueConstraint('ref', name=op.f('uq_thread_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_borrower_id'), ['borrower_id'], unique=False)
        batch_op.create_index('ix_thread_waits_since', ['waits_since'], unique=False)

    op.create_table('thread_message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('thread_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=8), nullable=False),
    sa.Column('author', sa.String(length=60), nullable=True),
    sa.Column('words_sealed', sa.String(length=24000), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("side IN ('borrower', 'desk')", name=op.f('ck_thread_message_side')),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_thread_message_thread_id_thread')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_message')),
    sa.UniqueConstraint('key', name=op.f('uq_thread_message_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_thread_message_ref')),
    sa.UniqueConstraint('thread_id', 'number', name=op.f('uq_thread_message_thread_id_number')),
    sqlite_strict=True
    )
    op.create_table('attachment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ref', sa.String(length=24), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('about', sa.String(length=24), nullable=False),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name_sealed', sa.String(length=700), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('file', sa.String(length=40), nullable=False),
    sa.Column('key_sealed', sa.String(length=200), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('pdf', 'png', 'jpeg', 'text')", name=op.f('ck_attachment_kind')),
    sa.CheckConstraint('size > 0', name=op.f('ck_attachment_size')),
    sa.ForeignKeyConstraint(['borrower_id'], ['borrower.id'], name=op.f('fk_attachment_borrower_id_borrower')),
    sa.ForeignKeyConstraint(['message_id'], ['thread_message.id'], name=op.f('fk_attachment_message_id_thread_message')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('file', name=op.f('uq_attachment_file')),
    sa.UniqueConstraint('ref', name=op.f('uq_attachment_ref')),
    sqlite_strict=True
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_message_id'), ['message_id'], unique=False)
        batch_op.create_index('ix_attachment_of', ['borrower_id', 'uploaded_at'], unique=False)

    keep_what_was_written()


def downgrade() -> None:
    for table in ('attachment', 'thread_message', 'thread', 'desk_presence'):
        op.drop_table(table)


def keep_what_was_written() -> None:
    """Let nobody change or remove a message; the words may only be sealed under another key."""
    columns = ', '.join(NEVER_CHANGED)
    if op.get_bind().dialect.name == 'sqlite':
        for action, when in (('update', f'UPDATE OF {columns}'), ('delete', 'DELETE')):
            op.execute(
                f'CREATE TRIGGER thread_message_no_{action} BEFORE {when} ON thread_message'
                " BEGIN SELECT RAISE(ABORT, 'thread_message is append-only'); END"
            )
        return
    op.execute(
        f'CREATE TRIGGER thread_message_no_change BEFORE UPDATE OF {columns} OR DELETE'
        ' ON thread_message FOR EACH ROW EXECUTE FUNCTION refuse_change()'
    )
    op.execute(
        'CREATE TRIGGER thread_message_no_truncate BEFORE TRUNCATE ON thread_message'
        ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()'
    )
