import type { EntityItem } from 'electrodb';
import { entity } from '../../model/entity.ts';
import type { Weekday } from './weekdays.ts';

/** By what calendar a company works, and how its mail is addressed; none before it is changed. */
export const CompanySettings = entity('companySettings', {
  attributes: {
    companyId: { type: 'string', required: true },
    /** IANA. */
    timeZone: { type: 'string', required: true },
    /** BCP 47. */
    locale: { type: 'string', required: true },
    /** Names of weekdays, in the order of a week. */
    workingDays: { type: 'list', items: { type: 'string' }, required: true },
    /** By date. */
    holidays: {
      type: 'list',
      required: true,
      items: {
        type: 'map',
        properties: {
          date: { type: 'string', required: true },
          name: { type: 'string', required: true },
        },
      },
    },
    mailFromName: { type: 'string' },
    mailReplyTo: { type: 'string' },
    version: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a company. */
    settings: { pk: ['companyId'], sk: [] },
  },
});

type Stored = EntityItem<typeof CompanySettings>;

export type Settings = Omit<Stored, 'companyId' | 'workingDays'> & { workingDays: Weekday[] };
