"""Buttons on the wire: what the flow language allows fits into 64 bytes and comes back equal."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.effects import Act, Button, Press, Tone
from bot.engine.flow import StepId
from bot.flows import schema
from bot.store.sessions import new_token
from bot.telegram.buttons import MOST_BYTES, data_of, markup, press_of

STEPS = st.from_regex(re.compile(schema.NAME), fullmatch=True) | st.just("")
MOST_ASKINGS = 9_999_999
"""Nobody is asked one question ten million times."""
CODES = st.from_regex(re.compile(schema.CODE), fullmatch=True) | st.just("")


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(act=st.sampled_from(Act), step=STEPS, asking=st.integers(0, MOST_ASKINGS), choice=CODES)
def test_every_allowed_id_fits_into_a_button_and_comes_back_equal(
    act: Act, step: str, asking: int, choice: str
) -> None:
    press, token = Press(act, StepId(step), asking, choice), new_token()
    data = data_of(press, token)
    assert 1 <= len(data.encode()) <= MOST_BYTES
    assert press_of(data) == (token, press)


def test_the_longest_ids_fit() -> None:
    press = Press(Act.UNTICK, StepId("q" * 24), MOST_ASKINGS, "c" * 16)
    assert re.fullmatch(schema.NAME, press.step)
    assert re.fullmatch(schema.CODE, press.choice)
    assert len(data_of(press, new_token()).encode()) <= MOST_BYTES


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=80) | st.from_regex(r"[a-z0-9:]{0,70}", fullmatch=True))
def test_no_data_raises(data: str) -> None:
    read = press_of(data)
    assert read is None or data.count(":") == 4


def test_a_keyboard_keeps_its_rows_and_shows_its_tones() -> None:
    plain = Button("Soup", Press(Act.PICK, StepId("q"), 1, "soup"))
    chosen = Button("☑ Bread", Press(Act.UNTICK, StepId("q"), 1, "bread"), Tone.CHOSEN)
    done = Button("Done ▶", Press(Act.DONE, StepId("q"), 1), Tone.FORWARD)
    assert markup(((plain,), (chosen, done)), "tok") == {
        "inline_keyboard": [
            [{"text": "Soup", "callback_data": "tok:p:1:q:soup"}],
            [
                {"text": "☑ Bread", "callback_data": "tok:u:1:q:bread", "style": "success"},
                {"text": "Done ▶", "callback_data": "tok:d:1:q:", "style": "primary"},
            ],
        ]
    }


def test_no_buttons_take_the_old_ones_away() -> None:
    assert markup((), "tok") == {"inline_keyboard": []}


@pytest.mark.parametrize("act", list(Act))
def test_an_act_is_one_letter_on_the_wire(act: Act) -> None:
    assert len(act) == 1
