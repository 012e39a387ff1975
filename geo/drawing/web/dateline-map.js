// <dateline-map src="map.html"></dateline-map>: a map of an article in any page, in a frame of its own.
//
// Attributes: src, place (an id, "place-…"), sentence ("s07"), layers (names, with spaces between them; none
// shows all), lang (of the map's own words; the page beside src of that language), theme ("light", "dark").
// Event: "dateline:select", whose detail is {place, sentence}, ids or null. Method: focus(id) shows a place or a
// sentence, focus() moves the keyboard into the map.
class DatelineMap extends HTMLElement {
  static observedAttributes = ["src", "place", "sentence", "layers", "lang", "theme"];

  #frame = document.createElement("iframe");
  #ready = false;
  #shown = "";
  #hear = (/** @type {MessageEvent} */ event) => {
    if (event.source !== this.#frame.contentWindow || event.source === null) return;
    const { type, place = null, sentence = null } = event.data ?? {};
    if (type === "dateline:ready") {
      this.#ready = true;
      for (const name of ["layers", "theme", "place", "sentence"]) if (this.hasAttribute(name)) this.#send(name);
      this.dispatchEvent(new CustomEvent("dateline:ready", { detail: event.data, bubbles: true, composed: true }));
    } else if (type === "dateline:select") {
      const detail = { place, sentence };
      this.dispatchEvent(new CustomEvent("dateline:select", { detail, bubbles: true, composed: true }));
    }
  };

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    this.#frame.setAttribute("sandbox", "allow-scripts allow-popups allow-downloads allow-modals");
    Object.assign(this.#frame.style, { border: "0", width: "100%", height: "100%" });
    this.#frame.addEventListener("load", () => this.#post({ type: "dateline:hello" }));
    shadow.append(this.#frame);
  }

  connectedCallback() {
    if (!this.style.display) this.style.display = "block";
    if (!this.style.height) this.style.height = "36rem";
    addEventListener("message", this.#hear);
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#ready = false;
    this.#shown = "";
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.isConnected) return;
    if (name === "src" || name === "lang") this.#load();
    else if (this.#ready) this.#send(name);
  }

  /** @param {string | FocusOptions} [id] */
  focus(id) {
    if (typeof id === "string") this.#post({ type: "dateline:focus", place: id });
    else this.#frame.focus();
  }

  /** Load the page, in the language asked for: beside map.html, in the article's, stands map.es.html. */
  #load() {
    const src = this.getAttribute("src");
    if (!src) return;
    const lang = (this.getAttribute("lang") ?? "").split("-")[0];
    const url = lang ? src.replace(/(\.html?)?(?=$|[?#])/, `.${lang}$1`) : src;
    if (url === this.#shown) return;
    this.#ready = false;
    this.#shown = url;
    this.#frame.title = this.getAttribute("aria-label") ?? "Map";
    this.#frame.src = url;
  }

  /** @param {string} name */
  #send(name) {
    const value = this.getAttribute(name);
    if (name === "layers") {
      this.#post({ type: "dateline:layers", layers: value === null ? null : value.split(/\s+/).filter(Boolean) });
    } else if (name === "theme") {
      this.#post({ type: "dateline:theme", theme: value });
    } else if (value) {
      this.#post({ type: "dateline:focus", [name]: value });
    }
  }

  /** The frame is sandboxed, its origin opaque: only "*" reaches it, and a message holds nothing secret. @param {Message} message */
  #post(message) {
    this.#frame.contentWindow?.postMessage(message, "*");
  }
}

if (!customElements.get("dateline-map")) customElements.define("dateline-map", DatelineMap);
