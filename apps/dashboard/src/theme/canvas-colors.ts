/**
 * The value now of a colour token (`--accent`), as a canvas understands it: `light-dark()` is resolved by
 * the browser only where a colour is used.
 */
export function canvasColor(token: `--${string}`): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  // With forced colours every text has one colour: a map or a chart would be one surface.
  probe.style.setProperty('forced-color-adjust', 'none');
  probe.hidden = true;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
