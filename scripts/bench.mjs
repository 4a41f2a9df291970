// npm run bench: prints figures. They are looked at by people, and never asserted.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, setUp } from './set-up.mjs';

await setUp();
for (const group of ['libs', 'apps']) {
  for (const room of readdirSync(join(root, group))) {
    const folder = join(root, group, room, 'bench');
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder)) {
      console.log(`\n${group}/${room}: ${file}`);
      const { status } = spawnSync(process.execPath, [join(folder, file)], { stdio: 'inherit' });
      if (status !== 0) process.exit(1);
    }
  }
}
