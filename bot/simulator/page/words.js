// The page's own words, in English and Canadian French. It never translates what the bot says.

export const WORDS = {
  en: {
    title: "Simulator", pageTitle: "Causerie simulator", language: "Language of this page",
    addPerson: "Add a person", newPerson: "A new person", name: "First name", theirLanguage: "Language of their phone",
    english: "English", french: "French", open: "Open their phone", cancel: "Cancel", somebodyHere: "Or somebody who is already here",
    openExisting: "Open", choose: "Choose…", people: "People", phoneOf: (name) => `Phone: ${name}`,
    welcome: "A chat with the bot, as on a phone.", welcomeMore: "Nothing here leaves this machine.",
    bot: "bot", typing: "typing…", blocked: "blocked", start: "Start", unblock: "Unblock the bot", block: "Block the bot",
    closePhone: "Put this phone away", more: "More", whatCanItDo: "What can this bot do?", invited: "You were invited with a code.",
    commands: "Commands", menu: "Menu", message: "Message", send: "Send", save: "Save", edit: "Edit this message", editing: "Editing your message",
    edited: "edited", sent: "sent, not yet taken in by the bot", taken: "taken in by the bot", chat: "Messages",
    you: "You", ok: "OK", replyTo: "Reply to:", showMore: "Show more", showLess: "Show less", hidden: "Hidden text", keyboard: "Answers",
    opensPage: "opens a page", copies: "copies a text", copied: "Copied", waiting: "waiting for the bot",
    offline: "The simulator does not answer. Trying again…", failed: "That did not work.", reaction: "Reaction:",
  },
  fr: {
    title: "Simulateur", pageTitle: "Simulateur de Causerie", language: "Langue de cette page",
    addPerson: "Ajouter une personne", newPerson: "Une nouvelle personne", name: "Prénom", theirLanguage: "Langue de son téléphone",
    english: "Anglais", french: "Français", open: "Ouvrir son téléphone", cancel: "Annuler", somebodyHere: "Ou une personne déjà présente",
    openExisting: "Ouvrir", choose: "Choisir…", people: "Personnes", phoneOf: (name) => `Téléphone\u00a0: ${name}`,
    welcome: "Une conversation avec le robot, comme sur un téléphone.", welcomeMore: "Rien de ce qui se passe ici ne quitte cet ordinateur.",
    bot: "robot", typing: "écrit…", blocked: "bloqué", start: "Démarrer", unblock: "Débloquer le robot", block: "Bloquer le robot",
    closePhone: "Ranger ce téléphone", more: "Plus d’options", whatCanItDo: "Que peut faire ce robot?", invited: "Vous avez reçu une invitation avec un code.",
    commands: "Commandes", menu: "Menu", message: "Message", send: "Envoyer", save: "Enregistrer", edit: "Modifier ce message", editing: "Modification de votre message",
    edited: "modifié", sent: "envoyé, pas encore reçu par le robot", taken: "reçu par le robot", chat: "Messages",
    you: "Vous", ok: "OK", replyTo: "En réponse à\u00a0:", showMore: "Afficher la suite", showLess: "Réduire", hidden: "Texte caché", keyboard: "Réponses",
    opensPage: "ouvre une page", copies: "copie un texte", copied: "Copié", waiting: "en attente du robot",
    offline: "Le simulateur ne répond pas. Nouvel essai…", failed: "Cela n’a pas fonctionné.", reaction: "Réaction\u00a0:",
  },
};

export const LANGUAGES = Object.keys(WORDS);

let current = "en";

export function firstLanguage(asked) {
  const wanted = [asked, localStorage.getItem("language"), ...navigator.languages];
  return wanted.map((tag) => (tag || "").slice(0, 2).toLowerCase()).find((tag) => tag in WORDS) || "en";
}

export function speak(language) {
  current = language;
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
  document.title = word("pageTitle");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}

export const language = () => current;

export function word(name, ...values) {
  const found = WORDS[current][name];
  return typeof found === "function" ? found(...values) : found;
}

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(current === "fr" ? "fr-CA" : "en-CA", { hour: "numeric", minute: "2-digit" });
