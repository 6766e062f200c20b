"""A database that refuses some rows, as it would refuse bad data: a trigger, on either kind."""

from sqlalchemy import text

from bot.store import Database

POSTGRESQL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF {condition} THEN RAISE check_violation USING MESSAGE = 'refused'; END IF; RETURN NEW; END $$
"""


async def refuse(database: Database, table: str, condition: str) -> None:
    """From now on, no row of `table` for which `condition` (over NEW) holds is taken in."""
    when = f"BEFORE INSERT ON {table}"
    if database.dialect == "sqlite":
        body = f"WHEN {condition} BEGIN SELECT RAISE(ABORT, 'refused'); END"
        statements = [f"CREATE TRIGGER refuse {when} {body}"]
    else:
        statements = [
            POSTGRESQL.format(condition=condition),
            f"CREATE TRIGGER refuse {when} FOR EACH ROW EXECUTE FUNCTION refuse()",
        ]
    async with database.transaction() as tx:
        for statement in statements:
            await tx.change(text(statement))
