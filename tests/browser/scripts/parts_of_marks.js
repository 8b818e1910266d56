// How far the tops and the bottoms of the parts of a mark lie apart, where they stand in one row.
() => {
  const found = [];
  for (const part of document.querySelectorAll(".step > .lines .goes-on")) {
    const pieces = [...part.closest(".pieces").querySelectorAll("math")];
    const next = pieces[pieces.indexOf(part.closest("math")) + 1]?.querySelector(".comes-from");
    if (!next) continue;
    const [a, b] = [part, next].map((e) => e.getBoundingClientRect());
    // In one row they meet; the next row begins further left.
    if (b.left > a.right - 3) found.push({ top: b.top - a.top, bottom: b.bottom - a.bottom });
  }
  return found;
}
