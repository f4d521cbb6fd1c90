/** The fields of a record that no two open companies share. */
export const claimedNumbers = [
  'businessNumber',
  'corporateNumber',
  'stockCode',
  'dartCode',
] as const;

export type ClaimedNumber = (typeof claimedNumbers)[number];
