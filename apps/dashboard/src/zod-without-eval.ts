import { config } from 'zod';

// The content policy allows no code made from text, and the browser reports the mere attempt. It must be said
// before the first schema is made: this file is imported first, and vite.config.mjs keeps the order.
config({ jitless: true });
