import type { Logger } from '@fullcarry/platform/logs/create-logger';
export interface RetryPolicy {
    readonly maxRetries: number;
    readonly baseMs: number;
}
/** Asks again, with growing waits, for what could not be had or believed. */
export declare class Patience {
    private readonly policy;
    private readonly stopping;
    private readonly logger;
    /** Why no answer comes, in one sentence; undefined while answers come. */
    trouble: string | undefined;
    private failingSinceMs;
    private tell;
    constructor(policy: RetryPolicy, stopping: AbortSignal, logger: Logger);
    /** Calls back when the trouble begins and when it ends. */
    onTrouble(tell: () => void): void;
    /**
     * `asked` says in the log what it was about.
     *
     * Errors: the last one, when the tries are used up; a PermanentError at once.
     */
    ask<Answer>(asked: object, read: () => Promise<Answer>): Promise<Answer>;
    private noteAnswer;
    private noteFailure;
}
/** What an error says for the log: its sentence and its facts, without a stack. */
export declare function evidenceOf(error: Error): Record<string, unknown>;
//# sourceMappingURL=patience.d.ts.map