import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from './durations.js';
import { keptAnchor } from './kept-anchor.js';

describe('an anchor kept in a file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replay-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is the same after a restart while its recordings last', () => {
    const file = join(folder, 'anchor.json');
    expect(keptAnchor(file, 1_000)).toBe(1_000);
    expect(keptAnchor(file, 1_000 + 7 * DAY_MS - 1)).toBe(1_000);
  });

  it('is a new one once they are used up', () => {
    const file = join(folder, 'anchor.json');
    keptAnchor(file, 1_000);
    expect(keptAnchor(file, 1_000 + 7 * DAY_MS)).toBe(1_000 + 7 * DAY_MS);
    expect(keptAnchor(file, 1_001 + 7 * DAY_MS)).toBe(1_000 + 7 * DAY_MS);
  });
});
