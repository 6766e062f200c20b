"""Shapes: a piece of a document read by its model, and pydantic's complaints as problems with a place.

All complaints of a piece are reported, each once and in our words. It must never stop at the first.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.flows import composite_schema, schema, workshop_schema
from bot.flows.document import Document, Listing, Node, Path, Scalar, Table
from bot.flows.lines import DURATION, LINES, ConversationFile, line_kind
from bot.flows.problems import Problem, Term, closest
from bot.flows.step_shapes import KINDS, TYPES, Card, FlowFile, kind_of
from bot.flows.workshop_schema import WorkshopFile

Read = TypeVar("Read")

EXPECTED: Mapping[str, str] = {
    "string_type": "words",
    "int_type": "number",
    "float_type": "number",
    "bool_type": "truth",
    "list_type": "list",
    "dict_type": "map",
    "model_type": "map",
    "model_attributes_type": "map",
}
"""What pydantic missed, as a term of ours."""

PARTS: Mapping[str, type[BaseModel]] = {
    "options": schema.Option,
    "also": schema.Option,
    "items": composite_schema.MatrixItem,
    "options_from": schema.OptionsFrom,
    "more": schema.More,
    "another": composite_schema.Another,
    "remind": composite_schema.Remind,
    "say": schema.Variant,
    "ask": schema.Variant,
    "end": schema.Variant,
    "flows": workshop_schema.Listed,
    "settings": workshop_schema.Setting,
    "resources": workshop_schema.Resource,
    "outreach": workshop_schema.Outreach,
    "invitation": workshop_schema.Invitation,
    "messages": workshop_schema.OutreachMessage,
    "report": workshop_schema.Report,
    "sections": workshop_schema.Section,
}
LISTS: Mapping[str, type[BaseModel]] = {"scales": schema.Option, "choices": schema.Option, "cards": Card}
HEADS: Mapping[str, type[BaseModel]] = {"workshop": WorkshopFile, "conversation": ConversationFile}
"""The models of the tables inside a step or a head, of what a flow lists, and of whole files, by what names them."""

LIMITS = ("greater_than_equal", "less_than_equal", "too_short", "too_long")


def read_shape(shape: TypeAdapter[Read], document: Document, path: Path, problems: list[Problem]) -> Read | None:
    """What stands at `path`, or None with its problems added."""
    try:
        return shape.validate_python(value_at(document, path))
    except ValidationError as error:
        for each in error.errors(include_url=False):
            where = [step for step in each["loc"] if not str(step).startswith(TAG)]
            problems.append(explained(document, (*path, *where), each))
        return None


TAG = "§"
"""Begins the tags of unions in pydantic's paths, which are in no file."""


def explained(document: Document, where: Path, error: ErrorDetails) -> Problem:
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return unknown_key(document, where)
        case "missing":
            return document.problem("S202", where[:-1], name=str(where[-1]))
        case "literal_error" if where[-1] == "required":
            return wrong_type(document, where, "need")
        case "literal_error":
            return unknown_choice(document, where, context["expected"])
        case "union_tag_invalid":
            return unknown_choice(document, (*where, "type"), ", ".join(repr(each) for each in TYPES))
        case "union_tag_not_found":
            return no_step(document, where)
        case "string_pattern_mismatch" if where[-1] == "[key]":
            return document.problem_with_key("S205", where[:-1], **badly_written(error["input"], context["pattern"]))
        case "string_pattern_mismatch":
            return document.problem("S205", where, **badly_written(error["input"], context["pattern"]))
        case _ if kind in LIMITS:
            return out_of_limits(document, where, kind, context)
        case _:
            return wrong_type(document, where, EXPECTED.get(kind, "other"))


def unknown_key(document: Document, where: Path) -> Problem:
    name, beside = str(where[-1]), value_at(document, where[:-1])
    known = list(model_of(document, where).model_fields)
    close = closest(name, [each for each in known if each not in beside])
    return document.problem_with_key("S201", where, name=name, close=close, known=", ".join(known))


def value_at(document: Document, where: Path) -> Any:
    value: Any = document.value
    for step in where:
        value = value[step]
    return value


