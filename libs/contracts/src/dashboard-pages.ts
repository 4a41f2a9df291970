/**
 * The pages of the dashboard by their addresses, parameters as `:name`. The dashboard routes by them, and the gateway
 * says 404 of an address that is none of them.
 */
export const DASHBOARD_PAGES = {
  overview: '/',
  markets: '/markets',
  market: '/markets/:exchange/:market',
  funding: '/funding',
  asset: '/funding/:asset',
  explorer: '/explorer',
  opportunities: '/opportunities',
  decision: '/decision',
  evidence: '/decision/evidence',
  desk: '/desk',
  backtests: '/backtest',
  backtest: '/backtest/:hash',
  sweep: '/backtest/sweep/:hash',
  system: '/system',
} as const;
