import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Everything comes from this gateway: no other script, font, style, picture or call, and no foreign frame. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // The gateway itself speaks plain HTTP; whoever puts TLS before it promises that there.
    strictTransportSecurity: false,
  });
}
