// Shows a colour as header, button and link while it is chosen, with its contrast to white (WCAG 2.2).
const form = document.querySelector("[data-colour-form]");
const text = form.querySelector("[data-colour]");
const picker = form.querySelector("[type=color]");
const preview = form.querySelector("[data-preview]");
const verdict = form.querySelector("[data-contrast]");
const near = form.querySelector("[data-near]");
const LEAST = 4.5;

function parse(value) {
  const found = /^#?([0-9a-f]{6})$/i.exec(value.trim());
  return found && [0, 2, 4].map((at) => parseInt(found[1].slice(at, at + 2), 16));
}

function hex(parts) {
  return "#" + parts.map((part) => part.toString(16).padStart(2, "0")).join("");
}

function contrastToWhite(parts) {
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

function darkened(parts) {
  let share = 1;
  let result = parts;
  while (contrastToWhite(result) < LEAST) {
    share -= 0.01;
    result = parts.map((part) => Math.floor(part * share));
  }
  return result;
}

function show() {
  const parts = parse(text.value);
  if (!parts) return;
  const ratio = contrastToWhite(parts);
  const readable = darkened(parts);
  picker.value = hex(parts);
  preview.style.setProperty("--chosen", hex(parts));
  preview.style.setProperty("--readable", hex(readable));
  const words = ratio >= LEAST ? verdict.dataset.good : verdict.dataset.poor;
  verdict.textContent = words.replace("[ratio]", ratio.toFixed(1)).replace("[near]", hex(readable));
  near.hidden = ratio >= LEAST;
  near.dataset.near = hex(readable);
}

form.querySelector("[data-colour-picker]").hidden = false;
text.addEventListener("input", show);
picker.addEventListener("input", () => {
  text.value = picker.value;
  show();
});
near.querySelector("button").addEventListener("click", () => {
  text.value = near.dataset.near;
  show();
});
show();
