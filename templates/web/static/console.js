// The console's keys and small comforts. Everything works without this file.
(function () {
  "use strict";
  var KEYS = "mailbot-keys";

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function one(selector, root) { return (root || document).querySelector(selector); }
  function kept(name) { try { return localStorage.getItem(name); } catch (_) { return null; } }
  function keep(name, value) { try { localStorage.setItem(name, value); } catch (_) { /* private window */ } }
  function areOn() { return kept(KEYS) !== "off"; }

  // --- a form is sent once
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-once")) { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    form.setAttribute("aria-busy", "true");
    setTimeout(function () { all("button", form).forEach(function (each) { each.disabled = true; }); }, 0);
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (form) {
      form.removeAttribute("data-sent");
      form.removeAttribute("aria-busy");
      all("button", form).forEach(function (each) { each.disabled = false; });
    });
  });

  // --- texts to begin with, and what is selected in the mail
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) { return; }
    if (button.dataset.fill) {
      var field = document.getElementById(button.dataset.fill);
      field.value = (field.value.trim() ? field.value.trim() + "\n" : "") + button.textContent.trim();
      field.focus();
    } else if (button.dataset.selection) {
      var words = String(window.getSelection()).trim() || chosen;
      if (words) { document.getElementById(button.dataset.selection).value = words; }
    }
  });
  var chosen = "";
  document.addEventListener("selectionchange", function () {
    var selection = window.getSelection(), text = one("#mail-text");
    if (text && selection.rangeCount && text.contains(selection.anchorNode) && String(selection).trim()) {
      chosen = String(selection).trim();
    }
  });

  // --- rows and proposals, one of which is the current one
  function items() { return all("[data-row], [data-item]"); }
  function current() { return one(".current"); }
  function choose(item) {
    if (!item) { return; }
    items().forEach(function (each) { each.classList.remove("current"); each.removeAttribute("aria-current"); });
    item.classList.add("current");
    item.setAttribute("aria-current", "true");
    var focus = item.hasAttribute("tabindex") ? item : one("a, button, input", item);
    if (focus) { focus.focus({ preventScroll: true }); }
    item.scrollIntoView({ block: "nearest" });
  }
  function step(by) {
    var list = items(), at = list.indexOf(current());
    choose(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))]);
  }
  function follow(link) { if (link) { link.click(); } }

  function approve(item) {
    var form = one("form[data-key='a']", item);
    if (!form) { return; }
    var missing = all("[required]", form).filter(function (each) {
      return each.type === "checkbox" ? !each.checked : !each.value.trim();
    })[0];
    if (missing) { missing.focus(); } else { one("button[type='submit']", form).click(); }
  }
  function reject(item) {
    var box = one("details[data-key='r']", item);
    if (box) { box.open = true; one("textarea", box).focus(); }
  }
  function target() { return current() || (items().length === 1 ? items()[0] : null); }

  var keys = {
    j: function () { step(1); },
    k: function () { step(-1); },
    n: function () { follow(one("#next")); },
    p: function () { follow(one("#previous")); },
    o: function () { follow(one(".what a", target() || document.createElement("p"))); },
    x: function () { var item = target(), box = item && one("input[type='checkbox'][name='case']", item); if (box) { box.click(); } },
    a: function () { var item = target(); if (item) { approve(item); } else { step(1); } },
    r: function () { var item = target(); if (item) { reject(item); } else { step(1); } },
    e: function () { var item = target(); if (item) { follow(one("a[data-key='e']", item)); } else { step(1); } },
    q: function () { follow((target() && one("a[data-key='q']", target())) || one("a[data-key='q']")); },
    u: function () { var item = target(); follow(one("[data-key='u']", item || document)); },
    "/": function () { var field = one("[data-search]"); if (field) { field.focus(); field.select(); } else { follow(one("a[href*='console/cases']")); } },
    "?": function () { help(); }
  };
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    var at = event.target;
    if (at.isContentEditable || at.closest("input:not([type='checkbox']), textarea, select, dialog[open]")) { return; }
    if (!areOn() && event.key !== "?") { return; }
    if (!areOn()) { return; }
    var act = keys[event.key];
    if (act && !event.repeat || act && (event.key === "j" || event.key === "k")) { event.preventDefault(); act(); }
  });
  document.addEventListener("focusin", function (event) {
    var item = event.target.closest("[data-row], [data-item]");
    if (item && !item.classList.contains("current")) {
      items().forEach(function (each) { each.classList.remove("current"); each.removeAttribute("aria-current"); });
      item.classList.add("current");
      item.setAttribute("aria-current", "true");
    }
  });

  // --- help, where the keys are switched off, too
  function help() { var box = one("#help"); if (box && !box.open) { box.showModal(); } }
  function start() {
    var button = one("#help-button"), on = one("#keys-on");
    all(".needs-script").forEach(function (each) { each.hidden = false; });
    if (!button) { return; }
    button.hidden = false;
    button.addEventListener("click", help);
    one("#help-close").addEventListener("click", function () { one("#help").close(); });
    on.checked = areOn();
    on.addEventListener("change", function () { keep(KEYS, on.checked ? "on" : "off"); });
    count();
  }

  // --- the selected rows are counted, and the list is not changed under the hand of who selects
  function selected() { return all("input[name='case']:checked"); }
  function count() { var shown = one("#selected"); if (shown) { shown.textContent = String(selected().length || "–"); } }
  document.addEventListener("change", function (event) { if (event.target.name === "case") { count(); } });
  function moved() { var notice = one("#moved"); if (notice) { notice.hidden = false; } }
  document.addEventListener("htmx:beforeRequest", function (event) {
    var at = document.activeElement;
    if (event.target.id === "list" && (selected().length || (at && event.target.contains(at)))) {
      event.preventDefault();
      moved();
    }
  });
  document.addEventListener("htmx:sseMessage", function (event) { if (event.detail.type === "case") { moved(); } });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.xhr) { document.title = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").title; }
    count();
  });

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
}());
