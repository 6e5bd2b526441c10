// What is being typed goes to the server now and then, so that a flat battery or a lost connection costs nothing.
(() => {
  "use strict";
  const PAUSE_MS = 1500;
  const RETRY_MS = 10000;

  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    const status = form.querySelector("[data-autosave-status]");
    let timer;
    let kept = words();

    function words() {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
      data.set("step", form.dataset.step);
      return data.toString();
    }

    async function save() {
      const now = words();
      if (now === kept || form.dataset.sending) return;
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body: now,
          keepalive: now.length < 60000,
          headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
        });
        if (!answer.ok) throw new Error(answer.status);
        kept = now;
        status.textContent = (await answer.json()).saved;
      } catch {
        status.textContent = form.dataset.notSaved;
        plan(RETRY_MS);
      }
    }

    function plan(pause) {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, pause);
    }

    form.addEventListener("input", () => plan(PAUSE_MS));
    form.addEventListener("change", () => plan(PAUSE_MS));
    form.addEventListener("click", () => plan(PAUSE_MS));
    window.addEventListener("online", () => plan(0));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  });
})();
