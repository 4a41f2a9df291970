import type { Logger } from '@fullcarry/platform/create-logger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isKnownPage, type IsMarketKnown } from './known-page.js';

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><title>Fullcarry</title></head>
<body><p>The dashboard is not built here. The routes are described at <a href="/api/docs">/api/docs</a>.</p></body></html>
`;

const FOR_EVER = 'public, max-age=31536000, immutable';

const NOT_A_FILE = /^\/(api|health|metrics|socket\.io)(\/|$)/;

/** Not pages of the dashboard: who asks for one of these that is not there gets 404. */
const NOT_A_PAGE = /^\/(api|health|metrics|socket\.io|assets)(\/|$)/;

/**
 * The built dashboard: hashed files for ever, and its one page at every other address: with 404 where the dashboard has
 * nothing to show there, which it then says.
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
      response.setHeader('cache-control', isHashed ? FOR_EVER : 'no-cache');
    },
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (NOT_A_FILE.test(request.path)) next();
    else files(request, response, next);
  });
  app.use(singlePage(page, isMarketKnown));
}

function singlePage(page: string, isMarketKnown: IsMarketKnown): RequestHandler {
  return async (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || NOT_A_PAGE.test(request.path) || /\.\w+$/.test(request.path)) {
      next();
      return;
    }
    response.setHeader('cache-control', 'no-cache');
    if (existsSync(page)) {
      response.status((await isKnownPage(request.path, isMarketKnown)) ? 200 : 404);
      response.sendFile(page, { dotfiles: 'allow' });
    } else response.status(503).type('html').send(NOT_BUILT);
  };
}
