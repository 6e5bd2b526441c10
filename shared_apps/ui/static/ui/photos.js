// Photo fields: made smaller here, sent one by one with progress and retry, or with the form when there is no upload address.
(() => {
  "use strict";
  const LONGEST_SIDE = 1600;
  const QUALITY = 0.85;
  const TRIES = 3;
  const PAUSE_MS = 2000; // before the second try; twice as long before the third
  const STALLED_MS = 45000; // without a byte sent or an answer
  const REFUSED = [413, 415, 422]; // the same file would be refused again
  const fields = new Map();

  // The camera's notes (EXIF) of a JPEG, so that the server can offer the place it was taken at; it strips them.
  async function cameraNotes(file) {
    if (file.type !== "image/jpeg") return null;
    const bytes = new Uint8Array(await file.slice(0, 256 * 1024).arrayBuffer());
    const view = new DataView(bytes.buffer);
    for (let at = 2; at + 10 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda;) {
      const length = view.getUint16(at + 2) + 2;
      const isExif = bytes[at + 1] === 0xe1 && view.getUint32(at + 4) === 0x45786966;
      if (isExif) return at + length <= bytes.length ? upright(bytes.slice(at, at + length)) : null;
      at += length;
    }
    return null;
  }

  // The canvas has turned the photo upright already: note 0x0112 must not turn it again.
  function upright(notes) {
    const view = new DataView(notes.buffer);
    const start = 10;
    const little = view.getUint16(start) === 0x4949;
    const entries = start + view.getUint32(start + 4, little);
    const count = view.getUint16(entries, little);
    for (let entry = 0; entry < count; entry += 1) {
      const at = entries + 2 + 12 * entry;
      if (view.getUint16(at, little) === 0x0112) view.setUint16(at + 8, 1, little);
    }
    return notes;
  }

  async function withNotes(blob, file) {
    const notes = await cameraNotes(file).catch(() => null);
    return notes ? [blob.slice(0, 2), notes, blob.slice(2)] : [blob];
  }

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
    return new File(await withNotes(blob, file), file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
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
      const item = { tile, state: "done", name: tile.dataset.name, id: tile.dataset.kept };
      this.items.push(item);
      item.buttons = tile.querySelector(".buttons");
      tile.querySelector("[data-remove]")?.remove();
      this.addButtons(item);
    }

    addButtons(item) {
      item.buttons.append(
        button(this.text.earlier, "btn-link photo-earlier", item.name, () => this.earlier(item)),
        button(this.text.remove, "btn-outline-secondary", item.name, () => this.remove(item)),
      );
    }

    earlier(item) {
      const before = item.tile.previousElementSibling;
      if (!before) return;
      before.before(item.tile);
      if (!item.tile.previousElementSibling) this.keepFocus(item.tile); // the first has no such button
      this.items.sort((one, other) => (one.tile.compareDocumentPosition(other.tile) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      if (!this.uploads) this.refill();
      this.say(`${item.name}: ${this.text.moved}`);
    }

    keepFocus(tile) {
      tile.tabIndex = -1;
      tile.focus();
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
      image.addEventListener("error", () => { image.hidden = true; }); // no picture that a browser can show
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
      this.addButtons(item);
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

    // Sent again by itself a few times, under one key, so that an answer that was lost does not store it twice.
    async send(item) {
      item.key ||= Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      item.retry?.remove();
      for (let attempt = 0; this.items.includes(item); attempt += 1) {
        await this.online(item);
        this.mark(item, "sending", attempt ? this.text.again : this.text.sending);
        item.bar.hidden = false;
        const request = await this.post(item);
        if (request.status && request.status < 500 && request.status !== 429) {
          this.answered(item, request);
          return;
        }
        if (attempt + 1 >= TRIES) {
          this.failed(item, request.status ? this.text.serverError : this.text.networkError);
          return;
        }
        await new Promise((done) => window.setTimeout(done, PAUSE_MS * 2 ** attempt));
      }
    }

    async online(item) {
      if (navigator.onLine) return;
      this.mark(item, "waiting", this.text.offline);
      this.say(this.text.offline);
      await new Promise((done) => window.addEventListener("online", done, { once: true }));
    }

    // The finished request, whatever came of it; status 0 when nothing came back.
    post(item) {
      return new Promise((done) => {
        const request = this.request();
        const body = new FormData();
        body.append("photo", item.file, item.file.name);
        body.append("key", item.key);
        let watch;
        const alive = () => {
          window.clearTimeout(watch);
          watch = window.setTimeout(() => request.abort(), STALLED_MS);
        };
        request.upload.addEventListener("progress", (event) => {
          alive();
          if (event.lengthComputable) item.bar.value = (100 * event.loaded) / event.total;
        });
        request.addEventListener("loadend", () => { window.clearTimeout(watch); done(request); });
        item.request = request;
        alive();
        request.send(body);
      });
    }

    request() {
      const request = new XMLHttpRequest();
      request.open("POST", this.text.uploadUrl);
      request.responseType = "json";
      request.setRequestHeader("x-csrftoken", this.input.form.elements.csrfmiddlewaretoken?.value || "");
      request.setRequestHeader("accept", "application/json");
      return request;
    }

    answered(item, request) {
      if (request.status >= 300 || !request.response?.id) {
        this.failed(item, request.response?.error || this.text.serverError, REFUSED.includes(request.status));
        return;
      }
      item.id = request.response.id;
      const id = document.createElement("input");
      id.type = "hidden";
      id.name = this.text.idsName;
      id.value = item.id;
      item.tile.append(id);
      if (this.text.captionName) this.caption(item);
      this.mark(item, "done", this.text.ready);
      this.say(`${item.name}: ${this.text.ready}`);
    }

    caption(item) {
      const label = document.createElement("label");
      label.className = "photo-caption";
      const input = document.createElement("input");
      Object.assign(input, { className: "form-control", name: this.text.captionName + item.id, maxLength: 150, autocomplete: "off" });
      label.append(this.text.caption, input);
      item.buttons.before(label);
    }

    failed(item, text, isRefused = false) {
      this.mark(item, "failed", text);
      this.say(`${item.name}: ${text}`);
      item.wayOut = item.buttons.lastElementChild;
      if (isRefused) return;
      item.retry = button(this.text.retry, "btn-primary", item.name, () => this.send(item));
      item.buttons.prepend(item.retry);
      item.wayOut = item.retry;
    }

    remove(item) {
      item.request?.abort();
      item.tile.remove();
      if (item.url) URL.revokeObjectURL(item.url);
      this.items = this.items.filter((other) => other !== item);
      if (!this.uploads) this.refill();
      else if (item.id) this.forget(item.id);
      this.say(`${item.name}: ${this.text.removed}`);
      this.input.focus();
    }

    // The form says in the end which photos stay; this only makes room for others before.
    forget(id) {
      const request = this.request();
      const body = new FormData();
      body.append("remove", id);
      request.send(body);
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
      failed?.wayOut.focus();
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
