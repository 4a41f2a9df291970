// Preloaded into a process that is measured: reports to its parent each second for how long its event loop was blocked at
// most, by the clock and by the CPU that all threads of the process used meanwhile. On a machine where others run, the
// clock tells of them too.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const STEP_MS = 20;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

let busyMs = 0;
let last = { atMs: performance.now(), cpu: process.cpuUsage() };
setInterval(() => {
  const { user, system } = process.cpuUsage(last.cpu);
  const lateMs = performance.now() - last.atMs - STEP_MS;
  busyMs = Math.max(busyMs, Math.min(lateMs, (user + system) / 1e3));
  last = { atMs: performance.now(), cpu: process.cpuUsage() };
}, STEP_MS).unref();

setInterval(() => {
  if (!process.connected) return;
  // The timer itself is part of what is measured.
  process.send({ blockedMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), busyMs });
  delay.reset();
  busyMs = 0;
}, 1_000).unref();
process.channel?.unref();
