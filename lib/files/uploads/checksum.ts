/* SHA-256 as the API says it, hexadecimal, and as S3 does, base64. */

export const toBase64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

export const toHex = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
