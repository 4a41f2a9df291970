import { useConnection } from '../live/feed.js';
import type { Connection } from '../live/live-feed.js';
import './connection.css';

const TEXTS: Record<Connection['kind'], string> = {
  connecting: 'Connecting',
  connected: 'Connected',
  lost: 'Offline',
  foreign: 'Outdated',
};

/** Whether this page hears the gateway; whether the data is live or recorded is another question. */
export function ConnectionLight() {
  const { kind } = useConnection();
  return (
    <span className={`light light-${kind}`} title="This page to the gateway">
      <span className="light-text">{TEXTS[kind]}</span>
    </span>
  );
}
