"""What holds for the whole language, repeats above all: at every moment the naive evaluator sees the same."""

from budget import examples
from chat import Chat, keyboard_of
from hypothesis import given
from hypothesis import strategies as st
from made_flows import rich_flows
from moves import EVERY_MOVE_OF_ALL, Move, chosen, finish_all, make, moves, talk
from naive import written
from naive_course import Course, awaited, course, is_settled, live
from naive_quotes import quotes
from possible import answers_to, possible_answers, question_of

from bot.engine.effects import Act, Press, Record, Retract
from bot.engine.events import LanguageChosen, Pressed
from bot.engine.flow import Flow, Say, Stage
from bot.engine.questions import Choice, Question, Review, SelectMultiple, StepId
from bot.engine.relevance import answers_to_pass_on, next_step, quoted_now
from bot.engine.relevance import is_settled as settled
from bot.engine.session import Status
from bot.engine.surveying import Survey, survey
from bot.engine.values import Answer
from bot.engine.world import World


def same_way(seen: Survey, way: Course) -> None:
    """The same steps in the same order, with the same options, and the same answers count."""
    assert [step.id for step in seen.steps] == [met.key for met in way.met]
    counted = {key: value for key, value in seen.answers.items() if not key.startswith("cohort.")}
    assert counted == {written(key): value for key, value in way.values.items()}
    assert set(seen.calculated) == {written(key) for key in way.calculated}
    for step, met in zip(seen.steps, way.met, strict=True):
        assert dict(quoted_now(step, seen)) == quotes(met.step, met.env, way.values)
        if isinstance(step, Choice):
            codes = [option.code for option in step.options]
            assert sorted(codes) == sorted(option.code for option in met.options)
            assert step.shuffled or codes == [option.code for option in met.options]


