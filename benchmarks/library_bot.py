"""What one would write with python-telegram-bot: the same twelve questions as a ConversationHandler, without
persistence.

It makes the same calls for an answer as Causerie: the tap answered, the question tidied, the next one sent.
"""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE
TEXTS, MULTIPLE, QUESTIONS = {4, 8, 12}, 6, 12


def words(number: int) -> str:
    return f"Question {number} of twelve: what is it like where you are?"


def buttons(number: int, ticks: set[str]) -> InlineKeyboardMarkup | None:
    if number in TEXTS:
        return None
    sign = (lambda code: "☑ " if code in ticks else "☐ ") if number == MULTIPLE else (lambda _: "")
    codes = [f"o{each}" for each in range(1, 5)]
    rows = [[InlineKeyboardButton(f"{sign(code)}Choice number {code[1]}", callback_data=code)] for code in codes]
    if number == MULTIPLE:
        rows.append([InlineKeyboardButton("Done ▶", callback_data="done")])
    return InlineKeyboardMarkup(rows)


async def start(update: Update, context: Context) -> int:
    context.user_data.update(answers={}, ticks=set())
    await update.message.reply_text(words(1), reply_markup=buttons(1, set()))
    return 1


def typed(number: int):
    async def handle(update: Update, context: Context) -> int:
        context.user_data["answers"][number] = update.message.text
        return await following(update.effective_chat.id, number, context)

    return handle


def tapped(number: int):
    async def handle(update: Update, context: Context) -> int:
        query, ticks = update.callback_query, context.user_data["ticks"]
        await query.answer()
        if number == MULTIPLE and query.data != "done":
            ticks ^= {query.data}
            await query.edit_message_reply_markup(buttons(number, ticks))
            return number
        context.user_data["answers"][number] = sorted(ticks) if number == MULTIPLE else query.data
        await query.edit_message_text(f"{words(number)}\n\n✓ {query.data}")
        return await following(update.effective_chat.id, number, context)

    return handle


async def following(chat: int, number: int, context: Context) -> int:
    if number == QUESTIONS:
        await context.bot.send_message(chat, "Thank you")
        return ConversationHandler.END
    await context.bot.send_message(chat, words(number + 1), reply_markup=buttons(number + 1, set()))
    return number + 1


def main(token: str, address: str) -> None:
    states = {
        number: [MessageHandler(filters.TEXT & ~filters.COMMAND, typed(number))]
        if number in TEXTS
        else [CallbackQueryHandler(tapped(number))]
        for number in range(1, QUESTIONS + 1)
    }
    application = Application.builder().token(token).base_url(f"{address}/bot").build()
    application.add_handler(
        ConversationHandler([CommandHandler("start", start)], states, [CommandHandler("start", start)])
    )
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
