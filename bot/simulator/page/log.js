// The list of messages. What has not changed keeps its element, so that focus stays and only news is announced.

import { bubble } from "./bubble.js";
import { element } from "./dom.js";
import { word } from "./words.js";

export class Log {
  constructor(actions, language) {
    this.actions = actions;
    this.list = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": word("chat"), lang: language || null, tabindex: "0" });
    this.stuck = true;
    this.list.addEventListener("scroll", () => (this.stuck = this.fromBottom() < 80), { passive: true });
    new ResizeObserver(() => this.settle()).observe(this.list);
  }

  show(chat) {
    const newest = Number(this.list.lastElementChild?.dataset.id || 0);
    this.remove(chat);
    chat.messages.forEach((message) => this.place(message, chat));
    this.spin(chat);
    if (chat.messages.some((message) => message.id > newest && message.from === "person")) this.stuck = true;
    this.settle();
  }

  fromBottom() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
  }

  // Whoever reads at the bottom stays there; whoever has scrolled up to read is left in peace.
  settle() {
    if (this.stuck) this.list.scrollTop = this.list.scrollHeight;
  }

  redraw() {
    this.list.setAttribute("aria-label", word("chat"));
    this.list.replaceChildren();
  }

  remove(chat) {
    const kept = new Set(chat.messages.map((message) => String(message.id)));
    for (const node of this.list.querySelectorAll(".message")) if (!kept.has(node.dataset.id)) node.remove();
  }

  place(message, chat) {
    const old = this.list.querySelector(`[data-id="${message.id}"]`);
    if (old?.dataset.version === String(message.version)) return;
    const fresh = bubble(message, chat, this.actions);
    if (old) this.replace(old, fresh);
    else this.list.append(fresh);
  }

  // A pressed button that is still there after the change keeps the keyboard's focus; else the log takes it.
  replace(old, fresh) {
    const held = old.contains(document.activeElement) ? [...old.querySelectorAll(".key")].indexOf(document.activeElement) : -2;
    old.replaceWith(fresh);
    if (held === -2) return;
    (fresh.querySelectorAll(".key")[held] || this.list).focus({ preventScroll: true });
  }

  spin(chat) {
    const waiting = new Set(chat.waiting.map((press) => `${press.message_id} ${press.data}`));
    for (const key of this.list.querySelectorAll("[data-press]")) {
      const busy = waiting.has(key.dataset.press);
      key.classList.toggle("busy", busy);
      key.setAttribute("aria-busy", String(busy));
    }
  }
}
