// One message as a bubble with its inline keyboard. It is built anew when the message changes, and then only.

import { element, icon } from "./dom.js";
import { formatted, outside } from "./entities.js";
import { clock, word } from "./words.js";

export function bubble(message, chat, actions) {
  const own = message.from === "person";
  const body = element("div", { class: "body" }, quoted(message, chat), ...formatted(message.text, message.entities, actions.say), meta(message, own));
  if (own) body.addEventListener("dblclick", () => actions.edit(message));
  const row = element("div", { class: "line" }, body, own ? editButton(message, actions) : null);
  return element(
    "article",
    { class: own ? "message own" : "message", "data-id": message.id, "data-version": message.version, "aria-label": own ? word("you") : chat.bot.name },
    row, reactions(message), keyboard(message, actions),
  );
}

function quoted(message, chat) {
  const target = chat.messages.find((other) => other.id === message.reply_to);
  if (!target) return null;
  return element("div", { class: "quoted" }, element("span", { class: "unseen" }, `${word("replyTo")} `), target.text.slice(0, 80));
}

function meta(message, own) {
  const time = element("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date));
  return element("span", { class: "meta" }, message.edited ? `${word("edited")} ` : null, time, own ? ticks(message) : null);
}

function ticks(message) {
  const label = word(message.acknowledged ? "taken" : "sent");
  const marks = message.acknowledged ? [icon("check"), icon("check")] : [icon("check")];
  return element("span", { class: message.acknowledged ? "ticks taken" : "ticks", role: "img", "aria-label": label, title: label }, ...marks);
}

function editButton(message, actions) {
  return element("button", { class: "bare pencil", type: "button", "aria-label": word("edit"), title: word("edit"), on: { click: () => actions.edit(message) } }, icon("edit"));
}

function reactions(message) {
  if (!message.reactions.length) return null;
  return element("p", { class: "reactions" }, element("span", { class: "unseen" }, `${word("reaction")} `), message.reactions.join(" "));
}

function keyboard(message, actions) {
  if (!message.buttons.length) return null;
  const rows = message.buttons.map((row, number) =>
    element("div", { class: "row" }, ...row.map((button, column) => inlineButton(message, button, number, column, actions))));
  return element("div", { class: "inline" }, ...rows);
}

function inlineButton(message, button, row, column, actions) {
  const label = element("span", { class: "label" }, button.text);
  const look = `key ${button.style || ""}`;
  if (button.url) return element("a", { class: look, ...outside(button.url) }, label, mark("outside", "opensPage"));
  if (button.copy_text) {
    const copy = () => actions.copy(button.copy_text.text);
    return element("button", { class: look, type: "button", on: { click: copy } }, label, mark("copy", "copies"));
  }
  const press = () => actions.press(message.id, row, column);
  return element("button", { class: look, type: "button", "data-press": `${message.id} ${button.callback_data}`, on: { click: press } }, label);
}

function mark(name, meaning) {
  return element("span", { class: "mark" }, icon(name), element("span", { class: "unseen" }, ` (${word(meaning)})`));
}
