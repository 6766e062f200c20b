"""Wording: a step as the message that a person sees, finished in that person's language.

Here a question gets its buttons, its earlier answer and its ways out. It must never change a session.
"""

from dataclasses import dataclass, replace

from bot.engine.effects import Act, Button, Keyboard, Message, Press, Tone
from bot.engine.flow import Consent, Flow, FreeText, Option, Question, SelectMultiple, option_of
from bot.engine.relevance import Survey, answered_questions, is_base_consent, question_before
from bot.engine.session import Response, Session
from bot.engine.texts import Reader, Run, Runs, Style, Text, joined, plain, render
from bot.engine.values import Answer, Kind
from bot.engine.world import World

TICKED, UNTICKED, CHOSEN, BETWEEN = "☑", "☐", "✓", " · "
PREVIEW, ASKED_PREVIEW = 60, 90
"""How many characters of somebody's words, and of a question, a list of answers shows."""


@dataclass(frozen=True, slots=True)
class Wording:
    """All that words are made from, at one moment of one session."""

    flow: Flow
    session: Session
    seen: Survey
    world: World

    @property
    def language(self) -> str:
        return self.session.language

    def phrase(self, key: str, /, **values: object) -> str:
        return self.world.phrases.say(self.language, key, **values)

    def reader(self) -> Reader:
        settings = self.world.settings.get(self.language, {})
        return Reader(self.language, self.seen.answers, settings, self.label, self.world.phrases)

    def label(self, name: str, code: str, language: str) -> str | None:
        question = self.flow.question(name)
        option = None if question is None else option_of(question, code)
        return None if option is None else option.words(language)

    def runs(self, text: Text) -> Runs:
        return render(text, self.reader())

    def message(self, text: Text) -> Message:
        return Message(self.runs(text))

    def note(self, key: str, /, keyboard: Keyboard = (), **values: object) -> Message:
        """One of the bot's own sentences."""
        return Message((Run(self.phrase(key, **values)),), keyboard)

    def answer(self, question: Question, value: Answer) -> str:
        """An answer as words: labels, or what was typed."""
        if isinstance(value, str):
            return self.label(question.id, value, self.language) or value
        return BETWEEN.join(self.label(question.id, code, self.language) or code for code in value)

    def response(self, question: Question, response: Response) -> str:
        return self.phrase("answer.skipped") if response.value is None else self.answer(question, response.value)


def question_message(wording: Wording, question: Question) -> Message:
    """The question with its buttons; put again, it shows the earlier answer and offers to keep it."""
    before = wording.session.responses.get(question.id)
    earlier = () if before is None else earlier_answer(wording, question, before)
    hint = () if question.hint is None else (Run("\n"), *in_italics(wording.runs(question.hint)))
    return Message(joined((*wording.runs(question.ask), *hint, *earlier)), keyboard(wording, question))


def earlier_answer(wording: Wording, question: Question, before: Response) -> Runs:
    return (
        Run(
            "\n\n" + wording.phrase("question.earlier", answer=wording.response(question, before)),
            Style.ITALIC,
        ),
    )


def in_italics(runs: Runs) -> Runs:
    return tuple(replace(run, style=Style.ITALIC) for run in runs)


def settled_message(wording: Wording, question: Question, kind: Kind, value: Answer | None) -> Message:
    """The question as it stays in the chat once answered: no buttons, and the choice under it."""
    if kind is Kind.SKIPPED:
        return Message((*wording.runs(question.ask), Run("\n\n" + wording.phrase("answer.skipped"), Style.ITALIC)))
    if isinstance(question, FreeText) or value is None:
        return Message(wording.runs(question.ask))
    return Message((*wording.runs(question.ask), Run(f"\n\n{CHOSEN} {wording.answer(question, value)}", Style.BOLD)))


def keyboard(wording: Wording, question: Question) -> Keyboard:
    asking = wording.session.askings[question.id].number
    return (
        *choices(wording, question, asking),
        *ways_out(wording, question, asking),
        *languages(wording, question),
    )


def choices(wording: Wording, question: Question, asking: int) -> Keyboard:
    if isinstance(question, FreeText):
        return ()
    if isinstance(question, SelectMultiple):
        done = Button(wording.phrase("button.done"), Press(Act.DONE, question.id, asking), Tone.FORWARD)
        return (
            *(((tick_button(wording, question, option, asking)),) for option in question.options),
            (done,),
        )
    return tuple((pick_button(wording, question, option, asking),) for option in question.options)


def pick_button(wording: Wording, question: Question, option: Option, asking: int) -> Button:
    return Button(option.words(wording.language), Press(Act.PICK, question.id, asking, option.code))


