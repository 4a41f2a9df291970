import { isOver, type BacktestState } from '@fullcarry/contracts/facts/backtest-progress-v1';
import {
  BacktestCancelRoute,
  BacktestRunStateRoute,
  type BacktestRunState,
} from '@fullcarry/contracts/http/backtest/backtest-run-routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { ask } from '../../../api/ask.js';
import { toasts } from '../../../ui/dialog/toast-board.js';
import { countText } from '../../../format/numbers.js';
import { readable } from '../../../format/sentence.js';
import { durationText } from '../../../format/times.js';
import { Amount } from '../../../ui/amount.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/form/button.js';
import { Failed, Loading } from '../../../ui/notice.js';
import { ProgressBar } from '../../../ui/progress-bar.js';
import { windowText } from '../backtest-texts.js';
import { chosenText, KINDS } from '../sweep/sweep-texts.js';

/** How often it is asked how far a run is. */
const EVERY_MS = 1_000;

const STATES: Readonly<
  Record<BacktestState, { readonly text: string; readonly tone?: 'good' | 'warn' | 'bad' }>
> = {
  queued: { text: 'Waits' },
  running: { text: 'Runs' },
  done: { text: 'Done', tone: 'good' },
  refused: { text: 'Refused', tone: 'warn' },
  failed: { text: 'Failed', tone: 'bad' },
  cancelled: { text: 'Given up' },
};

/** How far a backtest is, and what came of it. */
export function RunProgress({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const run = useQuery({
    queryKey: ['backtest-run', id],
    queryFn: ({ signal }) => ask(BacktestRunStateRoute, { params: { id }, signal }),
    refetchInterval: ({ state: { data, error } }) =>
      error || (data && isOver(data.state)) ? false : EVERY_MS,
  });
  const result = run.data?.sha256;
  useEffect(() => {
    if (result) void queries.invalidateQueries({ queryKey: ['backtests'] });
  }, [queries, result]);
  if (!run.data) {
    return run.error ? (
      <Failed what="the backtest" error={run.error} onRetry={() => void run.refetch()} />
    ) : (
      <Loading what="the backtest" />
    );
  }
  return <Progress run={run.data} />;
}

function Progress({ run }: { readonly run: BacktestRunState }) {
  const { state, share, etaSeconds, asked, sha256, reason, sweep } = run;
  const { text, tone } = STATES[state];
  return (
    <div className="backtest-run" role="status">
      <p>
        <Badge {...(tone ? { tone } : {})}>{text}</Badge> {sweep && `${KINDS[sweep.kind]} on `}
        {countText(asked.markets)} {asked.markets === 1 ? 'market' : 'markets'} of {asked.exchange},{' '}
        {windowText(asked.window)}
        {etaSeconds !== null && state === 'running' && (
          <>, {durationText(etaSeconds * 1_000)} left</>
        )}
        {sha256 !== null && (
          <>
            :{' '}
            <Link href={`/backtest/${sweep ? 'sweep/' : ''}${sha256}`}>
              the result {sha256.slice(0, 12)}
            </Link>
          </>
        )}
      </p>
      {sweep && sweep.done > 0 && (
        <p>
          {countText(sweep.done)} of {countText(sweep.of)} runs
          {sweep.best && (
            <>
              ; best so far, in sample: {chosenText(sweep.best.chosen)} with{' '}
              <Amount usdt={sweep.best.netUsdt} /> USDT
            </>
          )}
        </p>
      )}
      {!isOver(state) && (
        <>
          <ProgressBar label="Played" percent={share * 100} />
          <GiveUp id={run.id} />
        </>
      )}
      {reason !== null && (
        <ul className="backtest-list">
          {reason.split('\n').map((line) => (
            <li key={line}>{readable(line)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function GiveUp({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => ask(BacktestCancelRoute, { params: { id }, body: {} }),
    retry: false,
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['backtest-run', id] }),
    onError: ({ message: description }) =>
      toasts.add({ title: 'Giving up: refused', description, isError: true }),
  });
  return (
    <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
      Give it up
    </Button>
  );
}
