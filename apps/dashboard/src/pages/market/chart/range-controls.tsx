import type { TimeWindow } from '@fullcarry/domain/time-window';
import { useSearchParams } from 'wouter';
import { dayText } from '../../../format/times.js';
import { Button } from '../../../ui/form/button.js';
import '../../../ui/form/field.css';
import './market-chart.css';
import { RANGES, USUAL_RANGE, type RangeChoice } from './shown-range.js';

/** The range as it stands in the address. */
export function useRangeChoice(): RangeChoice {
  const [search] = useSearchParams();
  const named = search.get('range');
  const from = search.get('from') ?? '';
  const to = search.get('to') ?? '';
  return { range: named ?? USUAL_RANGE, from, to };
}

/** Ranges by name and by UTC days; both are kept in the address, so that a link shows the same. */
export function RangeControls({ shown }: { readonly shown: TimeWindow }) {
  const [, setSearch] = useSearchParams();
  const { range, from, to } = useRangeChoice();
  const choose = (next: Readonly<Record<string, string>>) => {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const name of ['range', 'from', 'to']) after.delete(name);
        for (const [name, value] of Object.entries(next)) {
          if (value !== '') after.set(name, value);
        }
        return after;
      },
      { replace: true },
    );
  };
  const hasDays = from !== '' || to !== '';
  return (
    <>
      <span className="ranges" role="group" aria-label="Range">
        {RANGES.map(([name]) => (
          <Button
            key={name}
            aria-pressed={!hasDays && range === name}
            onClick={() => choose(name === USUAL_RANGE ? {} : { range: name })}
          >
            {name}
          </Button>
        ))}
      </span>
      <label className="field">
        <span className="field-label">From, UTC</span>
        <input
          type="date"
          className="input"
          value={from === '' ? dayText(shown.fromMs) : from}
          onChange={(event) => choose({ from: event.target.value, to })}
        />
      </label>
      <label className="field">
        <span className="field-label">To, included</span>
        <input
          type="date"
          className="input"
          value={to === '' ? dayText(shown.toMs - 1) : to}
          onChange={(event) => choose({ from, to: event.target.value })}
        />
      </label>
    </>
  );
}
