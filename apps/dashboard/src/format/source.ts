import { isReplay } from '@fullcarry/contracts/source';

/** Where rows come from, for people. */
export function sourceText(source: string): string {
  if (isReplay(source)) return 'Replay: recorded data moved in time, not the market of today';
  return source === 'live' ? 'Live from the exchange' : `Source: ${source}`;
}
