// Each step's heading without its number, and the LaTeX of its line as its fold has it.
() => [...document.querySelectorAll("section.step")].map((step) => [
  step.querySelector("h3").textContent.replace(/[0-9#]/g, "").trim(),
  document.getElementById(`${step.id}.line`).textContent,
])
