// Where a person writes: the text field, the menu of commands, the reply keyboard, Start and Unblock.

import { element, icon } from "./dom.js";
import { word } from "./words.js";

export class Composer {
  constructor(actions) {
    this.actions = actions;
    this.editing = null;
    this.commands = [];
    this.box = element("div", { class: "composer" });
    this.mode = "";
  }

  show(chat) {
    const mode = chat.blocked ? "blocked" : chat.started ? "open" : "start";
    this.commands = chat.commands;
    this.last = chat.messages.filter((message) => message.from === "person").at(-1);
    if (mode !== this.mode) this.build(mode);
    if (mode === "open") this.refresh(chat);
  }

  redraw() {
    this.mode = "";
  }

  build(mode) {
    const held = this.box.contains(document.activeElement);
    this.mode = mode;
    if (mode === "open") this.box.replaceChildren(...this.field());
    else this.box.replaceChildren(this.single(mode === "start" ? "start" : "unblock"));
    if (held) this.focus();
  }

  single(action) {
    return element("button", { class: "whole", type: "button", on: { click: () => this.actions[action]() } }, word(action));
  }

  field() {
    this.text = element("textarea", { rows: "1", maxlength: "4096", "aria-label": word("message") });
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("input", () => this.typed());
    this.list = element("div", { class: "commands", role: "group", "aria-label": word("commands"), hidden: true });
    this.list.addEventListener("keydown", (event) => this.walk(event));
    this.note = element("div", { class: "note", hidden: true });
    this.menu = element("button", { class: "quiet menu", type: "button", "aria-expanded": "false", on: { click: () => this.toggle() } }, word("menu"));
    this.submit = element("button", { class: "round", type: "submit", "aria-label": word("send"), title: word("send") }, icon("send"));
    this.keys = element("div", { class: "reply", role: "group", "aria-label": word("keyboard"), hidden: true });
    const form = element("form", { class: "writing", on: { submit: (event) => this.sent(event) } }, this.menu, this.text, this.submit);
    return [this.note, this.list, form, this.keys];
  }

  refresh(chat) {
    this.menu.hidden = chat.commands.length === 0;
    this.text.placeholder = chat.input?.input_field_placeholder || word("message");
    const rows = chat.input?.keyboard || [];
    const state = JSON.stringify(rows);
    if (state === this.keys.dataset.state) return;
    this.keys.dataset.state = state;
    this.keys.hidden = rows.length === 0;
    this.keys.replaceChildren(...rows.map((row) => element("div", { class: "row" }, ...row.map((key) => this.replyKey(key)))));
    if (chat.input?.force_reply) this.focus();
  }

  replyKey(key) {
    const press = () => this.actions.say(key.text);
    return element("button", { class: `key ${key.style || ""}`, type: "button", on: { click: press } }, element("span", { class: "label" }, key.text));
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.sent(event);
    else if (event.key === "Escape") this.reset();
    else if (event.key === "ArrowUp" && !this.text.value && this.last) this.edit(this.last, event);
    else if (event.key === "ArrowDown" && !this.list.hidden) this.walk(event);
  }

  typed() {
    this.grow();
    this.offer(/^\/\w*$/.test(this.text.value) ? this.text.value.slice(1) : null);
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 140)}px`;
  }

  sent(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    const editing = this.editing;
    this.reset();
    if (editing) this.actions.change(editing.id, text);
    else this.actions.say(text);
  }

  edit(message, event) {
    event?.preventDefault();
    if (this.mode !== "open") return;
    this.editing = message;
    this.text.value = message.text;
    const stop = element("button", { class: "bare", type: "button", "aria-label": word("cancel"), on: { click: () => this.reset() } }, icon("close"));
    this.note.replaceChildren(element("span", {}, word("editing")), stop);
    this.note.hidden = false;
    this.submit.setAttribute("aria-label", word("save"));
    this.grow();
    this.focus();
  }

  reset() {
    this.editing = null;
    this.text.value = "";
    this.note.hidden = true;
    this.submit.setAttribute("aria-label", word("send"));
    this.offer(null);
    this.grow();
    this.focus();
  }

  toggle() {
    this.offer(this.list.hidden ? "" : null);
    if (!this.list.hidden) this.list.querySelector("button")?.focus();
  }

  offer(beginning) {
    const found = beginning === null ? [] : this.commands.filter(({ command }) => command.startsWith(beginning));
    this.list.replaceChildren(...found.map((one) => this.commandLine(one)));
    this.list.hidden = found.length === 0;
    this.menu.setAttribute("aria-expanded", String(found.length > 0));
  }

  commandLine({ command, description }) {
    const pick = () => {
      this.reset();
      this.actions.say(`/${command}`);
    };
    return element("button", { type: "button", on: { click: pick } }, element("b", {}, `/${command}`), element("span", {}, description));
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.reset();
    if (!step) return;
    event.preventDefault();
    const all = [...this.list.querySelectorAll("button")];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  }

  focus() {
    (this.mode === "open" ? this.text : this.box.querySelector("button"))?.focus({ preventScroll: true });
  }
}
