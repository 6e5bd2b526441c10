// Photo fields: made smaller here, sent one by one with progress and retry, or with the form when there is no upload address.
(() => {
  "use strict";
  const LONGEST_SIDE = 1600;
  const QUALITY = 0.85;
  const fields = new Map();

  async function shrink(file) {
    if (!file.type.startsWith("image/")) return file;
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      return file; // HEIC and the like: the server decides
    }
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || (scale === 1 && blob.size >= file.size)) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  }

  function button(text, kind, label, action) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = `btn btn-sm ${kind}`;
    element.textContent = text;
    element.setAttribute("aria-label", `${text} ${label}`);
    element.addEventListener("click", action);
    return element;
  }

  class PhotoField {
    constructor(root) {
      this.root = root;
      this.input = root.querySelector("input[type=file]");
      this.list = root.querySelector(".photo-tiles");
      this.live = root.querySelector("[data-photo-status]");
      this.text = root.dataset;
      this.items = [];
      // The browser's own button speaks the browser's language, not the page's.
      this.input.classList.add("visually-hidden");
      const pick = root.querySelector("[data-pick]");
      pick.hidden = false;
      pick.addEventListener("click", () => this.input.click());
      this.input.addEventListener("change", () => this.add([...this.input.files]));
      root.querySelectorAll("[data-kept]").forEach((tile) => this.adopt(tile));
      this.input.form?.addEventListener("submit", (event) => this.hold(event), true);
    }

    get uploads() { return Boolean(this.text.uploadUrl); }
    get count() { return this.items.length; }

    // A photo that an earlier page already holds: its no-script checkbox becomes a button.
    adopt(tile) {
      const item = { tile, state: "done", name: tile.dataset.name };
      this.items.push(item);
      const box = tile.querySelector("[data-remove]");
      if (box) box.replaceWith(button(this.text.remove, "btn-outline-secondary", item.name, () => this.remove(item)));
    }

    async add(files) {
      const room = Number(this.text.max) - this.count;
      if (files.length > room) this.say(this.text.tooMany);
      const fresh = files.slice(0, Math.max(room, 0)).map((file) => this.tile(file));
      if (this.uploads) this.input.value = "";
      for (const item of fresh) {
        item.file = await shrink(item.file);
        if (this.uploads) await this.send(item);
        else this.mark(item, "done", this.text.ready);
      }
      if (!this.uploads) this.refill();
    }

    tile(file) {
      const item = { file, name: file.name, state: "waiting", url: URL.createObjectURL(file) };
      item.tile = document.createElement("li");
      item.tile.className = "photo-tile";
      const image = document.createElement("img");
      image.src = item.url;
      image.alt = file.name;
      const body = document.createElement("div");
      body.className = "body";
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = file.name;
      item.stateLine = document.createElement("span");
      item.stateLine.className = "state";
      item.bar = document.createElement("progress");
      item.bar.max = 100;
      item.bar.setAttribute("aria-label", file.name);
      item.bar.hidden = !this.uploads;
      item.buttons = document.createElement("div");
      item.buttons.className = "buttons";
      item.buttons.append(button(this.text.remove, "btn-outline-secondary", item.name, () => this.remove(item)));
      body.append(name, item.stateLine, item.bar, item.buttons);
      item.tile.append(image, body);
      this.list.append(item.tile);
      this.items.push(item);
      this.mark(item, "waiting", this.text.preparing);
      return item;
    }

    mark(item, state, text) {
      item.state = state;
      item.stateLine.textContent = text;
      item.stateLine.classList.toggle("bad", state === "failed");
      if (state === "failed" || state === "done") item.bar.hidden = true;
    }

    send(item) {
      this.mark(item, "sending", this.text.sending);
      item.bar.hidden = false;
      item.retry?.remove();
      return new Promise((done) => {
        const request = new XMLHttpRequest();
        const body = new FormData();
        body.append("photo", item.file, item.file.name);
        request.open("POST", this.text.uploadUrl);
        request.responseType = "json";
        request.setRequestHeader("x-csrftoken", this.input.form.elements.csrfmiddlewaretoken?.value || "");
        request.setRequestHeader("accept", "application/json");
        request.upload.addEventListener("progress", (event) => {
          if (event.lengthComputable) item.bar.value = (100 * event.loaded) / event.total;
        });
        request.addEventListener("load", () => { this.answered(item, request); done(); });
        request.addEventListener("error", () => { this.failed(item, this.text.networkError); done(); });
        request.addEventListener("abort", done);
        item.request = request;
        request.send(body);
      });
    }

    answered(item, request) {
      if (request.status >= 300 || !request.response?.id) {
        this.failed(item, request.response?.error || this.text.serverError);
        return;
      }
      const id = document.createElement("input");
      id.type = "hidden";
      id.name = this.text.idsName;
      id.value = request.response.id;
      item.tile.append(id);
      this.mark(item, "done", this.text.ready);
      this.say(`${item.name}: ${this.text.ready}`);
    }

    failed(item, text) {
      this.mark(item, "failed", text);
      item.retry = button(this.text.retry, "btn-primary", item.name, () => this.send(item));
      item.buttons.prepend(item.retry);
      this.say(`${item.name}: ${text}`);
    }

    remove(item) {
      item.request?.abort();
      item.tile.remove();
      if (item.url) URL.revokeObjectURL(item.url);
      this.items = this.items.filter((other) => other !== item);
      if (!this.uploads) this.refill();
      this.say(`${item.name}: ${this.text.removed}`);
      this.input.focus();
    }

    refill() {
      const transfer = new DataTransfer();
      this.items.forEach((item) => { if (item.file) transfer.items.add(item.file); });
      this.input.files = transfer.files;
    }

    // The form waits for photos on their way, and does not silently leave behind one that failed.
    hold(event) {
      const waiting = this.items.find((item) => item.state === "sending" || item.state === "waiting");
      const failed = this.items.find((item) => item.state === "failed");
      if (!waiting && !failed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.say(waiting ? this.text.wait : this.text.failedLeft, true);
      (failed || waiting).tile.scrollIntoView({ block: "center" });
      failed?.retry.focus();
    }

    say(text) {
      if (this.live) this.live.textContent = text;
    }
  }

  function start(scope) {
    scope.querySelectorAll("[data-photos]").forEach((root) => {
      if (!fields.has(root)) fields.set(root, new PhotoField(root));
    });
  }

  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  start(document);
})();