def tick_button(wording: Wording, question: SelectMultiple, option: Option, asking: int) -> Button:
    ticked = option.code in wording.session.ticks
    label = f"{TICKED if ticked else UNTICKED} {option.words(wording.language)}"
    act = Act.UNTICK if ticked else Act.TICK
    return Button(label, Press(act, question.id, asking, option.code), Tone.CHOSEN if ticked else Tone.NEUTRAL)


def ways_out(wording: Wording, question: Question, asking: int) -> Keyboard:
    """Back, keep, skip: one short row, only what is possible here."""
    row = []
    if question_before(wording.flow, wording.session, wording.seen) is not None:
        row.append(Button(wording.phrase("button.back"), Press(Act.BACK, question.id, asking)))
    if question.id in wording.session.responses:
        row.append(Button(wording.phrase("button.keep"), Press(Act.KEEP, question.id, asking), Tone.FORWARD))
    elif not question.required:
        row.append(Button(wording.phrase("button.skip"), Press(Act.SKIP, question.id, asking)))
    return (tuple(row),) if row else ()


def languages(wording: Wording, question: Question) -> Keyboard:
    """Under the base consent, the other languages by their own names: nobody should agree to what they cannot read
    well."""
    if not is_base_consent(question):
        return ()
    others = [language for language in wording.flow.languages if language != wording.language]
    names = ((language, wording.world.phrases.say(language, "language.name")) for language in others)
    return tuple((Button(name, Press(Act.LANGUAGE, choice=language)),) for language, name in names)


def did_you_mean(wording: Wording, question: Question, options: tuple[Option, ...]) -> Message:
    asking = wording.session.askings[question.id].number
    if isinstance(question, SelectMultiple):
        buttons = tuple(tick_button(wording, question, option, asking) for option in options)
    else:
        buttons = tuple(pick_button(wording, question, option, asking) for option in options)
    return wording.note("reply.ambiguous", tuple((button,) for button in buttons))


def out_of_order(wording: Wording, question: Question, phrase: str) -> Message:
    """A reply that may have been meant for something else: offered, not recorded; `phrase` says why."""
    asking, mark = wording.session.askings[question.id].number, wording.session.held_mark or ""
    yes = Button(wording.phrase("button.use"), Press(Act.USE, question.id, asking, mark), Tone.FORWARD)
    no = Button(wording.phrase("button.drop"), Press(Act.DROP, question.id, asking, mark))
    held = shortened(wording.session.held or "")
    asked = shortened(plain(question.ask, wording.reader()), ASKED_PREVIEW)
    return wording.note(phrase, ((yes,), (no,)), words=held, question=asked)


def stuck(wording: Wording, question: Question) -> Message:
    """After some misses: the ways out."""
    asking = wording.session.askings[question.id].number
    rows = [(Button(wording.phrase("button.again"), Press(Act.RETURN)),)]
    if not question.required:
        rows.append((Button(wording.phrase("button.skip"), Press(Act.SKIP, question.id, asking)),))
    rows.append((Button(wording.phrase("button.pause"), Press(Act.PAUSE)),))
    return wording.note("reply.stuck", tuple(rows))


def review(wording: Wording) -> Message:
    """What was answered, each with a button that opens it for change."""
    questions = answered_questions(wording.session, wording.seen)
    if not questions:
        return wording.note("review.nothing")
    lines = [run for number, question in enumerate(questions, 1) for run in review_line(wording, number, question)]
    buttons = tuple(Button(str(number), Press(Act.CHANGE, question.id)) for number, question in enumerate(questions, 1))
    rows = tuple(buttons[at : at + 5] for at in range(0, len(buttons), 5))
    return Message(
        (
            Run(wording.phrase("review.opening")),
            *lines,
            Run("\n\n" + wording.phrase("review.closing")),
        ),
        rows,
    )


def review_line(wording: Wording, number: int, question: Question) -> Runs:
    response = wording.session.responses[question.id]
    asked = shortened(plain(question.ask, wording.reader()), ASKED_PREVIEW)
    words = shortened(wording.response(question, response))
    return (Run(f"\n\n{number}. {asked}\n"), Run(words, Style.BOLD))


def shortened(words: str, most: int = PREVIEW) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def consent_messages(wording: Wording, question: Consent) -> tuple[Message, ...]:
    return tuple(wording.message(text) for text in question.notice)


def paused(wording: Wording) -> Message:
    return wording.note("pause.kept", ((Button(wording.phrase("button.resume"), Press(Act.RETURN), Tone.FORWARD),),))
