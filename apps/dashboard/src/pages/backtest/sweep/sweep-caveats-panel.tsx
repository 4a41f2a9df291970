import type { SweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import { nearestPreset } from '@fullcarry/contracts/backtest/nearest-preset';
import { countText, moneyText } from '../../../format/numbers.js';
import { Panel } from '../../../ui/panel.js';
import { AssumedList, NotModelledList } from '../caveat-lists.js';
import { changedText, PRESETS } from '../backtest-texts.js';
import { settingLabel, valueText } from './sweep-texts.js';

/** What was asked, assumed, and what is not modelled. */
export function SweepCaveatsPanel({ document }: { readonly document: SweepDocumentV1 }) {
  const { assumed, notModelled, search, setup, engine } = document;
  const { preset, changed } = nearestPreset(setup.settings);
  return (
    <Panel title="What this result does not say" note="It stands on every report">
      <div className="backtest-two">
        <div>
          <AssumedList assumed={assumed} />
          <h3 className="backtest-next">Tried</h3>
          <ul className="backtest-list">
            {Object.entries(search.grid).map(([name, values]) => (
              <li key={name}>
                {settingLabel(name)}: {values.map((one) => valueText(name, one)).join(', ')}
              </li>
            ))}
            {Object.entries(search.ranges).map(([name, { low, high, step }]) => (
              <li key={`range ${name}`}>
                {settingLabel(name)}: {countText(search.random)} drawn from {valueText(name, low)}{' '}
                to {valueText(name, high)}
                {step !== undefined && ` in steps of ${valueText(name, step)}`}, seed {search.seed}
              </li>
            ))}
            <li>
              All else as {PRESETS[preset]}
              {changed.map((one) => `, ${changedText(one)}`)}; {moneyText(setup.startingEquityUsdt)}{' '}
              USDT to begin with; engine {countText(engine)}
            </li>
          </ul>
        </div>
        <NotModelledList notModelled={notModelled} />
      </div>
    </Panel>
  );
}
