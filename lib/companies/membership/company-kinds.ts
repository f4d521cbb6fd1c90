/** What a company is, and where it is listed. */
export const companyTypes = [
  'corporation',
  'sole_proprietor',
  'non_profit',
  'public_body',
  'foreign',
  'other',
] as const;

export const markets = ['kospi', 'kosdaq', 'konex', 'other'] as const;
