// Building elements. Text is always set as text, never as HTML: what the bot says cannot become markup.

export function element(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) set(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [kind, handler] of Object.entries(value)) node.addEventListener(kind, handler);
  else if (name === "class") node.className = value;
  else node.setAttribute(name, value === true ? "" : value);
}

const PATHS = {
  send: "M3 20.5 21.5 12 3 3.5 3 10l13 2-13 2z",
  more: "M12 7a1.6 1.6 0 1 0 0-3.2A1.6 1.6 0 0 0 12 7zm0 6.6a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2zm0 6.6a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2z",
  edit: "M4 20v-4L15.5 4.5l4 4L8 20zM14 6l4 4",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5l4.5 4.5L19 7",
  outside: "M8 16 16 8M10 8h6v6",
  copy: "M9 9h10v10H9zM6 15H5V5h10v1",
};

const LINED = new Set(["edit", "close", "outside", "copy"]);

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", LINED.has(name) ? "lined" : "filled");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
