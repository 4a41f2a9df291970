import type { SweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import { countText, moneyText, percentText } from '../../../format/numbers.js';
import { durationText } from '../../../format/times.js';
import { Choice } from '../../../ui/form/choice.js';
import { useAddress } from '../../../ui/form/use-address.js';
import { Empty } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import '../../../ui/table/table.css';
import {
  heatMap,
  measured,
  MEASURES,
  triedSettings,
  type HeatCell,
  type Measure,
} from './heat-map.js';
import { bandText, settingLabel } from './sweep-texts.js';

const HOUR_MS = 3_600_000;

const NAMES: Readonly<Record<Measure, string>> = {
  net: 'Net, USDT',
  'worst-trade': 'Worst trade, USDT',
  drawdown: 'Deepest drawdown',
  'break-even': 'Break-even time',
};

/** Only where two settings can be told apart is there a map of them. */
const ALONE = 'alone';

/** How what was tried depends on two settings at a time. In sample: it says where the ground is even, and not what will be earned. */
export function HeatMapPanel({ document }: { readonly document: SweepDocumentV1 }) {
  const names = triedSettings(document);
  const isWhole = document.trials.length > 0;
  const [first = '', second] = names;
  const [asked, setMeasure] = useAddress('of', 'net');
  const [across, setAcross] = useAddress('across', first);
  const [down, setDown] = useAddress('down', second ?? ALONE);
  const measure = isWhole ? (MEASURES.find((one) => one === asked) ?? 'net') : 'net';
  const others = names.filter((name) => name !== across);
  const rowsBy = others.includes(down) ? down : undefined;
  const options = (some: readonly string[]) =>
    some.map((name) => [name, settingLabel(name)] as const);
  return (
    <Panel
      title="Heat map"
      note={`In sample, ${isWhole ? 'on the whole window' : 'the mean of what folds learnt from'}: the median over all other settings. A high peak alone is luck; an even ground is not`}
      actions={
        <>
          {isWhole && (
            <Choice
              label="Figure"
              value={measure}
              options={MEASURES.map((one) => [one, NAMES[one]])}
              onChange={setMeasure}
            />
          )}
          <Choice label="Across" value={across} options={options(names)} onChange={setAcross} />
          <Choice
            label="Down"
            value={rowsBy ?? ALONE}
            options={[[ALONE, 'Nothing'], ...options(others)]}
            onChange={setDown}
          />
        </>
      }
    >
      {names.length === 0 ? (
        <Empty>No setting was tried with more than one value.</Empty>
      ) : (
        <Map document={document} measure={measure} across={across} down={rowsBy} />
      )}
    </Panel>
  );
}

interface MapProps {
  readonly document: SweepDocumentV1;
  readonly measure: Measure;
  readonly across: string;
  readonly down: string | undefined;
}

function Map({ document, measure, across, down }: MapProps) {
  const { columns, rows, cells } = heatMap(document, measured(document, measure), across, down);
  const all = cells.flat().flatMap((cell) => (cell ? Math.abs(cell.median) : []));
  const largest = Math.max(...all) || 1;
  return (
    <div
      className="table-frame"
      tabIndex={0}
      role="region"
      aria-label={`Table: ${NAMES[measure]} by ${settingLabel(across)}`}
    >
      <table className="table heat-map">
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={columns.length}>
              {settingLabel(across)}
            </th>
          </tr>
          <tr>
            <th scope="col">{down === undefined ? 'Figure' : settingLabel(down)}</th>
            {columns.map((band) => (
              <th key={band.low} scope="col" className="right">
                {bandText(across, band)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, y) => (
            <tr key={row.low}>
              <th scope="row">{down === undefined ? NAMES[measure] : bandText(down, row)}</th>
              {columns.map((column, x) => (
                <Cell key={column.low} cell={cells[y]?.[x]} measure={measure} largest={largest} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly cell: HeatCell | undefined;
  readonly measure: Measure;
  /** Of all medians, without a sign. */
  readonly largest: number;
}

function Cell({ cell, measure, largest }: CellProps) {
  if (!cell) return <td className="right heat-none">not told</td>;
  const { median, lowest, highest, tried, chosenBy } = cell;
  const text = (value: number) => figureText(measure, value);
  const isLoss = measure === 'break-even' || median < 0;
  return (
    <td
      className="right"
      style={{ backgroundColor: heatOf(isLoss ? '--bad' : '--good', Math.abs(median) / largest) }}
      title={`Median of ${countText(tried)}, from ${text(lowest)} to ${text(highest)}`}
    >
      {text(median)}
      {chosenBy > 0 && (
        <span className="heat-chosen">
          chosen by {countText(chosenBy)} {chosenBy === 1 ? 'fold' : 'folds'}
        </span>
      )}
    </td>
  );
}

/** Half of the colour at the most: the figure is read on it. */
const STRONGEST = 40;

function heatOf(token: '--good' | '--bad', share: number): string {
  return `color-mix(in oklab, var(${token}) ${Math.round(share * STRONGEST)}%, var(--surface))`;
}

function figureText(measure: Measure, value: number): string {
  if (measure === 'drawdown') return percentText(value);
  if (measure === 'break-even') return durationText(value * HOUR_MS);
  return moneyText(value, 'always');
}
