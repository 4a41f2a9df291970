import { DiscardPolicy, RetentionPolicy, type StreamConfig } from '@nats-io/jetstream';

/** A stream that keeps the last message of each subject, for whoever comes late. */
export function lastValueStream(stream: {
  readonly name: string;
  readonly subjects: readonly string[];
}): Partial<StreamConfig> & { name: string } {
  return {
    name: stream.name,
    subjects: [...stream.subjects],
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_msgs_per_subject: 1,
    allow_direct: true,
  };
}
