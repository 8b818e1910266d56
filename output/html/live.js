// The live figure.  Its functions are printed from the checked lines of the derivations.
(() => {
  "use strict";
  const figure = document.getElementById("live--kl");
  if (!figure) return;
  const functions = {
    density: (x, mean, std) => 1 / (std * Math.sqrt(2 * Math.PI)) * Math.exp(-((x - mean) ** 2 / (2 * std ** 2))),
    term_barrier: (mean, std) => -(1 / 2 * Math.log(std ** 2)),
    term_constant: (mean, std) => -(1 / 2),
    term_mean: (mean, std) => 1 / 2 * mean ** 2,
    term_spread: (mean, std) => 1 / 2 * std ** 2,
    total: (mean, std) => 1 / 2 * (std ** 2 + mean ** 2 - 1 - Math.log(std ** 2)),
  };
  const terms = ["term_mean", "term_spread", "term_barrier", "term_constant", "total"];
  const labels = ["½μ²", "½σ²", "−½ log σ²", "−½", "KL(q ‖ p)"];
  const x = {"low": -5, "high": 5, "start": 30, "end": 350, "is_logarithmic": false};
  const y = {"low": 0, "high": 1.6, "start": 168, "end": 12, "is_logarithmic": false};
  const values = {"low": -2, "high": 8, "start": 86, "end": 350, "is_logarithmic": false};

  const at = (axis, value) =>
    axis.start + ((value - axis.low) / (axis.high - axis.low)) * (axis.end - axis.start);
  const place = (value) => value.toFixed(2);
  const shown = (value) => value.toFixed(3).replace("-", "−").replace("−0.000", "0.000");
  const part = (name) => figure.querySelector(`[data-name="${name}"]`);
  const slider = (name) => document.getElementById(`live--kl-${name}`);

  const density = (mean, std) => {
    const points = [];
    // As many steps again: σ may be small.
    const steps = 3 * (121 - 1);
    for (let n = 0; n <= steps; n += 1) {
      const here = x.low + ((x.high - x.low) * n) / steps;
      points.push(`${place(at(x, here))} ${place(at(y, functions.density(here, mean, std)))}`);
    }
    return `M${points.join("L")}`;
  };
  const bar = (value, row) => {
    const [top, bottom] = [row - 14 / 2, row + 14 / 2];
    const [left, right] = [at(values, 0), at(values, value)].map(place);
    return `M${left} ${top}L${right} ${top}L${right} ${bottom}L${left} ${bottom}Z`;
  };

  const draw = () => {
    const [mean, std] = ["mean", "std"].map((name) => Number(slider(name).value));
    slider("mean-value").textContent = mean.toFixed(2).replace("-", "−");
    slider("std-value").textContent = std.toFixed(2);
    part("q").setAttribute("d", density(mean, std));
    return terms.map((name, number) => {
      const value = functions[name](mean, std);
      part(`bar-${name}`).setAttribute("d", bar(value, 222 + 28 * number));
      const said = part(`value-${name}`);
      said.setAttribute("x", place(at(values, Math.max(value, 0)) + 5));
      said.textContent = shown(value);
      return `${labels[number]} = ${shown(value)}`;
    });
  };
  let pause = 0;
  const say = () => {
    const parts = draw();
    clearTimeout(pause);
    // Not at every point that the slider passes: whoever listens would hear nothing else.
    pause = setTimeout(() => {
      slider("said").textContent = `${parts.slice(0, -1).join(", ")}; together ${parts.at(-1)}.`;
    }, 250);
  };
  for (const name of ["mean", "std"]) slider(name).addEventListener("input", say);
  figure.hidden = false;
  say();
})();
