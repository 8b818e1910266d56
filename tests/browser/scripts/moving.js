// How many elements move by themselves: they scroll smoothly, change gradually or are animated.
() => [document.documentElement, ...document.querySelectorAll("*")].filter((e) => {
  const style = getComputedStyle(e);
  const lasting = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
  return style.scrollBehavior === "smooth" || lasting(style.transitionDuration) || lasting(style.animationDuration);
}).length
