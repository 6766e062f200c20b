"""The web chat in a real browser: by tap and by keyboard, in both languages, on a phone and on a wide screen."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from bot_client import BotClient, run_bot
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from bot.simulator import Simulator

Visit = Callable[..., Awaitable[Page]]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 800}
QUESTION = {
    "inline_keyboard": [
        [{"text": "Oui", "callback_data": "yes"}, {"text": "Non", "callback_data": "no", "style": "danger"}],
        [{"text": "Une réponse bien plus longue que la largeur d’un téléphone ne le permet", "callback_data": "long"}],
    ]
}
NO_CHROMIUM = "Chromium is missing: install it with `apt-get install chromium` (or your system's package) and run again"

if CHROMIUM is None and not os.environ.get("CAUSERIE_REQUIRE_CHROMIUM"):
    pytest.skip(NO_CHROMIUM, allow_module_level=True)


async def facilitator(bot: BotClient, update: dict[str, Any]) -> None:
    """A bot with a question, a toast, an alert, a reply keyboard and thanks."""
    if "callback_query" in update:
        await pressed(bot, update["callback_query"])
    elif "edited_message" in update:
        await bot("sendMessage", chat_id=update["edited_message"]["chat"]["id"], text="Corrigé")
    elif "message" in update:
        await said(bot, update["message"]["chat"]["id"], update["message"]["text"])


async def said(bot: BotClient, chat: int, text: str) -> None:
    if text.startswith("/start"):
        await bot("sendMessage", chat_id=chat, text=f"Prêt? {text[7:]}", reply_markup=QUESTION)
    elif text == "/aide":
        await bot("sendMessage", chat_id=chat, text="<b>Gras</b> <i>penché</i>", parse_mode="HTML")
    elif text == "clavier":
        await bot("sendMessage", chat_id=chat, text="Choisir", reply_markup={"keyboard": [["Rouge", "Bleu"]]})
    else:
        await bot("sendMessage", chat_id=chat, text=f"Merci de « {text} »")


async def pressed(bot: BotClient, query: dict[str, Any]) -> None:
    if query["data"] == "long":
        return
    alert = query["data"] == "no"
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="C’est noté", show_alert=alert)
    place = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
    await bot("editMessageText", text="Prêt? Répondu", **place)


@pytest.fixture
async def talking(sim: Simulator, bot: BotClient) -> AsyncIterator[Simulator]:
    """The simulator with the small bot running."""
    await bot("setMyCommands", commands=[{"command": "aide", "description": "Help"}])
    await bot("setMyDescription", description="A bot for tests")
    task = asyncio.create_task(run_bot(bot, facilitator))
    yield sim
    task.cancel()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one browser for all tests: starting it is most of a test's time."""
    assert CHROMIUM, NO_CHROMIUM
    own = [f"--user-data-dir={tmp_path_factory.mktemp('chromium')}", "--remote-debugging-port=0", "--headless"]
    with subprocess.Popen([CHROMIUM, *own, *ARGUMENTS], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        listening = next(line for line in process.stderr if "DevTools listening on " in line)
        yield listening.split("DevTools listening on ")[1].strip()
        process.terminate()


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        yield await playwright.chromium.connect_over_cdp(chromium)


@pytest.fixture
async def visit(browser: Browser) -> AsyncIterator[Visit]:
    """Opens the page as a fresh visitor; an error in its scripts fails the test."""
    errors: list[str] = []
    contexts: list[BrowserContext] = []

    async def visited(sim: Simulator, query: str, size: ViewportSize, locale: str = "en-CA") -> Page:
        context = await browser.new_context(viewport=size, locale=locale)
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{sim.url}/{query}")
        return page

    yield visited
    for context in contexts:
        await context.close()
    assert errors == []


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("size", "start"), [(NARROW, "Démarrer"), (WIDE, "Start")])
async def test_an_invited_person_taps_start_and_answers(
    talking: Simulator, visit: Visit, size: dict[str, int], start: str
) -> None:
    language = "fr" if start == "Démarrer" else "en"
    page = await visit(talking, f"?start=CODE&name=Awa&lang={language}", size)
    await page.get_by_role("button", name=start, exact=True).click()
    await expect(page.get_by_text("Prêt? CODE")).to_be_visible()
    await page.get_by_role("button", name="Oui").click()
    await expect(page.get_by_role("status")).to_have_text("C’est noté")
    await expect(page.get_by_text("Prêt? Répondu")).to_be_visible()
    await expect(page.get_by_role("button", name="Oui")).to_have_count(0)
    await expect(page.get_by_text("modifié" if language == "fr" else "edited")).to_be_visible()
    assert await fits(page)
    assert talking.phone(1001).chat.person.language_code == language


