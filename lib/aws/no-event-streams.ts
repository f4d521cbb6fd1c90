/*
 * Stands in for the event streams of `@smithy/core` in the bundles: no call of ours sends or answers
 * one. The client of S3 still asks for their configuration when it is made.
 */

export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

function refuse(): never {
  throw new Error('Event streams are left out of the bundles');
}

export { refuse as EventStreamSerde, refuse as eventStreamSerdeProvider };
