import { BACKTEST_PRESET_NAMES } from '@fullcarry/contracts/backtest/backtest-presets';
import { ASKED_ASSUMPTIONS, ASSUMPTIONS } from '@fullcarry/domain/backtest/assumptions';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { useState } from 'react';
import { AskError } from '../../../api/ask-error.js';
import { sentence } from '../../../format/sentence.js';
import { useLive } from '../../../live/feed.js';
import { Button } from '../../../ui/form/button.js';
import { Choice } from '../../../ui/form/choice.js';
import { PRESETS } from '../backtest-texts.js';
import { RunField } from './run-field.js';
import {
  fieldOf,
  readRun,
  usualRun,
  type ReadRun,
  type RunTexts,
  type TextField,
} from './run-wish.js';
import { SingleSettings } from './single-settings.js';
import { TriedSettings } from './tried-settings.js';

/** What may be asked. */
export type AskedRun = Exclude<ReadRun, { readonly problems: unknown }>;

interface RunFormProps {
  readonly isPending: boolean;
  /** What the gateway said of the last question. */
  readonly refusal: Error | null;
  readonly onAsk: (asked: AskedRun) => void;
}

const TIMES: readonly (readonly [string, string])[] = [
  ['0', 'None'],
  ['1', 'As set'],
  ['2', 'Twice'],
  ['3', 'Three times'],
];

const KINDS_ASKED = [
  ['run', 'One run'],
  ['sweep', 'Sweep: many settings'],
  ['walk-forward', 'Walk-forward: choose, then test'],
] as const;

/** What a backtest is asked for; what is wrong stands at its field before it is sent. */
export function RunForm({ isPending, refusal, onAsk }: RunFormProps) {
  const exchanges = useLive('dataStatusesV1')?.exchanges.map(({ exchange }) => exchange) ?? [];
  const [texts, setTexts] = useState<RunTexts>(() => usualRun(Date.now(), ''));
  const set = (field: TextField) => (value: string) => setTexts({ ...texts, [field]: value });
  const read = readRun(texts);
  const problems = 'problems' in read ? read.problems : undefined;
  const refused = refusal instanceof AskError ? refusal : undefined;
  const refusedField = refused?.field === undefined ? '' : fieldOf(refused.field);
  const problemOf = (field: string) =>
    problems?.get(field) ?? (refused && refusedField === field ? refused.message : undefined);
  const input = (field: TextField) => ({
    ...{ text: texts[field], problem: problemOf(field), onText: set(field) },
  });
  return (
    <form
      noValidate
      aria-label="Backtest to run"
      className="backtest-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!('problems' in read)) onAsk(read);
      }}
    >
      <Choice
        label="What"
        value={texts.kind}
        options={KINDS_ASKED}
        onChange={(next) =>
          setTexts({ ...texts, kind: KINDS_ASKED.find(([one]) => one === next)?.[0] ?? 'run' })
        }
      />
      <Choice
        label="Settings"
        value={texts.preset}
        options={BACKTEST_PRESET_NAMES.map((name) => [name, PRESETS[name]])}
        onChange={set('preset')}
      />
      <RunField label="First day, UTC" type="date" {...input('first')} />
      <RunField label="Last day, UTC" type="date" {...input('last')} />
      <RunField
        label="Markets (all tracked where empty)"
        placeholder="BTCUSDT"
        {...input('symbols')}
      />
      {exchanges.length > 1 && (
        <Choice
          label="Exchange"
          value={texts.exchange}
          options={[['', 'Choose one'], ...exchanges.map((one) => [one, one] as const)]}
          onChange={set('exchange')}
        />
      )}
      <Choice
        label="Candles"
        value={texts.timeframe}
        options={TIMEFRAMES.map((one) => [one, one])}
        onChange={set('timeframe')}
      />
      <RunField label="Equity to begin with, USDT" inputMode="decimal" {...input('equity')} />
      <Choice label="Fees" value={texts.fees} options={TIMES} onChange={set('fees')} />
      <Choice label="Slippage" value={texts.slippage} options={TIMES} onChange={set('slippage')} />
      <Choice
        label="Second leg"
        value={texts.legDelay}
        options={[
          ['0', 'At once'],
          ['1', 'A candle later'],
        ]}
        onChange={set('legDelay')}
      />
      {texts.kind !== 'run' && (
        <TriedSettings
          texts={texts}
          problemOf={problemOf}
          onTexts={(change) => setTexts({ ...texts, ...change })}
        />
      )}
      <SingleSettings
        preset={texts.preset}
        texts={texts.settings}
        problemOf={problemOf}
        onTexts={(settings) => setTexts({ ...texts, settings })}
      />
      <fieldset className="backtest-assume">
        <legend className="field-label">Assume what is not stored; it stands on the result</legend>
        {ASKED_ASSUMPTIONS.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={texts.assume.includes(name)}
              onChange={({ target }) =>
                setTexts({
                  ...texts,
                  assume: target.checked
                    ? [...texts.assume, name]
                    : texts.assume.filter((one) => one !== name),
                })
              }
            />{' '}
            <code>{name}</code>: {ASSUMPTIONS[name]}
          </label>
        ))}
      </fieldset>
      <div className="backtest-ask">
        <Button type="submit" variant="primary" disabled={problems !== undefined || isPending}>
          Run it
        </Button>
        {(problems?.get('') ?? (refused && refusedField === '')) && (
          <span className="field-error" role="alert">
            {sentence(problems?.get('') ?? refused?.message ?? '')}
          </span>
        )}
      </div>
    </form>
  );
}
