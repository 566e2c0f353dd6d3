// Checks that a request comes from your Parley (Standard Webhooks 1.0). Node 18 or later.
//   secret   "whsec_…", as it was shown when the webhook was made
//   headers  of the request, names in small letters
//   body     its bytes as they came (a Buffer or string): JSON that was parsed and written anew differs
// Throws when it does not. Answer such a request with 401, and a genuine one with 204.
import { createHmac, timingSafeEqual } from 'node:crypto';

export function verify(secret, headers, body, now = Date.now() / 1000) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !timestamp || !signatures)
    throw new Error('a webhook header is missing');
  if (!/^\d+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > 300)
    throw new Error('older or newer than five minutes');
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  const isGenuine = signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.startsWith('v1,') ? signature.slice(3) : '', 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!isGenuine)
    throw new Error('no signature fits');
}
