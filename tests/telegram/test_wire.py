"""Updates off the wire: whatever JSON comes, each update is read on its own and none raises."""

import copy
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.engine.effects import Act, Press
from bot.service.incoming import (
    Blocked,
    Commanded,
    Elsewhere,
    Incoming,
    Said,
    Tapped,
    Unblocked,
    Unreadable,
    Unsupported,
)
from bot.telegram.wire import read_update

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
SAM = {"id": 5000000123, "is_bot": False, "first_name": "Sam", "language_code": "fr-CA"}
PRIVATE = {"id": 5000000123, "type": "private", "first_name": "Sam"}
GROUP = {"id": -1001234567890, "type": "supergroup", "title": "Team"}
MESSAGE = {"message_id": 41, "date": 1798000000, "from": SAM, "chat": PRIVATE, "text": "oui"}
TAP = {"id": "9988", "from": SAM, "message": MESSAGE, "chat_instance": "1", "data": "aB3dE6gH:p:3:kinds:contact"}
MEMBER = {"from": SAM, "chat": PRIVATE, "date": 1798000000, "new_chat_member": {"status": "kicked", "user": SAM}}


def update(**kind: Any) -> dict[str, Any]:
    return {"update_id": 77, **kind}


def what(raw: dict[str, Any]) -> object:
    read = read_update(1, raw, NOW)
    assert isinstance(read, Incoming)
    return read.what


def texted(text: str) -> object:
    return what(update(message={**MESSAGE, "text": text}))


def test_a_message_brings_its_words_its_time_and_no_name() -> None:
    read = read_update(1, update(message=MESSAGE), NOW)
    assert isinstance(read, Incoming)
    assert (read.bot_id, read.update_id, read.user_id, read.chat_id) == (1, 77, SAM["id"], SAM["id"])
    assert read.what == Said("oui", 41)
    assert read.at == datetime.fromtimestamp(1798000000, UTC)
    assert read.language_code == "fr-CA"
    assert "Sam" not in repr(read)


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/start", "start", ""),
        ("/START@CauserieBot abc", "start", "abc"),
        ("/langue    fr  ", "langue", "fr"),
        ("/start\nabc", "start", "abc"),
        ("/start\tabc", "start", "abc"),
        ("/Résumé tout de suite", "résumé", "tout de suite"),
        ("/", "", ""),
        ("/@bot x", "", "x"),
        ("/ start", "", "start"),
    ],
)
def test_a_command_is_its_name_and_its_argument(text: str, name: str, argument: str) -> None:
    assert texted(text) == Commanded(name, argument, 41)


@pytest.mark.parametrize("text", ["1/2", " /start", "oui /non", ""])
def test_words_that_do_not_begin_with_a_slash_are_words(text: str) -> None:
    assert texted(text) == Said(text, 41)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_what_no_database_takes_becomes_a_visible_replacement(text: str) -> None:
    assert texted(text) == Said("a\ufffdb", 41)
    assert texted(f"/{text}") == Commanded("a\ufffdb", "", 41)


def test_what_is_no_text_is_unsupported() -> None:
    picture = {name: value for name, value in MESSAGE.items() if name != "text"} | {"photo": []}
    assert what(update(message=picture)) == Unsupported()


def test_a_tap_brings_the_session_and_the_press() -> None:
    press = Press(Act.PICK, "kinds", 3, "contact")
    assert what(update(callback_query=TAP)) == Tapped("9988", 41, "aB3dE6gH", press)


@pytest.mark.parametrize("data", ["", "x", "a:b:c", "t:p:x:s:c", "t:??:1:s:c", "t:p:٣:s:c", "t:p:-1:s:c", 7, None])
def test_a_button_that_is_not_ours_has_no_press(data: object) -> None:
    assert what(update(callback_query={**TAP, "data": data})) == Tapped("9988", 41, None, None)


