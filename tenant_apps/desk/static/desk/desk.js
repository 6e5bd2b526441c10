// The inbox: choosing cases, with a count; x chooses the row on which the keyboard stands.
(() => {
  "use strict";
  const form = document.getElementById("bulk");
  if (!form) return;
  const boxes = () => [...document.querySelectorAll("input[name=case][form=bulk]")];
  const page = form.querySelector("[data-pick-page]");
  const every = form.querySelector("[data-pick-all]");
  const said = form.querySelector("[data-picked]");
  form.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });

  function tell() {
    const chosen = boxes().filter((box) => box.checked).length;
    page.checked = chosen > 0 && chosen === boxes().length;
    page.indeterminate = chosen > 0 && !page.checked;
    said.textContent = chosen && !every.checked ? said.dataset.pickedText.replace("{number}", chosen) : "";
  }

  page.addEventListener("change", () => {
    boxes().forEach((box) => { box.checked = page.checked; });
    tell();
  });
  every.addEventListener("change", tell);
  document.addEventListener("change", (event) => { if (event.target.matches("input[name=case]")) tell(); });
  document.addEventListener("keys:pick", (event) => {
    const box = event.detail.row.querySelector("input[name=case]");
    if (!box) return;
    box.checked = !box.checked;
    tell();
  });
  // An act by key means the row on which one stands, when nothing is chosen.
  form.addEventListener("submit", () => {
    if (every.checked || boxes().some((box) => box.checked)) return;
    const box = document.querySelector("tr[aria-selected=true] input[name=case]");
    if (box) box.checked = true;
  });
  tell();
})();
