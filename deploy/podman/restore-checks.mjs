import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { untilReady } from './stack-checks.mjs';

const NODE = ['--entrypoint', '/nodejs/bin/node'];
const FILE = '/data/replay.db';

/** The commands of docs/OPERATIONS.md on the SQLite file of a stack. */
export class SqliteBackUp {
  /** `image`: the one of `migrate`. */
  constructor(stack, image) {
    this.stack = stack;
    this.image = image;
    this.path = join(stack.podman.work, 'fullcarry-backup.db');
  }

  /** Beside the running services: made, verified and taken out of the volume. */
  make() {
    this.pagesForAll = this.#pagesAsked();
    const made = this.#migrate('backup', '--to', '/data/backup.db');
    const verified = this.#migrate('verify', '--database', 'file:/data/backup.db');
    const copy = "fs.createReadStream('/data/backup.db').pipe(process.stdout)";
    this.#run({ to: this.path }, ...NODE, this.image, '-e', copy);
    const printed = (verified.stdout || verified.stderr).trim().split('\n').at(-1);
    return [['a back-up beside it agrees with its rows', made.code + verified.code === 0, printed]];
  }

  /** On a stack that is stopped: its database is lost, and it must come to what it was without fetching it anew. */
  async restore(port, before) {
    const { stack } = this;
    const empty = "for (const one of fs.readdirSync('/data')) fs.rmSync('/data/' + one)";
    this.#run({}, ...NODE, this.image, '-e', empty);
    const fill = `process.stdin.pipe(fs.createWriteStream('${FILE}'))`;
    this.#run({ from: this.path }, '--interactive', ...NODE, this.image, '-e', fill);
    rmSync(this.path);
    await stack.up();
    const after = await untilReady(stack, port, () => undefined);
    const pages = this.#pagesAsked();
    return [
      [
        'the back-up brings back what was lost',
        after.totalRecords >= before.totalRecords && pages < this.pagesForAll / 4,
        `${after.totalRecords.toLocaleString('en-US')} rows, ${pages} pages asked for instead of ${this.pagesForAll}`,
      ],
    ];
  }

  /** Since the exchange was started. */
  #pagesAsked() {
    const { byEndpoint } = this.stack.exchangeStats();
    const pages = ['/v5/market/kline', '/v5/market/funding/history'];
    return pages.reduce((sum, path) => sum + (byEndpoint[path] ?? 0), 0);
  }

  #migrate(...args) {
    return this.stack.podman.try(
      'run',
      '--rm',
      '--read-only',
      ...this.#data(),
      this.image,
      ...args,
    );
  }

  #run(files, ...args) {
    this.stack.podman.runWithFiles(files, 'run', '--rm', '--read-only', ...this.#data(), ...args);
  }

  #data() {
    const volume = `${this.stack.volume('replay')}:/data`;
    return ['--volume', volume, '--env', `DATABASE_URL=file:${FILE}`];
  }
}
