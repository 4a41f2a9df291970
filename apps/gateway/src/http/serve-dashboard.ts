import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { compressedFile } from './compressed-file.js';
import { knownPage, type IsMarketKnown } from './known-page.js';

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><title>Fullcarry</title></head>
<body><p>The dashboard is not built here. The routes are described at <a href="/api/docs">/api/docs</a>.</p></body></html>
`;

const FOR_EVER = 'public, max-age=31536000, immutable';
/** The sign stands in the head twice, as painted first and as drawn by the program. */
const A_DAY = 'public, max-age=86400';

const NOT_A_FILE = /^\/(api|health|metrics|socket\.io)(\/|$)/;

/** Not pages of the dashboard: who asks for one of these that is not there gets 404. */
const NOT_A_PAGE = /^\/(api|health|metrics|socket\.io|assets)(\/|$)/;

/** Built files of which a compressed one may lie beside. */
const BUILT_FILE = /^\/(assets\/[\w.-]+|favicon\.svg)$/;

/**
 * The built dashboard: hashed files for ever, and its page at every other address: the one that asks for that page's files
 * at once (apps/dashboard/page-files.mjs), and the plain one with 404 where the dashboard has nothing to show, which it
 * then says.
 */
export function serveDashboard(
  app: NestExpressApplication,
  folder: string,
  isMarketKnown: IsMarketKnown,
  logger: Logger,
): void {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) logger.warn({ folder }, 'The dashboard is not built: npm run setup');
  const assets = join(folder, 'assets') + sep;
  const files = express.static(folder, {
    index: false,
    setHeaders: (response, path) => {
      const isHashed = path.startsWith(assets);
      response.setHeader('cache-control', isHashed ? FOR_EVER : A_DAY);
    },
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (NOT_A_FILE.test(request.path)) {
      next();
      return;
    }
    if (BUILT_FILE.test(request.path)) {
      request.url = compressedFile(request, response, request.path, join(folder, request.path));
    }
    files(request, response, next);
  });
  app.use(pages(folder, isMarketKnown));
}

function pages(folder: string, isMarketKnown: IsMarketKnown): RequestHandler {
  const plain = join(folder, 'index.html');
  return async (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || NOT_A_PAGE.test(request.path) || /\.\w+$/.test(request.path)) {
      next();
      return;
    }
    response.setHeader('cache-control', 'no-cache');
    if (!existsSync(plain)) {
      response.status(503).type('html').send(NOT_BUILT);
      return;
    }
    const name = await knownPage(request.path, isMarketKnown);
    const own = join(folder, 'pages', `${name ?? ''}.html`);
    response.status(name === undefined ? 404 : 200);
    const page = existsSync(own) ? own : plain;
    response.sendFile(compressedFile(request, response, page), { dotfiles: 'allow' });
  };
}