@examples(110)
@given(flow=rich_flows(), script=EVERY_MOVE_OF_ALL)
def test_relevance_items_options_and_calculations_are_what_the_naive_evaluator_says(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    for move in script:
        if chat.session.status is Status.REFUSED:
            return
        make(chat, move)
        way, seen = course(flow, chat.session, chat.world), survey(flow, chat.session, chat.world)
        same_way(seen, way)
        for step, met in zip(seen.steps, way.met, strict=True):
            assert settled(step, chat.session, seen) == is_settled(met, way, chat.session)
        place = next_step(flow, chat.session, seen, chat.world)
        if chat.session.cursor is None and not isinstance(place, Say):
            name = f"!{place.id}" if isinstance(place, Stage) else None if place is None else place.id
            assert name == awaited(flow, chat.session, chat.world)


@examples(80)
@given(flow=rich_flows(), script=EVERY_MOVE_OF_ALL, number=st.integers(0, 999))
def test_the_same_answer_given_again_asks_nothing_and_changes_nothing(
    world: World, flow: Flow, script: list[Move], number: int
) -> None:
    chat = talk(flow, world, script)
    if chat.session.status is Status.REFUSED:
        return
    finish_all(chat, number)
    before = live(flow, chat.session, chat.world)
    for name in [met.key for met in course(flow, chat.session, chat.world).met if met.key in before]:
        chat.press(Press(Act.CHANGE, StepId(name)))
        question = question_of(chat)
        if question is not None and before[name][1] is not None and question.id == name:
            chat.answer(question, before[name][1])
            assert chat.session.status is Status.FINISHED
            assert live(flow, chat.session, chat.world) == before == chat.stored


@examples(80)
@given(flow=rich_flows(), script=EVERY_MOVE_OF_ALL, number=st.integers(0, 999))
def test_an_answer_that_is_kept_is_not_recorded_again(
    world: World, flow: Flow, script: list[Move], number: int
) -> None:
    chat = talk(flow, world, script)
    if chat.session.status is Status.REFUSED:
        return
    finish_all(chat, number)
    before = live(flow, chat.session, chat.world)
    for name in [name for name in before if name in chat.session.responses]:
        chat.press(Press(Act.CHANGE, StepId(name)))
        if chat.session.cursor == name:
            chat.on(Act.KEEP, name)
            assert not any(isinstance(effect, Record | Retract) for effect in chat.effects)
            assert live(flow, chat.session, chat.world) == before


@examples(60)
@given(flow=rich_flows(), number=st.integers(0, 999), again=st.integers(0, 9999))
def test_a_change_and_the_change_back_end_where_they_began(world: World, flow: Flow, number: int, again: int) -> None:
    """Whatever fell asleep wakes with its value; what was asked meanwhile sleeps."""
    chat = Chat(flow, world).start()
    finish_all(chat, number)
    before = live(flow, chat.session, chat.world)
    given = {name for name, (_, value) in before.items() if value is not None}  # who skips keeps what there is
    changeable = [name for name in given & chat.session.responses.keys() if name != "agree"]
    if not changeable:
        return
    name = chosen(sorted(changeable), again)
    anew: set[str] = set()
    for values in (None, [before[name][1]]):
        chat.press(Press(Act.CHANGE, StepId(name)))
        give(chat, values, again)
        anew |= keep_all(chat, again)
    if not anew & before.keys():
        assert live(flow, chat.session, chat.world) == before


def give(chat: Chat, values: list[Answer | None] | None, number: int) -> None:
    """One of these, or of all that the question takes."""
    question = question_of(chat)
    if question is not None:
        chat.answer(question, chosen(values or answers_to(chat, may_refuse=False), number))


def keep_all(chat: Chat, number: int) -> set[str]:
    """Keeps whatever can be kept and answers the rest, which is what it returns."""
    answered = set()
    while (question := question_of(chat)) is not None:
        assert len(chat.every) < 5000
        put = [send for send in chat.sends if send.step is not None]
        if any(button.press.act is Act.KEEP for button in keyboard_of(put[-1])):
            chat.on(Act.KEEP, question.id)
            assert awaited(chat.flow, chat.session, chat.world) != question.id
        else:
            answered.add(question.id)
            chat.answer(question, chosen(answers_to(chat, may_refuse=False), number))
    return answered


@examples(60)
@given(flow=rich_flows(), script=EVERY_MOVE_OF_ALL)
def test_what_is_answered_is_recorded_and_what_the_question_does_not_take_is_not(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script, may_refuse=False)
    question = question_of(chat)
    if question is None or chat.session.status is Status.REFUSED or isinstance(question, Review):
        return
    taken, before = answers_to(chat, may_refuse=False), chat.session
    for value in possible_answers(question, may_refuse=False):
        chat.session = before
        chat.answer(question, value)
        response = chat.session.responses.get(question.id)
        if value in taken:
            assert response is not None
            assert same_answer(question, response.value, value)
        else:
            assert response == before.responses.get(question.id)


def same_answer(question: Question, recorded: Answer | None, given: Answer) -> bool:
    """Picks are kept in the order of the options."""
    if isinstance(question, SelectMultiple) and isinstance(recorded, tuple) and isinstance(given, tuple):
        return sorted(recorded) == sorted(given)
    return recorded == given


@examples(60)
@given(flow=rich_flows(), number=st.integers(0, 999))
def test_another_language_before_every_answer_changes_no_answer(world: World, flow: Flow, number: int) -> None:
    one, other = Chat(flow, world).start(), Chat(flow, world).start()
    for chat in (one, other):
        chat.open_all()
    for turn in range(100):
        question = question_of(one)
        if question is None:
            break
        value = chosen(answers_to(one, may_refuse=False), number + turn)
        other.happen(LanguageChosen(other.at, ("fr", "en")[turn % 2]))
        for chat in (one, other):
            chat.answer(question, value)
    assert one.session.status is other.session.status is Status.FINISHED
    assert live(flow, one.session, world) == live(flow, other.session, world)
    assert {r.language for r in other.session.responses.values()} <= {"en", "fr"}


@examples(60)
@given(flow=rich_flows(), script=EVERY_MOVE_OF_ALL)
def test_the_flows_after_it_are_given_what_counts(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    passed_on = answers_to_pass_on(flow, chat.session, chat.world)
    way = course(flow, chat.session, chat.world)
    own = {written(key): value for key, value in way.values.items() if written(key) not in chat.session.earlier}
    assert passed_on == {f"made.{key}": value for key, value in own.items()}


@examples(60)
@given(flow=rich_flows(), script=moves("back", "change", "review", "newest", "open"))
def test_back_goes_to_the_answer_before(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script, may_refuse=False)
    question = question_of(chat)
    if question is None or chat.session.status is Status.REFUSED:
        return
    way = course(flow, chat.session, chat.world)
    keys = [met.key for met in way.met if not isinstance(met.step, Review)]
    here = [met.key for met in way.met].index(question.id)
    before = [met.key for met in way.met[:here]]
    answered = [key for key in before if key in keys and key in chat.session.responses and key != "agree"]
    chat.happen(Pressed(chat.at, Press(Act.BACK, question.id, chat.session.askings[question.id].number)))
    assert chat.session.cursor == (answered[-1] if answered else chat.session.cursor)
