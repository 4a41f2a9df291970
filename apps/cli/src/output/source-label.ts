/** Says that rows are recorded data, wherever they are shown; nothing where they are a market's own. */
export function sourceLabel(sources: Iterable<string>): string | undefined {
  const recorded = [...new Set(sources)].filter((source) => source !== 'live');
  if (recorded.length === 0) return undefined;
  return `REPLAY: recorded data moved to the present, not today's market (${recorded.join(', ')})`;
}
