// Keys for officers: / searches, j and k walk the rows, Enter opens one, ? lists the keys. They can be switched off.
(() => {
  "use strict";
  const STORE = "keys-off";
  const dialog = document.getElementById("keys");
  const toggle = dialog?.querySelector("[data-keys-on]");

  function off() {
    try {
      return localStorage.getItem(STORE) === "yes";
    } catch {
      return false;
    }
  }

  function typing(target) {
    return target.closest("input, textarea, select, [contenteditable], .leaflet-container, dialog");
  }

  function walk(step) {
    const rows = [...document.querySelectorAll("table.table tbody tr")];
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.ariaSelected === "true");
    const next = Math.max(0, Math.min(rows.length - 1, now + step));
    rows.forEach((row, index) => { if (index === next) row.setAttribute("aria-selected", "true"); else row.removeAttribute("aria-selected"); });
    (rows[next].querySelector("a") || rows[next]).focus();
    rows[next].scrollIntoView({ block: "nearest" });
  }

  // What a page offers by itself: <button data-key="a" data-key-label="Assign">, also a <summary> that opens a form.
  function offered(key) {
    return [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && element.offsetParent);
  }

  function use(element) {
    element.click();
    if (element.matches("summary")) element.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  function pick() {
    const row = document.querySelector("tr[aria-selected=true]");
    if (row) document.dispatchEvent(new CustomEvent("keys:pick", { detail: { row } }));
  }

  function listOffered() {
    const list = dialog?.querySelector("dl");
    document.querySelectorAll("[data-key][data-key-label]").forEach((element) => {
      const line = document.createElement("div");
      const term = document.createElement("dt");
      const key = document.createElement("kbd");
      const words = document.createElement("dd");
      key.textContent = element.dataset.key;
      words.textContent = element.dataset.keyLabel;
      term.append(key);
      line.append(term, words);
      list?.append(line);
    });
  }

  const actions = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    j: () => walk(1),
    k: () => walk(-1),
    x: pick,
    "?": () => dialog?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || off() || typing(event.target)) return;
    const element = offered(event.key);
    const action = element ? () => use(element) : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  listOffered();
  document.querySelector("[data-show-keys]")?.addEventListener("click", () => dialog?.showModal());
  dialog?.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
  if (toggle) {
    toggle.checked = !off();
    toggle.addEventListener("change", () => {
      try {
        if (toggle.checked) localStorage.removeItem(STORE);
        else localStorage.setItem(STORE, "yes");
      } catch { /* private mode: the choice lasts for this page only */ }
    });
  }
})();
