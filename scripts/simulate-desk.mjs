// npm run simulate-desk -- [--seeds N] [--from N]: the desk's decisions, books and trader in worlds with a hidden truth,
// one a seed. Ends with 1 at the first seed in which a law was broken, and prints its log.
import { parseArgs } from 'node:util';
import { setUp } from './set-up/set-up.mjs';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '2000' }, from: { type: 'string', default: '1' } },
});
await setUp();
const { SimulatedDesk } =
  await import('../apps/orchestrator/dist/simulation/simulated-desk.fixture.js');

const first = Number(values.from);
const last = first + Number(values.seeds) - 1;
const met = { fills: 0, settlements: 0 };
for (let seed = first; seed <= last; seed += 1) {
  const desk = new SimulatedDesk(seed);
  await desk.run();
  met.fills += desk.size.fills;
  met.settlements += desk.size.settlements;
  for (const [what, many] of Object.entries(desk.met)) met[what] = (met[what] ?? 0) + many;
  if (desk.broken.length === 0) continue;
  console.error(`Seed ${seed} breaks a law:`, desk.broken);
  console.error(desk.log.slice(-10).join('\n'));
  process.exit(1);
}
console.log(`Seeds ${first} to ${last}: no law is broken`, met);
