// The officers' page of a case: ready texts, names after an @.
(() => {
  "use strict";
  document.querySelectorAll("[data-ready-text]").forEach((choice) => choice.addEventListener("change", () => {
    const field = document.getElementById(choice.dataset.readyText);
    if (!field || !choice.value) return;
    field.value = field.value ? `${field.value}\n${choice.value}` : choice.value;
    choice.value = "";
    field.focus();
  }));

  const note = document.getElementById("id_note_note");
  if (!note) return;
  const list = document.createElement("ul");
  list.className = "mention-list";
  list.hidden = true;
  note.after(list);

  function put(name, from) {
    note.setRangeText(`@${name} `, from, note.selectionStart, "end");
    list.hidden = true;
    note.focus();
  }

  note.addEventListener("input", async () => {
    const from = note.value.lastIndexOf("@", note.selectionStart - 1);
    const typed = from < 0 ? "" : note.value.slice(from + 1, note.selectionStart);
    list.hidden = true;
    if (from < 0 || typed.length > 30 || typed.includes("\n")) return;
    const answer = await fetch(`/desk/officer-names?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok) return;
    const { names } = await answer.json();
    list.replaceChildren(...names.map((name) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-link";
      button.textContent = name;
      button.addEventListener("click", () => put(name, from));
      line.append(button);
      return line;
    }));
    list.hidden = !names.length;
  });
})();
