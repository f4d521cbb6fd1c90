import { type AttributeValue, isEqual, sizeOfBytes } from './values.ts';

/* The functions of conditions, of values that may be missing. */

/** Of what `size` measures; nothing of anything else. */
export function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) return undefined;
  const { S, B, L, M, SS, NS, BS } = value;
  if (S !== undefined) return { N: String(S.length) };
  if (B !== undefined) return { N: String(sizeOfBytes(B)) };
  const elements = L ?? SS ?? NS ?? BS ?? (M && Object.keys(M));
  return elements && { N: String(elements.length) };
}

export function contains(
  whole: AttributeValue | undefined,
  part: AttributeValue | undefined,
): boolean {
  if (whole === undefined || part === undefined) return false;
  if (whole.L) return whole.L.some((element) => isEqual(element, part));
  if (whole.S !== undefined) return part.S !== undefined && whole.S.includes(part.S);
  if (whole.B !== undefined) {
    return part.B !== undefined && bytesOf(whole.B).includes(bytesOf(part.B));
  }
  if (whole.SS) return whole.SS.some((element) => element === part.S);
  if (whole.NS) return whole.NS.some((element) => element === part.N);
  return whole.BS?.some((element) => element === part.B) ?? false;
}

export function beginsWith(
  whole: AttributeValue | undefined,
  start: AttributeValue | undefined,
): boolean {
  if (whole?.S !== undefined && start?.S !== undefined) return whole.S.startsWith(start.S);
  if (whole?.B === undefined || start?.B === undefined) return false;
  const [bytes, first] = [bytesOf(whole.B), bytesOf(start.B)];
  return bytes.subarray(0, first.length).equals(first);
}

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');
