// The page begins here: its language, then the people on it.

import { People } from "./people.js";
import { dialog, welcome } from "./welcome.js";
import { firstLanguage, language, speak } from "./words.js";

const query = new URLSearchParams(location.search);
const place = document.getElementById("phones");
const people = new People(place, document.getElementById("people"), document.getElementById("offline"));

function greet() {
  place.querySelector(".welcome")?.remove();
  if (people.phones.size === 0 || people.invitation) place.prepend(welcome(people));
}

document.getElementById("add").addEventListener("click", () => dialog(people));
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    speak(button.dataset.language);
    people.redraw();
    greet();
  });
}

speak(firstLanguage(query.get("lang")));
await people.begin(query);
greet();
new MutationObserver(() => place.childElementCount === 0 && greet()).observe(place, { childList: true });
document.documentElement.dataset.ready = language();
