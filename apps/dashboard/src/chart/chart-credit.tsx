/** The licence of the chart library asks for this link. */
export function ChartCredit() {
  return (
    <p className="unit">
      Charts by{' '}
      <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
        TradingView Lightweight Charts™
      </a>
    </p>
  );
}
