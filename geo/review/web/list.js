// The list of articles, and a form for another one: pasted, dropped or chosen.
"use strict";

(() => {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
  const told = /** @type {HTMLElement} */ (document.getElementById("status"));
  /** @type {(id: string) => HTMLInputElement} */
  const field = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));

  /** The words of the review, by their names. @type {Record<string, string>} */
  let words = {};

  /** @type {(path: string, body?: object) => Promise<any>} */
  async function asked(path, body) {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(path, body ? { method: "POST", headers, body: JSON.stringify(body) } : undefined);
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error);
    return data;
  }

  /** @param {unknown} error */
  const failed = (error) => {
    told.textContent = error instanceof Error ? error.message : String(error);
  };

  /** @param {Node | string} content */
  function cell(content) {
    const td = document.createElement("td");
    td.append(content);
    return td;
  }

  /** Fill the table; articles that are not read yet are asked for until they are. */
  async function fill() {
    /** @type {{id: string, title: string, open: number | null, doubtful: number | null, minutes: number | null, error?: string}[]} */
    const articles = await asked("/api/articles");
    const rows = articles.map(({ id, title, open, doubtful, minutes, error }) => {
      const link = document.createElement("a");
      link.href = `/a/${id}/`;
      link.textContent = title;
      const row = document.createElement("tr");
      if (error) {
        const why = cell(error);
        why.colSpan = 3;
        row.append(cell(title), why);
      } else row.append(cell(link), ...[open, doubtful, minutes].map((n) => cell(n === null ? "…" : String(n))));
      return row;
    });
    document.querySelector("tbody")?.replaceChildren(...rows);
    const table = document.querySelector("table");
    if (table) table.hidden = !rows.length;
    if (articles.some(({ open }) => open === null)) await fill();
  }

  /** @param {object} article */
  async function add(article) {
    told.textContent = words.list_reading;
    const { id, articles } = await asked("/api/articles", article);
    location.assign(articles > 1 ? "/" : `/a/${id}/`);
  }

  /** @param {File} file */
  async function addFile(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    await add({ name: file.name, base64: btoa(text) });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = field("file").files?.[0];
    (file ? addFile(file) : add({ name: field("name").value, text: field("text").value })).catch(failed);
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const file = event.dataTransfer?.files[0];
    if (file) addFile(file).catch(failed);
  });
  async function begin() {
    ({ words } = await asked("/api/words"));
    document.title = words.review;
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-word]"))) element.textContent = words[element.dataset.word ?? ""];
    await fill();
  }
  begin().catch(failed);
})();
