// npm's ws, a WebSocket implementation that is not ours, against the broker's.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import WebSocket from 'ws';

import { Broker } from './support/broker.mjs';
import { Socket } from './support/socket.mjs';

const position = ({ page, sequence }) => ({ page, sequence });

test('a token in the header, and what is published comes back with its ack', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const socket = await Socket.open(t, broker);
  assert.equal(socket.ws.protocol, 'parley.v1');
  assert.equal(socket.ws.extensions, '', 'compression was offered and must be declined');

  const subscribed = await socket.ask({ op: 'subscribe', id: 1, topic: 'weather' });
  assert.equal(subscribed.type, 'subscribed');
  const ack = await socket.ask({ op: 'publish', id: 2, topic: 'weather', text: 'Schnee, 雪, ❄️' });
  assert.equal(ack.type, 'ack');
  assert.equal(ack.ack, 'accepted');
  const item = await socket.pushes.next();
  assert.equal(item.text, 'Schnee, 雪, ❄️');
  assert.deepEqual(position(item), position(ack));
  assert.equal((await socket.close()).code, 1000);
});

test('a token in the first message', async (t) => {
  const broker = await Broker.start(t);
  const socket = await Socket.open(t, broker, { token: null });
  const reply = await socket.ask({ op: 'authenticate', id: 7, token: broker.token });
  assert.equal(reply.type, 'authenticated');
  assert.equal(reply.id, 7);
  assert.equal(reply.admin, true);
});

test('a token as a subprotocol is not echoed', async (t) => {
  const broker = await Broker.start(t);
  const protocols = ['parley.v1', `parley.token.${broker.token}`];
  const socket = await Socket.open(t, broker, { token: null, protocols });
  assert.equal(socket.ws.protocol, 'parley.v1');
  assert.equal((await socket.ask({ op: 'ping', id: 1 })).type, 'pong');
});

test('a wrong token, and work before a token', async (t) => {
  const broker = await Broker.start(t);
  const wrong = `prl_live_${'A'.repeat(43)}`;

  const refused = new WebSocket(broker.socketUrl, 'parley.v1', { headers: { authorization: `Bearer ${wrong}` } });
  refused.on('error', () => {}); // ws reports the refusal a second time when it gives up
  const [, response] = await once(refused, 'unexpected-response');
  assert.equal(response.statusCode, 401);
  response.destroy();

  const late = await Socket.open(t, broker, { token: null });
  late.send({ op: 'authenticate', id: 1, token: wrong });
  assert.equal((await late.closed).code, 4001);

  const eager = await Socket.open(t, broker, { token: null });
  eager.send({ op: 'subscribe', id: 1, topic: 'weather' });
  assert.equal((await eager.closed).code, 4001);
});

test('what a token does not allow is refused, and the rest goes on', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('friends-publish');
  const token = await broker.issueToken('Ana', { role: 'publish', topic: 'friends-publish' });
  const socket = await Socket.open(t, broker, { token });
  for (const topic of ['friends-publish', 'unknown']) {
    const refused = await socket.ask({ op: 'subscribe', id: 1, topic });
    assert.equal(refused.error.name, 'permission_denied', topic);
  }
  assert.equal((await socket.ask({ op: 'publish', id: 2, topic: 'friends-publish', text: 'Hi' })).type, 'ack');
});

test('a reader that comes back gets what it missed, once and in order', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const first = await Socket.open(t, broker);
  await first.ask({ op: 'subscribe', id: 1, topic: 'weather' });
  for (let i = 0; i < 5; ++i)
    await broker.publish('weather', `before ${i}`);
  const seen = await first.pushes.take(5);
  await first.close();
  for (let i = 0; i < 500; ++i)
    await broker.publish('weather', `after ${i}`);

  const second = await Socket.open(t, broker);
  const after = position(seen.at(-1));
  assert.equal((await second.ask({ op: 'subscribe', id: 1, topic: 'weather', from: { after } })).type, 'subscribed');
  const missed = await second.pushes.take(500);
  assert.deepEqual(missed.map((item) => item.text), Array.from({ length: 500 }, (_, i) => `after ${i}`));
  assert.deepEqual(missed.map((item) => item.sequence), Array.from({ length: 500 }, (_, i) => i + 6));
});

