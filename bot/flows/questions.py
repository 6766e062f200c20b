"""Questions: each kind of question from its shape to the engine's, one function per kind.

A new kind is a model in schema.py and a function here. It must never look at another question.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.engine import flow
from bot.engine.expressions import Expression
from bot.engine.flow import MORE, NO, YES, Code, Option, Reflection, StepId
from bot.engine.texts import Text
from bot.engine.values import Kind
from bot.flows import schema
from bot.flows.authored import Author
from bot.flows.document import Path
from bot.flows.problems import Term, closest
from bot.flows.scope import Scope
from bot.locales import typeset

Options = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a question stands: its path, what it may name, and its condition."""

    author: Author
    path: Path
    scope: Scope
    when: Expression | None

    def ask(self, shape: schema.Asked) -> Text:
        return self.author.text(shape.ask, (*self.path, "ask"), self.scope)

    def hint(self, shape: schema.Asked) -> Text | None:
        if shape.hint is None:
            return None
        return self.author.text(shape.hint, (*self.path, "hint"), self.scope.without_answers())

    def fixed(self, texts: Sequence[schema.Text], *keys: str) -> tuple[Text, ...]:
        """Texts that may name settings but no answers."""
        scope = self.scope.without_answers()
        return tuple(self.author.text(each, (*self.path, *keys, number), scope) for number, each in enumerate(texts))

    def label(self, words: schema.Text, *keys: str) -> Text:
        return self.author.label(words, (*self.path, *keys))

    def report(self, code: str, *keys: str, **values: object) -> None:
        self.author.problems.append(self.author.document.problem(code, (*self.path, *keys), **values))


def select_one(shape: schema.SelectOne, asking: Asking) -> flow.SelectOne:
    return flow.SelectOne(
        id=StepId(shape.id),
        ask=asking.ask(shape),
        hint=asking.hint(shape),
        when=asking.when,
        required=shape.required,
        sensitive=shape.sensitive,
        options=compile_options(asking.author, shape.options, (*asking.path, "options")),
    )


def select_multiple(shape: schema.SelectMultiple, asking: Asking) -> flow.SelectMultiple:
    if shape.min > (shape.max or len(shape.options)) or (shape.max or 0) > len(shape.options):
        asking.report("S210", "max" if shape.max else "min", n=len(shape.options))
    return flow.SelectMultiple(
        id=StepId(shape.id),
        ask=asking.ask(shape),
        hint=asking.hint(shape),
        when=asking.when,
        required=shape.required,
        sensitive=shape.sensitive,
        options=compile_options(asking.author, shape.options, (*asking.path, "options")),
        least=shape.min,
        most=shape.max,
    )


def scale(shape: schema.Scale, asking: Asking, scales: Mapping[str, Options | None]) -> flow.Scale | None:
    """None when the scale is unknown or faulty: no code of it can be checked."""
    if shape.scale not in scales:
        close, known = closest(shape.scale, scales), ", ".join(scales)
        asking.report("F306", "scale", name=shape.scale, close=close, known=known)
    ask, hint, options = asking.ask(shape), asking.hint(shape), scales.get(shape.scale)
    if options is None:
        return None
    return flow.Scale(
        id=StepId(shape.id),
        ask=ask,
        hint=hint,
        when=asking.when,
        required=shape.required,
        sensitive=shape.sensitive,
        options=options,
    )


def free_text(shape: schema.FreeText, asking: Asking) -> flow.FreeText:
    make = Reflection if shape.type == "reflection" else flow.FreeText
    return make(
        id=StepId(shape.id),
        ask=asking.ask(shape),
        hint=asking.hint(shape),
        when=asking.when,
        required=shape.required,
        sensitive=shape.sensitive,
        longest=shape.max_length,
        share=shape.share,
    )


def consent(shape: schema.Consent, asking: Asking) -> flow.Consent:
    refusal = None
    if shape.refusal is not None:
        path = (*asking.path, "refusal")
        refusal = asking.author.text(shape.refusal, path, asking.scope.without_answers())
    return flow.Consent(
        id=StepId(shape.id),
        ask=asking.ask(shape),
        hint=asking.hint(shape),
        when=asking.when,
        sensitive=shape.sensitive,
        purpose=shape.purpose,
        options=consent_options(shape, asking),
        version={language: version(shape, language) for language in asking.author.languages},
        notice=asking.fixed(shape.notice, "notice"),
        more=() if shape.more is None else asking.fixed(shape.more.say, "more", "say"),
        refusal=refusal,
    )


def consent_options(shape: schema.Consent, asking: Asking) -> Options:
    """Yes, what only explains, no."""
    yes = Option(YES, asking.label(shape.yes, "yes"))
    no = Option(NO, asking.label(shape.no, "no"))
    if shape.more is None:
        return (yes, no)
    return (yes, Option(MORE, asking.label(shape.more.label, "more", "label")), no)


def version(shape: schema.Consent, language: str) -> str:
    """The hash of all the words that a person agrees to, typeset, settings by their names."""
    more = () if shape.more is None else (shape.more.label, *shape.more.say)
    texts = (*shape.notice, shape.ask, shape.hint or {}, shape.yes, shape.no, *more)
    words = "\x1f".join(typeset(language, text.get(language, "")) for text in texts)
    return hashlib.sha256(words.encode()).hexdigest()


def compile_options(author: Author, shapes: Sequence[schema.Option], path: Path) -> Options:
    first: dict[str, int] = {}
    for number, shape in enumerate(shapes):
        where = (*path, number, "id")
        line = author.document.line_of(where)
        if shape.id in first:
            author.problems.append(author.document.problem("F304", where, name=shape.id, first=first[shape.id]))
        first.setdefault(shape.id, line)
    return tuple(compile_option(author, shape, (*path, number)) for number, shape in enumerate(shapes))


def compile_option(author: Author, shape: schema.Option, path: Path) -> Option:
    """An option that stands for no answer stands alone."""
    missing = None if shape.missing is None else Kind(shape.missing)
    exclusive = missing is not None or (isinstance(shape, schema.MultipleOption) and shape.exclusive)
    return Option(Code(shape.id), author.label(shape.label, (*path, "label")), missing, exclusive)


def check_points(author: Author, options: Options | None, path: Path) -> None:
    """A scale has at least two points besides its options for no answer."""
    if options is not None and sum(option.missing is None for option in options) < 2:
        author.problems.append(author.document.problem("S212", path, limit=Term("at_least"), n=2, unit=Term("points")))