def model_of(document: Document, where: Path) -> type[BaseModel]:
    """The model that reads the table around `where`: found by the names on the way there."""
    names = [step for step in where[:-1] if isinstance(step, str)]
    if not names:
        return next((HEADS[key] for key in HEADS if key in document.value), FlowFile)
    if names[0] == "conversation":
        return LINES[line_kind(value_at(document, where[:2])) or "bot"]
    if names[0] in LISTS:
        return LISTS[names[0]]
    if names[-1] == "steps":
        return KINDS.get(kind_of(value_at(document, where[:-1])) or "", schema.Say)
    return PARTS[names[-1]]


def unknown_choice(document: Document, where: Path, expected: str) -> Problem:
    choices = [each.strip("' ") for each in expected.replace(" or ", ", ").replace("True", "true").split(",")]
    found = str(getattr(document.node(where), "text", ""))
    return document.problem("S204", where, found=found, known=", ".join(choices), close=closest(found, choices))


def no_step(document: Document, where: Path) -> Problem:
    if not isinstance(value_at(document, where), dict):
        return wrong_type(document, where, "map")
    if where[0] == "conversation":
        return document.problem("S211", where, known=", ".join(LINES))
    if "ask" in value_at(document, where):
        return document.problem("S202", where, name="type", known=", ".join(TYPES), advice="type")
    return document.problem("S208", where, known=", ".join(TYPES))


def badly_written(found: object, pattern: str) -> dict[str, object]:
    """What is no id is read in another way, and has advice of its own."""
    key = rule(pattern)
    return {"found": found, "rule": Term(key), "advice": key if key in READ_OTHERWISE else ""}


READ_OTHERWISE = ("reference", "opens", "when", "after", "duration")


def rule(pattern: str) -> str:
    known = {
        schema.NAME: "name",
        schema.STEM: "stem",
        schema.CODE: "code",
        schema.REFERENCE: "reference",
        schema.OPENS: "opens",
        schema.AFTER: "after",
        workshop_schema.WHEN: "when",
        DURATION: "duration",
    }
    return known.get(pattern, "language")


def out_of_limits(document: Document, where: Path, kind: str, context: Mapping[str, Any]) -> Problem:
    """pydantic names a limit after what it limits: a number (`ge`, `le`) or a list."""
    limit = Term("at_least" if kind in ("greater_than_equal", "too_short") else "at_most")
    if kind in ("too_short", "too_long"):
        n = context["min_length" if kind == "too_short" else "max_length"]
        return document.problem("S212", where, limit=limit, n=n, unit=Term("items"))
    return document.problem("S206", where, limit=limit, n=context["ge" if "ge" in context else "le"])


def wrong_type(document: Document, where: Path, expected: str) -> Problem:
    node, wanted = document.node(where), expected_at(where, expected)
    got, advice = Term(nature_of(node)), advice_for(wanted, node) or written_at(where)
    return document.problem("S203", where, expected=Term(wanted), found=got, advice=advice)


TEXTS = frozenset(
    ("title", "label", "short", "say", "ask", "end", "text", "hint", "yes", "no", "refusal", "example", "explain")
) | {"unit", "constraint_message", "subject", "body", "href", "bot", "me", "tap", "toast"}
"""The keys of words by language."""


def expected_at(where: Path, expected: str) -> str:
    """A map of words by language is called a text here."""
    last = where[-1] if where else ""
    if last == "specify":
        return "truth_or_text"
    in_list = isinstance(last, int) and len(where) > 1 and where[-2] in ("notice", "say")
    return "text" if expected == "map" and (last in TEXTS or in_list) else expected


def advice_for(expected: str, node: Node) -> str:
    """Words with a colon and no quotation marks read as a key with its value."""
    if expected == "words" and isinstance(node, Table) and any(" " in key.text for key, _ in node.pairs):
        return "colon"
    if expected == "list" and isinstance(node, Table) and any(len(key.text) == 2 for key, _ in node.pairs):
        return "one_list"
    return expected if expected in ("words", "text", "list") else ""


def written_at(where: Path) -> str:
    """What has an example of its own."""
    return str(where[-1]) if where and where[-1] in ("remind", "another", "options_from") else ""


def nature_of(node: Node) -> str:
    if not isinstance(node, Scalar):
        return "list" if isinstance(node, Listing) else "map"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, bool):
        return "truth"
    return "words" if isinstance(node.value, str) else "number"
