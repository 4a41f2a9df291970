/** How many digits stand after the point: 2 for '66640.40'. */
export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** A decimal as a whole number of its last digit: 6664040 for '66640.40' and 2 decimals. */
export function toUnits(text: string, decimals: number): number {
  return Math.round(Number(text) * 10 ** decimals);
}

export function fromUnits(units: number, decimals: number): string {
  return (units / 10 ** decimals).toFixed(decimals);
}

/** A part (0 to 1) of a decimal, rounded down to its last digit. */
export function shareOf(text: string, part: number): string {
  const decimals = decimalsOf(text);
  return fromUnits(Math.floor(toUnits(text, decimals) * part), decimals);
}

/** The exact product of two decimals, digit by digit: '0.5' × '0.10' is '0.050'. */
export function exactProduct(a: string, b: string): string {
  const decimals = decimalsOf(a) + decimalsOf(b);
  const digits = (BigInt(a.replace('.', '')) * BigInt(b.replace('.', ''))).toString();
  if (decimals === 0) return digits;
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}
