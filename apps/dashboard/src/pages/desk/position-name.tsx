import { MarketLink } from '../market-link.js';

interface PositionNameProps {
  readonly exchange: string;
  readonly symbol: string;
  readonly nativeId: string;
  readonly onDetails: () => void;
  /** Closes it, after asking; not there for what can't be closed. */
  readonly onClose?: (() => void) | undefined;
}

/** A position's market leads to the market; beside it, what it was filled at and paid, and why it was opened. */
export function PositionName({
  exchange,
  symbol,
  nativeId,
  onDetails,
  onClose,
}: PositionNameProps) {
  return (
    <span className="position-name">
      <MarketLink exchange={exchange} symbol={symbol} nativeId={nativeId} />
      <button
        type="button"
        className="link-button"
        aria-label={`Details of ${nativeId}`}
        onClick={onDetails}
      >
        Details
      </button>
      {onClose && (
        <button
          type="button"
          className="link-button"
          aria-label={`Close ${nativeId}`}
          title="Close this position, after asking"
          onClick={onClose}
        >
          Close
        </button>
      )}
    </span>
  );
}
