import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { openApi } from './openapi.js';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Fullcarry: HTTP routes</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="routes"></main>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#routes',
  deepLinking: true,
  // The outside validator of the standard set-up would be a call to somebody else.
  validatorUrl: null,
});
`;

/** `/api/openapi.json`, and `/api/docs`: Swagger UI from its package, loading nothing from outside. */
export function serveDocs(app: NestExpressApplication, version: string): void {
  const description = openApi(version);
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const files = express.static(folder, { index: false, maxAge: '1d' });
  const docs = express.Router();
  docs.get('/', (_, response) => void response.type('html').send(PAGE));
  docs.get('/start.js', (_, response) => void response.type('js').send(START));
  docs.get(['/swagger-ui.css', '/swagger-ui-bundle.js'], files);
  app.use('/api/docs', docs);
  app.use(
    '/api/openapi.json',
    express.Router().get('/', (_, response) => void response.json(description)),
  );
}
