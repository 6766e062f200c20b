"""The migrations, one file each, numbered; Alembic reads them in order. None may be changed once released."""
