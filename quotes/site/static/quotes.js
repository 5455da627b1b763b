// What scripts add to the pages; every page works without them.
"use strict";

// Datasette's own: a menu closes when something outside of it is clicked. Only menus: what else can be
// opened on our pages stays open.
document.addEventListener("click", (event) => {
    const within = event.target.closest ? event.target.closest("details") : null;
    for (const menu of document.querySelectorAll("details.nav-menu[open], details.actions-menu-links[open]")) {
        if (menu !== within) menu.open = false;
    }
});

// Fields of Datasette's filter form that have no label.
for (const [selector, label] of [
    ["select[name^=_filter_column]", "Column to filter by"],
    ["select[name^=_filter_op]", "How to compare"],
    ["input[name^=_filter_value]", "Value to compare with"],
    ["select[name=_sort]", "Column to sort by"],
    ["#sql-editor", "SQL"],
]) {
    for (const field of document.querySelectorAll(selector)) {
        if (!field.labels || !field.labels.length) field.setAttribute("aria-label", label);
    }
}

// Its editor brings a field without a label, and its headings leave out a level.
window.addEventListener("load", () => {
    for (const field of document.querySelectorAll(".CodeMirror textarea")) field.setAttribute("aria-label", "SQL");
});
if (!document.querySelector("section.content h2")) {
    for (const heading of document.querySelectorAll("section.content h3")) heading.setAttribute("aria-level", "2");
}

// In an article, the card of a quote opens over any of its words, and closes with Escape.
const article = document.querySelector("article.q-article");
if (article) {
    const show = (mark) => {
        for (const open of article.querySelectorAll(".q-ref-at.q-open")) open.classList.remove("q-open");
        if (!mark) return;
        for (const number of article.querySelectorAll(".q-ref-at")) {
            if (parseInt(number.textContent, 10) === Number(mark.dataset.n)) number.classList.add("q-open");
        }
    };
    article.addEventListener("pointerover", (event) => {
        if (event.pointerType === "mouse") show(event.target.closest("mark.q"));
    });
    article.addEventListener("pointerleave", () => show(null));
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        show(null);
        if (document.activeElement.matches(".q-ref")) document.activeElement.blur();
    });
}

// Review: one key for each action; never while somebody types.
const keyed = document.querySelectorAll("[data-key]");
if (keyed.length) {
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
        const chosen = [...keyed].find((one) => one.dataset.key === event.key);
        if (!chosen) return;
        event.preventDefault();
        if (chosen.matches("input, select")) chosen.focus();
        else chosen.click();
    });
}
