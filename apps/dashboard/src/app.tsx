import { CSPProvider } from '@base-ui/react/csp-provider';
import { DASHBOARD_PAGES } from '@fullcarry/contracts/dashboard-pages';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { queryClient } from './api/query-client.js';
import { NotFoundPage } from './pages/not-found-page.js';
import { PageErrors } from './shell/page-errors.js';
import { Shell } from './shell/shell.js';
import { Toasts } from './ui/dialog/toasts.js';
import { Loading } from './ui/notice.js';

const FrontPage = lazy(() => import('./pages/front/front-page.js'));
const MarketsPage = lazy(() => import('./pages/markets/markets-page.js'));
const MarketPage = lazy(() => import('./pages/market/market-page.js'));
const FundingPage = lazy(() => import('./pages/funding/funding-page.js'));
const AssetPage = lazy(() => import('./pages/funding/asset-page.js'));
const ExplorerPage = lazy(() => import('./pages/explorer/explorer-page.js'));
const OpportunitiesPage = lazy(() => import('./pages/opportunities/opportunities-page.js'));
const DecisionPage = lazy(() => import('./pages/decision/decision-page.js'));
const EvidencePage = lazy(() => import('./pages/decision/evidence/evidence-page.js'));
const DeskPage = lazy(() => import('./pages/desk/desk-page.js'));
const BacktestsPage = lazy(() => import('./pages/backtest/backtests-page.js'));
const BacktestPage = lazy(() => import('./pages/backtest/result/backtest-page.js'));
const SweepPage = lazy(() => import('./pages/backtest/sweep/sweep-page.js'));
const SystemPage = lazy(() => import('./pages/system/system-page.js'));

export function App() {
  return (
    // The content policy allows no <style> elements.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <Shell>
          <PageErrors>
            <Suspense fallback={<Loading what="the page" />}>
              <Switch>
                <Route path={DASHBOARD_PAGES.overview} component={FrontPage} />
                <Route path={DASHBOARD_PAGES.markets} component={MarketsPage} />
                <Route path={DASHBOARD_PAGES.market}>
                  {({ exchange, market }) => (
                    <MarketPage key={`${exchange} ${market}`} exchange={exchange} market={market} />
                  )}
                </Route>
                <Route path={DASHBOARD_PAGES.funding} component={FundingPage} />
                <Route path={DASHBOARD_PAGES.asset}>
                  {({ asset }) => <AssetPage key={asset} asset={decodeURIComponent(asset)} />}
                </Route>
                <Route path={DASHBOARD_PAGES.explorer} component={ExplorerPage} />
                <Route path={DASHBOARD_PAGES.opportunities} component={OpportunitiesPage} />
                <Route path={DASHBOARD_PAGES.decision} component={DecisionPage} />
                <Route path={DASHBOARD_PAGES.evidence} component={EvidencePage} />
                <Route path={DASHBOARD_PAGES.desk} component={DeskPage} />
                <Route path={DASHBOARD_PAGES.backtests} component={BacktestsPage} />
                <Route path={DASHBOARD_PAGES.backtest}>
                  {({ hash }) => <BacktestPage key={hash} hash={hash} />}
                </Route>
                <Route path={DASHBOARD_PAGES.sweep}>
                  {({ hash }) => <SweepPage key={hash} hash={hash} />}
                </Route>
                <Route path={DASHBOARD_PAGES.system} component={SystemPage} />
                <Route component={NotFoundPage} />
              </Switch>
            </Suspense>
          </PageErrors>
        </Shell>
        <Toasts />
      </QueryClientProvider>
    </CSPProvider>
  );
}
