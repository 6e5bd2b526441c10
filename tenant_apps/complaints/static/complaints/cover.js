// Boxes drawn over a photo, by mouse, finger or keyboard. The numbers beneath are what is sent.
(() => {
  "use strict";
  const ground = document.querySelector("[data-cover]");
  if (!ground) return;
  const words = ground.dataset;
  const live = document.getElementById("live");
  const more = document.querySelector("[data-cover-more]");
  const CORNER_PX = 24;
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const boxes = [...document.querySelectorAll("[data-row]")].map((row, index) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "cover-drawn";
    ground.append(element);
    const remove = row.querySelector("[data-remove]");
    remove.hidden = false;
    return { row, element, remove, index, inputs: [...row.querySelectorAll("input")], wanted: false };
  });

  const isFree = (box) => box.inputs.every((input) => !input.value);
  const values = (box) => box.inputs.map((input) => Number.parseFloat(input.value) || 0);
  const limit = (value, most) => Math.min(most, Math.max(0, value));
  const say = (text) => { if (live) live.textContent = text; };

  function show(box) {
    const [left, top, width, height] = values(box);
    box.element.hidden = !(width > 0 && height > 0);
    box.row.hidden = isFree(box) && !box.wanted;
    Object.assign(box.element.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
    const where = box.inputs.map((input) => `${input.labels[0].textContent} ${input.value}%`).join(", ");
    box.element.setAttribute("aria-label", `${words.box} ${box.index + 1}: ${where}. ${words.keys}`);
  }

  function put(box, [left, top, width, height]) {
    const wide = limit(width, 100);
    const high = limit(height, 100);
    const parts = [limit(left, 100 - wide), limit(top, 100 - high), wide, high];
    box.inputs.forEach((input, part) => { input.value = (Math.floor(parts[part] * 10) / 10).toString(); });
    show(box);
  }

  function clear(box) {
    box.inputs.forEach((input) => { input.value = ""; });
    box.wanted = false;
    show(box);
  }

  function takeAway(box) {
    clear(box);
    say(`${words.removed} ${box.index + 1}`);
    more.focus();
  }

  function free() {
    const box = boxes.find(isFree);
    if (!box) say(words.full);
    return box;
  }

  function at(event) {
    const area = ground.getBoundingClientRect();
    const part = (value, size) => limit((100 * value) / size, 100);
    return [part(event.clientX - area.left, area.width), part(event.clientY - area.top, area.height)];
  }

  function isAtCorner(box, event) {
    const area = box.element.getBoundingClientRect();
    return area.right - event.clientX < CORNER_PX && area.bottom - event.clientY < CORNER_PX && area.width > 2 * CORNER_PX;
  }

  // What the pointer does from here on: (from, to, how the box was) → how the box becomes.
  const draw = (from, to) => [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
  const move = (from, to, was) => [was[0] + to[0] - from[0], was[1] + to[1] - from[1], was[2], was[3]];
  const stretch = (from, to, was) => draw([was[0], was[1]], to);

  let hand = null;
  ground.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const held = boxes.find((box) => box.element === event.target);
    const box = held || free();
    if (!box) return;
    event.preventDefault();
    ground.setPointerCapture(event.pointerId);
    const does = held ? (isAtCorner(held, event) ? stretch : move) : draw;
    hand = { box, does, from: at(event), was: values(box), isNew: !held };
  });
  ground.addEventListener("pointermove", (event) => {
    if (hand) put(hand.box, hand.does(hand.from, at(event), hand.was));
  });
  function letGo() {
    if (!hand) return;
    const { box, isNew } = hand;
    hand = null;
    const [, , width, height] = values(box);
    if (width > 0.5 && height > 0.5) box.element.focus({ preventScroll: true });
    else if (isNew) clear(box);
  }
  ground.addEventListener("pointerup", letGo);
  ground.addEventListener("pointercancel", letGo);

  function byKey(box, event) {
    const [left, top, width, height] = values(box);
    if (event.key === "Delete" || event.key === "Backspace") takeAway(box);
    else if (!(event.key in STEPS)) return;
    else {
      const [right, down] = STEPS[event.key];
      const grown = [left, top, Math.max(1, Math.min(width + right, 100 - left)), Math.max(1, Math.min(height + down, 100 - top))];
      put(box, event.shiftKey ? grown : [left + right, top + down, width, height]);
      say(values(box).map((value, part) => `${box.inputs[part].labels[0].textContent} ${value}%`).join(", "));
    }
    event.preventDefault();
    event.stopPropagation();
  }

  boxes.forEach((box) => {
    box.element.addEventListener("keydown", (event) => byKey(box, event));
    box.remove.addEventListener("click", () => takeAway(box));
    box.inputs.forEach((input) => input.addEventListener("input", () => { box.wanted = true; show(box); }));
    show(box);
  });
  more.hidden = false;
  more.addEventListener("click", () => {
    const box = free();
    if (!box) return;
    put(box, [40, 40, 20, 20]);
    box.element.focus({ preventScroll: true });
    say(box.element.getAttribute("aria-label"));
  });
})();
