import { useConnection } from '../live/feed.js';
import type { Connection } from '../live/live-feed.js';
import './connection.css';

const WORDS: Record<Connection['kind'], string> = {
  connecting: 'Connecting',
  connected: 'Live',
  lost: 'Offline',
  foreign: 'Outdated',
};

export function ConnectionLight() {
  const { kind } = useConnection();
  return <span className={`light light-${kind}`}>{WORDS[kind]}</span>;
}
