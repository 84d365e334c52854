"""Account numbers, fingerprints and what the processor tells are sealed; tax ids find their place.

What is in the database already is sealed with the installation's data keys. Backups made before
keep it in clear for as long as they are kept.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

CHUNK = 1_000


def upgrade() -> None:
    op.add_column('borrower', sa.Column('tax_id_sealed', sa.String(length=80), nullable=True))

    op.add_column('contract', sa.Column('number_sealed', sa.String(length=240), nullable=True))
    op.add_column('contract', sa.Column('number_index', sa.String(length=40), nullable=True))
    op.add_column('contract', sa.Column('number_end', sa.String(length=4), nullable=True))
    op.add_column('contract', sa.Column('source_sealed', sa.String(length=160), nullable=True))
    rewrite('contract', ('ref', 'number', 'source_hash'), sealed_contract)
    with op.batch_alter_table('contract', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        for column, length in (('number_sealed', 240), ('number_index', 40), ('number_end', 4), ('source_sealed', 160)):
            batch_op.alter_column(column, existing_type=sa.String(length=length), nullable=False)
        batch_op.drop_constraint(batch_op.f('uq_contract_number'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_contract_number_index'), ['number_index'])
        batch_op.drop_column('number')
        batch_op.drop_column('source_hash')

    op.add_column('payment_method', sa.Column('fingerprint_sealed', sa.String(length=160), nullable=True))
    op.add_column('payment_method', sa.Column('fingerprint_index', sa.String(length=40), nullable=True))
    rewrite('payment_method', ('ref', 'fingerprint'), sealed_method)
    with op.batch_alter_table('payment_method', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_method_fingerprint_index'), ['fingerprint_index'], unique=False)
        batch_op.drop_column('fingerprint')

    op.add_column('processor_event', sa.Column('body_sealed', sa.String(length=360000), nullable=True))
    rewrite('processor_event', ('processor', 'event', 'body'), sealed_event)
    with op.batch_alter_table('processor_event', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.alter_column('body_sealed', existing_type=sa.String(length=360000), nullable=False)
        batch_op.drop_column('body')


def downgrade() -> None:
    """Open what can be opened. Tax ids had no place before: they are gone."""
    op.add_column('processor_event', sa.Column('body', sa.String(length=65536), nullable=True))
    rewrite('processor_event', ('processor', 'event', 'body_sealed'), opened_event)
    with op.batch_alter_table('processor_event', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.alter_column('body', existing_type=sa.String(length=65536), nullable=False)
        batch_op.drop_column('body_sealed')

    op.add_column('payment_method', sa.Column('fingerprint', sa.String(length=64), nullable=True))
    rewrite('payment_method', ('ref', 'fingerprint_sealed'), opened_method)
    with op.batch_alter_table('payment_method', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_method_fingerprint_index'))
        batch_op.drop_column('fingerprint_index')
        batch_op.drop_column('fingerprint_sealed')

    op.add_column('contract', sa.Column('number', sa.String(length=32), nullable=True))
    op.add_column('contract', sa.Column('source_hash', sa.String(length=64), nullable=True))
    rewrite('contract', ('ref', 'number_sealed', 'source_sealed'), opened_contract)
    with op.batch_alter_table('contract', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.alter_column('number', existing_type=sa.String(length=32), nullable=False)
        batch_op.alter_column('source_hash', existing_type=sa.String(length=64), nullable=False)
        batch_op.drop_constraint(batch_op.f('uq_contract_number_index'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_contract_number'), ['number'])
        for column in ('source_sealed', 'number_end', 'number_index', 'number_sealed'):
            batch_op.drop_column(column)

    with op.batch_alter_table('borrower', schema=None, table_kwargs={'sqlite_strict': True}) as batch_op:
        batch_op.drop_column('tax_id_sealed')


def rewrite(name, columns, rewritten):
    """Set, for each row of a table, what `rewritten` makes of these columns."""
    bind = op.get_bind()
    table = sa.Table(name, sa.MetaData(), autoload_with=bind)
    wanted = [table.c.id, *(table.c[column] for column in columns)]
    vault, last = None, 0
    while rows := bind.execute(
        sa.select(*wanted).where(table.c.id > last).order_by(table.c.id).limit(CHUNK)
    ).all():
        vault = vault or live_vault()
        op.get_context().config.attributes.setdefault('overwritten', set()).add(name)
        for row in rows:
            if values := rewritten(vault, row):
                bind.execute(table.update().where(table.c.id == row.id).values(values))
        last = rows[-1].id


def live_vault():
    """Return the vault of this installation: an empty database is migrated without any keys."""
    from finance_portal.services.vault import live_vault

    return live_vault()


def sealed_contract(vault, row):
    letters = unicodedata.normalize('NFKC', row.number).upper()
    found_by = ''.join(letter for letter in letters if letter.isalnum())
    return {
        'number_sealed': vault.seal(row.number, table='contract', column='number_sealed', row=row.ref),
        'number_index': vault.index(found_by, what='contract number'),
        'number_end': row.number[-4:],
        'source_sealed': vault.seal(row.source_hash, table='contract', column='source_sealed', row=row.ref),
    }


def opened_contract(vault, row):
    return {
        'number': vault.open(row.number_sealed, table='contract', column='number_sealed', row=row.ref),
        'source_hash': vault.open(row.source_sealed, table='contract', column='source_sealed', row=row.ref),
    }


def sealed_method(vault, row):
    if row.fingerprint is None:
        return {}
    column = 'fingerprint_sealed'
    return {
        column: vault.seal(row.fingerprint, table='payment_method', column=column, row=row.ref),
        'fingerprint_index': vault.index(row.fingerprint, what='fingerprint'),
    }


def opened_method(vault, row):
    if row.fingerprint_sealed is None:
        return {}
    place = {'table': 'payment_method', 'column': 'fingerprint_sealed', 'row': row.ref}
    return {'fingerprint': vault.open(row.fingerprint_sealed, **place)}


def sealed_event(vault, row):
    return {'body_sealed': vault.seal(row.body, **place_of_event(row))}


def opened_event(vault, row):
    return {'body': vault.open(row.body_sealed, **place_of_event(row))}


def place_of_event(row):
    return {'table': 'processor_event', 'column': 'body_sealed', 'row': f'{row.processor}:{row.event}'}
