"""Questions: each kind of question from its shape to the engine's, one function per kind.

Those with options are in choice_questions.py. A new kind is a model in schema.py and a function here. It must never
look at another question, beyond those it names.
"""

import hashlib
from dataclasses import replace
from datetime import date

from bot.engine import questions as engine
from bot.engine.expressions import AllOf, Expression, IsAnswered
from bot.engine.options import MORE, NO, NONE, YES, Option
from bot.engine.questions import FreeText, Reflection
from bot.flows import composite_schema, schema
from bot.flows.asking import Asking, Options
from bot.flows.choice_questions import compile_options
from bot.flows.patterns import NotAPattern, linear
from bot.locales import typeset

QUOTE_CODES = ("none", "unsigned", "role", "organisation", "name")
"""How much of who said it a quote may tell (flow-language: quote)."""


def number(shape: schema.Number, asking: Asking) -> engine.Number:
    if shape.min is not None and shape.max is not None and shape.min > shape.max:
        asking.report("S218", "max", least=shape.min, most=shape.max)
    return engine.Number(
        **asking.needed(shape),
        least=shape.min,
        most=shape.max,
        decimals=shape.decimals,
        unit=None if shape.unit is None else asking.label(shape.unit, "unit"),
    )


def day(shape: schema.Day, asking: Asking) -> engine.Day:
    for key, bound in (("min", shape.min), ("max", shape.max)):
        if bound is not None and not is_day(bound):
            asking.report("S217", key, found=bound)
    least, most = bound_of(shape.min), bound_of(shape.max)
    if least and most and least > most:
        asking.report("S218", "max", least=shape.min, most=shape.max)
    return engine.Day(**asking.needed(shape), earliest=shape.min, latest=shape.max)


def bound_of(written: str | None) -> date | None:
    """The day of a bound; None for today, which is another day each day, and for what is no date."""
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None


def is_day(bound: str) -> bool:
    return bound == "today" or bound_of(bound) is not None


def hour(shape: schema.Hour, asking: Asking) -> engine.Hour:
    return engine.Hour(**asking.needed(shape))


def free_text(shape: schema.FreeText, asking: Asking) -> FreeText:
    make = Reflection if shape.type == "reflection" else FreeText
    suggested = [asking.question_named(name, "suggest", n) for n, name in enumerate(shape.suggest)]
    return make(
        **asking.needed(shape),
        longest=lengths(shape.max_length, asking),
        pattern=pattern(shape.pattern, asking),
        one_line=not shape.multiline,
        suggests=tuple(each.id for each in suggested if each is not None),
        share=shape.share,
    )


def lengths(most: schema.Lengths, asking: Asking) -> dict[str, int]:
    languages = asking.author.languages
    if isinstance(most, int):
        return dict.fromkeys(languages, most)
    for language in languages:
        if language not in most:
            asking.report("L401", "max_length", language=language)
    return {language: most.get(language, schema.LONGEST_ANSWER) for language in languages}


def pattern(written: str | None, asking: Asking) -> engine.Pattern | None:
    if written is None:
        return None
    try:
        return linear(written)
    except NotAPattern as fault:
        advice = next((key for key, sign in (("look", "look-"), ("again", "backref")) if sign in str(fault)), "")
        asking.report("S219", "pattern", found=str(fault), advice=advice)
        return None


def listing(shape: schema.Listing, asking: Asking) -> engine.Listing:
    if shape.min > shape.most:
        asking.report("S218", "most", least=shape.min, most=shape.most)
    return engine.Listing(
        **asking.needed(shape), longest=shape.max_length, least=shape.min, most=shape.most, share=shape.share
    )


def consent(shape: schema.Consent, asking: Asking) -> engine.Consent:
    return engine.Consent(
        **asking.common(shape),
        purpose=shape.purpose,
        options=consent_options(shape, asking),
        version={language: version(shape, language) for language in asking.author.languages},
        notice=asking.fixed(shape.notice, "notice"),
        more=() if shape.more is None else asking.fixed(shape.more.say, "more", "say"),
        refusal=asking.unquoting(shape.refusal, "refusal"),
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
    asked = [shape.ask] if isinstance(shape.ask, dict) else [each.text for each in shape.ask]
    texts = (*shape.notice, *asked, shape.hint or {}, shape.yes, shape.no, *more)
    words = "\x1f".join(typeset(language, text.get(language, "")) for text in texts)
    return hashlib.sha256(words.encode()).hexdigest()


def quote(shape: composite_schema.Quote, asking: Asking) -> engine.Quote | None:
    """Asked only when there are words to quote; its first option is no."""
    words = asking.question_named(shape.of, "of")
    options = compile_options(asking.author, shape.options, (*asking.path, "options")).options
    check_quote_options(options, asking)
    if words is None:
        return None
    if not isinstance(words, FreeText):
        asking.report("F319", "of", name=shape.of)
    given = IsAnswered(words.id)
    fields = replace(asking, scope=asking.scope.assuming(given)).common(shape)
    if words.id not in fields["ask"].quotes:
        asking.report("F328", "ask", name=shape.of)
    fields["when"] = both(given, asking.when)
    return engine.Quote(**fields, options=options, of=words.id)


def check_quote_options(options: Options, asking: Asking) -> None:
    codes = [option.code for option in options]
    if codes[:1] != [NONE] or not set(codes) <= set(QUOTE_CODES):
        asking.report("S221", "options", known=", ".join(QUOTE_CODES))


def both(first: Expression, second: Expression | None) -> Expression:
    return first if second is None else AllOf((first, *(second.operands if isinstance(second, AllOf) else (second,))))


def review(shape: composite_schema.Review, asking: Asking) -> engine.Review:
    named = [asking.question_named(name, "of", n) for n, name in enumerate(shape.of)]
    return engine.Review(**asking.common(shape), of=tuple(each.id for each in named if each is not None))
