/**
 * The value now of a colour token (`--accent`), as a canvas understands it: `light-dark()` is resolved by
 * the browser only where a colour is used.
 */
export function canvasColor(token: `--${string}`): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  probe.hidden = true;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
