// Photos large, one after the other or before beside after. Without this script a photo opens as a page of its own.
(() => {
  "use strict";
  const dialog = document.getElementById("viewer");
  if (!dialog || dialog.dataset.started) return;
  dialog.dataset.started = "yes";
  const STEP = 1.5;
  const MOST = 6;
  const links = [...document.querySelectorAll(".photo-grid a[href]")];
  const photos = distinct(links.map(described));
  const by = (moment) => photos.filter((photo) => photo.moment === moment);
  const part = (name) => dialog.querySelector(`[data-viewer="${name}"]`);
  const panes = [...dialog.querySelectorAll("[data-viewer-pane]")];
  let now = 0;
  let zoom = 1;
  let isPair = false;

  function described(link) {
    const image = link.querySelector("img");
    return { url: link.href, alt: image.alt, moment: link.dataset.moment || "" };
  }

  // The same photo stands with the case and in the timeline.
  function distinct(all) {
    const seen = new Map();
    all.forEach((photo) => { if (!seen.get(photo.url)?.moment) seen.set(photo.url, photo); });
    return [...seen.values()];
  }

  function pairs() {
    const [before, after] = [by("before"), by("after")];
    const number = before.length && after.length ? Math.max(before.length, after.length) : 0;
    return Array.from({ length: number }, (_, place) => [before[Math.min(place, before.length - 1)], after[Math.min(place, after.length - 1)]]);
  }

  function shown() {
    return isPair ? pairs() : photos.map((photo) => [photo]);
  }

  function show() {
    const rows = shown();
    const row = rows[now];
    panes.forEach((pane, place) => {
      const photo = row[place];
      pane.hidden = !photo;
      if (!photo) return;
      const image = pane.querySelector("img");
      if (image.src !== photo.url) image.src = photo.url;
      image.alt = photo.alt;
      pane.querySelector("figcaption").textContent = photo.alt;
    });
    part("count").textContent = dialog.dataset.count.replace("{number}", now + 1).replace("{total}", rows.length);
    part("previous").hidden = part("next").hidden = rows.length < 2;
    part("pair").hidden = !pairs().length;
    part("pair").setAttribute("aria-pressed", String(isPair));
    part("file").href = row[row.length - 1].url;
    dialog.classList.toggle("is-pair", isPair);
    scale(1);
  }

  function scale(value) {
    zoom = Math.min(MOST, Math.max(1, value));
    panes.forEach((pane) => {
      const image = pane.querySelector("img");
      image.style.width = zoom > 1 ? `${zoom * 100}%` : "";
      image.classList.toggle("is-large", zoom > 1);
    });
    part("farther").disabled = zoom === 1;
    part("closer").disabled = zoom === MOST;
  }

  function go(step) {
    const number = shown().length;
    now = (now + step + number) % number;
    show();
  }

  function pair() {
    if (!pairs().length) return;
    const photo = shown()[now][0];
    isPair = !isPair;
    now = isPair ? Math.max(0, pairs().findIndex((row) => row.includes(photo))) : Math.max(0, photos.indexOf(photo));
    show();
  }

  function pan(across, down) {
    panes.forEach((pane) => pane.querySelector(".viewer-frame").scrollBy({ left: across, top: down }));
  }

  const acts = {
    previous: () => go(-1),
    next: () => go(1),
    closer: () => scale(zoom * STEP),
    farther: () => scale(zoom / STEP),
    pair,
    close: () => dialog.close(),
  };
  const keys = {
    ArrowLeft: () => (zoom > 1 ? pan(-80, 0) : go(-1)),
    ArrowRight: () => (zoom > 1 ? pan(80, 0) : go(1)),
    ArrowUp: () => pan(0, -80),
    ArrowDown: () => pan(0, 80),
    Home: () => { now = 0; show(); },
    End: () => { now = shown().length - 1; show(); },
    "+": acts.closer,
    "=": acts.closer,
    "-": acts.farther,
    0: () => scale(1),
    b: pair,
  };

  Object.entries(acts).forEach(([name, act]) => part(name).addEventListener("click", act));
  panes.forEach((pane) => pane.querySelector("img").addEventListener("click", () => scale(zoom > 1 ? 1 : STEP * STEP)));
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  links.forEach((link) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    isPair = false;
    now = photos.findIndex((photo) => photo.url === link.href);
    show();
    dialog.showModal();
    part("close").focus();
  }));
  document.querySelectorAll("[data-viewer-pair]").forEach((button) => {
    button.hidden = !pairs().length;
    button.addEventListener("click", () => {
      [isPair, now] = [true, 0];
      show();
      dialog.showModal();
    });
  });
})();
