"""What a made-up person can answer: every value that a question takes, as the naive evaluator has it."""

from itertools import combinations, permutations

from chat import Chat
from naive_course import Met, could_be_given, course

from bot.engine.effects import Send
from bot.engine.questions import (
    Choice,
    Consent,
    Day,
    FreeText,
    Hour,
    Listing,
    Number,
    Question,
    Rank,
    Review,
    SelectMultiple,
)
from bot.engine.session import Status
from bot.engine.values import Answer

LISTED = ("ash", "un bouleau, blanc", "🙂", "cedar")


def put_last(chat: Chat) -> Met | None:
    """The question put last, found in what was sent, as the naive evaluator has it: nothing of the engine is asked."""
    put = [effect for effect in chat.every if isinstance(effect, Send) and effect.step is not None]
    if not put or chat.session.status in (Status.FINISHED, Status.WAITING):
        return None
    way = course(chat.flow, chat.session, chat.world)
    return next((met for met in way.met if met.key == put[-1].step), None)


def question_of(chat: Chat) -> Question | None:
    met = put_last(chat)
    return None if met is None else met.question


def answers_to(chat: Chat, may_refuse: bool = True) -> list[Answer | None]:
    """Every answer that the question put last takes; of words and numbers, some; None is a skip."""
    met = put_last(chat)
    if met is None:
        return []
    question, values = met.question, course(chat.flow, chat.session, chat.world).values
    fit = [value for value in possible_answers(question, may_refuse) if could_be_given(met, value, values)]
    return fit if question.required else [*fit, None]


def possible_answers(question: Question, may_refuse: bool) -> list[Answer]:
    match question:
        case FreeText():
            return ["some words", "« other » words"]
        case Number():
            return [*(n for n in (0, 1, 2, 3) if question.most is None or n <= question.most), *decimals(question)]
        case Day():
            return ["2027-03-05", "2027-06-01"]
        case Hour():
            return ["09:00", "14:30"]
        case Listing():
            return lists_of(question)
        case Review():
            return [""]
        case SelectMultiple():
            return sets_of_picks(question)
        case Rank():
            return orders_of(question)
        case _:
            return choices(question, may_refuse)


def decimals(question: Number) -> list[float]:
    return [*((1.5,) if question.decimals else ()), *((99,) if question.most is None else ())]


def lists_of(question: Listing) -> list[Answer]:
    every = (LISTED[at : at + size] for size in range(question.least, question.most + 1) for at in range(len(LISTED)))
    return list(dict.fromkeys(each for each in every if len(each) >= question.least))


def codes_of(question: Choice) -> list[str]:
    return [option.code for option in question.options if option.code != "more" and option.explanation is None]


def choices(question: Choice, may_refuse: bool) -> list[Answer]:
    """A refusal ends a talk, so it is seldom."""
    refusals = [code for code in codes_of(question) if refuses(question, code)]
    others = [code for code in codes_of(question) if code not in refusals]
    return [*others * (5 if refusals else 1), *(refusals if may_refuse else ())]


def refuses(question: Question, code: str) -> bool:
    return isinstance(question, Consent) and question.refusal is not None and code == "no"


def plain_codes(question: Choice) -> list[str]:
    return [option.code for option in question.options if not option.exclusive and option.explanation is None]


def alone(question: Choice) -> list[Answer]:
    return [(option.code,) for option in question.options if option.exclusive]


def sets_of_picks(question: SelectMultiple) -> list[Answer]:
    codes = plain_codes(question)
    sizes = range(min(question.least, len(codes)), min(question.most or len(codes), len(codes)) + 1)
    return [*(picks for size in sizes if size for picks in combinations(codes, size)), *alone(question)]


def orders_of(question: Rank) -> list[Answer]:
    codes = plain_codes(question)[:4]
    return [*permutations(codes, min(question.most, len(plain_codes(question)))), *alone(question)]
