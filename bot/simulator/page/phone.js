// One person's phone: the bar at the top, the chat, what the bot shows for a moment, and the place to write.

import { Composer } from "./composer.js";
import { act } from "./control.js";
import { element, icon } from "./dom.js";
import { Log } from "./log.js";
import { word } from "./words.js";

const SHOWN_FOR = 4000;

export class Phone {
  constructor(person, payload, putAway) {
    this.id = person.id;
    this.name = person.first_name;
    this.payload = payload;
    this.putAway = putAway;
    this.seenToast = null;
    this.eager = false; // a phone that was just taken in hand gets the keyboard's focus
    this.log = new Log(this.actions(), person.language_code);
    this.composer = new Composer(this.actions());
    this.bar = element("div", { class: "bar" });
    this.about = element("div", { class: "about" });
    this.toast = element("div", { class: "toast", role: "status", hidden: true });
    this.screen = element("div", { class: "screen" }, this.about, this.log.list, this.toast);
    this.node = element("section", { class: "phone", id: `phone-${person.id}` }, this.bar, this.screen, this.composer.box);
  }

  actions() {
    const on = (action, make) => async (...values) => this.attempt(action, make ? make(...values) : {});
    return {
      say: on("say", (text) => ({ text })),
      change: on("edit", (message, text) => ({ message_id: message, text })),
      press: on("tap", (message, row, column) => ({ message_id: message, row, column })),
      start: on("start", () => (this.payload ? { payload: this.payload } : {})),
      unblock: on("unblock"),
      edit: (message) => this.composer.edit(message),
      copy: (text) => this.copy(text),
    };
  }

  async attempt(action, given) {
    try {
      await act(this.id, action, given);
    } catch {
      this.showToast(word("failed"));
    }
  }

  async copy(text) {
    await navigator.clipboard.writeText(text);
    this.showToast(word("copied"));
  }

  show(chat) {
    this.chat = chat;
    this.node.setAttribute("aria-label", word("phoneOf", this.name));
    this.showBar(chat);
    this.showAbout(chat);
    this.log.show(chat);
    this.composer.show(chat);
    this.showToasts(chat);
    if (this.eager) this.composer.focus();
    this.eager = false;
  }

  redraw() {
    this.log.redraw();
    this.composer.redraw();
    this.barState = "";
    this.show(this.chat);
  }

  showBar(chat) {
    clearTimeout(this.typingEnds);
    if (chat.typing_for > 0) this.typingEnds = setTimeout(() => this.showBar({ ...chat, typing_for: 0 }), chat.typing_for * 1000);
    const state = chat.blocked ? "blocked" : chat.typing_for > 0 ? "typing" : "bot";
    const drawn = `${state} ${chat.bot.name} ${chat.blocked}`;
    if (drawn === this.barState) return;
    this.barState = drawn;
    const title = element("div", { class: "title" }, element("b", {}, chat.bot.name), element("span", { class: state }, word(state)));
    const face = element("span", { class: "face", "aria-hidden": "true" }, [...chat.bot.name][0] || "?");
    this.bar.replaceChildren(face, title, element("span", { class: "owner" }, this.name), this.more(chat));
  }

  more(chat) {
    const block = element("button", { type: "button", on: { click: () => this.attempt(chat.blocked ? "unblock" : "block", {}) } }, word(chat.blocked ? "unblock" : "block"));
    const close = element("button", { type: "button", on: { click: () => this.putAway(this) } }, word("closePhone"));
    const summary = element("summary", { "aria-label": word("more"), title: word("more") }, icon("more"));
    const menu = element("details", { class: "more" }, summary, element("div", {}, block, close));
    menu.addEventListener("click", (event) => event.target.closest("button") && menu.removeAttribute("open"));
    menu.addEventListener("keydown", (event) => event.key === "Escape" && (menu.removeAttribute("open"), summary.focus()));
    menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && menu.removeAttribute("open"));
    return menu;
  }

  showAbout(chat) {
    this.about.hidden = chat.messages.length > 0;
    const lines = [chat.bot.description, this.payload ? word("invited") : ""].filter(Boolean);
    this.about.replaceChildren(element("div", { class: "card" }, element("b", {}, word("whatCanItDo")), ...lines.map((line) => element("p", {}, line))));
    if (lines.length === 0) this.about.querySelector("b").textContent = chat.bot.name;
  }

  showToasts(chat) {
    const newest = chat.toasts.at(-1);
    const known = this.seenToast;
    this.seenToast = newest?.version ?? 0;
    if (known === null || !newest || newest.version <= known) return;
    if (newest.alert) this.alert(newest.text);
    else this.showToast(newest.text);
  }

  showToast(text) {
    clearTimeout(this.toastEnds);
    this.toast.textContent = text;
    this.toast.hidden = false;
    this.toastEnds = setTimeout(() => (this.toast.hidden = true), SHOWN_FOR);
  }

  alert(text) {
    const held = document.activeElement;
    const dialog = element("dialog", { class: "alert" }, element("p", {}, text), element("form", { method: "dialog" }, element("button", { class: "strong" }, word("ok"))));
    dialog.addEventListener("close", () => (dialog.remove(), held?.focus()));
    this.node.append(dialog);
    dialog.showModal();
  }
}
