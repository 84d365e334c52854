"""The language in which a borrower is written to."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'borrower', sa.Column('language', sa.String(length=2), server_default='en', nullable=False)
    )


def downgrade() -> None:
    with op.batch_alter_table('borrower') as batch_op:
        batch_op.drop_column('language')
