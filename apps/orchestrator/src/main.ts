import { EmergencySignal } from './modes/emergency-signal.js';

const emergency = new EmergencySignal();
// Only now the rest: it takes its time to load, and the signal must not be lost meanwhile.
const { run } = await import('./run.js');
await run(emergency);
