import { Link } from 'wouter';

interface MarketLinkProps {
  readonly exchange: string;
  readonly symbol: string;
  readonly nativeId: string;
}

/** To the page of one market, named as traders write it. */
export function MarketLink({ exchange, symbol, nativeId }: MarketLinkProps) {
  return (
    <Link href={marketPath(exchange, nativeId)} title={symbol}>
      {nativeId}
    </Link>
  );
}

/** To what the desk thinks of a pair, by its symbol or the exchange's own name of its perpetual. */
export function decisionPath(market: string): string {
  return `/decision?market=${encodeURIComponent(market)}`;
}

export function marketPath(exchange: string, nativeId: string): string {
  return `/markets/${encodeURIComponent(exchange)}/${encodeURIComponent(nativeId)}`;
}
