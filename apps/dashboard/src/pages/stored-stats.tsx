import { countText, UNKNOWN } from '../format/numbers.js';
import { dayText, utcText } from '../format/times.js';
import { Stat } from '../ui/stat.js';

interface RowsStatProps {
  readonly name: string;
  /** Null is unknown. */
  readonly rows: number | null;
  readonly hint?: string;
}

/** How many rows there are of a kind. */
export function RowsStat({ name, rows, hint }: RowsStatProps) {
  return (
    <Stat name={name} unit="rows" hint={hint}>
      {countText(rows)}
    </Stat>
  );
}

interface StoredStatProps {
  readonly firstRowAtMs: number | null;
  readonly lastRowAtMs: number | null;
}

/** From which day to which there are rows, UTC; to the minute on hover. */
export function StoredStat({ firstRowAtMs: first, lastRowAtMs: last }: StoredStatProps) {
  const isKnown = first !== null && last !== null;
  return (
    <Stat
      name="Stored"
      hint={isKnown ? `${utcText(first)} to ${utcText(last)}` : 'Nothing is stored yet'}
    >
      {isKnown ? `${dayText(first)} to ${dayText(last)}` : UNKNOWN}
    </Stat>
  );
}
