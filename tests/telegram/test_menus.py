"""The menus that Telegram shows: known commands only, in both languages, within Telegram's limits."""

import re

import pytest

from bot.engine.events import NAMED
from bot.locales import Phrases, load
from bot.places import shipped
from bot.service.commands import Commands
from bot.service.manners import OfferTeamCommands
from bot.telegram.courtesy import calls_of
from bot.telegram.menus import COMMANDS, menus


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load(shipped("locales"))


def test_every_command_of_a_menu_is_one_that_the_bot_knows(phrases: Phrases) -> None:
    known = {*NAMED, *Commands(phrases, {}).known}
    offered = {each["command"] for menu in menus(phrases, for_team=True) for each in menu["commands"]}
    assert offered <= known


def test_a_menu_stays_within_telegrams_limits(phrases: Phrases) -> None:
    for menu in menus(phrases, for_team=True):
        assert len(menu["commands"]) <= 100
        assert all(re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]) for each in menu["commands"])
        assert all(1 <= len(each["description"]) <= 256 for each in menu["commands"])


def test_there_is_a_menu_for_each_language_and_one_for_everybody_else(phrases: Phrases) -> None:
    assert [menu["language_code"] for menu in menus(phrases)] == ["", *COMMANDS]


def test_only_the_team_is_offered_the_summary(phrases: Phrases) -> None:
    everybody = {each["command"] for menu in menus(phrases) for each in menu["commands"]}
    assert everybody.isdisjoint({"summary", "sommaire"})
    calls = calls_of(OfferTeamCommands(1001), phrases)
    assert {parameters["scope"]["chat_id"] for _, parameters in calls} == {1001}
    firsts = [parameters["commands"][0]["command"] for _, parameters in calls]
    assert firsts == ["summary", "summary", "sommaire"]
