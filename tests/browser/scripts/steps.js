// Of each step its heading without the number, the LaTeX of its line, and whether it shows the line before.
() => [...document.querySelectorAll("section.step")].map((step) => ({
  heading: step.querySelector("h3").textContent.replace(/[0-9#]/g, "").trim(),
  latex: document.getElementById(`${step.id}.line`).textContent,
  continued: step.querySelector(".line.before") !== null,
}))
