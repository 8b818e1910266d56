// The folds of which nothing is shown but their summary.
() => [...document.querySelectorAll("details:not([open])")].filter((fold) => {
  const within = [...fold.children].filter((e) => e.localName !== "summary");
  const shown = (e) => e.checkVisibility() && e.getBoundingClientRect().height > 4;
  return fold.checkVisibility() && !within.some(shown);
}).map((fold) => fold.id || fold.textContent.trim().slice(0, 30))
