import { toasts } from './dialog/toast-board.js';
import './fingerprint.css';

interface FingerprintProps {
  readonly sha256: string | null;
  /** What it is of, for who hears the page. */
  readonly what?: string;
}

/** The start of a SHA-256; a click copies all of it. */
export function Fingerprint({ sha256, what = 'the certificate' }: FingerprintProps) {
  if (sha256 === null) return <span className="unit">none yet: not all is proven</span>;
  return (
    <button
      type="button"
      className="fingerprint"
      title={`${sha256} (click to copy)`}
      aria-label={`Copy ${what} ${sha256.slice(0, 12)}`}
      onClick={() => void copy(sha256)}
    >
      <code>{sha256.slice(0, 12)}…</code>
    </button>
  );
}

async function copy(sha256: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(sha256);
    toasts.add({ title: 'Copied', description: sha256 });
  } catch {
    // Not allowed outside https and loopback: show it, so that it can be copied by hand.
    toasts.add({ title: 'Certificate', description: sha256, stays: true });
  }
}
