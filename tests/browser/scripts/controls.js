// What the Tab key has to reach, in its order: each control that is shown, by its place in the page.
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
  .map((e, i) => { e.dataset.place = i; return e.textContent.trim().slice(0, 30) || e.id || e.localName; })
