import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { countText, moneyText } from '../../../format/numbers.js';
import { durationText } from '../../../format/times.js';
import { Badge } from '../../../ui/badge.js';
import { Panel } from '../../../ui/panel.js';
import { Stat, Stats } from '../../../ui/stat.js';
import { CHOICE_FIELDS, SETTING_FIELDS } from '../../desk/settings/settings-fields.js';
import { PRESETS, settingShown } from '../backtest-texts.js';

interface SettingsPanelProps {
  readonly document: BacktestDocumentV1;
  readonly line: BacktestSummary;
}

/** All that the run was asked with. */
export function SettingsPanel({ document: { setup, engine }, line }: SettingsPanelProps) {
  const { settings, execution } = setup;
  const usual = new Map(line.changed.map((one) => [one.name, one.usual]));
  return (
    <Panel
      title="Settings"
      note={`${PRESETS[line.preset]}${usual.size === 0 ? '' : `, and ${countText(usual.size)} set otherwise`}; engine ${countText(engine)}`}
    >
      <Stats>
        <Stat name="Equity at the start" unit="USDT">
          {moneyText(setup.startingEquityUsdt)}
        </Stat>
        {CHOICE_FIELDS.map(({ name, label, help }) => (
          <Stat key={name} name={label} hint={help}>
            {settings[name]}
          </Stat>
        ))}
        {SETTING_FIELDS.map(({ name, label, unit, help }) => {
          const before = usual.get(name);
          return (
            <Stat key={name} name={label} hint={help}>
              {settingShown(settings[name], unit)} <span className="unit">{unit}</span>
              {typeof before === 'number' && (
                <>
                  {' '}
                  <Badge tone="info">{`${settingShown(before, unit)} in the preset`}</Badge>
                </>
              )}
            </Stat>
          );
        })}
        <Stat name="The desk decides every">{durationText(execution.cycleMs)}</Stat>
        <Stat name="Candles are known" unit="after they close">
          {durationText(execution.candleDelayMs)}
        </Stat>
        <Stat name="Settled rates are known" unit="after their stamp">
          {durationText(execution.settlementDelayMs)}
        </Stat>
        <Stat name="It decides" unit="after candles close">
          {durationText(execution.decisionDelayMs)}
        </Stat>
        <Stat name="The second leg is filled">
          {execution.legDelayCandles === 0
            ? 'with the first'
            : `${countText(execution.legDelayCandles)} candle later`}
        </Stat>
      </Stats>
    </Panel>
  );
}
