import { invalid } from './refusal.ts';

/*
 * Numbers of up to 38 significant digits, exactly. As text they are normal: no sign or zero that
 * could be left out, no exponent. So equal numbers have equal texts.
 */

const mostDigits = 38;
const largestMagnitude = 125;
const smallestMagnitude = -130;

/** `coefficient` × 10^`exponent`; no zero ends the coefficient. */
interface Decimal {
  coefficient: bigint;
  exponent: number;
}

const plain = /^(?:0|-?[1-9]\d{0,14})$/;
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** @throws EngineRefusal for what is no number, or none that DynamoDB can hold */
export function normalNumber(text: string): string {
  return plain.test(text) ? text : format(checked(parse(text)));
}

/** The sum of two normal numbers, normal. */
export function addNumbers(left: string, right: string): string {
  return combine(left, right, 1n);
}

/** The difference of two normal numbers, normal. */
export function subtractNumbers(left: string, right: string): string {
  return combine(left, right, -1n);
}

/** Below 0, 0 or above 0, as two normal numbers stand to one another. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (plain.test(left) && plain.test(right)) return Number(left) - Number(right);
  const [a, b] = aligned(parse(left), parse(right));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Bytes that a normal number takes of an item. */
export function sizeOfNumber(text: string): number {
  if (text === '0') return 1;
  const isNegative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.slice(isNegative ? 1 : 0).split('.');
  // Two digits a byte, counted from the point, without pairs of zeros at either end.
  const evenWhole = whole.length % 2 === 0 ? whole : `0${whole}`;
  const evenFraction = fraction.length % 2 === 0 ? fraction : `${fraction}0`;
  const pairs = `${evenWhole}${evenFraction}`.replace(/^(?:00)+/, '');
  return 1 + withoutEndingPairs(pairs) / 2 + (isNegative ? 1 : 0);
}

/** Length without the pairs of zeros at the end. */
function withoutEndingPairs(pairs: string): number {
  let { length } = pairs;
  while (length > 0 && pairs.endsWith('00', length)) length -= 2;
  return length;
}

function combine(left: string, right: string, sign: bigint): string {
  if (plain.test(left) && plain.test(right)) {
    return String(Number(left) + Number(sign) * Number(right));
  }
  const first = parse(left);
  const second = parse(right);
  const [a, b] = aligned(first, second);
  const exponent = Math.min(first.exponent, second.exponent);
  return format(checked(reduced(a + sign * b, exponent)));
}

function parse(text: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = pattern.exec(text) ?? [];
  const digits = whole + fraction;
  if (sign === undefined || digits === '') {
    throw invalid(
      text === ''
        ? 'The parameter cannot be converted to a numeric value'
        : `The parameter cannot be converted to a numeric value: ${text}`,
    );
  }
  const significant = digits.replace(/^0+/, '').replace(/0+$/, '');
  if (significant === '') return { coefficient: 0n, exponent: 0 };
  const ending = digits.length - digits.replace(/0+$/, '').length;
  const coefficient = BigInt(significant);
  return {
    coefficient: sign === '-' ? -coefficient : coefficient,
    exponent: Number(power) - fraction.length + ending,
  };
}

function reduced(coefficient: bigint, exponent: number): Decimal {
  if (coefficient === 0n) return { coefficient, exponent: 0 };
  const text = String(coefficient);
  const short = text.replace(/0+$/, '');
  return { coefficient: BigInt(short), exponent: exponent + text.length - short.length };
}

function checked(decimal: Decimal): Decimal {
  const { coefficient, exponent } = decimal;
  if (coefficient === 0n) return decimal;
  const digits = String(coefficient < 0n ? -coefficient : coefficient).length;
  const magnitude = digits + exponent - 1;
  if (magnitude > largestMagnitude) {
    throw invalid(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (magnitude < smallestMagnitude) {
    throw invalid(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (digits > mostDigits) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  return decimal;
}

/** The coefficients of both at the lower of their exponents. */
function aligned(left: Decimal, right: Decimal): [bigint, bigint] {
  const exponent = Math.min(left.exponent, right.exponent);
  const at = (value: Decimal) => value.coefficient * 10n ** BigInt(value.exponent - exponent);
  return [at(left), at(right)];
}

function format({ coefficient, exponent }: Decimal): string {
  const sign = coefficient < 0n ? '-' : '';
  const digits = String(coefficient < 0n ? -coefficient : coefficient);
  if (exponent >= 0) return coefficient === 0n ? '0' : sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
