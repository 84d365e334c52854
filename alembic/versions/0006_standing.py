"""Where each contract stood last, so that the night need not work out all of them."""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

CENTS = (
    'principal_cents',
    'unpaid_interest_cents',
    'late_charges_cents',
    'returned_fees_cents',
    'other_fees_cents',
    'unapplied_cents',
    'credit_cents',
    'diverted_cents',
)


def upgrade() -> None:
    op.create_table('contract_standing',
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_closed', sa.Boolean(), nullable=False),
    sa.Column('rate_ppm', sa.Integer(), nullable=False),
    sa.Column('day_count', sa.String(length=24), nullable=False),
    *(sa.Column(name, sa.BigInteger(), nullable=False) for name in CENTS),
    sa.Column('bars_late_charges', sa.Boolean(), nullable=False),
    sa.Column('satisfied', sa.Integer(), nullable=True),
    sa.Column('part_paid_cents', sa.BigInteger(), nullable=False),
    sa.Column('accrued_on', sa.Date(), nullable=False),
    sa.Column('carried', sa.BigInteger(), nullable=True),
    sa.Column('carried_unit', sa.BigInteger(), nullable=True),
    sa.Column('interest_cents', sa.BigInteger(), nullable=False),
    sa.Column('bill_on', sa.Date(), nullable=True),
    sa.Column('late_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_standing_contract_id_contract')),
    sa.PrimaryKeyConstraint('contract_id', name=op.f('pk_contract_standing')),
    sqlite_strict=True
    )
    with op.batch_alter_table('contract_standing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_standing_bill_on'), ['bill_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_standing_late_on'), ['late_on'], unique=False)


def downgrade() -> None:
    op.drop_table('contract_standing')
