// npm run setup: what has to be installed and built before anything runs.
import { askedOptions } from './set-up/asked-options.mjs';
import { setUp } from './set-up/set-up.mjs';

askedOptions(
  'npm run setup',
  'npm run setup\n\nInstalls, takes the migrations into the code, builds; only what is not up to date.',
);

await setUp();
