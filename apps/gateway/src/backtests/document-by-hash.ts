import type { DocumentStore, StoredDocument } from '@fullcarry/history/backtest/document-store';
import { HttpFault, wrongInput } from '../http/http-fault.js';

/** `what`: as it is called. Errors: HttpFault 404 where none begins so, 400 where several do. */
export async function documentByHash(
  store: DocumentStore,
  hash: string,
  what: 'result' | 'sweep',
): Promise<StoredDocument> {
  const [first, second] = await store.heads(hash, { limit: 2, offset: 0 });
  if (!first) throw new HttpFault(404, `No ${what} is stored whose hash begins with ${hash}`);
  if (second) throw wrongInput('hash', `several ${what}s begin with ${hash}: give more of it`);
  const [found] = await store.named(first.sha256);
  if (!found) throw new HttpFault(404, `The ${what} ${first.sha256} is not stored any more`);
  return found;
}
