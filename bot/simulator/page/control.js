// The control interface, as the page uses it. It never speaks the Bot API: the page is a phone, not a bot.

export async function ask(path, given) {
  const options = given === undefined ? {} : { method: "POST", body: JSON.stringify(given), headers: { "Content-Type": "application/json" } };
  const response = await fetch(`/control${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export const people = () => ask("/users");
export const addPerson = (name, language) => ask("/users", { first_name: name, language_code: language });
export const act = (person, action, given = {}) => ask(`/chats/${person}/${action}`, given);

// Calls `show` with every chat that changes, for ever; one connection serves all phones.
export class Watch {
  constructor(show, online) {
    this.show = show;
    this.online = online;
    this.versions = new Map();
    this.stopped = new AbortController();
  }

  follow(person) {
    this.versions.set(person, -1);
    this.stopped.abort();
  }

  leave(person) {
    this.versions.delete(person);
    this.stopped.abort();
  }

  async run() {
    for (;;) await this.once().catch((problem) => this.pause(problem));
  }

  async once() {
    this.stopped = new AbortController();
    const since = [...this.versions].map(([person, version]) => `${person}:${version}`).join(",");
    const response = await fetch(`/control/chats?since=${since}`, { signal: this.stopped.signal });
    if (!response.ok) throw new Error(response.statusText);
    this.online(true);
    for (const chat of await response.json()) this.take(chat);
  }

  take(chat) {
    if (!this.versions.has(chat.id)) return;
    this.versions.set(chat.id, chat.version);
    this.show(chat);
  }

  async pause(problem) {
    if (problem.name === "AbortError") return;
    this.online(false);
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}
