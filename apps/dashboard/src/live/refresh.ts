import type { SocketEvent } from '@fullcarry/contracts/transport/socket-events';
import type { QueryClient } from '@tanstack/react-query';
import type { LiveFacts, LiveFeed } from './live-feed.js';

/** What was asked by HTTP, by what makes it old. The first part of every query's key. */
export type Topic =
  'history' | 'cycles' | 'positions' | 'equity' | 'journal' | 'statistics' | 'backtests';

/** Asks again for what a fact has made old, and for everything after a lost connection. */
export function refreshByFacts(feed: LiveFeed, queries: QueryClient): void {
  const refresh = (topic: Topic) => void queries.invalidateQueries({ queryKey: [topic] });
  feed.onConnect(() => void queries.invalidateQueries());
  feed.onEvent((event, now, before) => {
    for (const topic of madeOld(event, now, before)) refresh(topic);
  });
}

function madeOld(event: SocketEvent, now: LiveFacts, before: LiveFacts): Topic[] {
  switch (event) {
    case 'dataStatusV1':
      return historyMark(now) === historyMark(before) ? [] : ['history'];
    case 'cycleV1':
      return now.cycleV1?.number === before.cycleV1?.number
        ? []
        : ['cycles', 'equity', 'statistics'];
    case 'positionV1':
      return ['positions', 'equity', 'journal', 'statistics'];
    case 'deskV1':
      return deskMark(now) === deskMark(before) ? [] : ['journal'];
    default:
      return [];
  }
}

/** Changes when somebody started, stopped or set the desk. */
function deskMark({ deskV1: desk }: LiveFacts): string {
  if (!desk?.status) return '';
  const { state, reason, settings } = desk.status;
  return JSON.stringify([state, reason, settings]);
}

/** Changes when rows were added or the judgement of them changed. */
function historyMark({ dataStatusV1: status }: LiveFacts): string {
  if (!status) return '';
  const { state, lastSyncAtMs, datasetSha256, gaps, fetchProgress } = status;
  return [state, lastSyncAtMs, datasetSha256, gaps, fetchProgress?.pairsDone].join();
}
