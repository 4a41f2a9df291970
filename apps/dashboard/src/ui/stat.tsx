import type { ReactNode } from 'react';
import './stat.css';

/** A row of figures, each with its name and unit. */
export function Stats({ children }: { readonly children: ReactNode }) {
  return <dl className="stats">{children}</dl>;
}

interface StatProps {
  readonly name: string;
  /** What the figure counts or measures; empty only where the value says it. */
  readonly unit?: string;
  /** How the figure is made, on hover. */
  readonly hint?: string | undefined;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Stat({ name, unit, hint, wide, children }: StatProps) {
  return (
    <div className={wide === true ? 'stat stat-wide' : 'stat'} title={hint}>
      <dt>{name}</dt>
      <dd>
        {children}
        {unit !== undefined && <span className="unit"> {unit}</span>}
      </dd>
    </div>
  );
}
