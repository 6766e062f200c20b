"""Alembic's entry: runs migrations on the connection, and in the transaction, that `versions` gives.

It must never open a connection of its own.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
