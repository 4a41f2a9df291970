/** Nautilus keeps prices and quantities as whole numbers of 1e-16, in 16 bytes, the least significant first. */
const DECIMALS = 16;
const BYTES = 16;

/** `1.5e-7` is `0.00000015`: the shortest decimal text that is read as this number. */
function digitsOf(value: number): { readonly whole: bigint; readonly decimals: number } {
  const [, sign = '', left = '', right = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const decimals = right.length - Number(exponent);
  const whole = BigInt(`${sign}${left}${right}`);
  return decimals >= 0
    ? { whole, decimals }
    : { whole: whole * 10n ** BigInt(-decimals), decimals: 0 };
}

/** How many digits stand behind the point. */
export function decimalsOf(value: number): number {
  return digitsOf(value).decimals;
}

/** Errors: Error for a number with more digits behind the point than Nautilus keeps. */
export function fixedPoint(value: number): Uint8Array {
  const { whole, decimals } = digitsOf(value);
  if (decimals > DECIMALS) {
    throw new Error(`${value} has more than the ${DECIMALS} decimals that Nautilus keeps`);
  }
  const bytes = new Uint8Array(BYTES);
  const view = new DataView(bytes.buffer);
  const scaled = whole * 10n ** BigInt(DECIMALS - decimals);
  view.setBigInt64(0, BigInt.asIntN(64, scaled), true);
  view.setBigInt64(8, scaled >> 64n, true);
  return bytes;
}
