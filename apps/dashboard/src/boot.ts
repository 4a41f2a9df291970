import './theme/tokens.css';
import './theme/base.css';
import './shell/shell.css';
import './shell/page-title.css';
import './ui/notice.css';
import { applySchemeChoice } from './theme/scheme-choice.js';

// The head of the page stands in index.html: the browser paints it before the program, many times as large, runs.
applySchemeChoice();
if (document.hidden) void start();
else requestAnimationFrame(() => setTimeout(() => void start()));

/** In steps, so that the browser can paint and answer between them; all their files are asked for at once. */
async function start(): Promise<void> {
  await import('./zod-without-eval.js');
  await import('@fullcarry/contracts/transport/socket-events');
  await pause();
  await import('./live/feed.js');
  await pause();
  await import('./main.js');
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
