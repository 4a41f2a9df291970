// Preloaded into a process that is measured: tells its parent each second for how long its event loop was blocked.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
// The timer itself is part of what is measured.
setInterval(() => {
  process.send?.({ blockedMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS) });
  delay.reset();
}, 1_000).unref();
process.channel?.unref();
