"""The JSON Schema of what facilitators write, so that an editor completes and checks it while they type.

    python -m bot.flows.json_schema > flows/causerie.schema.json

Made from the models that read the files, so there is one authority: schema.py, workshop_schema.py and lines.py. It says
a little more than they do where an editor can help: both languages of a text, and keys of which there must be exactly
one. Draft 7, which editors know best. It must never be needed to run a flow.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from bot.flows import composite_schema, lines, schema
from bot.flows.step_shapes import KINDS, Card, FlowFile
from bot.flows.workshop_schema import WorkshopFile

Json = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
PLACE = "#/definitions/{model}"
FILES: tuple[type[BaseModel], ...] = (FlowFile, WorkshopFile, lines.ConversationFile)
STEPS: tuple[type[BaseModel], ...] = tuple(dict.fromkeys(KINDS.values()))
LINES: tuple[type[BaseModel], ...] = tuple(lines.LINES.values())
MODELS: tuple[type[BaseModel], ...] = (*FILES, *STEPS, *LINES, Card)

OURS = "§"
"""Refers to a definition of ours; the generator refuses a reference to what it has not made."""
LANGUAGE = "^[a-z]{2,3}$"
WORDS: Json = {"type": "string", "minLength": 1}
TEXT: Json = {
    "description": "Words in both languages.",
    "type": "object",
    "properties": {"en": WORDS, "fr": WORDS},
    "additionalProperties": WORDS,
    "propertyNames": {"pattern": LANGUAGE},
    "required": ["en", "fr"],
}
SAID: Json = {
    "description": "What is said in every language, or by language.",
    "anyOf": [
        {"type": ["string", "integer"]},
        {"type": "object", "additionalProperties": {"type": "string"}, "propertyNames": {"pattern": LANGUAGE}},
    ],
}
CODE: Json = {
    "anyOf": [{"type": "string", "pattern": schema.CODE}, {"type": "integer", "minimum": -999, "maximum": 999}]
}

ACCEPTED: Mapping[object, Callable[[Json], Json]] = {
    schema.code: lambda _: CODE,
    schema.missing: lambda read: {"enum": [*read["enum"], True]},
    lines.said: lambda read: {OURS: "Said"},
}
"""What a file may have instead of what a model reads, by the function that makes the one from the other."""

CHOICES = ("options", "choices", "options_from")
ONE_OF: Mapping[type[BaseModel], tuple[str, ...]] = {
    schema.SelectOne: CHOICES,
    schema.SelectMultiple: CHOICES,
    schema.Rank: CHOICES,
    schema.OptionsFrom: ("options_of", "answer_to", "items_of", "setting"),
    composite_schema.Repeat: ("count", "over", "another"),
}
"""Keys of which there is exactly one (problems S213 and S216)."""


class Generator(GenerateJsonSchema):
    """An empty key is a slip, so `null` is never offered, nor a default that is none."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        has_none = schema.get("default", ...) is None
        return self.generate_inner(schema["schema"]) if has_none else super().default_schema(schema)

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        read = super().function_before_schema(schema)
        wider = ACCEPTED.get(schema["function"]["function"])
        return read if wider is None else wider(read)

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Keys of the wrong form are refused, rather than let by unseen."""
        read = super().dict_schema(schema)
        if read == BY_LANGUAGE:
            return {OURS: "Text"}
        if "patternProperties" in read:
            ((pattern, each),) = read["patternProperties"].items()
            return {"type": "object", "additionalProperties": each, "propertyNames": {"pattern": pattern}}
        return read

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """As in the models: editors offer keys in this order."""
        return value


BY_LANGUAGE: Json = {"type": "object", "additionalProperties": {"type": "string"}}


def json_schema() -> Json:
    """One schema for the three kinds of file, told apart by the keys that each must have."""
    read: list[tuple[type[BaseModel], Literal["validation"]]] = [(model, "validation") for model in MODELS]
    _, made = models_json_schema(read, ref_template=PLACE, schema_generator=Generator)
    definitions = referring(made["$defs"])
    complete(definitions)
    return {
        "$schema": DRAFT,
        "title": "Causerie",
        "description": "A workshop, a flow or a conversation. Made by bot/flows/json_schema.py.",
        "anyOf": [reference(model) for model in FILES],
        "definitions": dict(sorted(definitions.items())),
    }


def referring(value: Any) -> Any:
    match value:
        case dict() if OURS in value:
            return {"$ref": PLACE.format(model=value[OURS])}
        case dict():
            return {key: referring(each) for key, each in value.items()}
        case list():
            return [referring(each) for each in value]
        case _:
            return value


def complete(definitions: Json) -> None:
    """With what the models leave to the code that reads piece after piece."""
    definitions |= {"Text": TEXT, "Said": SAID, "Step": any_of(STEPS), "Line": any_of(LINES)}
    options = definitions["SelectOne"]["properties"]["options"]
    put(definitions, FlowFile, scales=named(options), choices=named(options), cards=named(reference(Card)))
    put(definitions, WorkshopFile, format={"const": schema.FORMAT})
    put(definitions, lines.ConversationFile, conversation=several("Line"))
    for holder in (FlowFile, composite_schema.Stage, composite_schema.Repeat):
        put(definitions, holder, steps=several("Step"))
    for model, keys in ONE_OF.items():
        definitions[model.__name__]["oneOf"] = [{"required": [key]} for key in keys]
    for each in definitions.values():
        each |= {"description": " ".join(each["description"].split())} if "description" in each else {}


def put(definitions: Json, model: type[BaseModel], **properties: Json) -> None:
    definitions[model.__name__]["properties"] |= properties


def several(name: str) -> Json:
    return {"type": "array", "items": {"$ref": PLACE.format(model=name)}, "minItems": 1}


def named(each: Json) -> Json:
    return {"type": "object", "additionalProperties": each, "propertyNames": {"pattern": schema.NAME}}


def any_of(models: tuple[type[BaseModel], ...]) -> Json:
    return {"anyOf": [reference(model) for model in models]}


def reference(model: type[BaseModel]) -> Json:
    return {"$ref": PLACE.format(model=model.__name__)}


def as_text() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(as_text().encode())
