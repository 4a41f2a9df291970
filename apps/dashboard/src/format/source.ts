/** Whether rows are recorded ones, played as if they were of today. */
export function isReplay(source: string): boolean {
  return source.startsWith('replay');
}

/** Where rows come from, for people. */
export function sourceText(source: string): string {
  if (isReplay(source)) return 'Replay: recorded data moved in time, not the market of today';
  return source === 'live' ? 'Live from the exchange' : `Source: ${source}`;
}
