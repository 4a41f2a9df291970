const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Returns how many digits of two values differ: of numbers at the same place before or after the point, a sign counting as
 * one; of other texts how many characters at the same place. A value that is not there differs in all that the other has.
 */
export function differingDigits(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  const [one, other] = [a ?? '', b ?? ''];
  const [left, right] = [DECIMAL.exec(one), DECIMAL.exec(other)];
  if (!left || !right) return unequal(one, other);
  const [, signA, wholeA = '', partA = ''] = left;
  const [, signB, wholeB = '', partB = ''] = right;
  const whole = Math.max(wholeA.length, wholeB.length);
  const part = Math.max(partA.length, partB.length);
  const digits = unequal(
    wholeA.padStart(whole, '0') + partA.padEnd(part, '0'),
    wholeB.padStart(whole, '0') + partB.padEnd(part, '0'),
  );
  const isNothing = /^0*$/.test(wholeA + partA) && /^0*$/.test(wholeB + partB);
  return digits + (signA !== signB && !isNothing ? 1 : 0);
}

function unequal(a: string, b: string): number {
  let many = 0;
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    if (a[i] !== b[i]) many += 1;
  }
  return many;
}
