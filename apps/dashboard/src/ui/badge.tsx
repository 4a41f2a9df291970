import type { ReactNode } from 'react';
import './badge.css';

export type Tone = 'plain' | 'good' | 'bad' | 'warn' | 'info' | 'violet';

interface BadgeProps {
  readonly tone?: Tone;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

export function Badge({ tone = 'plain', title, children }: BadgeProps) {
  return (
    <span className={`badge badge-${tone}`} title={title}>
      {children}
    </span>
  );
}
