// Pin fields. The map works without tiles: a grid, a scale and a pin that hands, keys and the phone's position can move.
(() => {
  "use strict";
  const STEP_PX = 8;
  const DIGITS = 6;
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  // Without tiles a grid shows that the map moves.
  function drawGrid(map) {
    const box = map.getContainer();
    const follow = () => {
      const corner = map.getPixelBounds().min;
      box.style.backgroundPosition = `${-(corner.x % 256)}px ${-(corner.y % 256)}px`;
    };
    box.classList.add("map-grid");
    map.on("move zoomend", follow);
    follow();
  }

  function icon(root, name) {
    return root.querySelector(`template[data-icon=${name}]`).innerHTML;
  }

  function pinIcon(root) {
    return L.divIcon({ className: "map-pin", iconSize: [48, 48], iconAnchor: [24, 44], html: icon(root, "pin") });
  }

  function drawGround(map, words, root) {
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut, zoomInText: icon(root, "closer"), zoomOutText: icon(root, "farther") }).addTo(map);
    new Scale({ imperial: false, metres: words.metres, kilometres: words.kilometres }).addTo(map);
    map.setMinZoom(5).setMaxZoom(19);
    if (words.tiles) L.tileLayer(words.tiles, { maxZoom: 19, attribution: words.attribution }).addTo(map);
    else drawGrid(map);
  }

  const Scale = L.Control.Scale.extend({
    _updateMetric(maxMeters) {
      const meters = this._getRoundNum(maxMeters);
      const text = meters < 1000 ? `${meters} ${this.options.metres}` : `${meters / 1000} ${this.options.kilometres}`;
      this._updateScale(this._mScale, text, meters / maxMeters);
    },
  });

  class PinField {
    constructor(root) {
      this.root = root;
      this.text = root.dataset;
      this.box = root.querySelector(".map-box");
      this.latitude = root.querySelector("[data-latitude]");
      this.longitude = root.querySelector("[data-longitude]");
      this.status = root.querySelector(".map-status");
      root.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });
      root.querySelector("details").open = Boolean(root.querySelector("details .is-invalid"));
      this.draw();
      root.querySelector("[data-here]").addEventListener("click", () => this.locate());
      root.querySelector("[data-centre]").addEventListener("click", () => this.place(this.map.getCenter(), true));
      root.querySelector("[data-clear]").addEventListener("click", () => this.clear());
      [this.latitude, this.longitude].forEach((input) => input.addEventListener("change", () => this.typed(true)));
      this.typed(false);
    }

    draw() {
      const centre = [Number(this.text.latitude), Number(this.text.longitude)];
      this.map = L.map(this.box, { center: centre, zoom: Number(this.text.zoom), zoomControl: false, attributionControl: Boolean(this.text.tiles) });
      drawGround(this.map, this.text, this.root);
      if (this.text.boundary) this.drawBoundary();
      this.map.on("click", (event) => this.place(event.latlng));
      this.box.setAttribute("role", "application");
      this.box.setAttribute("aria-label", this.text.mapName);
      this.box.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.target === this.box) {
          event.preventDefault();
          this.place(this.map.getCenter(), true);
        }
      });
    }

    async drawBoundary() {
      const answer = await fetch(this.text.boundary).catch(() => null);
      if (!answer?.ok) return;
      const layer = L.geoJSON(await answer.json(), { style: { className: "map-boundary", fill: false }, interactive: false }).addTo(this.map);
      if (!this.pin) this.map.fitBounds(layer.getBounds());
    }

    place(point, focus = false) {
      this.show(point);
      this.latitude.value = point.lat.toFixed(DIGITS);
      this.longitude.value = point.lng.toFixed(DIGITS);
      this.say(this.text.placed);
      if (focus) this.pin.getElement().focus();
    }

    show(point) {
      if (this.pin) {
        this.pin.setLatLng(point);
        return;
      }
      this.pin = L.marker(point, { icon: pinIcon(this.root), draggable: true, autoPan: true, keyboard: true }).addTo(this.map);
      const element = this.pin.getElement();
      element.setAttribute("aria-label", this.text.pinName);
      element.addEventListener("keydown", (event) => this.nudge(event));
      this.pin.on("dragend", () => this.place(this.pin.getLatLng()));
      this.root.querySelector("[data-clear]").hidden = false;
    }

    nudge(event) {
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault();
      event.stopPropagation();
      const step = event.shiftKey ? 1 : STEP_PX;
      const moved = this.map.latLngToContainerPoint(this.pin.getLatLng()).add([arrow[0] * step, arrow[1] * step]);
      this.place(this.map.containerPointToLatLng(moved));
      this.map.panInside(this.pin.getLatLng(), { padding: [40, 40] });
    }

    // Maps of others give both numbers at once.
    split() {
      const pair = this.latitude.value.match(/^\s*\(?([-+]?\d+(?:\.\d+)?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)\)?\s*$/);
      if (pair && !this.longitude.value) [this.latitude.value, this.longitude.value] = pair.slice(1);
    }

    typed(announce) {
      this.split();
      const latitude = Number.parseFloat(this.latitude.value);
      const longitude = Number.parseFloat(this.longitude.value);
      if (!(Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180)) return;
      this.show(L.latLng(latitude, longitude));
      this.map.setView([latitude, longitude], Math.max(this.map.getZoom(), 16));
      if (announce) this.say(this.text.placed);
    }

    locate() {
      if (!navigator.geolocation) {
        this.say(this.text.noLocation);
        return;
      }
      this.say(this.text.locating);
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const point = L.latLng(coords.latitude, coords.longitude);
          this.map.setView(point, 17);
          this.place(point);
          this.say(`${this.text.placed} ${this.text.accuracy.replace("{metres}", Math.round(coords.accuracy))}`);
        },
        (error) => this.say(error.code === error.PERMISSION_DENIED ? this.text.denied : this.text.noLocation),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    }

    clear() {
      this.pin?.remove();
      this.pin = null;
      this.latitude.value = this.longitude.value = "";
      this.root.querySelector("[data-clear]").hidden = true;
      this.say(this.text.cleared);
      this.root.querySelector("[data-here]").focus();
    }

    say(text) {
      this.status.textContent = text;
    }
  }

  // A pin to look at, on a case page.
  function showOnly(box) {
    const point = [Number(box.dataset.latitude), Number(box.dataset.longitude)];
    const map = L.map(box, { center: point, zoom: 16, zoomControl: false, attributionControl: Boolean(box.dataset.tiles), keyboard: false });
    drawGround(map, box.dataset, box.parentElement);
    L.marker(point, { icon: pinIcon(box.parentElement), keyboard: false, interactive: false }).addTo(map);
  }

  // Many places to look at: `data-pins` is JSON of [latitude, longitude, label, address]; those of one place share a pin.
  // A fifth value says for how many cases a pin stands: it leads straight to its address. `data-area` is what to show.
  function showMany(box) {
    const places = new Map();
    const groups = [];
    JSON.parse(box.dataset.pins).forEach(([latitude, longitude, label, url, cases]) => {
      if (cases > 1) {
        groups.push({ at: [Number(latitude), Number(longitude)], label, url, cases });
        return;
      }
      const key = `${latitude},${longitude}`;
      if (!places.has(key)) places.set(key, { at: [Number(latitude), Number(longitude)], items: [] });
      places.get(key).items.push({ label, url });
    });
    const map = L.map(box, { zoomControl: false, attributionControl: Boolean(box.dataset.tiles) });
    map.fitBounds(areaOf(box, [...places.values(), ...groups]), { maxZoom: box.dataset.area ? 18 : 16, animate: false });
    drawGround(map, box.dataset, box.parentElement);
    places.forEach(({ at, items }) => {
      const marker = L.marker(at, { icon: pinIcon(box.parentElement), keyboard: true }).addTo(map);
      marker.getElement().setAttribute("aria-label", items.map((item) => item.label).join(", "));
      marker.bindPopup(listOf(items), { closeButton: false });
    });
    groups.forEach((group) => showGroup(map, group));
    offerArea(map, box.parentElement.querySelector("[data-map-here]"));
  }

  function areaOf(box, places) {
    if (!box.dataset.area) return L.latLngBounds(places.map((place) => place.at)).pad(0.2);
    const [south, west, north, east] = JSON.parse(box.dataset.area);
    return L.latLngBounds([[south, west], [north, east]]).pad(0.05);
  }

  function showGroup(map, { at, label, url, cases }) {
    const html = document.createElement("span");
    html.textContent = cases;
    const marker = L.marker(at, { icon: L.divIcon({ className: "map-group", iconSize: [48, 48], html }), keyboard: true }).addTo(map);
    marker.getElement().setAttribute("aria-label", label);
    marker.getElement().title = label;
    marker.on("click", () => location.assign(url));
    marker.on("keypress", ({ originalEvent }) => { if (originalEvent.key === "Enter") location.assign(url); });
  }

  // Once the map was moved, a button shows the cases of the part that is now in view.
  function offerArea(map, button) {
    if (!button) return;
    map.on("moveend", () => { button.hidden = false; });
    button.addEventListener("click", () => {
      const bounds = map.getBounds();
      const url = new URL(location.href);
      url.searchParams.set("area", [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()].map((edge) => edge.toFixed(5)).join(","));
      url.searchParams.delete("page");
      location.assign(url);
    });
  }

  function listOf(items) {
    const list = document.createElement("ul");
    list.className = "map-list";
    items.forEach(({ label, url }) => {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = label;
      const line = document.createElement("li");
      line.append(link);
      list.append(line);
    });
    return list;
  }

  function start(scope) {
    scope.querySelectorAll("[data-map], [data-map-show], [data-map-many]").forEach((root) => {
      if (root.mapStarted) return; // on the element: a page may load this file twice, with a form's widgets and for a map
      root.mapStarted = true;
      if (root.matches("[data-map]")) new PinField(root);
      else if (root.matches("[data-map-many]")) showMany(root);
      else showOnly(root);
    });
  }

  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  start(document);
})();
