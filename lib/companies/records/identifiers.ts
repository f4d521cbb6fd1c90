/** A business registration number as people write it: `1248100998` or `124-81-00998`. */
export const businessNumberForm = /^(?:\d{10}|\d{3}-\d{2}-\d{5})$/;

/** A corporate registration number as people write it: `1301110006246` or `130111-0006246`. */
export const corporateNumberForm = /^\d{6}-?\d{7}$/;

/** The digits of a number in one of its written forms. */
export const digitsOf = (written: string) => written.replaceAll('-', '');

const businessWeights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
const corporateWeights = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2];

const weighed = (digits: string, weights: readonly number[]) =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);

const completes = (digits: string, sum: number) => (10 - (sum % 10)) % 10 === Number(digits.at(-1));

/** Whether these are the ten digits of a business registration number, the check digit among them. */
export function isBusinessNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  const carried = Math.floor((5 * Number(digits[8])) / 10);
  return completes(digits, weighed(digits, businessWeights) + carried);
}

/**
 * Whether these are the thirteen digits of a corporate registration number with a check digit. Numbers
 * that were given out since 2025 can have none, so one that fails is not wrong for that.
 */
export function hasCorporateCheckDigit(digits: string): boolean {
  return /^\d{13}$/.test(digits) && completes(digits, weighed(digits, corporateWeights));
}
