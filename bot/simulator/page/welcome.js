// Asking who is to get a phone: a form on an empty page, the same form in a dialog later.

import { people as everybody } from "./control.js";
import { element } from "./dom.js";
import { language, word } from "./words.js";

export function welcome(people) {
  const form = newcomer(people, () => {});
  const told = element("p", {}, word(people.invitation ? "invited" : "welcomeMore"));
  const card = element("div", { class: "welcome card" }, element("h2", {}, word("welcome")), told, form);
  addExisting(card, people, () => {});
  return card;
}

export function dialog(people) {
  const node = element("dialog", { class: "add", "aria-label": word("addPerson") });
  const done = () => node.close();
  const cancel = element("button", { class: "quiet", type: "button", on: { click: done } }, word("cancel"));
  node.append(element("h2", {}, word("newPerson")), newcomer(people, done, cancel));
  node.addEventListener("close", () => node.remove());
  document.body.append(node);
  node.showModal();
  addExisting(node, people, done);
}

function newcomer(people, done, cancel) {
  const name = element("input", { name: "name", required: true, maxlength: "64", autocomplete: "off", autofocus: true });
  const tongue = element("select", { name: "language" }, option("en", word("english")), option("fr", word("french")));
  tongue.value = language();
  const submit = element("button", { class: "strong", type: "submit" }, word("open"));
  const form = element("form", {}, labelled("name", name), labelled("theirLanguage", tongue), element("div", { class: "buttons" }, cancel, submit));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await people.add(name.value.trim() || "?", tongue.value);
    done();
  });
  return form;
}

// Somebody whom a rehearsal or another page has brought can be looked over the shoulder.
async function addExisting(node, people, done) {
  const others = (await everybody()).filter((person) => !people.phones.has(person.id));
  if (others.length === 0) return;
  const choice = element("select", { required: true }, option("", word("choose")), ...others.map((person) => option(person.id, person.first_name)));
  const submit = element("button", { class: "quiet", type: "submit" }, word("openExisting"));
  const form = element("form", { class: "existing" }, labelled("somebodyHere", choice), submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    people.open(others.find((person) => String(person.id) === choice.value));
    done();
  });
  node.append(form);
}

const option = (value, text) => element("option", { value: String(value) }, text);

const labelled = (name, field) => element("label", {}, element("span", {}, word(name)), field);
