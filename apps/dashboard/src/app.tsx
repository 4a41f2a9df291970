import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { queryClient } from './api/query-client.js';
import { FrontPage } from './pages/front/front-page.js';
import { NotFoundPage } from './pages/not-found-page.js';
import { PageErrors } from './shell/page-errors.js';
import { Shell } from './shell/shell.js';
import { Toasts } from './ui/toasts.js';
import { Loading } from './ui/notice.js';

const MarketsPage = lazy(() => import('./pages/markets/markets-page.js'));
const MarketPage = lazy(() => import('./pages/market/market-page.js'));
const FundingPage = lazy(() => import('./pages/funding/funding-page.js'));
const AssetPage = lazy(() => import('./pages/funding/asset-page.js'));
const OpportunitiesPage = lazy(() => import('./pages/opportunities/opportunities-page.js'));
const DeskPage = lazy(() => import('./pages/desk/desk-page.js'));
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
                <Route path="/" component={FrontPage} />
                <Route path="/markets" component={MarketsPage} />
                <Route path="/markets/:exchange/:market">
                  {({ exchange, market }) => (
                    <MarketPage key={`${exchange} ${market}`} exchange={exchange} market={market} />
                  )}
                </Route>
                <Route path="/funding" component={FundingPage} />
                <Route path="/funding/:asset">
                  {({ asset }) => <AssetPage key={asset} asset={decodeURIComponent(asset)} />}
                </Route>
                <Route path="/opportunities" component={OpportunitiesPage} />
                <Route path="/desk" component={DeskPage} />
                <Route path="/system" component={SystemPage} />
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