test('many publishers that do not wait: every reader sees one order', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const readers = await Promise.all([1, 2, 3].map(() => Socket.open(t, broker)));
  for (const reader of readers)
    await reader.ask({ op: 'subscribe', id: 1, topic: 'weather' });
  const writers = await Promise.all([1, 2].map(() => Socket.open(t, broker)));
  for (let i = 0; i < 400; ++i)
    for (const [who, writer] of writers.entries())
      writer.send({ op: 'publish', id: i, topic: 'weather', text: `${who} says ${i}` });
  const views = await Promise.all(readers.map((reader) => reader.pushes.take(800)));
  const texts = views.map((view) => view.map((item) => item.text));
  assert.deepEqual(texts[1], texts[0]);
  assert.deepEqual(texts[2], texts[0]);
  for (const who of [0, 1]) {
    const own = texts[0].filter((text) => text.startsWith(`${who} `));
    assert.deepEqual(own, Array.from({ length: 400 }, (_, i) => `${who} says ${i}`));
  }
});

test('a text cut into frames inside a character arrives whole', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const socket = await Socket.open(t, broker);
  await socket.ask({ op: 'subscribe', id: 1, topic: 'weather' });
  const text = 'こんにちは、世界 👩‍👩‍👧';
  const bytes = Buffer.from(JSON.stringify({ op: 'publish', topic: 'weather', text }));
  for (let size = 1; size <= 7; ++size) { // every size cuts some character of 3 and 4 bytes
    for (let begin = 0; begin < bytes.length; begin += size) {
      const part = bytes.subarray(begin, begin + size);
      socket.ws.send(part, { binary: false, fin: begin + size >= bytes.length });
      if (size === 3)
        socket.ws.ping(); // control frames may stand between the parts
    }
    assert.equal((await socket.pushes.next()).text, text, `parts of ${size} bytes`);
  }
});

test('binary payloads go through as base64', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const socket = await Socket.open(t, broker);
  await socket.ask({ op: 'subscribe', id: 1, topic: 'weather' });
  const base64 = Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('base64');
  assert.equal((await socket.ask({ op: 'publish', id: 2, topic: 'weather', base64 })).type, 'ack');
  assert.equal((await socket.pushes.next()).base64, base64);
});

test('a message over the limit closes with 1009, a binary frame with 1003, broken text with 1007', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');

  const big = await Socket.open(t, broker);
  big.ws.on('error', () => {}); // the broker hangs up while ws still writes
  big.send({ op: 'publish', topic: 'weather', text: 'x'.repeat(1024 * 1024) });
  assert.equal((await big.closed).code, 1009);

  const binary = await Socket.open(t, broker);
  binary.ws.send(Buffer.from('{"op":"ping"}'), { binary: true });
  assert.equal((await binary.closed).code, 1003);

  const broken = await Socket.open(t, broker);
  broken.ws.send(Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), { binary: false });
  assert.equal((await broken.closed).code, 1007);

  const history = await broker.must('GET', '/v1/history/default/weather');
  assert.deepEqual(history.items, [], 'none of it was published');
});

test('a revoked token closes its socket with 4004', async (t) => {
  const broker = await Broker.start(t);
  const issued = await broker.must('POST', '/v1/tokens', {
    label: 'Ben', publisherId: 'Ben', grants: [{ role: 'both', namespace: 'default', allTopics: true }],
  });
  const socket = await Socket.open(t, broker, { token: issued.secret });
  assert.equal((await socket.ask({ op: 'ping', id: 1 })).type, 'pong');
  await broker.must('DELETE', `/v1/tokens/${issued.token.id}`);
  assert.equal((await socket.closed).code, 4004);
});

test('a broker that stops says 1001', async (t) => {
  const broker = await Broker.start(t);
  const socket = await Socket.open(t, broker);
  broker.process.kill('SIGTERM');
  assert.equal((await socket.closed).code, 1001);
});
