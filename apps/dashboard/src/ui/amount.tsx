import { moneyText, signOf } from '../format/numbers.js';
import './amount.css';

const TONE = { [-1]: 'loss', 0: 'even', 1: 'gain' } as const;

const NOTHING = moneyText(0, 'always');

/** A profit or a loss in USDT, with its sign; colour is never the only sign. */
export function Amount({ usdt }: { readonly usdt: string | number | null | undefined }) {
  const text = moneyText(usdt, 'always');
  // What is shown as nothing has no colour, even where a billionth is left.
  const tone = text === NOTHING ? TONE[0] : TONE[signOf(usdt)];
  return <span className={`amount-${tone}`}>{text}</span>;
}

/** Any figure in the colour of its sign. */
export function Signed({
  value,
  children,
}: {
  readonly value: string | number | null | undefined;
  readonly children: string;
}) {
  return <span className={`amount-${TONE[signOf(value)]}`}>{children}</span>;
}
