// 1,000 deliveries of every kind, each verified by programs that are not ours: npm's standardwebhooks and svix, and
// Node's own crypto for Momento's header and for Ed25519.
import assert from 'node:assert/strict';
import { createHmac, createPublicKey, verify } from 'node:crypto';
import test from 'node:test';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';

import { Broker } from './support/broker.mjs';
import { Endpoint } from './support/endpoint.mjs';

const kDeliveries = 1000;
const kTexts = [
  'plain', '', 'こんにちは 🌸', 'שלום مرحبا', 'a\u0000b', '"quoted" \\ \n\r\t', '{"kind":"order","n":1.50}', '[1,2,3]',
  '👩‍👩‍👧', '\u2028\u2029', 'x'.repeat(20_000), '</script><!--',
];
const kKinds = [
  { format: 'momento' },
  { format: 'standard', ed25519: true },
  { format: 'cloudevents' },
  { format: 'standard', ordering: 'endpoint', batchMessages: 10, batchMilliseconds: 5 },
];

function ed25519Holds(publicKey, { headers, body }) {
  const raw = Buffer.from(publicKey.replace('whpk_', ''), 'base64');
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]); // RFC 8410, section 4
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const content = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body]);
  const signature = headers['webhook-signature'].split(' ').find((each) => each.startsWith('v1a,'));
  return verify(null, content, key, Buffer.from(signature.slice(4), 'base64'));
}

function check(request, { webhook, secrets, momentoSecret }) {
  for (const secret of secrets)
    for (const Verifier of [StandardWebhook, SvixWebhook])
      new Verifier(secret).verify(request.body.toString(), request.headers);
  const momento = createHmac('sha3-256', momentoSecret).update(request.body).digest('hex');
  assert.equal(request.headers['momento-signature'], momento);
  if (webhook.ed25519)
    assert.ok(ed25519Holds(webhook.publicKey, request));
  const value = JSON.parse(request.body);
  return Array.isArray(value) ? value.length : 1;
}

test(`${kDeliveries} mixed deliveries are accepted by every verifier`, { timeout: 110_000 }, async (t) => {
  const broker = await Broker.start(t);
  const hooks = [];
  for (const [index, kind] of kKinds.entries()) {
    await broker.makeTopic(`mix-${index}`, 'durable');
    const endpoint = await Endpoint.start(t, index === 0 ? [{ status: 500 }, { status: 503 }] : []);
    const made = await broker.must('POST', '/v1/webhooks', {
      topic: `mix-${index}`, url: endpoint.url, level: 'local', schedule: 'chat', ...kind,
    });
    hooks.push({ ...made, endpoint, secrets: [made.secret], retried: index === 0 ? 2 : 0 });
  }
  const { secret } = await broker.must('POST', `/v1/webhooks/${hooks[2].webhook.id}/rotate`, { overlapSeconds: 3600 });
  hooks[2].secrets.push(secret); // either one verifies

  const each = kDeliveries / hooks.length;
  await Promise.all(hooks.map(async ({ webhook }) => {
    for (let sent = 0; sent < each; ++sent)
      await broker.publish(webhook.topic, kTexts[sent % kTexts.length], { headers: { 'content-type': 'text/plain' } });
  }));
  let verified = 0;
  for (const hook of hooks) {
    const ids = new Set();
    for (let seen = 0; seen < each + hook.retried;) {
      const request = await hook.endpoint.requests.next();
      seen += check(request, hook);
      ids.add(request.headers['webhook-id']);
    }
    assert.ok(hook.webhook.batchMessages > 1 ? ids.size < each : ids.size === each, hook.webhook.format);
    verified += each;
  }
  assert.equal(verified, kDeliveries);
});
