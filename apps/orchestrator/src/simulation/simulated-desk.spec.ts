import { describe, expect, it } from '@jest/globals';
import { FAULTS, type Planted } from './planted-faults.fixture.js';
import { SimulatedDesk } from './simulated-desk.fixture.js';

async function firstBroken(seeds: number, planted?: Planted) {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const desk = new SimulatedDesk(seed, planted);
    await desk.run();
    if (desk.broken.length > 0) return { seed, broken: desk.broken, log: desk.log.slice(-10) };
  }
  return undefined;
}

describe('the desk in a world with a hidden truth', () => {
  it('breaks no law', async () => {
    expect(await firstBroken(40)).toBeUndefined();
  }, 120_000);

  it.each(FAULTS)('is found out where %s is planted', async (planted) => {
    expect(await firstBroken(200, planted)).toBeDefined();
  });
});
