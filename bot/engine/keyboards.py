"""Keyboards: the buttons under a question, and under what the bot says about one.

A button carries its meaning as a Press; how it looks on a channel is the channel's. It must never change a session.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.engine import recaps
from bot.engine.effects import Act, Button, Keyboard, Message, Press, Tone
from bot.engine.items import mark
from bot.engine.offers import takes
from bot.engine.options import Option
from bot.engine.questions import (
    Asked,
    Choice,
    FreeText,
    Listing,
    Question,
    Rank,
    Review,
    SelectMultiple,
)
from bot.engine.recaps import ASKED_PREVIEW, shortened
from bot.engine.relevance import is_base_consent, question_before
from bot.engine.replies import Understood, read_words
from bot.engine.values import Answer

if TYPE_CHECKING:
    from bot.engine.wording import Wording

TICKED, UNTICKED = "☑", "☐"
ON_A_BUTTON = 40
"""How many characters of somebody's words a button shows."""


def keyboard(wording: Wording, question: Question) -> Keyboard:
    asking = wording.session.askings[question.id].number
    return (
        *choices(wording, question, asking),
        *card(wording, question, asking),
        *ways_out(wording, question, asking),
        *languages(wording, question),
    )


def choices(wording: Wording, question: Asked, asking: int) -> Keyboard:
    match question:
        case SelectMultiple():
            ticks = tuple((tick_button(wording, question, option, asking),) for option in question.options)
            return (*ticks, (done_button(wording, question, asking),))
        case Rank():
            ranks = tuple((rank_button(wording, question, option, asking),) for option in question.options)
            return (*ranks, (done_button(wording, question, asking),))
        case Choice():
            return tuple((pick_button(wording, question, option, asking),) for option in question.options)
        case Listing():
            return list_buttons(wording, question, asking)
        case FreeText():
            return tuple((each,) for each in suggestions(wording, question, asking))
        case Review():
            numbers = recaps.number_rows(recaps.reviewed(wording, question))
            return (*numbers, (done_button(wording, question, asking, "button.right"),))
        case _:
            return ()


def pick_button(wording: Wording, question: Choice, option: Option, asking: int) -> Button:
    return Button(option.words(wording.language), Press(Act.PICK, question.id, asking, option.code))


def tick_button(wording: Wording, question: Choice, option: Option, asking: int) -> Button:
    if option.explanation is not None:
        return pick_button(wording, question, option, asking)
    ticked = option.code in wording.session.ticks
    label = f"{TICKED if ticked else UNTICKED} {option.words(wording.language)}"
    act = Act.UNTICK if ticked else Act.TICK
    return Button(label, Press(act, question.id, asking, option.code), Tone.CHOSEN if ticked else Tone.NEUTRAL)


def rank_button(wording: Wording, question: Rank, option: Option, asking: int) -> Button:
    """Its place once it has one; a second tap takes it back."""
    if option.explanation is not None:
        return pick_button(wording, question, option, asking)
    ticks = wording.session.ticks
    if option.code not in ticks:
        return Button(option.words(wording.language), Press(Act.TICK, question.id, asking, option.code))
    label = f"{ticks.index(option.code) + 1}. {option.words(wording.language)}"
    return Button(label, Press(Act.UNTICK, question.id, asking, option.code), Tone.CHOSEN)


def done_button(wording: Wording, question: Asked, asking: int, key: str = "button.done") -> Button:
    return Button(wording.phrase(key), Press(Act.DONE, question.id, asking), Tone.FORWARD)


def list_buttons(wording: Wording, question: Listing, asking: int) -> Keyboard:
    if not wording.session.ticks:
        return ()
    remove = Button(wording.phrase("button.remove"), Press(Act.REMOVE, question.id, asking))
    return ((done_button(wording, question, asking),), (remove,))


def suggestions(wording: Wording, question: FreeText, asking: int) -> list[Button]:
    """Earlier words to tap, each once; a button names its words by their mark, so an old one never gives others."""
    words = dict.fromkeys(suggested_words(wording, question))
    return [Button(shortened(each, ON_A_BUTTON), Press(Act.PICK, question.id, asking, mark(each))) for each in words]


