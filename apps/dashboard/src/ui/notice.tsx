import type { ReactNode } from 'react';
import { Button } from './form/button.js';
import './notice.css';

/** Nothing to show, and why. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <p className="notice">{children}</p>;
}

export function Loading({ what }: { readonly what: string }) {
  return (
    <p className="notice notice-loading" role="status">
      Loading {what} …
    </p>
  );
}

interface FailedProps {
  readonly what: string;
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** Something could not be had: the reason as the server gave it, and a way on. */
export function Failed({ what, error, onRetry }: FailedProps) {
  return (
    <div className="notice notice-failed" role="alert">
      <p>
        <strong>Could not load {what}.</strong> {error.message}
      </p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
