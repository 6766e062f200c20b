"""Answering: what becomes of a reply to a question, on a draft.

A wrong reply stays where it is, explains, and after some misses offers the ways out. Sessions change in draft.py
alone: here it is decided how. It must never read what was typed: replies.py does.
"""

from dataclasses import replace

from bot.engine import keyboards, wording
from bot.engine.draft import UNCONSENTED, Draft
from bot.engine.effects import CancelTimer, Forget, GiveConsent, Record, Toast
from bot.engine.offers import breaks
from bot.engine.options import MORE, NO, YES
from bot.engine.questions import (
    Choice,
    Consent,
    FreeText,
    Listing,
    Question,
    Rank,
    Review,
    SelectMultiple,
    option_of,
)
from bot.engine.relevance import is_base_consent, quoted_now
from bot.engine.replies import Ambiguous, Misread, Reading, Understood, places_of
from bot.engine.session import Response, Status
from bot.engine.values import Answer, Kind

MISSES_BEFORE_HELP = 3


def accept(draft: Draft, question: Question, kind: Kind, value: Answer | None) -> None:
    if isinstance(question, Consent):
        return accept_consent(draft, question, value)
    if explains(draft, question, value):
        return None
    if value is not None and breaks(question, value, draft.seen.answers):
        return refuse_value(draft, question)
    return record(draft, question, kind, value)


def explains(draft: Draft, question: Question, value: Answer | None) -> bool:
    """An option that only explains: its words are said, and the question is asked again."""
    codes = value if isinstance(value, tuple) else (str(value),)
    found = [option_of(question, code) for code in codes if isinstance(question, Choice)]
    texts = [option.explanation for option in found if option is not None and option.explanation is not None]
    for text in texts:
        draft.send(draft.words.message(text))
    if texts:
        draft.ask(question)
    return bool(texts)


def refuse_value(draft: Draft, question: Question) -> None:
    rule = question.constraint
    if rule is None or rule.message is None:
        return miss(draft, "reply.constraint")
    draft.change(misses=draft.session.misses + 1)
    draft.send(draft.words.message(rule.message))
    if draft.session.misses % MISSES_BEFORE_HELP == 0:
        draft.send(keyboards.stuck(draft.words, question))
    return None


def accept_consent(draft: Draft, question: Consent, value: Answer | None) -> None:
    if value == MORE:
        for text in question.more:
            draft.send(draft.words.message(text))
        return draft.ask(question)
    if value == NO and question.refusal is not None:
        return refuse(draft, question)
    language = draft.session.language
    version = question.version[language]
    draft.effects.append(GiveConsent(question.purpose, value == YES, version, language, draft.at))
    if is_base_consent(question):
        draft.effects.append(CancelTimer(UNCONSENTED))
    return record(draft, question, Kind.ANSWERED, value)


def refuse(draft: Draft, question: Consent) -> None:
    draft.redraw(wording.settled_message(draft.words, question, Kind.ANSWERED, NO), question)
    if question.refusal is not None:
        draft.send(draft.words.message(question.refusal))
    draft.change(status=Status.REFUSED)
    draft.effects.append(Forget())


def record(draft: Draft, question: Question, kind: Kind, value: Answer | None) -> None:
    """A review is no answer: that it was looked at is the session's business alone."""
    asking, basis = draft.session.askings[question.id].number, quoted_now(question, draft.seen)
    language = draft.session.language
    draft.redraw(wording.settled_message(draft.words, question, kind, value), question)
    if isinstance(question, Review):
        return settle(draft, question, Response(kind, None, basis, asking, draft.at, language))
    draft.effects.append(Record(question.id, kind, value, asking, language, draft.at))
    return settle(draft, question, Response(kind, value, basis, asking, draft.at, language))


def keep(draft: Draft, question: Question) -> None:
    """The earlier answer holds, also for what the question quotes now."""
    response = draft.session.responses[question.id]
    draft.redraw(wording.settled_message(draft.words, question, response.kind, response.value), question)
    settle(draft, question, replace(response, basis=quoted_now(question, draft.seen)))


