"""Pressing: what a button does, on a draft.

A button may be old, pressed twice, or forged: it says for which question and asking it was, and one that answers
nothing any more changes nothing and says so. It must never trust a choice that its question does not offer now.
"""

from bot.engine import keyboards, recaps, rooms
from bot.engine.answering import accept, finish_list, is_full, keep, remove_last, skip, taken, tick
from bot.engine.draft import REMIND, Draft
from bot.engine.effects import Act, CancelTimer, Press, Toast
from bot.engine.items import mark
from bot.engine.options import Option
from bot.engine.questions import Choice, FreeText, Listing, Question, Rank, Review, SelectMultiple, option_of
from bot.engine.relevance import is_base_consent, is_settled, quoted_now
from bot.engine.replies import Ambiguous, Misread, Reading, Setting, Understood, in_order, picks, places_of, read
from bot.engine.session import Asking, Status
from bot.engine.values import Kind

OF_THE_OPEN = frozenset({Act.TICK, Act.UNTICK, Act.DONE, Act.BACK, Act.REMOVE})
"""A second tap on “Back” must not go back twice, and ticks are kept for one question at a time."""


def pressed(draft: Draft, press: Press) -> None:
    match press.act:
        case Act.LANGUAGE:
            spoken(draft, press.choice)
        case Act.PAUSE:
            paused(draft)
        case Act.RETURN:
            draft.resume()
        case Act.CHANGE:
            change(draft, press)
        case Act.PAGE:
            draft.send(recaps.review(draft.words, int(press.choice[:4]) if press.choice.isdecimal() else 0))
        case Act.JOIN:
            join(draft, press)
        case _:
            answer_pressed(draft, press)


def change(draft: Draft, press: Press) -> None:
    if draft.can_visit(press.step):
        draft.visit(press.step)
    else:
        draft.effects.append(Toast(draft.words.phrase("toast.stale")))


def join(draft: Draft, press: Press) -> None:
    """Only a stage that is open now, and not by somebody who is done."""
    open_now = press.choice in draft.world.open_stages and draft.stage_number(press.choice) >= 0
    question = draft.question
    if open_now and question is not None and not is_base_consent(question):
        rooms.join(draft, press.choice)
    else:
        stale(draft, press)


def answer_pressed(draft: Draft, press: Press) -> None:
    """A button under a question; an old one changes nothing and says so."""
    question = draft.seen.question(press.step)
    if question is None or not is_waiting(draft, question, press):
        return stale(draft, press)
    match press.act:
        case Act.PICK | Act.TICK | Act.UNTICK:
            return chosen(draft, question, press)
        case Act.DONE:
            return done(draft, question, press)
        case Act.REMOVE if isinstance(question, Listing):
            return remove_last(draft, question)
        case Act.CARD:
            return explain(draft, question)
        case Act.SKIP:
            return skip(draft, question)
        case Act.KEEP if keyboards.can_keep(draft.words, question):
            return keep(draft, question)
        case Act.BACK:
            return draft.back()
        case Act.USE if press.choice == draft.session.held_mark:
            return use_held(draft, question, draft.session.held or "")
        case Act.DROP if press.choice == draft.session.held_mark:
            draft.change(held=None)
            return draft.ask(question)
        case _:
            return stale(draft, press)


def use_held(draft: Draft, question: Question, words: str) -> None:
    if isinstance(question, Listing):  # which goes on waiting
        draft.change(held=None)
    taken(draft, question, read(question, words, Setting(draft.session.language, draft.at)))


def is_waiting(draft: Draft, question: Question, press: Press) -> bool:
    """Whether a button may still answer: of the latest asking, of words that would be the same now, and of a question
    that is open or not settled. Ticks and the way back belong to the open question alone."""
    put, now = draft.session.askings.get(question.id), draft.question
    is_open = now is not None and now.id == question.id
    if put is None or question.id not in draft.seen.places or draft.session.status is Status.REFUSED:
        return False
    waits = is_open or (press.act not in OF_THE_OPEN and not is_settled(question, draft.session, draft.seen))
    return waits and put == Asking(press.asking, quoted_now(question, draft.seen))


def stale(draft: Draft, press: Press) -> None:
    known = press.step in draft.session.responses
    draft.effects.append(Toast(draft.words.phrase("toast.answered" if known else "toast.stale")))


def explain(draft: Draft, question: Question) -> None:
    """The card, and the question once more, so that its buttons are at hand."""
    card = draft.flow.cards.get(question.card or "")
    if card is not None:
        draft.send(draft.words.message(card.text))
        draft.ask(question)


def chosen(draft: Draft, question: Question, press: Press) -> None:
    option = option_of(question, press.choice)
    if isinstance(question, FreeText):
        return suggested(draft, question, press)
    if option is None:
        return stale(draft, press)
    if isinstance(question, SelectMultiple | Rank) and option.explanation is None:
        return ticked(draft, question, option, press)
    return accept(draft, question, option.kind, option.code)


def suggested(draft: Draft, question: FreeText, press: Press) -> None:
    """Earlier words, if they are still the same."""
    offered = keyboards.suggested_words(draft.words, question)
    words = next((each for each in offered if mark(each) == press.choice), None)
    if words is None:
        return stale(draft, press)
    return taken(draft, question, read(question, words, Setting(draft.session.language, draft.at)))


def ticked(draft: Draft, question: SelectMultiple | Rank, option: Option, press: Press) -> None:
    if press.act is Act.PICK:
        return stale(draft, press)
    wanted, ticks = press.act is Act.TICK, draft.session.ticks
    one_more = wanted and not option.exclusive and option.code not in ticks and not stands_alone(draft, question)
    if one_more and is_full(draft, question):
        most = places_of(question) if isinstance(question, Rank) else question.most
        draft.effects.append(Toast(draft.words.phrase("reply.too_many", n=most)))
        return None
    return tick(draft, question, option.code, wanted)


def stands_alone(draft: Draft, question: Choice) -> bool:
    return any(option.exclusive and option.code in draft.session.ticks for option in question.options)


def done(draft: Draft, question: Question, press: Press) -> None:
    match question:
        case SelectMultiple():
            finished(draft, question, picks(question, draft.session.ticks))
        case Rank():
            finished(draft, question, in_order(question, draft.session.ticks))
        case Listing():
            finish_list(draft, question)
        case Review():
            accept(draft, question, Kind.ANSWERED, None)
        case _:
            stale(draft, press)


def finished(draft: Draft, question: Question, reading: Reading) -> None:
    match reading:
        case Understood(kind, value):
            accept(draft, question, kind, value)
        case Misread(problem, n):
            draft.effects.append(Toast(draft.words.phrase(problem, n=n)))
        case Ambiguous():
            raise AssertionError("codes are never ambiguous")


def spoken(draft: Draft, language: str) -> None:
    if language in draft.flow.languages:
        draft.speak(language)
    else:
        draft.send(draft.words.note("language.unknown"))


def paused(draft: Draft) -> None:
    if draft.question is None:
        return draft.go_on()
    draft.change(status=Status.PAUSED)
    draft.effects.append(CancelTimer(REMIND))
    return draft.send(keyboards.paused(draft.words))
