// Who is on the page: one phone for each person, side by side or one at a time, kept over a reload in the address.

import { addPerson, people, Watch } from "./control.js";
import { element } from "./dom.js";
import { Phone } from "./phone.js";
import { language } from "./words.js";

const payloadKey = (person) => `start:${person}`;

export class People {
  constructor(place, tabs, offline) {
    this.invitation = null;
    this.place = place;
    this.tabs = tabs;
    this.phones = new Map();
    this.shown = null;
    this.watch = new Watch((chat) => this.phones.get(chat.id).show(chat), (online) => (offline.hidden = online));
  }

  // The address says who is here (#1001,1002); a link says who comes (?start=CODE&name=Awa&lang=fr).
  async begin(query) {
    const known = new Map((await people()).map((person) => [person.id, person]));
    for (const id of location.hash.slice(1).split(",").map(Number)) if (known.has(id)) this.open(known.get(id));
    this.invitation = query.get("start");
    if (query.has("name")) await this.add(query.get("name"), query.get("lang") || language());
    this.watch.run();
  }

  // The first person who comes is the one whom the link invited.
  async add(name, tongue) {
    const person = await addPerson(name, tongue);
    if (this.invitation) localStorage.setItem(payloadKey(person.id), this.invitation);
    else localStorage.removeItem(payloadKey(person.id));
    this.invitation = null;
    this.open(person);
    this.phones.get(person.id).eager = true;
  }

  open(person) {
    if (!this.phones.has(person.id)) {
      const phone = new Phone(person, localStorage.getItem(payloadKey(person.id)), (closed) => this.close(closed));
      this.phones.set(person.id, phone);
      this.place.querySelector(".welcome")?.remove();
      this.place.append(phone.node);
      this.watch.follow(person.id);
    }
    this.choose(person.id);
  }

  close(phone) {
    this.watch.leave(phone.id);
    this.phones.delete(phone.id);
    phone.node.remove();
    this.choose([...this.phones.keys()].at(-1) ?? null);
  }

  choose(id) {
    this.shown = id;
    for (const phone of this.phones.values()) phone.node.classList.toggle("shown", phone.id === id);
    this.remember();
    this.drawTabs();
  }

  remember() {
    const lang = new URLSearchParams({ lang: language() });
    history.replaceState(null, "", `?${lang}#${[...this.phones.keys()].join(",")}`);
  }

  drawTabs() {
    this.tabs.hidden = this.phones.size < 2;
    this.tabs.replaceChildren(...[...this.phones.values()].map((phone) => this.tab(phone)));
  }

  tab(phone) {
    const options = { type: "button", "aria-current": String(phone.id === this.shown), on: { click: () => this.choose(phone.id) } };
    const node = element("button", options, phone.name);
    if (phone.id === this.shown) requestAnimationFrame(() => node.scrollIntoView({ block: "nearest", inline: "nearest" }));
    return node;
  }

  redraw() {
    for (const phone of this.phones.values()) if (phone.chat) phone.redraw();
    this.remember();
    this.drawTabs();
  }
}
