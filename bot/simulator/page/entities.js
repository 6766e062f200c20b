// A text with its entities as elements. Offsets count UTF-16 units, which is what JavaScript's strings count too.

import { element } from "./dom.js";
import { word } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const LONG_QUOTE = 160;

export function formatted(text, entities, send) {
  return pieces(text, [...entities], 0, text.length, send);
}

function pieces(text, entities, from, to, send) {
  const made = [];
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const end = Math.min(to, entity.offset + entity.length);
    if (entity.offset < at) continue;
    made.push(text.slice(at, entity.offset));
    made.push(piece(entity, text.slice(entity.offset, end), pieces(text, entities, entity.offset, end, send), send));
    at = end;
  }
  made.push(text.slice(at, to));
  return made.filter((part) => part !== "");
}

function piece(entity, text, inside, send) {
  if (entity.type in TAGS) return element(TAGS[entity.type], {}, ...inside);
  if (entity.type === "text_link") return link(entity.url, inside);
  if (entity.type === "url") return link(text, inside);
  if (entity.type === "bot_command") return command(text, send);
  if (entity.type === "spoiler") return spoiler(inside);
  if (entity.type === "blockquote") return element("blockquote", {}, ...inside);
  if (entity.type === "expandable_blockquote") return folded(text, inside);
  return element("span", {}, ...inside);
}

function link(address, inside) {
  if (!/^(https?|tg):/i.test(address)) return element("span", {}, ...inside);
  return element("a", outside(address), ...inside);
}

// A link that invites to a bot (t.me/NAME?start=CODE) opens this page for a new person instead: Telegram is not here.
export function outside(address) {
  const invitation = address.match(/^https?:\/\/t\.me\/\w+\/?\?start=([\w-]{1,64})$/);
  const href = invitation ? `/?start=${invitation[1]}` : address;
  return { href, target: "_blank", rel: "noopener noreferrer" };
}

function command(text, send) {
  return element("button", { class: "command", type: "button", on: { click: () => send(text) } }, text);
}

function spoiler(inside) {
  const cover = element("button", { class: "spoiler", type: "button", "aria-label": word("hidden") }, ...inside);
  cover.addEventListener("click", () => cover.replaceWith(element("span", {}, ...inside)));
  return cover;
}

function folded(text, inside) {
  const quote = element("blockquote", {}, ...inside);
  if (text.length < LONG_QUOTE && text.split("\n").length <= 3) return quote;
  const toggle = element("button", { class: "unfold", type: "button", "aria-expanded": "false" }, word("showMore"));
  const body = element("div", { class: "fold" }, ...inside);
  toggle.addEventListener("click", () => {
    const open = body.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = word(open ? "showLess" : "showMore");
  });
  return element("blockquote", {}, body, toggle);
}
