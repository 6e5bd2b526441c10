// Boxes drawn over a photo. The numbers beneath are what is sent; drawing fills in the first empty row.
(() => {
  "use strict";
  const ground = document.querySelector("[data-cover]");
  if (!ground) return;
  const rows = [...document.querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("input")]);
  const drawn = rows.map(() => {
    const box = document.createElement("div");
    box.className = "cover-drawn";
    box.hidden = true;
    ground.append(box);
    return box;
  });

  function show() {
    rows.forEach((inputs, index) => {
      const [left, top, width, height] = inputs.map((input) => Number.parseFloat(input.value));
      const box = drawn[index];
      box.hidden = !(width > 0 && height > 0);
      Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
    });
  }

  function at(event) {
    const area = ground.getBoundingClientRect();
    const part = (value, size) => Math.min(100, Math.max(0, (100 * value) / size));
    return [part(event.clientX - area.left, area.width), part(event.clientY - area.top, area.height)];
  }

  let from = null;
  let inputs = null;
  function draw(event) {
    if (!from) return;
    const to = at(event);
    const [left, top] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
    const values = [left, top, Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
    inputs.forEach((input, index) => { input.value = (Math.floor(values[index] * 10) / 10).toString(); });
    show();
  }
  ground.addEventListener("pointerdown", (event) => {
    inputs = rows.find((row) => row.every((input) => !input.value));
    if (!inputs) return;
    event.preventDefault();
    ground.setPointerCapture(event.pointerId);
    from = at(event);
  });
  ground.addEventListener("pointermove", draw);
  ground.addEventListener("pointerup", (event) => {
    draw(event);
    if (inputs && !(Number(inputs[2].value) > 0.5 && Number(inputs[3].value) > 0.5)) inputs.forEach((input) => { input.value = ""; });
    from = null;
    show();
  });
  rows.flat().forEach((input) => input.addEventListener("input", show));
  show();
})();
