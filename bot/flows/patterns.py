"""Patterns: what a text answer must look like, matched in time linear in its length.

Rust's engine, which pydantic brings, knows no backtracking: what would need it (look-around, back references) is
refused when the flow is loaded. It must never be given a pattern that a participant wrote.
"""

from dataclasses import dataclass, field

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

LONGEST = 200


class NotAPattern(Exception):
    """A pattern that the engine does not take; the message is the engine's, on one line."""


@dataclass(frozen=True, slots=True)
class Linear:
    """The whole answer must fit."""

    written: str
    _validator: SchemaValidator = field(repr=False, compare=False)

    def fits(self, words: str) -> bool:
        try:
            self._validator.validate_python(words)
        except ValidationError:
            return False
        return True


def linear(written: str) -> Linear:
    """Raises NotAPattern."""
    if len(written) > LONGEST:
        raise NotAPattern(f"longer than {LONGEST} characters")
    try:
        validator(written)  # on its own: brackets that only match the ones around it would undo them
        return Linear(written, validator(f"^(?:{written})$"))
    except SchemaError as error:
        reason = str(error).strip().splitlines()[-1].strip()
        raise NotAPattern(reason.removeprefix("SchemaError: ").removeprefix("error: ")) from None


def validator(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