async def test_everything_is_reached_by_keyboard_alone(talking: Simulator, visit: Visit) -> None:
    page = await visit(talking, "?start=CODE&name=Awa&lang=fr", NARROW)
    await expect(page.get_by_role("button", name="Démarrer")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Prêt? CODE")).to_be_visible()
    await expect(page.get_by_role("textbox")).to_be_focused()
    for _ in range(10):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "Non":
            break
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("C’est noté")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_text("Prêt? Répondu")).to_be_visible()
    await page.get_by_role("textbox").focus()
    await page.keyboard.type("/")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".body strong")).to_have_text("Gras")


async def test_typed_words_are_sent_edited_and_ticked(talking: Simulator, visit: Visit) -> None:
    page = await visit(talking, "?start=A&name=Sam&lang=en", WIDE)
    await page.get_by_role("button", name="Start", exact=True).click()
    field = page.get_by_role("textbox", name="Message")
    await field.fill("hello")
    await field.press("Enter")
    await expect(page.get_by_text("Merci de « hello »")).to_be_visible()
    await expect(page.get_by_role("img", name="taken in by the bot")).to_have_count(2)
    await field.press("ArrowUp")
    await expect(field).to_have_value("hello")
    await field.fill("good day")
    await field.press("Enter")
    await expect(page.get_by_text("Corrigé")).to_be_visible()
    assert [text for text in talking.phone(1001).texts if text in ("hello", "good day")] == ["good day"]


async def test_a_message_that_no_bot_has_fetched_keeps_one_tick(sim: Simulator, visit: Visit) -> None:
    page = await visit(sim, "?start=A&name=Sam&lang=en", NARROW)
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.get_by_role("img", name="sent, not yet taken in by the bot")).to_be_visible()


async def test_a_pressed_button_spins_until_the_bot_answers(talking: Simulator, visit: Visit) -> None:
    page = await visit(talking, "?start=A&name=Sam&lang=en", NARROW)
    await page.get_by_role("button", name="Start", exact=True).click()
    long = page.get_by_role("button", name="Une réponse")
    await long.click()
    await expect(long).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("button", name="Oui")).to_have_attribute("aria-busy", "false")
    assert await fits(page)


async def test_a_reply_keyboard_sends_its_label(talking: Simulator, visit: Visit) -> None:
    page = await visit(talking, "?start=A&name=Awa&lang=fr", NARROW)
    await page.get_by_role("button", name="Démarrer").click()
    await page.get_by_role("textbox").fill("clavier")
    await page.get_by_role("button", name="Envoyer").click()
    await page.get_by_role("button", name="Bleu").click()
    await expect(page.get_by_text("Merci de « Bleu »")).to_be_visible()


async def test_several_people_stand_side_by_side_on_a_wide_screen_and_one_by_one_on_a_phone(
    talking: Simulator, visit: Visit
) -> None:
    page = await visit(talking, "?start=A&name=Awa&lang=en", WIDE)
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_label("First name").fill("Noor")
    await page.get_by_label("Language of their phone").select_option("fr")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("region")).to_have_count(2)
    for phone in await page.get_by_role("region").all():
        await expect(phone).to_be_visible()
    await page.set_viewport_size(NARROW)
    await expect(page.get_by_role("region", name="Phone: Awa")).to_be_hidden()
    await page.get_by_role("button", name="Awa").click()
    await expect(page.get_by_role("region", name="Phone: Awa")).to_be_visible()
    await expect(page.get_by_role("region", name="Phone: Noor")).to_be_hidden()
    assert await fits(page)


async def test_people_survive_a_reload_and_are_not_invited_twice(talking: Simulator, visit: Visit) -> None:
    page = await visit(talking, "?start=CODE&name=Awa&lang=fr", NARROW)
    await expect(page.get_by_role("button", name="Démarrer")).to_be_visible()
    await page.reload()
    await page.get_by_role("button", name="Démarrer").click()
    await expect(page.get_by_text("Prêt? CODE")).to_be_visible()
    assert len(talking.exchange.chats) == 1


async def test_the_bot_can_be_blocked_and_unblocked(talking: Simulator, visit: Visit) -> None:
    page = await visit(talking, "?start=A&name=Awa&lang=en", NARROW)
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_label("More").click()
    await page.get_by_role("button", name="Block the bot", exact=True).click()
    await expect(page.get_by_role("button", name="Unblock the bot")).to_be_visible()
    assert talking.phone(1001).chat.blocked
    await page.locator(".whole").click()
    await expect(page.get_by_role("textbox")).to_be_visible()
    assert not talking.phone(1001).chat.blocked


