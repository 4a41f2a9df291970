import { describe, expect, it } from '@jest/globals';
import { heatMap, triedSettings, type Swept } from './heat-map.js';

const swept = (candidates: Swept['candidates'], chosen: readonly number[] = []): Swept => ({
  candidates,
  walkForward: { folds: chosen.map((one) => ({ chosen: one })) },
});

const GRID = [0.02, 0.05].flatMap((a) =>
  [5, 20].flatMap((b) => [1, 2, 3].map((c) => ({ a, b, c }))),
);

describe('the heat map of a sweep', () => {
  it('sets two settings against each other, over the middle of all others', () => {
    const nets = GRID.map(
      ({ a, b, c }) => (a === 0.02 ? 10 : -10) * (b === 5 ? 1 : 2) + (c === 3 ? 90 : c),
    );
    const map = heatMap(swept(GRID, [0, 2, 11]), nets, 'a', 'b');
    expect(map.columns.map(({ low }) => low)).toEqual([0.02, 0.05]);
    expect(map.rows.map(({ low }) => low)).toEqual([5, 20]);
    // 11, 12 and 100: one lucky setting says nothing of the other two.
    expect(map.cells[0]?.[0]).toEqual({
      median: 12,
      lowest: 11,
      highest: 100,
      tried: 3,
      chosenBy: 2,
    });
    expect(map.cells[1]?.[1]).toMatchObject({ median: -18, tried: 3, chosenBy: 1 });
  });

  it('has one row where only one setting was tried, and no cell of what was not', () => {
    const one = swept([{ a: 1 }, { a: 2 }]);
    expect(triedSettings(one)).toEqual(['a']);
    const { rows, cells } = heatMap(one, [4, undefined], 'a', undefined);
    expect([rows.length, cells[0]?.[0]?.median, cells[0]?.[1]]).toEqual([1, 4, undefined]);
    expect(
      triedSettings(
        swept([
          { a: 1, b: 3 },
          { a: 2, b: 3 },
        ]),
      ),
    ).toEqual(['a']);
  });

  it('puts values that were drawn into bands, each into one', () => {
    const drawn = Array.from({ length: 100 }, (_, i) => ({ a: i / 7, b: 100 - i }));
    const { columns, rows, cells } = heatMap(
      swept(drawn),
      drawn.map(() => 1),
      'a',
      'b',
    );
    expect([columns.length, rows.length]).toEqual([8, 8]);
    const tried = cells.flat().reduce((all, cell) => all + (cell?.tried ?? 0), 0);
    expect(tried).toBe(100);
  });
});
