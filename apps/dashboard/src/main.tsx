import './zod-without-eval.js';
import '@fontsource-variable/inter/wght.css';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.js';
import { App } from './app.js';
import { feed } from './live/feed.js';
import { refreshByFacts } from './live/refresh.js';

refreshByFacts(feed, queryClient);
feed.start();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the dashboard');
// Of no urgency to React, which then draws in slices.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
