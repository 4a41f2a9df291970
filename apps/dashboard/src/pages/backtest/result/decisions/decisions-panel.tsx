import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { BacktestDecisionsRoute } from '@fullcarry/contracts/http/backtest/backtest-route';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from '../../../../api/ask.js';
import { useSessionToken } from '../../../../api/session-token.js';
import { countText } from '../../../../format/numbers.js';
import { utcText } from '../../../../format/times.js';
import { useLive } from '../../../../live/feed.js';
import { Button } from '../../../../ui/form/button.js';
import { Choice } from '../../../../ui/form/choice.js';
import { useAddress } from '../../../../ui/form/use-address.js';
import { Empty, Failed, Loading } from '../../../../ui/notice.js';
import { Panel } from '../../../../ui/panel.js';
import { TokenEntry } from '../../../desk/controls/token-entry.js';
import { DecisionView } from './decision-view.js';
import {
  actedAt,
  answerFrom,
  decisionAt,
  decisionTimes,
  type DecisionTimes,
} from './decision-steps.js';

interface DecisionsPanelProps {
  readonly document: BacktestDocumentV1;
  readonly sha256: string;
}

/** No instant was chosen: nothing is played again until somebody asks. */
const NOWHERE = '';

/** The run again, decision by decision: what was seen, what was decided, and why not the others. */
export function DecisionsPanel({ document, sha256 }: DecisionsPanelProps) {
  const whoMayOrder = useLive('deskV1')?.doors;
  const [at, setAt] = useAddress('at', NOWHERE);
  const times = useMemo(() => decisionTimes(document), [document]);
  const acted = useMemo(() => actedAt(document), [document]);
  const atMs = at === NOWHERE ? undefined : decisionAt(times, Number(at) || 0);
  return (
    <Panel
      title="Decision by decision"
      note="A backtester plays the run again up to an instant, and tells what was seen then, what was decided, and why not the others"
      actions={whoMayOrder === 'token' && <TokenEntry />}
    >
      <Steps times={times} acted={acted} atMs={atMs} onAt={(next) => setAt(String(next))} />
      {atMs !== undefined && <Decision times={times} sha256={sha256} atMs={atMs} />}
    </Panel>
  );
}

interface StepsProps {
  readonly times: DecisionTimes;
  readonly acted: readonly number[];
  readonly atMs: number | undefined;
  readonly onAt: (atMs: number) => void;
}

function Steps({ times, acted, atMs, onAt }: StepsProps) {
  const { firstMs, lastMs, everyMs } = times;
  if (atMs === undefined) {
    return (
      <span className="backtest-ask">
        <Button onClick={() => onAt(acted[0] ?? firstMs)}>
          {acted.length === 0 ? 'From the first decision' : 'From the first opening'}
        </Button>
        <span className="unit">
          {countText(Math.round((lastMs - firstMs) / everyMs) + 1)} decisions, by{' '}
          {countText(acted.length)} of which something was opened or closed
        </span>
      </span>
    );
  }
  const before = acted.findLast((one) => one < atMs);
  const after = acted.find((one) => one > atMs);
  const step = (name: string, to: number | undefined) => (
    <Button
      disabled={to === undefined || to < firstMs || to > lastMs}
      onClick={() => to !== undefined && onAt(to)}
    >
      {name}
    </Button>
  );
  return (
    <div className="backtest-ask">
      {step('Last one that did something', before)}
      {step('Back', atMs - everyMs)}
      {step('On', atMs + everyMs)}
      {step('Next one that does something', after)}
      <Choice
        label="Opened or closed something, UTC"
        value={acted.includes(atMs) ? String(atMs) : NOWHERE}
        options={[
          [NOWHERE, acted.length === 0 ? 'None' : 'None at this one'],
          ...acted.map((one) => [String(one), utcText(one)] as const),
        ]}
        disabled={acted.length === 0}
        onChange={(next) => next !== NOWHERE && onAt(Number(next))}
      />
      <label className="field">
        <span className="field-label">At, UTC</span>
        <input
          className="input"
          type="datetime-local"
          value={new Date(atMs).toISOString().slice(0, 16)}
          onChange={({ target }) => {
            const chosen = Date.parse(`${target.value}:59Z`);
            if (!Number.isNaN(chosen)) onAt(decisionAt(times, chosen));
          }}
        />
      </label>
    </div>
  );
}

interface DecisionProps {
  readonly times: DecisionTimes;
  readonly sha256: string;
  readonly atMs: number;
}

function Decision({ times, sha256, atMs }: DecisionProps) {
  const token = useSessionToken();
  const fromMs = answerFrom(times, atMs);
  const query = useQuery({
    queryKey: ['decisions', sha256, fromMs, token],
    queryFn: ({ signal }) =>
      ask(BacktestDecisionsRoute, {
        params: { hash: sha256 },
        body: { fromMs, most: times.atOnce },
        signal,
      }),
    staleTime: Infinity,
    retry: false,
  });
  if (!query.data) {
    return query.error ? (
      <Failed what="the decisions" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Loading what="the decisions: the run is played again" />
    );
  }
  const decision = query.data.decisions.find((one) => one.atMs === atMs);
  return decision ? (
    <DecisionView decision={decision} />
  ) : (
    <Empty>
      Nothing was decided then: the second leg of what was decided before was on its way.
    </Empty>
  );
}