@pytest.mark.parametrize("data", ["\ud800:p:1:kinds:a", "t:p:1:kin\x00ds:a", "t:p:1:kinds:é"])
def test_a_button_with_letters_that_no_id_has_is_not_ours(data: str) -> None:
    assert what(update(callback_query={**TAP, "data": data})) == Tapped("9988", 41, None, None)


def test_a_tap_on_a_message_too_old_to_be_shown_is_still_a_tap() -> None:
    query = {name: value for name, value in TAP.items() if name != "message"}
    read = read_update(1, update(callback_query=query), NOW)
    assert isinstance(read, Incoming)
    assert (read.chat_id, read.at) == (SAM["id"], NOW)
    assert isinstance(read.what, Tapped)
    assert read.what.message_id is None


@pytest.mark.parametrize(("status", "expected"), [("kicked", Blocked()), ("left", Blocked()), ("member", Unblocked())])
def test_blocking_and_unblocking_are_heard(status: str, expected: object) -> None:
    assert what(update(my_chat_member={**MEMBER, "new_chat_member": {"status": status}})) == expected


@pytest.mark.parametrize(
    "raw",
    [
        update(message={**MESSAGE, "chat": GROUP}),
        update(message={**MESSAGE, "chat": GROUP, "text": "/start abc"}),
        update(callback_query={**TAP, "message": {**MESSAGE, "chat": GROUP}}),
        update(my_chat_member={**MEMBER, "chat": GROUP}),
        update(message={**MESSAGE, "chat": {"id": -5, "type": "channel"}}),
    ],
)
def test_whatever_comes_from_a_group_is_elsewhere(raw: dict[str, Any]) -> None:
    assert what(raw) == Elsewhere()


@pytest.mark.parametrize(
    "raw",
    [
        update(message=None),
        update(message={**MESSAGE, "date": 10**30}),
        update(message={**MESSAGE, "date": True}),
        update(message={**MESSAGE, "from": None}),
        update(edited_message=MESSAGE),
        update(),
    ],
)
def test_what_cannot_be_read_is_kept_apart_with_a_reason_that_names_no_content(raw: dict[str, Any]) -> None:
    read = read_update(1, raw, NOW)
    assert isinstance(read, Unreadable)
    assert read.raw is raw
    assert "oui" not in read.reason
    assert "Sam" not in repr(read)


@pytest.mark.parametrize("raw", [None, [], "x", 7, {}, {"update_id": "7"}, {"update_id": True}, {"update_id": None}])
def test_an_update_without_an_id_is_nothing(raw: object) -> None:
    assert read_update(1, raw, NOW) is None


# Mutations


def nested(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {}
    for _ in range(depth):
        inner = {"message": inner}
    return inner


ODD = [None, True, 0, -1, 10**40, 1.5, "", "x" * 100_000, "\x00\ud800", [], {}, [{}], {"id": 1}, nested(900)]
KINDS = ["message", "edited_message", "callback_query", "my_chat_member", "poll", "inline_query", "business_message"]


def places(value: object, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict) and len(at) < 4:
        for name, inner in value.items():
            yield (*at, name)
            yield from places(inner, (*at, name))


def mutated(chance: random.Random) -> Any:
    raw = copy.deepcopy(
        chance.choice([update(message=MESSAGE), update(callback_query=TAP), update(my_chat_member=MEMBER)])
    )
    for _ in range(chance.randint(1, 3)):
        *path, last = chance.choice([*places(raw), ("update_id",)])
        holder: Any = raw
        for name in path:
            holder = holder[name]
        change = chance.random()
        if change < 0.3:
            holder.pop(last, None)
        elif change < 0.4:
            holder[chance.choice(KINDS)] = holder.pop(last, None)
        else:
            holder[last] = chance.choice(ODD)
    return raw


def test_no_mutated_update_raises() -> None:
    chance = random.Random(20270104)
    outcomes = {type(read_update(1, mutated(chance), NOW)) for _ in range(5000)}
    assert outcomes == {Incoming, Unreadable, type(None)}
