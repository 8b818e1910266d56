"use strict";
// Reading needs none of this: it adds a theme to choose, copying, folds at once and a learner's mode.
(() => {
  const root = document.documentElement;
  const remembered = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch { /* a browser may refuse to remember */ }
    return null;
  };
  const THEMES = ["auto", "light", "dark"];
  const setTheme = (theme) => {
    if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
  };
  let theme = THEMES.includes(remembered("derive.theme")) ? remembered("derive.theme") : "auto";
  setTheme(theme);

  const themes = () => {
    const button = document.getElementById("theme_");
    const say = () => { button.querySelector("span").textContent = theme; };
    say();
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      setTheme(theme);
      remembered("derive.theme", theme);
      say();
    });
  };

  const named = (hash) => {
    try { return decodeURIComponent(hash.slice(1)); } catch { return ""; }
  };
  const write = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.style.position = "fixed";
      area.style.opacity = "0";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };
  const copying = () => document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy], button[data-link]");
    if (!button) return;
    const text = button.dataset.link
      ? new URL(`#${button.dataset.link}`, location.href).href
      : document.getElementById(button.dataset.copy).textContent;
    const done = await write(text);
    button.focus();
    button.dataset.label ??= button.getAttribute("aria-label") ?? "";
    const name = button.dataset.label;
    button.classList.add(done ? "done" : "failed");
    button.setAttribute("aria-label", done ? "Copied" : "The browser does not let this page copy");
    setTimeout(() => {
      button.classList.remove("done", "failed");
      if (name) button.setAttribute("aria-label", name); else button.removeAttribute("aria-label");
    }, 1600);
  });

  const folds = () => {
    const button = document.getElementById("folds_");
    const all = () => document.querySelectorAll(".step .folds > details");
    button?.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      all().forEach((fold) => { fold.open = open; });
      button.setAttribute("aria-pressed", String(open));
    });
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = [...document.querySelectorAll("details:not([open])")];
      closed.forEach((fold) => { fold.open = true; });
    });
    addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
    const reveal = () => {
      const target = document.getElementById(named(location.hash));
      for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    };
    addEventListener("hashchange", reveal);
    reveal();
  };

  const learning = () => {
    const button = document.getElementById("learn_");
    if (!button) return;
    const steps = [...document.querySelectorAll("section.step")];
    const bar = document.createElement("p");
    bar.className = "ask";
    bar.innerHTML = '<span>What comes next?</span> <button type="button">A hint</button> '
      + '<button type="button">Show the line <kbd>n</kbd></button>';
    const [hint, show] = bar.querySelectorAll("button");
    const asked = () => steps.find((step) => ["asking", "hinted"].includes(step.dataset.state));
    const ask = (index) => {
      steps.forEach((step, i) => {
        if (i < index) delete step.dataset.state;
        else step.dataset.state = i === index ? "asking" : "waiting";
      });
      if (steps[index]) steps[index].querySelector(".lines").after(bar); else bar.remove();
      hint.hidden = false;
    };
    const next = () => {
      const step = asked();
      if (!step) return;
      ask(steps.indexOf(step) + 1);
      if (asked()) show.focus({ preventScroll: true }); else step.focus({ preventScroll: true });
      step.scrollIntoView({ block: "nearest" });
    };
    hint.addEventListener("click", () => {
      asked().dataset.state = "hinted";
      hint.hidden = true;
      show.focus();
    });
    show.addEventListener("click", next);
    const reach = () => {
      const target = document.getElementById(named(location.hash));
      const index = steps.indexOf(target?.closest("section.step"));
      if (asked() && index >= steps.indexOf(asked())) ask(index + 1);
    };
    addEventListener("hashchange", reach);
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select");
      if (event.key === "n" && asked() && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) next();
    });
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      if (on) ask(0); else { steps.forEach((step) => { delete step.dataset.state; }); bar.remove(); }
    });
  };

  const finding = () => {
    const input = document.getElementById("find_");
    if (!input) return;
    const cards = [...document.querySelectorAll(".card")];
    const groups = [...document.querySelectorAll(".group")];
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const card of cards) {
        const text = [...card.querySelectorAll("h3, p")].map((e) => e.textContent).join(" ").toLowerCase();
        card.hidden = !words.every((word) => text.includes(word));
        count += !card.hidden;
      }
      for (const group of groups) {
        group.hidden = words.length > 0 && !group.querySelector(".card:not([hidden])");
        if (group.tagName === "DETAILS") group.open = words.length > 0;
      }
      document.getElementById("found_").textContent = words.length ? `${count} found` : "";
    });
  };

  const following = () => {
    const links = new Map([...document.querySelectorAll(".toc a")].map((a) => [a.hash.slice(1), a]));
    if (!links.size || !("IntersectionObserver" in window)) return;
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        links.forEach((a) => a.removeAttribute("aria-current"));
        links.get(entry.target.id)?.setAttribute("aria-current", "true");
      }
    }, { rootMargin: "-10% 0px -70% 0px" });
    document.querySelectorAll("section.step").forEach((step) => seen.observe(step));
  };

  root.classList.add("scripted");
  document.addEventListener("DOMContentLoaded", () => {
    [themes, copying, folds, learning, finding, following].forEach((start) => start());
  });
})();
