import { defineConfig } from 'prisma/config';

/** PRISMA_DIALECT chooses the database that a prisma command is about: sqlite (default) or postgresql. */
const dialect = process.env.PRISMA_DIALECT === 'postgresql' ? 'postgresql' : 'sqlite';

export default defineConfig({
  schema: `prisma/${dialect}`,
  migrations: { path: `prisma/${dialect}/migrations` },
});
