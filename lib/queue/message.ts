import * as z from 'zod';
import type { Origin } from '../caller.ts';

/**
 * Contract of something that travels through a queue: an event that the table's stream tells, or a
 * command that one part of Moa gives another. A change that old readers cannot take is a new version.
 */
export interface MessageDefinition<
  Type extends string = string,
  Data extends z.ZodType = z.ZodType,
> {
  type: Type;
  version: number;
  data: Data;
  /** Whether it is kept for administrators to look up; every event of an account says so. */
  audit?: Audit | 'none';
}

/** How an event stands in the audit: its type is the action, its subject the object. */
export interface Audit {
  objectType: string;
  /** Who acts without being signed in, and has proved that the account is theirs. */
  anonymousIs?: 'owner';
  /** Fields of a user of whose changes it is kept alone; of every change unless said. */
  ofFields?: readonly string[];
}

/**
 * @example
 * export const postCreated = defineMessage({
 *   type: 'post.created',
 *   version: 1,
 *   data: z.object({ postId: id('post'), authorId: id('user') }),
 * });
 */
export function defineMessage<const Type extends string, Data extends z.ZodType>(
  definition: MessageDefinition<Type, Data>,
): MessageDefinition<Type, Data> {
  return definition;
}

/** A message before it has an id: what it says and about what. */
export interface Draft<M extends MessageDefinition = MessageDefinition> {
  definition: M;
  /** Id of the object it is about. */
  subject: string;
  data: z.input<M['data']>;
}

/** @example draft(postCreated, post.id, { postId: post.id, authorId: post.authorId }) */
export function draft<M extends MessageDefinition>(
  definition: M,
  subject: string,
  data: z.input<M['data']>,
): Draft<M> {
  return { definition, subject, data };
}

/** What a message looks like on its way: CloudEvents 1.0 in JSON, with the actor as extension. */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  /** The same each time the same change is told. */
  id: z.string().min(1),
  source: z.string(),
  type: z.string(),
  time: z.iso.datetime(),
  subject: z.string(),
  datacontenttype: z.literal('application/json'),
  dataversion: z.int(),
  /** Who caused it: a user id, `system:<name>` or `anonymous`. */
  actor: z.string(),
  /** The API key by which they did, and the address from which, where these are kept. */
  actorkey: z.string().optional(),
  actorip: z.string().optional(),
  /** Request or slot that it goes back to, where one is known. */
  correlationid: z.string().optional(),
  data: z.unknown(),
});

export type Envelope = z.infer<typeof envelope>;

/** A message as its consumer gets it. */
export type MessageOf<M extends MessageDefinition> = Omit<Envelope, 'type' | 'data'> & {
  type: M['type'];
  data: z.output<M['data']>;
};

/** Puts a draft into its envelope. */
export function toEnvelope(
  { definition, subject, data }: Draft,
  about: {
    id: string;
    actor: string;
    origin?: Origin;
    time: Date;
    correlationId?: string | undefined;
  },
): Envelope {
  const { id, actor, origin = {}, time, correlationId } = about;
  return {
    specversion: '1.0',
    id,
    source: `/moa/${definition.type.split('.')[0]}`,
    type: definition.type,
    time: time.toISOString(),
    subject,
    datacontenttype: 'application/json',
    dataversion: definition.version,
    actor,
    ...(origin.keyId !== undefined && { actorkey: origin.keyId }),
    ...(origin.ip !== undefined && { actorip: origin.ip }),
    ...(correlationId !== undefined && { correlationid: correlationId }),
    data: definition.data.parse(data),
  };
}
