"use strict";
// Shows each change of a page that `wikibrief serve` shows: it hears of the change, puts the new
// page in place of the old one, and keeps where the reader is. Problems are in a panel at the end of
// the window, for which the page makes room: it covers nothing for good, least of all the marking.
{
  const self = document.currentScript;
  const name = self.dataset.name;
  let version = self.dataset.version;
  let wanted = version;
  let replacing = false;

  const replace = async () => {
    if (replacing) return;
    replacing = true;
    try {
      while (version !== wanted) {
        const asked = wanted;
        const answer = await fetch(location.href, { cache: "no-store" });
        const next = new DOMParser().parseFromString(await answer.text(), "text/html");
        version = next.querySelector("script[data-version]")?.dataset.version ?? asked;
        if (wanted === asked) wanted = version;
        show(next);
      }
    } catch {
      location.reload();
    } finally {
      replacing = false;
    }
  };

  const show = next => {
    const { scrollX, scrollY } = window;
    const values = [...document.querySelectorAll("input[id]")].map(field => [field.id, field.value]);
    const focused = document.activeElement?.id;
    const root = document.documentElement;
    for (const key of ["lang", "dir", "style"]) {
      const value = next.documentElement.getAttribute(key);
      value === null ? root.removeAttribute(key) : root.setAttribute(key, value);
    }
    for (const script of next.querySelectorAll("script[src]")) script.remove();
    document.title = next.title;
    document.head.replaceChildren(...next.head.childNodes);
    document.body.replaceChildren(...next.body.childNodes);
    for (const [id, value] of values) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    document.dispatchEvent(new Event("wikibrief:shown"));
    makeRoom();
    window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  };

  // ------------------------------------------------------------------------------- the panel
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { position: fixed; inset: auto 0 0 0; z-index: 2147483647; }
    div { color-scheme: light dark; background: Canvas; color: CanvasText; border-top: 1px solid GrayText;
      font: 13px/1.45 system-ui, sans-serif; padding: .4rem .8rem; max-height: 40vh; overflow: auto; }
    nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
    ul { margin: .4rem 0 0; padding: 0; list-style: none; }
    li { margin: .25rem 0; padding-inline-start: .5rem; border-inline-start: 3px solid #888; }
    .error { border-color: #d22; } .warning { border-color: #c80; }
    code { font: 12px/1.45 ui-monospace, monospace; } small { display: block; opacity: .8; }
    @media print { :host { display: none; } }
  `);
  const panel = document.createElement("wikibrief-panel");
  const shadow = panel.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [style];
  const box = document.createElement("div");
  shadow.append(box);

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const fill = state => {
    const nav = element("nav", "");
    nav.setAttribute("aria-label", "wikibrief");
    for (const link of state.links) nav.append(element("a", link.label, { href: link.address }));
    nav.append(element("span", state.summary, { role: "status" }));
    const list = element("ul", "");
    for (const each of state.problems) {
      const item = element("li", "", { class: each.severity });
      item.append(element("code", each.place), ` ${each.severity}: ${each.message}`);
      if (each.hint) item.append(element("small", each.hint));
      list.append(item);
    }
    box.replaceChildren(nav, list);
    makeRoom();
  };

  const makeRoom = () => {
    if (!panel.isConnected) return;
    document.documentElement.style.paddingBottom = `${panel.offsetHeight || box.offsetHeight}px`;
  };

  // ------------------------------------------------------------------------------ the changes
  const events = new EventSource(`/_wikibrief/events?${new URLSearchParams({ name })}`);
  events.onmessage = event => {
    const state = JSON.parse(event.data);
    if (state.links.length && window.top === window) {
      if (!panel.isConnected) document.documentElement.append(panel);
      fill(state);
    }
    wanted = state.version;
    const frame = document.querySelector("iframe[data-remade]");
    if (!frame) replace();
    else if (version !== wanted) {
      version = wanted;
      frame.src = frame.src;
    }
  };
  addEventListener("pagehide", () => events.close());
}
