// Keyboard on the review bench, only when the analyst switched it on; never while a text field has the focus.
const TEXT = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]";

const list = document.querySelector("dialog[data-shortcut-list]");
for (const button of document.querySelectorAll("[data-open-shortcuts]")) {
  button.hidden = false;
  button.addEventListener("click", () => list?.showModal());
}

if (document.body.dataset.shortcuts === "on") document.addEventListener("keydown", pressed);

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TEXT) || document.querySelector("dialog[open]")) return;
  const items = [...document.querySelectorAll("[data-item]")];
  const place = items.findIndex((item) => item.classList.contains("current"));
  const current = items[Math.max(place, 0)];
  const done = {
    j: () => move(items, place + 1),
    k: () => move(items, place - 1),
    1: () => choose(current, 0),
    2: () => choose(current, 1),
    3: () => choose(current, 2),
    n: () => current?.querySelector("[data-note]")?.focus(),
    "[": () => document.querySelector('a[data-key="["]')?.click(),
    "]": () => document.querySelector('a[data-key="]"]')?.click(),
    "?": () => list?.showModal(),
  }[event.key];
  if (!done) return;
  event.preventDefault();
  done();
}

function move(items, place) {
  const next = items[Math.min(Math.max(place, 0), items.length - 1)];
  if (!next) return;
  for (const item of items) {
    item.classList.toggle("current", item === next);
    item.removeAttribute("aria-current");
  }
  next.setAttribute("aria-current", "step");
  next.scrollIntoView({ block: "center" });
  (next.querySelector("input[type=radio]:checked") ?? next.querySelector("input[type=radio]"))?.focus({ preventScroll: true });
}

function choose(item, place) {
  const radio = item?.querySelectorAll(".verdict input[type=radio]")[place];
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}
