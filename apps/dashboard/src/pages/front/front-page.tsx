import { lazy, Suspense } from 'react';
import { useLive } from '../../live/feed.js';
import { PageTitle } from '../../shell/page-title.js';
import { BestMarkets } from './best-markets.js';
import { DataStatusPanels } from './data-status-panel.js';
import { DeskSummary } from './desk-summary.js';
import './front-page.css';

const CoveragePanel = lazy(() => import('../markets/coverage-panel.js'));

/** The first question of every morning: is the data whole, and what does the desk do with it? */
export function FrontPage() {
  const status = useLive('dataStatusV1');
  const hasHistory = status !== undefined && status.pairsTracked > 0;
  return (
    <>
      <PageTitle title="Overview" />
      <DataStatusPanels />
      <div className="front-columns">
        <DeskSummary />
        <BestMarkets />
      </div>
      {hasHistory && (
        <Suspense>
          <CoveragePanel />
        </Suspense>
      )}
    </>
  );
}
