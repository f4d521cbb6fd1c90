import { config } from '../../config.ts';

const loopback = /^(127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * For whom passkeys are (WebAuthn, 4): the host of the web client, and the origin of its pages. No
 * browser makes passkeys for an IP address; this machine is `localhost` then.
 */
export function relyingParty(): { id: string; name: string; origin: string } {
  const url = new URL(config.webUrl);
  if (loopback.test(url.hostname)) url.hostname = 'localhost';
  return { id: url.hostname, name: 'Moa', origin: url.origin };
}
