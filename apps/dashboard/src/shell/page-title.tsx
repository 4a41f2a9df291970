import type { ReactNode } from 'react';
import './page-title.css';

interface PageTitleProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** A page's heading, which is the browser's title too; beside it, what belongs to the whole page. */
export function PageTitle({ title, children }: PageTitleProps) {
  return (
    <header className="page-title">
      <title>{`${title} · Fullcarry`}</title>
      <h1>{title}</h1>
      {children}
    </header>
  );
}
