// npm run simulate-desk: the desk in worlds with a hidden truth, one a seed. `-- --help` lists the options.
import { askedOptions } from './set-up/asked-options.mjs';
import { setUp } from './set-up/set-up.mjs';

const HELP = `npm run simulate-desk -- [--seeds <n>] [--from <seed>]

Plays the desk's decisions, books and trader in worlds with a hidden truth, one a seed. Ends with 1 at the first seed in which a
law was broken, and prints its last ten events.

  --seeds <n>     how many worlds (default 2000)
  --from <seed>   the first one (default 1)`;

const { seeds, from: first } = askedOptions('npm run simulate-desk', HELP, {
  seeds: { type: 'number', default: 2000 },
  from: { type: 'number', default: 1 },
});
await setUp();
const { SimulatedDesk } =
  await import('../apps/orchestrator/dist/simulation/simulated-desk.fixture.js');

const last = first + seeds - 1;
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
