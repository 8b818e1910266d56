// Text that is hard to tell from what it stands on, as the browser paints both.
(least) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const colour = (text) => {
    if (!known.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
  const linear = (c) => (c <= 0.04045 * 255 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (c) => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const canvasColour = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  const grounds = new Map();
  const ground = (e) => {
    if (!e) return canvasColour;
    if (!grounds.has(e)) grounds.set(e, over(colour(getComputedStyle(e).backgroundColor), ground(e.parentElement)));
    return grounds.get(e);
  };
  const opacity = (e) => (e ? parseFloat(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1);
  // Below some text in a drawing stands its own outline, so thick that it is a ground.
  const halo = (e) => {
    const style = getComputedStyle(e);
    return e.localName === "text" && style.stroke !== "none" && parseFloat(style.strokeWidth) >= 3;
  };
  // In a drawing text stands on what is painted last below its middle.
  const painted = (text, root) => {
    let below = ground(root);
    const r = text.getBoundingClientRect();
    const middle = new DOMPoint(r.left + r.width / 2, r.top + r.height / 2);
    for (const shape of root.querySelectorAll("rect, path, polygon, circle, ellipse, text")) {
      if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
      if (shape.closest("defs, clipPath, marker")) continue;
      const style = getComputedStyle(shape);
      if (shape.localName === "text") {
        const h = shape.getBoundingClientRect();
        const [x, y] = [middle.x, middle.y];
        if (!halo(shape) || x < h.left || x > h.right || y < h.top || y > h.bottom) continue;
        const c = colour(style.stroke);
        below = over([c[0], c[1], c[2], c[3] * parseFloat(style.strokeOpacity)], below);
        continue;
      }
      if (style.fill === "none" || !shape.checkVisibility({ visibilityProperty: true })) continue;
      if (!shape.isPointInFill(middle.matrixTransform(shape.getScreenCTM().inverse()))) continue;
      const c = colour(style.fill);
      below = over([c[0], c[1], c[2], c[3] * parseFloat(style.fillOpacity) * opacity(shape)], below);
    }
    return below;
  };

  const found = new Map();
  let count = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || seen.has(e) || e.closest("script, style, title, desc, .said")) continue;
    seen.add(e);
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(e);
    const drawing = e.closest("svg");
    if (drawing && halo(e.closest("text") ?? e)) continue;
    const below = drawing ? painted(e.closest("text") ?? e, drawing) : ground(e);
    const ink = colour(drawing ? style.fill : style.color);
    const got = ratio(over([ink[0], ink[1], ink[2], ink[3] * opacity(e)], below), below);
    count += 1;
    if (got < least) {
      const kind = `${e.localName}.${[...e.classList].join(".")}`;
      if (!found.has(kind)) found.set(kind, `${kind} "${node.data.trim().slice(0, 30)}": ${got.toFixed(2)}`);
    }
  }
  return { count, found: [...found.values()] };
}
