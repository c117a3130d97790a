
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

each("[data-live]", (region) => {
const stream = new EventSource(region.dataset.live);
stream.onmessage = (event) => { region.innerHTML = event.data; };
stream.addEventListener("end", (event) => {
stream.close();
const next = new URL(event.data || location.href, location.href);
if (next.origin === location.origin) location.assign(next);
});
});

each("form[data-guard]", (form) => {
let changed = form.dataset.guard === "changed";
form.addEventListener("input", () => { changed = true; });
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
});

each("input[data-filter]", (input) => {
const table = document.getElementById(input.dataset.filter);
if (!table) return;
const rows = [...table.querySelectorAll("tbody > tr")];
const count = document.querySelector(`[data-filter-count="${input.dataset.filter}"]`);
input.closest("[hidden]")?.removeAttribute("hidden");
const filter = () => {
const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
let left = 0;
for (const row of rows) {
const text = row.textContent.toLocaleLowerCase();
row.hidden = !words.every((word) => text.includes(word));
if (!row.hidden) left += 1;
}
if (count) {
const said = left === 1 ? count.dataset.one : count.dataset.many;
count.textContent = words.length ? (said || "#").replace("#", left) : "";
}
};
input.addEventListener("input", filter);
filter();
});

addEventListener("keydown", (event) => {
if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
if (event.target.closest("input, textarea, select, [contenteditable]")) return;
const search = document.querySelector("[data-search]");
if (!search) return;
event.preventDefault();
search.focus();
});

each("button[data-copy]", (button) => {
const said = button.textContent;
button.hidden = !navigator.clipboard;
button.addEventListener("click", async () => {
const source = document.getElementById(button.dataset.copy);
await navigator.clipboard.writeText(source.value ?? source.innerText);
button.textContent = button.dataset.done || said;
setTimeout(() => { button.textContent = said; }, 2500);
});
});

each("button[data-print]", (button) => {
button.hidden = false;
button.addEventListener("click", () => print());
});

each("details.a-menu", (menu) => {
menu.addEventListener("keydown", (event) => {
if (event.key !== "Escape" || !menu.open) return;
menu.open = false;
menu.querySelector("summary").focus();
});
});
