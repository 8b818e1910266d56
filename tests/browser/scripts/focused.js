// Where the focus is, and whether it can be seen: an outline on the element or on what it covers.
() => {
  const e = document.activeElement;
  const lines = [getComputedStyle(e), ...["::before", "::after"].map((p) => getComputedStyle(e, p))];
  const outlined = lines.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1.5);
  const shape = e.querySelector("rect");
  const drawn = shape !== null && parseFloat(getComputedStyle(shape).strokeWidth) >= 2.5;
  const r = e.getBoundingClientRect();
  const within = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
  return {
    place: e.dataset.place === undefined ? null : Number(e.dataset.place),
    seen: (outlined || drawn) && within,
    name: e.textContent.trim().slice(0, 30),
  };
}
