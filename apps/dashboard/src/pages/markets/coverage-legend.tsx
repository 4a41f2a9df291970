import type { DayStatus } from '@fullcarry/contracts/http/market/coverage-route';
import { CELL_TOKENS } from './draw-heat-map.js';
import '../../ui/legend.css';

export const STATUS_LABELS: Readonly<Record<DayStatus, string>> = {
  present: 'Present',
  missing: 'Missing',
  'not-fetched': 'Not fetched yet',
  fetching: 'Being fetched now',
  'confirmed-empty': 'Confirmed empty',
  'before-listing': 'Before listing',
  'after-delisting': 'After delisting',
  'before-history': 'Not kept by the exchange',
  'not-collected': 'Outside the look-back',
};

const SHOWN: readonly DayStatus[] = [
  'present',
  'fetching',
  'missing',
  'not-fetched',
  'confirmed-empty',
  'before-listing',
];

export function CoverageLegend() {
  return (
    <ul className="legend" aria-label="Legend">
      {SHOWN.map((status) => (
        <li key={status}>
          <span
            className="legend-swatch"
            style={{ backgroundColor: `var(${CELL_TOKENS[status]})` }}
          />
          {STATUS_LABELS[status]}
          {status === 'before-listing' &&
            ', after delisting, not kept by the exchange, outside the look-back'}
        </li>
      ))}
    </ul>
  );
}
