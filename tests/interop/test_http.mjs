// curl and Node's fetch against the HTTP side: publish, history, Server-Sent Events, refusals.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import test from 'node:test';

import { Broker } from './support/broker.mjs';
import { curl, EventStream } from './support/curl.mjs';

test('fetch publishes, and history has it', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather', 'durable');
  const ack = await broker.publish('weather', 'Regen am Nachmittag, 午後は雨');
  assert.deepEqual([ack.sequence, ack.ack], [1, 'stored']);
  const { items, next } = await broker.must('GET', '/v1/history/default/weather');
  assert.equal(next, null);
  assert.equal(items[0].text, 'Regen am Nachmittag, 午後は雨');
});

test('curl publishes a text, a file in chunks, and two messages on one connection', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const url = `${broker.url}/v1/publish/default/weather`;
  assert.equal(JSON.parse(await curl(broker.token, '--data-binary', 'Rain', url)).sequence, 1);
  const chunks = ['-X', 'POST', '-H', 'Transfer-Encoding: chunked', '-H', 'Expect: 100-continue'];
  assert.equal(JSON.parse(await curl(broker.token, ...chunks, '-T', import.meta.url.slice(7), url)).sequence, 2);
  const connects = await curl(broker.token, '--data-binary', 'Snow', '-o', '/dev/null', '-o', '/dev/null',
    '-w', '%{num_connects} ', url, url);
  assert.equal(connects, '1 0 ');
  const { items } = await broker.must('GET', '/v1/history/default/weather');
  assert.deepEqual(items.map((item) => item.sequence), [1, 2, 3, 4]);
  assert.match(items[1].text, /^\/\/ curl and Node's fetch/);
});

test('a stream that curl left is taken up where it ended', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const url = `${broker.url}/v1/subscribe/default/weather`;
  const first = new EventStream(t, broker.token, url);
  assert.equal((await first.events.next()).event, 'subscribed');
  for (const word of ['one', 'two', 'три'])
    await broker.publish('weather', word);
  const seen = await first.events.take(3);
  assert.deepEqual(seen.map(({ data }) => data.text), ['one', 'two', 'три']);
  assert.equal(seen[2].id, `${seen[2].data.page}-3`);
  await first.stop();
  for (const word of ['four', 'five'])
    await broker.publish('weather', word);

  const second = new EventStream(t, broker.token, '-H', `Last-Event-ID: ${seen[1].id}`, `${url}?from=latest`);
  assert.equal((await second.events.next()).event, 'subscribed');
  const missed = await second.events.take(3);
  assert.deepEqual(missed.map(({ data }) => data.text), ['три', 'four', 'five']);
  assert.deepEqual(missed.map(({ event }) => event), ['item', 'item', 'item']);
});

test('a reader of one topic may read that one only', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  await broker.makeTopic('sport');
  const token = await broker.issueToken('Ana', { role: 'subscribe', topic: 'weather' });
  assert.equal((await broker.call('GET', '/v1/history/default/weather', undefined, { token })).status, 200);
  const refusals = [['GET', '/v1/history/default/sport'], ['GET', '/v1/subscribe/default/sport'],
    ['POST', '/v1/publish/default/weather', 'Rain'], ['GET', '/v1/topics'], ['GET', '/v1/tokens'],
    ['GET', '/v1/subscribe/default/$events/messages']];
  for (const [method, path, body] of refusals) {
    const { status, json } = await broker.call(method, path, body, { token });
    assert.deepEqual([status, json.error.code, json.error.name], [403, 102, 'permission_denied'], path);
  }
});

test('refusals carry their code', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const publish = '/v1/publish/default/weather';
  const rows = [
    [404, 'not_found', 'POST', '/v1/publish/default/sport', 'x', {}],
    [404, 'not_found', 'GET', '/v2/anything', undefined, {}],
    [405, 'method_not_allowed', 'DELETE', publish, undefined, {}],
    [401, 'unauthenticated', 'POST', publish, 'x', { token: null }],
    [401, 'unauthenticated', 'POST', publish, 'x', { token: `prl_live_${'B'.repeat(43)}` }],
    [413, 'payload_too_large', 'POST', publish, 'x'.repeat(262145), {}],
    [403, 'origin_refused', 'POST', publish, 'x', { headers: { origin: 'https://elsewhere.example' } }],
    [400, 'invalid_argument', 'PUT', '/v1/topics/default/wet', { durability: 'eternal' }, {}],
    [426, 'upgrade_required', 'GET', '/v1/socket', undefined, {}],
  ];
  for (const [status, name, method, path, body, options] of rows) {
    const answer = await broker.call(method, path, body, options);
    assert.deepEqual([answer.status, answer.json.error.name], [status, name], `${method} ${path}`);
  }
  const rebound = await curl(broker.token, '-H', 'Host: elsewhere.example', '-o', '/dev/null',
    '-w', '%{http_code}', `${broker.url}/v1/status`);
  assert.equal(rebound, '421');
  const { items } = await broker.must('GET', '/v1/history/default/weather');
  assert.deepEqual(items, []);
});

test('two lengths in one request are refused, and what follows is not read as a request', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const socket = connect(broker.port, '127.0.0.1');
  t.after(() => socket.destroy());
  const host = `Host: 127.0.0.1:${broker.port}\r\nAuthorization: Bearer ${broker.token}\r\n`;
  socket.write(`POST /v1/publish/default/weather HTTP/1.1\r\n${host}Content-Length: 4\r\n`
    + 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
    + `POST /v1/publish/default/weather HTTP/1.1\r\n${host}Content-Length: 8\r\n\r\nsmuggled`);
  const answers = await text(socket);
  assert.match(answers, /^HTTP\/1\.1 400 /);
  assert.equal(answers.match(/HTTP\/1\.1 /g).length, 1);
  const { items } = await broker.must('GET', '/v1/history/default/weather');
  assert.deepEqual(items, []);
});
