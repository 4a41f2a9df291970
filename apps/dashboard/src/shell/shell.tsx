import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { ConnectionBanner } from './connection-banner.js';
import { ConnectionLight } from './connection-light.js';
import { DeskChip } from './desk-chip.js';
import { EmergencyStop } from '../pages/desk/controls/emergency-stop.js';
import { SchemeToggle } from './scheme-toggle.js';
import { SourceBadges } from './source-badges.js';
import TABS from './tabs.json' with { type: 'json' };
import './shell.css';

/** What surrounds every page: where one is, what the desk does and how to stop it, what kind of data it is, and whether it is connected. */
export function Shell({ children }: { readonly children: ReactNode }) {
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="shell-head">
        <Link href="/" className="brand">
          <img src="/favicon.svg" alt="" width="22" height="22" />
          <span className="brand-name">Fullcarry</span>
        </Link>
        <nav aria-label="Pages" className="shell-nav">
          {TABS.map(({ path, name }) => (
            <PageLink key={path} path={path} name={name} />
          ))}
        </nav>
        <div className="shell-state">
          <DeskChip />
          <EmergencyStop />
          <SourceBadges />
          <ConnectionLight />
          <SchemeToggle />
        </div>
      </header>
      <ConnectionBanner />
      <main id="content" className="shell-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function PageLink({ path, name }: { readonly path: string; readonly name: string }) {
  const [isExact] = useRoute(path);
  const [isBelow] = useRoute(path === '/' ? '/' : `${path}/*`);
  const isHere = isExact || isBelow;
  const link = useRef<HTMLAnchorElement>(null);
  // On a phone not all tabs fit: the one of this page is brought into view.
  useEffect(() => {
    if (isHere) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [isHere]);
  return (
    <Link ref={link} href={path} className="page-link" aria-current={isHere ? 'page' : undefined}>
      {name}
    </Link>
  );
}
