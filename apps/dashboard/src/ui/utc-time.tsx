import { useState } from 'react';
import { UNKNOWN } from '../format/numbers.js';
import { isoMinute, relativeText, utcSecondText } from '../format/times.js';

interface UtcTimeProps {
  readonly atMs: number | null | undefined;
  /** Without “UTC”, where the heading says it. */
  readonly bare?: boolean;
  readonly seconds?: boolean;
}

/** An instant in UTC; on hover, how long ago or how soon it is. */
export function UtcTime({ atMs, bare = false, seconds = false }: UtcTimeProps) {
  const [title, setTitle] = useState<string>();
  if (atMs === null || atMs === undefined) return <>{UNKNOWN}</>;
  const full = utcSecondText(atMs);
  const short = seconds ? full.replace(' UTC', '') : isoMinute(atMs);
  return (
    <time
      className="utc"
      dateTime={new Date(atMs).toISOString()}
      title={title ?? full}
      onPointerEnter={() => setTitle(`${relativeText(atMs, Date.now())} (${full})`)}
    >
      {bare ? short : `${short} UTC`}
    </time>
  );
}
