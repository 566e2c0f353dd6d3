// Deliveries to an HTTP endpoint, checked by verifiers that are not ours.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test from 'node:test';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';

import { Broker } from './support/broker.mjs';
import { Endpoint } from './support/endpoint.mjs';
import { Socket } from './support/socket.mjs';

async function register(broker, endpoint, options = {}) {
  await broker.makeTopic('weather', 'durable');
  return broker.must('POST', '/v1/webhooks', {
    name: 'interop', topic: 'weather', url: endpoint.url, level: 'local', ...options,
  });
}

// A reader of the broker's own report on deliveries.
async function watchDeliveries(t, broker) {
  const socket = await Socket.open(t, broker);
  await socket.ask({ op: 'subscribe', id: 1, topic: '$events/deliveries' });
  return (fits) => socket.pushes.find((item) => fits(JSON.parse(item.text))).then((item) => JSON.parse(item.text));
}

const kText = 'Regen, 雨, "quoted" \\ and 👩‍👩‍👧';

for (const format of ['momento', 'standard']) {
  test(`three verifiers accept a delivery in format ${format}, and refuse it changed`, async (t) => {
    const endpoint = await Endpoint.start(t);
    const broker = await Broker.start(t);
    const { secret, momentoSecret } = await register(broker, endpoint, { format });
    await broker.publish('weather', kText);
    const { method, path, headers, body } = await endpoint.requests.next();
    assert.deepEqual([method, path], ['POST', '/hook']);
    assert.match(headers['content-type'], /^application\/json/);

    const changed = Buffer.from(body.toString().replace('Regen', 'Sonne'));
    for (const Verifier of [StandardWebhook, SvixWebhook]) {
      const verifier = new Verifier(secret);
      assert.deepEqual(verifier.verify(body.toString(), headers), JSON.parse(body));
      assert.throws(() => verifier.verify(changed.toString(), headers));
      assert.throws(() => verifier.verify(body.toString(), { ...headers, 'webhook-id': 'msg_other' }));
    }
    const hmac = (bytes) => createHmac('sha3-256', momentoSecret).update(bytes).digest('hex');
    assert.equal(headers['momento-signature'], hmac(body));
    assert.notEqual(headers['momento-signature'], hmac(changed));
  });
}

test('the body in format momento has the members of Momento', async (t) => {
  const endpoint = await Endpoint.start(t);
  const broker = await Broker.start(t);
  await register(broker, endpoint);
  const ack = await broker.publish('weather', kText);
  const body = JSON.parse((await endpoint.requests.next()).body);
  assert.equal(body.cache, 'default');
  assert.equal(body.topic, 'weather');
  assert.equal(body.text, kText);
  assert.equal(body.topic_sequence_number, ack.sequence);
  for (const time of ['event_timestamp', 'publish_timestamp'])
    assert.equal(typeof body[time], 'number', time);
});

test('a failed attempt is tried again with the same id', async (t) => {
  const endpoint = await Endpoint.start(t, [{ status: 500 }]);
  const broker = await Broker.start(t);
  const { webhook, secret } = await register(broker, endpoint, { schedule: 'chat' });
  const delivery = await watchDeliveries(t, broker);
  await broker.publish('weather', kText);
  const [first, second] = await endpoint.requests.take(2);
  assert.equal(second.headers['webhook-id'], first.headers['webhook-id']);
  assert.deepEqual([first, second].map(({ headers }) => headers['webhook-attempt']), ['1', '2']);
  assert.deepEqual(second.body, first.body);
  new StandardWebhook(secret).verify(second.body.toString(), second.headers);

  const done = await delivery((event) => event.delivery?.state === 'delivered');
  assert.equal(done.delivery.webhookId, webhook.id);
  const { attempts } = await broker.must('GET', `/v1/deliveries/${done.delivery.id}/attempts`);
  assert.deepEqual(attempts.map(({ httpStatus }) => httpStatus), [500, 204]);
});

test('a redirect is not followed', async (t) => {
  const target = await Endpoint.start(t);
  const endpoint = await Endpoint.start(t, [{ status: 307, headers: { location: target.url } }]);
  const broker = await Broker.start(t);
  await register(broker, endpoint, { schedule: 'momento' }); // one attempt
  const delivery = await watchDeliveries(t, broker);
  await broker.publish('weather', kText);
  await delivery((event) => event.delivery?.state === 'dead');
  assert.deepEqual([endpoint.requests.length, target.requests.length], [1, 0]);
});

test('level public does not reach this machine', async (t) => {
  const endpoint = await Endpoint.start(t);
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const { status } = await broker.call('POST', '/v1/webhooks', {
    name: 'too near', topic: 'weather', url: endpoint.url, level: 'public',
  });
  assert.equal(status, 400);
  assert.equal(endpoint.requests.length, 0);
});

test('every message reaches the endpoint once', async (t) => {
  const endpoint = await Endpoint.start(t);
  const broker = await Broker.start(t);
  await register(broker, endpoint);
  for (let i = 0; i < 50; ++i)
    await broker.publish('weather', `message ${i}`);
  const requests = await endpoint.requests.take(50);
  const numbers = requests.map(({ body }) => JSON.parse(body).topic_sequence_number).sort((a, b) => a - b);
  assert.deepEqual(numbers, Array.from({ length: 50 }, (_, i) => i + 1));
  assert.equal(new Set(requests.map(({ headers }) => headers['webhook-id'])).size, 50);
});
