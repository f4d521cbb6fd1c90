import { TOTP, URI } from 'otpauth';
import decodeQR from 'qr/decode.js';

const periodMilliseconds = 30_000;

/** An authenticator app, as its makers understand the standard: it shares no code with Moa. */
export interface Authenticator {
  /** The code that it shows now, or so many periods later; `at` is the time on its clock. */
  code(options?: { periodsLater?: number; at?: Date }): string;
}

/**
 * @param offsetSeconds by which the app's clock is ahead
 * @throws Error when the app would refuse what it is told
 */
export function authenticatorOf(otpauthUri: string, offsetSeconds = 0): Authenticator {
  const totp = URI.parse(otpauthUri);
  if (!(totp instanceof TOTP)) throw new Error(`${otpauthUri} is not by time`);
  return {
    code: ({ periodsLater = 0, at = new Date(Date.now() + offsetSeconds * 1000) } = {}) =>
      totp.generate({ timestamp: at.getTime() + periodsLater * periodMilliseconds }),
  };
}

const pixelsPerModule = 4;

/** What a camera reads in a QR code of bars, `M<x> <y>h<length>v1h-<length>z` each. */
export function readQrSvg(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]) * pixelsPerModule;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    const [left, top] = [Number(x) * pixelsPerModule, Number(y) * pixelsPerModule];
    for (let row = top; row < top + pixelsPerModule; row++) {
      for (let column = left; column < left + Number(length) * pixelsPerModule; column++) {
        data.fill(0, (row * size + column) * 4, (row * size + column) * 4 + 3);
      }
    }
  }
  return decodeQR({ width: size, height: size, data }, { timeLimit: 10_000 });
}
