import { useMemo } from 'react';
import { Link } from 'wouter';
import { useLive } from '../../live/feed.js';
import { PageTitle } from '../../shell/page-title.js';
import { Choice } from '../../ui/form/choice.js';
import { useAddress } from '../../ui/form/use-address.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { marketPath } from '../market-link.js';
import { AgainstPanel } from './against-panel.js';
import './decision.css';
import { GlossaryPanel } from './glossary-panel.js';
import { ResultPanel } from './result-panel.js';
import { ScorePanel } from './score-panel.js';
import { SignalsPanel } from './signals-panel.js';
import { SizePanel } from './size-panel.js';
import { useDecision } from './use-decision.js';
import { VerdictPanel } from './verdict-panel.js';
import { YieldPanel } from './yield-panel.js';

/** Whether one market should be traded now, and why: what the desk would do, part by part. */
export default function DecisionPage() {
  const cycle = useLive('cycleV1');
  const isConnected = useLive('deskV1') !== undefined;
  const [asked, setMarket] = useAddress('market', '');
  const options = useMemo(
    () =>
      (cycle?.markets ?? [])
        .toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0)
        .map(({ symbol, nativeId, rank }) => [symbol, nameOf(symbol, nativeId, rank)] as const),
    [cycle],
  );
  const market = asked === '' ? options[0]?.[0] : asked;
  const decision = useDecision(market);
  const explained = decision.data;
  const shown = options.some(([symbol]) => symbol === market);
  return (
    <>
      <PageTitle title="Decision">
        <Choice
          label="Market"
          value={explained?.symbol ?? market ?? ''}
          options={shown || market === undefined ? options : [[market, market], ...options]}
          onChange={setMarket}
          disabled={options.length === 0}
        />
        {explained && (
          <Link href={marketPath(explained.exchange, explained.nativeId)}>Its history</Link>
        )}
      </PageTitle>
      {market === undefined ? (
        isConnected ? (
          <Empty>
            The desk has not finished a cycle yet: it waits for proven data and for rates.
          </Empty>
        ) : (
          <Loading what="the last cycle" />
        )
      ) : explained ? (
        <>
          <VerdictPanel explained={explained} />
          <div className="decision-parts">
            <YieldPanel explained={explained} />
            <AgainstPanel explained={explained} />
            <SizePanel explained={explained} />
            <ScorePanel explained={explained} />
          </div>
          <SignalsPanel
            market={{ exchange: explained.exchange, symbol: explained.legs.short.symbol }}
          />
          {explained.legs.long?.instrument !== 'perpetual' && (
            <ResultPanel market={{ exchange: explained.exchange, symbol: explained.symbol }} />
          )}
          <GlossaryPanel />
        </>
      ) : decision.error ? (
        <Failed
          what="the decision"
          error={decision.error}
          onRetry={() => void decision.refetch()}
        />
      ) : (
        <div className="decision-room">
          <Loading what="the decision" />
        </div>
      )}
    </>
  );
}

/** Two perpetuals are told apart by their exchanges. */
function nameOf(symbol: string, nativeId: string, rank: number | null): string {
  const [, venues] = symbol.split(' ');
  const name = venues === undefined ? nativeId : `${nativeId}, ${venues}`;
  return rank === null ? name : `${rank}. ${name}`;
}
