// What is wider than the window, than the box it stands in, or than what its own box shows.
() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  const named = (e) => {
    const at = e.closest("[id]");
    return `${e.localName}${e.classList.length ? "." + [...e.classList].join(".") : ""} in #${at ? at.id : "?"}`;
  };
  // What stands in something already named is not named again.
  const faulty = new Set();
  const say = (e, what) => {
    for (let at = e; at; at = at.parentElement) if (faulty.has(at)) return;
    faulty.add(e);
    found.push(`${named(e)}: ${what}`);
  };
  const unseen = (e) => !e.checkVisibility({ visibilityProperty: true });
  // Code may scroll inside itself, and so may a box with a name that keys reach; a skip link waits outside; words for screen readers have no size.
  const SCROLLS = "[role=region][tabindex='0'][aria-label]";
  const aside = (e) => e.closest("pre, .skip, .said, .spoken") !== null || e.parentElement.closest(SCROLLS) !== null;
  const boxed = (style) => style.backgroundColor !== "rgba(0, 0, 0, 0)" || parseFloat(style.borderRightWidth) > 0;

  if (document.scrollingElement.scrollWidth > width) {
    found.push(`the page is ${document.scrollingElement.scrollWidth} px wide`);
  }
  const box = new Map([[document.documentElement, null]]);
  for (const e of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(e);
    const around = e.parentElement;
    const outer = box.has(around) ? box.get(around) : null;
    const inSvg = e.ownerSVGElement !== null && e.ownerSVGElement !== undefined;
    box.set(e, !inSvg && boxed(style) ? e : outer);
    if (aside(e) || unseen(e)) continue;
    const r = e.getBoundingClientRect();
    if (r.width <= 1 || r.height <= 1) continue;
    if (r.right > width + 1 || r.left < -1) say(e, `from ${Math.round(r.left)} to ${Math.round(r.right)} of ${width} px`);
    if (inSvg) {
      const s = e.ownerSVGElement.getBoundingClientRect();
      if (e.localName === "text" && (r.left < s.left - 1 || r.right > s.right + 1 || r.top < s.top - 1 || r.bottom > s.bottom + 1)) {
        say(e, `cut off by its figure: ${e.textContent.trim().slice(0, 40)}`);
      }
      continue;
    }
    if (["auto", "scroll", "hidden", "clip"].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1 && !e.matches(SCROLLS)) {
      say(e, `${e.scrollWidth} px in a box of ${e.clientWidth} px`);
    }
    // A formula that is wider than what holds it runs into its neighbour.
    if (e.localName === "math" && r.right > around.getBoundingClientRect().right + 3) {
      say(e, `sticks out of ${named(around)} by ${Math.round(r.right - around.getBoundingClientRect().right)} px`);
    }
    if (outer && style.position !== "absolute" && style.position !== "fixed") {
      const o = outer.getBoundingClientRect();
      if (o.width > 1 && (r.right > o.right + 1.5 || r.left < o.left - 1.5)) {
        say(e, `sticks out of ${named(outer)} by ${Math.round(Math.max(r.right - o.right, o.left - r.left))} px`);
      }
    }
  }
  return found;
}
