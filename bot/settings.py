"""Every setting, with its sentence. Read by wiring and the commands only.

From the environment, from `NAME_FILE`, from `$CREDENTIALS_DIRECTORY` and from `.env`, in this order. A secret must
never be printed: `SecretStr` hides it.
"""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "CAUSERIE_"
TELEGRAM = "https://api.telegram.org"


class BadSetting(Exception):
    """A setting that cannot be used; its message says in one sentence what to do."""


class FromFiles(PydanticBaseSettingsSource):
    """`NAME_FILE` names a file that holds the value; so does a file of that name in `$CREDENTIALS_DIRECTORY`."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = f"{PREFIX}{field_name.upper()}"
        credentials = os.environ.get("CREDENTIALS_DIRECTORY")
        named = os.environ.get(f"{name}_FILE") or (credentials and str(Path(credentials) / name))
        return (read_value(Path(named), name) if named else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        values = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in values.items() if value is not None}


def read_value(path: Path, name: str) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if os.environ.get(f"{name}_FILE"):
            raise BadSetting(f"{name}_FILE names {path}, which does not exist: correct the path.") from None
        return None
    except UnicodeDecodeError:
        raise BadSetting(f"{path} is not text in UTF-8: write the value of {name} there again.") from None
    except OSError:
        raise BadSetting(f"{path} cannot be read: let the user who runs Causerie read it.") from None


class Settings(BaseSettings):
    """What Sam sets. The descriptions are the sentences of deploy/settings.example."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True)

    token: SecretStr | None = Field(None, description="The bot's token, from BotFather.")
    api_url: str = Field(
        TELEGRAM, description="The Bot API: Telegram's own, a self-hosted server, or the simulator's address."
    )
    data: Path = Field(Path("data"), description="The folder of the database, its keyring and its lock.")
    database_url: SecretStr | None = Field(
        None, description="Empty for SQLite in the data folder; postgresql://… when that is outgrown."
    )
    key: Path = Field(
        Path("keys/installation.key"),
        description="The installation's key file, outside the data folder; `causerie key create` makes it.",
    )
    keyring: SecretStr | None = Field(
        None, description="The database of wrapped keys; beside the data by default, and left out of its backups."
    )
    owners: Annotated[tuple[int, ...], NoDecode] = Field(
        (), description="Telegram ids of the people who own the installation, separated by commas."
    )
    workshops: Path | None = Field(None, description="The folder of workshops; the shipped ones by default.")
    clock: Path | None = Field(
        None, description="Only for rehearsals: a file with the number of seconds that the clock is ahead."
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR; no level shows what anybody said.")

    @field_validator("owners", mode="before")
    @classmethod
    def split_owners(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("token", "database_url", "keyring", "workshops", "clock", mode="before")
    @classmethod
    def empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("log_level")
    @classmethod
    def known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("is one of DEBUG, INFO, WARNING, ERROR")
        return value.upper()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, FromFiles(settings_cls), dotenv_settings

    @property
    def key_is_a_credential(self) -> bool:
        """Whether systemd hands the key over ($CREDENTIALS_DIRECTORY)."""
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        return folder is not None and self.key.parent == Path(folder)

    @property
    def database(self) -> str:
        """The database's address; a secret when it carries a password."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.data / 'causerie.db'}"

    @property
    def health_file(self) -> Path:
        """Where the running bot writes when Telegram last answered."""
        return self.data / "health.json"

    @property
    def keyring_database(self) -> str:
        return self.keyring.get_secret_value() if self.keyring else f"sqlite:///{self.data / 'keyring.db'}"


def read_settings() -> Settings:
    """The settings of this process. Raises BadSetting with one sentence for the first that cannot be used."""
    try:
        return Settings()
    except UnicodeDecodeError:
        raise BadSetting("The file .env is not text in UTF-8: save it again in that encoding.") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        raise BadSetting(f"{name} cannot be used: {first['msg']}; see deploy/settings.example.") from None
