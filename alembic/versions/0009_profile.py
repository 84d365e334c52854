"""What borrowers say of themselves: names, telephones, addresses, paper, privacy."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
OPEN = sa.text('until IS NULL')
MAIN = {
    'sqlite_where': sa.text('is_main = 1 AND removed_at IS NULL'),
    'postgresql_where': sa.text('is_main AND removed_at IS NULL'),
}


def _table(name, *columns):
    op.create_table(
        name,
        sa.Column('id', BIG, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
        sqlite_strict=True,
    )


def _borrower(table):
    return (
        sa.Column('borrower_id', BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ['borrower_id'], ['borrower.id'], name=op.f(f'fk_{table}_borrower_id_borrower')
        ),
    )


def _text(name, length, nullable=False):
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _at(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _where():
    return _at('at'), _text('ip', 45), _text('user_agent', 200)


def upgrade() -> None:
    op.add_column('borrower', _text('display_name', 40, nullable=True))
    _table(
        'postal_address',
        _text('ref', 24),
        *_borrower('postal_address'),
        _text('kind', 8),
        _text('address_sealed', 900),
        _at('since'),
        _at('until', nullable=True),
        sa.Column('is_changed', sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('mailing', 'garaging')", name=op.f('ck_postal_address_kind')),
        sa.UniqueConstraint('ref', name=op.f('uq_postal_address_ref')),
    )
    op.create_index(
        'uq_postal_address_current',
        'postal_address',
        ['borrower_id', 'kind'],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    _table(
        'telephone',
        _text('ref', 24),
        *_borrower('telephone'),
        _text('number_sealed', 160),
        _text('kind', 6),
        sa.Column('is_main', sa.Boolean(), nullable=False),
        _at('added_at'),
        _at('removed_at', nullable=True),
        sa.CheckConstraint("kind IN ('mobile', 'home', 'work')", name=op.f('ck_telephone_kind')),
        sa.UniqueConstraint('ref', name=op.f('uq_telephone_ref')),
    )
    op.create_index('uq_telephone_main', 'telephone', ['borrower_id'], unique=True, **MAIN)
    _table(
        'paperless_step',
        *_borrower('paperless_step'),
        _text('action', 9),
        _text('version', 20),
        *_where(),
        sa.CheckConstraint(
            "action IN ('given', 'withdrawn', 'refused')", name=op.f('ck_paperless_step_action')
        ),
    )
    _table('paper_period', *_borrower('paper_period'), _at('since'), _at('until', nullable=True))
    op.create_index(
        'uq_paper_period_open',
        'paper_period',
        ['borrower_id'],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    _table(
        'paper_mail',
        _text('ref', 24),
        sa.Column('document_id', BIG, nullable=False),
        *_borrower('paper_mail'),
        _text('place', 3),
        _text('to_sealed', 900, nullable=True),
        _at('marked_at'),
        _at('printed_at', nullable=True),
        sa.CheckConstraint("place IN ('now', 'old', 'new')", name=op.f('ck_paper_mail_place')),
        sa.ForeignKeyConstraint(
            ['document_id'], ['document.id'], name=op.f('fk_paper_mail_document_id_document')
        ),
        sa.UniqueConstraint('ref', name=op.f('uq_paper_mail_ref')),
        sa.UniqueConstraint(
            'document_id',
            'borrower_id',
            'place',
            name=op.f('uq_paper_mail_document_id_borrower_id_place'),
        ),
    )
    waiting = sa.text('printed_at IS NULL')
    op.create_index(
        'ix_paper_mail_waiting', 'paper_mail', ['id'], sqlite_where=waiting, postgresql_where=waiting
    )
    _table(
        'privacy_choice',
        *_borrower('privacy_choice'),
        _text('choice', 24),
        sa.Column('is_out', sa.Boolean(), nullable=False),
        _text('version', 20),
        *_where(),
    )
    for table in (
        'postal_address', 'telephone', 'paperless_step', 'paper_period', 'paper_mail',
        'privacy_choice',
    ):
        op.create_index(op.f(f'ix_{table}_borrower_id'), table, ['borrower_id'])


def downgrade() -> None:
    for table in (
        'privacy_choice', 'paper_mail', 'paper_period', 'paperless_step', 'telephone',
        'postal_address',
    ):
        op.drop_table(table)
    with op.batch_alter_table('borrower') as batch_op:
        batch_op.drop_column('display_name')