@pytest.mark.parametrize(("locale", "words"), [("fr-CA", "Ouvrir son téléphone"), ("en-CA", "Open their phone")])
async def test_the_page_speaks_the_browser_s_language_and_can_be_switched(
    talking: Simulator, visit: Visit, locale: str, words: str
) -> None:
    page = await visit(talking, "", NARROW, locale)
    await expect(page.get_by_role("button", name=words)).to_be_visible()
    assert await page.get_attribute("html", "lang") == locale[:2]
    await page.get_by_role("button", name="English" if locale == "fr-CA" else "Français").click()
    assert await page.get_attribute("html", "lang") != locale[:2]
    await expect(page.get_by_role("button", name=words)).to_have_count(0)


async def test_what_the_bot_says_never_becomes_markup(talking: Simulator, bot: BotClient, visit: Visit) -> None:
    page = await visit(talking, "?start=A&name=<b>Eve</b>&lang=en", NARROW)
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_role("textbox").fill("<img src=x onerror=alert(1)>")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Merci de « <img src=x onerror=alert(1)> »")).to_be_visible()
    assert await page.locator(".phone img, .phone .owner b").count() == 0


async def test_both_languages_have_the_same_words_and_french_its_typography(talking: Simulator, visit: Visit) -> None:
    page = await visit(talking, "?lang=en", NARROW)
    spoken: dict[str, dict[str, str]] = await page.evaluate(
        """import('/page/words.js').then(({ WORDS }) => Object.fromEntries(Object.entries(WORDS).map(([tag, words]) =>
             [tag, Object.fromEntries(Object.entries(words).map(([key, value]) =>
               [key, typeof value === 'function' ? value('Awa') : value]))])))"""
    )
    assert spoken["en"].keys() == spoken["fr"].keys()
    for words in spoken["fr"].values():
        assert not any(sign in words for sign in ("'", " :", " ?", " !", "\u00a0?", "\u00a0!"))


async def test_an_own_message_is_edited_after_a_double_click(talking: Simulator, visit: Visit) -> None:
    page = await visit(talking, "?start=A&name=Awa&lang=fr", WIDE)
    await page.get_by_role("button", name="Démarrer").click()
    await page.get_by_role("textbox").fill("brouillon")
    await page.keyboard.press("Enter")
    await page.locator(".own .body", has_text="brouillon").dblclick()
    await expect(page.get_by_text("Modification de votre message")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("textbox")).to_have_value("")


async def test_typing_is_shown_until_the_message_comes(sim: Simulator, bot: BotClient, visit: Visit) -> None:
    page = await visit(sim, "?start=A&name=Sam&lang=en", NARROW)
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.get_by_text("/start A")).to_be_visible()
    await bot("sendChatAction", chat_id=1001, action="typing")
    await expect(page.get_by_text("typing…")).to_be_visible()
    await bot("sendMessage", chat_id=1001, text="Hello")
    await expect(page.get_by_text("Hello")).to_be_visible()
    await expect(page.get_by_text("typing…")).to_have_count(0)


async def test_the_page_says_when_the_simulator_is_gone(visit: Visit) -> None:
    async with Simulator() as sim:
        page = await visit(sim, "?start=A&name=Sam&lang=en", NARROW)
        await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    await expect(page.get_by_role("alert")).to_contain_text("does not answer")


async def test_a_link_that_invites_opens_a_phone_for_somebody_new(
    talking: Simulator, bot: BotClient, visit: Visit
) -> None:
    page = await visit(talking, "?start=A&name=Noor&lang=en", NARROW)
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.get_by_text("Prêt? A")).to_be_visible()
    await bot("sendMessage", chat_id=1001, text="Share https://t.me/causerie_simulator_bot?start=CODE-7")
    async with page.expect_popup() as opened:
        await page.get_by_role("link").click()
    invited = await opened.value
    await invited.get_by_label("First name").fill("Sam")
    await invited.keyboard.press("Enter")
    await invited.get_by_role("button", name="Start", exact=True).click()
    await expect(invited.get_by_text("Prêt? CODE-7")).to_be_visible()
    assert [chat.person.first_name for chat in talking.exchange.chats.values()] == ["Noor", "Sam"]


async def test_the_phone_of_somebody_who_is_already_here_can_be_opened(talking: Simulator, visit: Visit) -> None:
    await talking.person("Awa", "fr").start("X")
    page = await visit(talking, "?lang=en", WIDE)
    await page.get_by_label("Or somebody who is already here").select_option("Awa")
    await page.get_by_role("button", name="Open", exact=True).click()
    await expect(page.get_by_text("/start X")).to_be_visible()
