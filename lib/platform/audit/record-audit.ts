import * as z from 'zod';
import { idOf } from '../../ids.ts';
import { writeMany } from '../../model/write-many.ts';
import type { Audit, Envelope } from '../../queue/message.ts';
import {
  AuditEntries,
  companyShard,
  everyAction,
  listOf,
  shardOf,
  shardsOfActor,
} from './audit-entries.entity.ts';
import type { AuditEntry } from './read-down.ts';

const dayMilliseconds = 24 * 3600_000;

/** A year, and a month to look back at it. */
export const keptMilliseconds = 400 * dayMilliseconds;

const values = z.record(z.string(), z.unknown());

const audited = z.object({
  userId: z.string().optional(),
  companyId: z.string().optional(),
  changed: z.array(z.string()).optional(),
  before: values.optional(),
  after: values.optional(),
});

export const monthOf = (time: Date) => time.toISOString().slice(0, 7);

/** Keeps what an event tells, the same however often it is told. */
export async function recordAudit(event: Envelope, audit: Audit | undefined): Promise<void> {
  if (!audit) return;
  const { objectType, anonymousIs, ofFields } = audit;
  const { userId, companyId, changed = [], before, after } = audited.parse(event.data);
  if (ofFields && !changed.some((field) => ofFields.includes(field))) return;
  const time = new Date(event.time);
  const isOwner = anonymousIs === 'owner' && event.actor === 'anonymous';
  const actorId = isOwner && userId !== undefined ? userId : event.actor;
  const entryId = idOf('event', time, event.id);
  const shard = shardOf(entryId);
  const entry: Omit<AuditEntry, 'list'> = {
    entryId,
    at: event.time,
    actorId,
    actorShard: shardsOfActor(actorId).includes(shard) ? shard : 0,
    action: event.type,
    objectType,
    objectId: event.subject,
    ...(userId !== undefined && { userId }),
    ...(companyId !== undefined && { companyId }),
    ...(event.actorkey !== undefined && { actorKeyId: event.actorkey }),
    ...(event.actorip !== undefined && { actorIp: event.actorip }),
    ...(event.correlationid !== undefined && { requestId: event.correlationid }),
    ...(before && { before }),
    ...(after && { after }),
    expiresAt: Math.floor((time.getTime() + keptMilliseconds) / 1000),
  };
  await writeMany(
    [
      listOf(everyAction, monthOf(time), shard),
      listOf(event.type, monthOf(time), shard),
      ...(companyId === undefined ? [] : [listOf(companyId, monthOf(time), companyShard)]),
    ].map((list) => AuditEntries.put({ ...entry, list })),
  );
}
