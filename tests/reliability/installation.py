"""An installation in a folder: key, database, a cohort, and the settings of a bot that serves it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.service import facilitation
from bot.service.facilitation import NewCohort
from bot.settings import Settings
from bot.store import Database, InstallationKey
from bot.wiring import load_library

TOKEN, WORKSHOP = "1:TEST", "community-check-in"


@dataclass(frozen=True)
class Installation:
    """On SQLite in `folder` unless told otherwise; `clock` is shared with the simulator."""

    folder: Path
    database: str = ""
    keyring: str = ""

    @property
    def addresses(self) -> tuple[str, str]:
        if self.database:
            return self.database, self.keyring
        return f"sqlite:///{self.file}", f"sqlite:///{self.file.with_name('keyring.db')}"

    @property
    def clock(self) -> Path:
        return self.folder / "clock"

    @property
    def key(self) -> Path:
        return self.folder / "keys" / "installation.key"

    @property
    def file(self) -> Path:
        return self.folder / "data" / "causerie.db"

    def settings(self, api_url: str, log_level: str = "WARNING") -> dict[str, str]:
        """As environment variables."""
        return {
            "CAUSERIE_TOKEN": TOKEN,
            "CAUSERIE_API_URL": api_url,
            "CAUSERIE_DATA": str(self.file.parent),
            "CAUSERIE_DATABASE_URL": self.database,
            "CAUSERIE_KEYRING": self.keyring,
            "CAUSERIE_KEY": str(self.key),
            "CAUSERIE_CLOCK": str(self.clock),
            "CAUSERIE_LOG_LEVEL": log_level,
        }

    async def open(self, *, create: bool = False) -> Database:
        return await Database.open(*self.addresses, InstallationKey.load(self.key), create=create)

    async def prepare(self) -> NewCohort:
        """Makes the key, the database and a cohort."""
        InstallationKey.create(self.key)
        workshop = load_library(Settings()).shelves[WORKSHOP].workshop
        filled = workshop.examples()["fr"] | {"delete_date": "2027-06-30"}
        now = datetime.now(UTC)
        wanted = facilitation.planned(
            workshop, "Maison du quartier", date(2026, 12, 5), "America/Moncton", "fr", filled, 5, now
        )
        database = await self.open(create=True)
        try:
            return await facilitation.create(database, wanted, now)
        finally:
            await database.close()
