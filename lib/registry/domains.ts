/** What a domain is about, as readers of the API are told. */
export interface DomainDescription {
  name: string;
  description: string;
}

/** Every domain, in the order of a reader. Each is a stack of its own beside the base. */
export const domains = {
  identity: { name: 'Identity', description: 'Accounts, sign-in, sessions and profiles.' },
  sns: { name: 'SNS', description: 'Posts, likes, follows and timelines.' },
  files: { name: 'Files', description: 'Uploads, contents and who may have them.' },
  companies: { name: 'Companies', description: 'Company records, their members and invitations.' },
  platform: {
    name: 'Platform',
    description: 'Health, discovery, documentation and administration of the service itself.',
  },
} as const satisfies Readonly<Record<string, DomainDescription>>;

export type Domain = keyof typeof domains;
