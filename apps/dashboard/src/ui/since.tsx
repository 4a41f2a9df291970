import { useEffect, useState } from 'react';
import { UNKNOWN } from '../format/numbers.js';
import { relativeText, utcSecondText } from '../format/times.js';

/** How long ago or how soon an instant is, counting on; its UTC time on hover. */
export function Since({ atMs }: { readonly atMs: number | null | undefined }) {
  const nowMs = useNow(1_000);
  if (atMs === null || atMs === undefined) return <>{UNKNOWN}</>;
  return (
    <time className="utc" dateTime={new Date(atMs).toISOString()} title={utcSecondText(atMs)}>
      {relativeText(atMs, nowMs)}
    </time>
  );
}

/** The time of day, shown again after each step. */
export function useNow(stepMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [stepMs]);
  return nowMs;
}