def suggested_words(wording: Wording, question: FreeText) -> list[str]:
    given = [(name, wording.seen.answers.get(name)) for name in question.suggests]
    found = [said_in(wording, name, answer) for name, answer in given if answer is not None]
    return [words for words in found if isinstance(read_words(question, words, wording.language), Understood)]


def said_in(wording: Wording, name: str, answer: Answer) -> str:
    values = answer if isinstance(answer, tuple) else (str(answer),)
    return ", ".join(wording.label(name, value, wording.language) or value for value in values)


def card(wording: Wording, question: Question, asking: int) -> Keyboard:
    """An explanation at hand."""
    shown = None if question.card is None else wording.flow.cards.get(question.card)
    if shown is None:
        return ()
    return ((Button(wording.plain(shown.label), Press(Act.CARD, question.id, asking)),),)


def ways_out(wording: Wording, question: Question, asking: int) -> Keyboard:
    """Back, keep, skip: one short row, only what is possible here."""
    row = []
    if question_before(question, wording.session, wording.seen) is not None:
        row.append(Button(wording.phrase("button.back"), Press(Act.BACK, question.id, asking)))
    if can_keep(wording, question):
        row.append(Button(wording.phrase("button.keep"), Press(Act.KEEP, question.id, asking), Tone.FORWARD))
    elif can_skip(wording, question):
        row.append(Button(wording.phrase("button.skip"), Press(Act.SKIP, question.id, asking)))
    return (tuple(row),) if row else ()


def can_skip(wording: Wording, question: Question) -> bool:
    """Not what has been begun: the texts of a list that were sent would be thrown away."""
    begun = isinstance(question, Listing) and bool(wording.session.ticks)
    return not question.required and not begun and not isinstance(question, Review)


def can_keep(wording: Wording, question: Question) -> bool:
    before = wording.session.responses.get(question.id)
    if before is None or isinstance(question, Review):
        return False
    return takes(question, before.value, wording.seen.answers)


def languages(wording: Wording, question: Question) -> Keyboard:
    """Under the base consent, the other languages by their own names: nobody should agree to what they cannot read
    well."""
    if not is_base_consent(question):
        return ()
    others = [language for language in wording.flow.languages if language != wording.language]
    names = ((language, wording.world.phrases.say(language, "language.name")) for language in others)
    return tuple((Button(name, Press(Act.LANGUAGE, choice=language)),) for language, name in names)


def did_you_mean(wording: Wording, question: Choice, options: tuple[Option, ...]) -> Message:
    asking = wording.session.askings[question.id].number
    meant = replace(question, options=options)
    rows = choices(wording, meant, asking)[: len(options)]
    return wording.note("reply.ambiguous", rows)


def out_of_order(wording: Wording, question: Question, phrase: str) -> Message:
    """A reply that may have been meant for something else: offered, not recorded; `phrase` says why."""
    asking, held_mark = wording.session.askings[question.id].number, wording.session.held_mark or ""
    yes = Button(wording.phrase("button.use"), Press(Act.USE, question.id, asking, held_mark), Tone.FORWARD)
    no = Button(wording.phrase("button.drop"), Press(Act.DROP, question.id, asking, held_mark))
    held = shortened(wording.session.held or "")
    asked = shortened(wording.plain(question.ask), ASKED_PREVIEW)
    return wording.note(phrase, ((yes,), (no,)), words=held, question=asked)


def stuck(wording: Wording, question: Question) -> Message:
    """After some misses: the ways out."""
    asking = wording.session.askings[question.id].number
    rows = [(Button(wording.phrase("button.again"), Press(Act.RETURN)),)]
    if not question.required:
        rows.append((Button(wording.phrase("button.skip"), Press(Act.SKIP, question.id, asking)),))
    rows.append((Button(wording.phrase("button.pause"), Press(Act.PAUSE)),))
    return wording.note("reply.stuck", tuple(rows))


def paused(wording: Wording) -> Message:
    return wording.note("pause.kept", ((Button(wording.phrase("button.resume"), Press(Act.RETURN), Tone.FORWARD),),))
