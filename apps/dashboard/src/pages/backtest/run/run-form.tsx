import { BACKTEST_PRESET_NAMES } from '@fullcarry/contracts/backtest/backtest-presets';
import type { BacktestWish } from '@fullcarry/contracts/backtest/backtest-wish';
import { ASKED_ASSUMPTIONS, ASSUMPTIONS } from '@fullcarry/domain/backtest/assumptions';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { useState, type InputHTMLAttributes } from 'react';
import { AskError } from '../../../api/ask-error.js';
import { sentence } from '../../../format/sentence.js';
import { useLive } from '../../../live/feed.js';
import { Button } from '../../../ui/form/button.js';
import { Choice } from '../../../ui/form/choice.js';
import '../../../ui/form/field.css';
import { PRESETS } from '../backtest-words.js';
import { fieldOf, readRun, usualRun, type RunField, type RunTexts } from './run-wish.js';

interface RunFormProps {
  readonly isPending: boolean;
  /** What the gateway said of the last question. */
  readonly refusal: Error | null;
  readonly onAsk: (wish: BacktestWish) => void;
}

const TIMES: readonly (readonly [string, string])[] = [
  ['0', 'None'],
  ['1', 'As set'],
  ['2', 'Twice'],
  ['3', 'Three times'],
];

/** What a backtest is asked for; what is wrong stands at its field before it is sent. */
export function RunForm({ isPending, refusal, onAsk }: RunFormProps) {
  const exchanges = useLive('dataStatusesV1')?.exchanges.map(({ exchange }) => exchange) ?? [];
  const [texts, setTexts] = useState<RunTexts>(() => usualRun(Date.now(), ''));
  const set = (field: RunField) => (value: string) => setTexts({ ...texts, [field]: value });
  const read = readRun(texts);
  const problems = 'problems' in read ? read.problems : undefined;
  const refused = refusal instanceof AskError ? refusal : undefined;
  const refusedField = refused?.field === undefined ? undefined : fieldOf(refused.field);
  const problemOf = (field: RunField) =>
    problems?.get(field) ?? (refused && refusedField === field ? refused.message : undefined);
  const input = (field: RunField) => ({
    ...{ text: String(texts[field]), problem: problemOf(field), onText: set(field) },
  });
  return (
    <form
      noValidate
      aria-label="Backtest to run"
      className="backtest-form"
      onSubmit={(event) => {
        event.preventDefault();
        if ('wish' in read) onAsk(read.wish);
      }}
    >
      <Choice
        label="Settings"
        value={texts.preset}
        options={BACKTEST_PRESET_NAMES.map((name) => [name, PRESETS[name]])}
        onChange={set('preset')}
      />
      <Field label="First day, UTC" type="date" {...input('first')} />
      <Field label="Last day, UTC" type="date" {...input('last')} />
      <Field
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
      <Field label="Equity to begin with, USDT" inputMode="decimal" {...input('equity')} />
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
        <Button type="submit" look="primary" disabled={problems !== undefined || isPending}>
          Run it
        </Button>
        {refused && refusedField === undefined && (
          <span className="field-error" role="alert">
            {sentence(refused.message)}
          </span>
        )}
      </div>
    </form>
  );
}

interface FieldProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'placeholder' | 'inputMode'
> {
  readonly label: string;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onText: (text: string) => void;
}

function Field({ label, text, problem, onText, ...rest }: FieldProps) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <input
        className="input"
        value={text}
        aria-invalid={problem !== undefined}
        onChange={({ target }) => onText(target.value)}
        autoComplete="off"
        spellCheck={false}
        {...rest}
      />
      {problem !== undefined && <span className="field-error">{sentence(problem)}</span>}
    </label>
  );
}
