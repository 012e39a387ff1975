// The list of articles, and a form for another one.
"use strict";

const status = document.getElementById("status");
const form = document.querySelector("form");
const box = document.getElementById("text");
const field = document.getElementById("name");

async function ask(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, options || undefined);
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error);
  return data;
}

function cell(text) {
  const td = document.createElement("td");
  td.textContent = text;
  return td;
}

async function list() {
  const articles = await ask("/api/articles");
  const body = document.querySelector("tbody");
  body.replaceChildren(
    ...articles.map((article) => {
      const row = document.createElement("tr");
      const link = document.createElement("a");
      link.href = `/a/${article.id}/`;
      link.textContent = article.title;
      const first = cell("");
      first.append(link);
      const shown = (value) => cell(value === null ? "…" : String(value));
      row.append(first, shown(article.open), shown(article.doubtful), shown(article.minutes));
      return row;
    }),
  );
  document.querySelector("table").hidden = articles.length === 0;
  if (articles.some((article) => article.open === null)) await list();
}

async function add(body) {
  status.textContent = "Reading …";
  try {
    const made = await ask("/api/articles", body);
    location.assign(`/a/${made.id}/`);
  } catch (error) {
    status.textContent = error.message;
  }
}

async function addFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  await add({ name: file.name, base64: btoa(text) });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const [file] = document.getElementById("file").files;
  if (file) void addFile(file);
  else void add({ name: field.value, text: box.value });
});
form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over");
});
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (file) void addFile(file);
});

list().catch((error) => {
  status.textContent = error.message;
});
