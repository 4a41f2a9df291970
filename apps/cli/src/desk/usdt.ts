/** An amount for people: `9,988.30`, signed `+1.20`, `−5.00`. */
export function usdt(amount: string | number, sign: 'plain' | 'signed' = 'plain'): string {
  const format = sign === 'signed' ? SIGNED : PLAIN;
  return format.format(Number(amount)).replace('-', '−');
}

const TWO_DIGITS = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
const PLAIN = new Intl.NumberFormat('en-US', TWO_DIGITS);
const SIGNED = new Intl.NumberFormat('en-US', { ...TWO_DIGITS, signDisplay: 'exceptZero' });
