/** What somebody can be told of. */
export const kindNames = [
  ...(['like', 'follow', 'follow_request', 'follow_accepted'] as const),
  ...(['reply', 'mention', 'moderation', 'invitation'] as const),
] as const;

export type KindName = (typeof kindNames)[number];