def settle(draft: Draft, question: Question, response: Response) -> None:
    responses = {**draft.session.responses, question.id: response}
    draft.change(responses=responses, cursor=None, ticks=(), misses=0, held=None, urged=None, status=Status.OPEN)
    draft.advance()


def skip(draft: Draft, question: Question) -> None:
    if keyboards.can_keep(draft.words, question):
        return keep(draft, question)
    if isinstance(question, Review):
        return accept(draft, question, Kind.ANSWERED, None)
    if isinstance(question, Listing) and draft.session.ticks:
        return finish_list(draft, question)  # what was sent is not thrown away
    if question.required:
        return draft.send(draft.words.note("reply.required"))
    if question.soft and draft.session.urged != question.id:
        draft.change(urged=question.id)
        draft.send(draft.words.note("reply.soft"))
        return draft.ask(question)
    return record(draft, question, Kind.SKIPPED, None)


def taken(draft: Draft, question: Question, reading: Reading) -> None:
    """What a typed reply was read as."""
    match reading:
        case Understood(_, value) if isinstance(question, Listing) and isinstance(value, tuple):
            add_words(draft, question, value)
        case Understood(kind, value):
            accept(draft, question, kind, value)
        case Ambiguous(options) if isinstance(question, Choice):
            draft.send(keyboards.did_you_mean(draft.words, question, options))
        case Misread(problem, n, day):
            miss(draft, problem, n, day)
        case _:
            raise AssertionError("only choices are ambiguous")


# Several, one at a time


def tick(draft: Draft, question: SelectMultiple | Rank, code: str, wanted: bool) -> None:
    """The wanted state of one pick; an exclusive option and the others put each other out."""
    alone = {option.code for option in question.options if option.exclusive}
    before = draft.session.ticks
    kept = tuple(each for each in before if each != code and (not wanted or (each in alone) == (code in alone)))
    picked = before if wanted and code in before else (*kept, code) if wanted else kept
    known = [option.code for option in question.options]
    ticks = picked if isinstance(question, Rank) else tuple(each for each in known if each in picked)
    if ticks != before:
        draft.change(ticks=ticks)
        draft.redraw(wording.question_message(draft.words, question), question)


def is_full(draft: Draft, question: SelectMultiple | Rank) -> bool:
    most = places_of(question) if isinstance(question, Rank) else question.most
    return most is not None and len(draft.session.ticks) >= most


def add_words(draft: Draft, question: Listing, words: tuple[str, ...]) -> None:
    """More texts of a list; the same one twice is one."""
    listed = tuple(dict.fromkeys((*draft.session.ticks, *words)))
    if len(listed) > question.most:
        return miss(draft, "reply.list_full", question.most)
    draft.change(ticks=listed, misses=0)
    return draft.ask(question)


def remove_last(draft: Draft, question: Listing) -> None:
    draft.change(ticks=draft.session.ticks[:-1])
    draft.redraw(wording.question_message(draft.words, question), question)


def finish_list(draft: Draft, question: Listing) -> None:
    if len(draft.session.ticks) < question.least:
        return draft.effects.append(Toast(draft.words.phrase("reply.list_more", n=question.least)))
    return accept(draft, question, Kind.ANSWERED, draft.session.ticks)


# Not an answer


def miss(draft: Draft, problem: str, n: float = 0, day: str = "") -> None:
    question, misses = draft.question, draft.session.misses + 1
    draft.change(misses=misses)
    if question is not None and misses % MISSES_BEFORE_HELP == 0:
        return draft.send(keyboards.stuck(draft.words, question))
    shown = draft.world.phrases.day(draft.session.language, day) if day else ""
    return draft.send(draft.words.note(problem, n=n, day=shown))


def hold(draft: Draft, question: Question, text: str) -> None:
    phrase = "reply.held_in_pause" if draft.session.status is Status.PAUSED else "reply.held"
    both = draft.session.held is not None and isinstance(question, FreeText | Listing)  # people write in two halves
    draft.wake(question)
    draft.change(held=f"{draft.session.held}\n{text}" if both else text)
    draft.send(keyboards.out_of_order(draft.words, question, phrase))
