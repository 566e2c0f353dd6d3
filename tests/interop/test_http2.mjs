// curl and Node's HTTP/2 client against the same routes, and what a hostile client may not do.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { connect } from 'node:net';
import test from 'node:test';

import { Broker } from './support/broker.mjs';
import { curl, EventStream } from './support/curl.mjs';

const kOver2 = '--http2-prior-knowledge';
const kPreface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const kFrame = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goAway: 7, window: 8, continuation: 9 };
const kEnhanceYourCalm = 11;

function session(t, broker, options) {
  const client = http2.connect(broker.url, options);
  client.on('error', () => {});
  t.after(() => client.destroy());
  return client;
}

// Resolves to {status, headers, json}.
async function ask(client, headers, body) {
  const stream = client.request(headers, { endStream: body === undefined });
  stream.setEncoding('utf8');
  let text = '';
  stream.on('data', (piece) => { text += piece; });
  if (body !== undefined)
    stream.end(body);
  const [answer] = await once(stream, 'response');
  if (!stream.readableEnded)
    await once(stream, 'end');
  return { status: answer[':status'], headers: answer, json: text ? JSON.parse(text) : null };
}

function frame(type, flags, stream, body = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(body.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, body]);
}

// A field without indexing: lengths below 127.
function field(name, value) {
  return Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]),
    Buffer.from(value)]);
}

function requestFields(broker, path, ...more) {
  const fields = [[':method', 'GET'], [':scheme', 'http'], [':path', path],
    [':authority', `127.0.0.1:${broker.port}`], ...more];
  return Buffer.concat(fields.map(([name, value]) => field(name, value)));
}

// Frames by hand. What the broker sends comes as {type, flags, stream, body}.
class RawClient {
  frames = [];

  constructor(t, broker) {
    this.socket = connect(broker.port, '127.0.0.1');
    t.after(() => this.socket.destroy());
    this.socket.on('error', () => {});
    this.closed = once(this.socket, 'close');
    let rest = Buffer.alloc(0);
    this.socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 9 && rest.length >= 9 + rest.readUIntBE(0, 3)) {
        const end = 9 + rest.readUIntBE(0, 3);
        this.frames.push({ type: rest[3], flags: rest[4], stream: rest.readUInt32BE(5), body: rest.subarray(9, end) });
        rest = rest.subarray(end);
        this.socket.emit('frame');
      }
    });
    this.socket.write(Buffer.concat([Buffer.from(kPreface), frame(kFrame.settings, 0, 0)]));
  }

  async first(type) {
    for (;;) {
      const found = this.frames.find((each) => each.type === type);
      if (found)
        return found;
      await once(this.socket, 'frame');
    }
  }

  async goAwayCode() {
    await this.closed;
    return this.frames.filter(({ type }) => type === kFrame.goAway).map(({ body }) => body.readUInt32BE(4)).at(-1);
  }
}

async function stillServes(broker) {
  const { status } = await broker.call('GET', '/v1/health');
  assert.equal(status, 200);
}

function residentKiB(broker) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${broker.process.pid}/status`, 'utf8'))[1]);
}

test('curl publishes, reads and administers over HTTP/2', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather', 'durable');
  const publish = `${broker.url}/v1/publish/default/weather`;
  const ack = JSON.parse(await curl(broker.token, kOver2, '--data-binary', 'Regen, 午後は雨', publish));
  assert.deepEqual([ack.sequence, ack.ack], [1, 'stored']);
  const history = await curl(broker.token, kOver2, '-w', '\n%{http_version}', `${broker.url}/v1/history/default/weather`);
  const [json, version] = history.split('\n');
  assert.equal(JSON.parse(json).items[0].text, 'Regen, 午後は雨');
  assert.equal(version, '2');
  const head = await curl(broker.token, kOver2, '-I', `${broker.url}/v1/topics`);
  assert.match(head, /^HTTP\/2 200/);
  for (const line of [/^date: \w{3}, /m, /^x-content-type-options: nosniff/m, /^cache-control: no-store/m])
    assert.match(head, line);
});

test('a stream that curl left over HTTP/2 is taken up where it ended', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const url = `${broker.url}/v1/subscribe/default/weather`;
  const first = new EventStream(t, broker.token, kOver2, url);
  assert.equal((await first.events.next()).event, 'subscribed');
  for (const word of ['one', 'two', 'три'])
    await broker.publish('weather', word);
  const seen = await first.events.take(3);
  assert.deepEqual(seen.map(({ data }) => data.text), ['one', 'two', 'три']);
  await first.stop();
  await broker.publish('weather', 'four');
  const second = new EventStream(t, broker.token, kOver2, '-H', `Last-Event-ID: ${seen[1].id}`, url);
  assert.equal((await second.events.next()).event, 'subscribed');
  assert.deepEqual((await second.events.take(2)).map(({ data }) => data.text), ['три', 'four']);
});

test('a hundred streams at once are all answered', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather', 'durable');
  const client = session(t, broker);
  const headers = { ':method': 'POST', ':path': '/v1/publish/default/weather', authorization: `Bearer ${broker.token}` };
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => ask(client, headers, `message ${i}`)));
  assert.deepEqual(answers.map(({ status }) => status), Array(100).fill(200));
  const sequences = answers.map(({ json }) => json.sequence).sort((a, b) => a - b);
  assert.deepEqual(sequences, Array.from({ length: 100 }, (_, i) => i + 1));
});

test('a large answer comes whole through small windows', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  for (let i = 0; i < 10; ++i)
    await broker.publish('weather', String(i).repeat(100_000));
  const client = session(t, broker, { settings: { initialWindowSize: 1000 } });
  const { json } = await ask(client, { ':path': '/v1/history/default/weather', authorization: `Bearer ${broker.token}` });
  assert.deepEqual(json.items.map(({ text }) => [text[0], text.length]), Array.from({ length: 10 }, (_, i) => [`${i}`, 100_000]));
});

test('refusals come before the body, and WebSocket says where it is', async (t) => {
  const broker = await Broker.start(t);
  const client = session(t, broker);
  const bearer = { authorization: `Bearer ${broker.token}` };
  const rows = [
    [401, { ':method': 'POST', ':path': '/v1/tokens' }, 'x'.repeat(50_000)],
    [413, { ':method': 'PUT', ...bearer, ':path': '/v1/topics/default/a', 'content-length': 2_000_000 }, null],
    [421, { ':path': '/v1/health', ':authority': 'elsewhere.example' }],
    [400, { ':path': '/v1/health', host: 'elsewhere.example' }],
    [403, { ':path': '/v1/health', origin: 'https://elsewhere.example' }],
    [400, { ':path': '/v1/../v1/health' }],
    [501, { ':path': '/v1/socket', ...bearer }],
    [404, { ':path': '/v1/nothing' }],
  ];
  for (const [status, headers, body] of rows) {
    const stream = client.request({ ':authority': `127.0.0.1:${broker.port}`, ...headers }, { endStream: body === undefined });
    stream.on('error', () => {}); // the rest of a body that nobody wanted
    if (body)
      stream.write(body);
    const [answer] = await once(stream, 'response');
    assert.equal(answer[':status'], status, JSON.stringify(headers[':path']));
    stream.destroy();
  }
  await stillServes(broker);
});

test('a header list over the limit is 431', async (t) => {
  const broker = await Broker.start(t);
  const client = new RawClient(t, broker);
  const many = Array.from({ length: 101 }, (_, i) => [`x${i}`, 'y']);
  client.socket.write(frame(kFrame.headers, 5, 1, requestFields(broker, '/v1/health', ...many)));
  const { body } = await client.first(kFrame.data);
  assert.equal(JSON.parse(body.toString()).error.name, 'headers_too_large');
  await stillServes(broker);
});

test('a flood of resets is told to calm down', async (t) => {
  const broker = await Broker.start(t);
  const client = new RawClient(t, broker);
  for (let stream = 1; stream < 6000; stream += 2)
    client.socket.write(Buffer.concat([frame(kFrame.headers, 4, stream, requestFields(broker, '/v1/health')),
      frame(kFrame.reset, 0, stream, Buffer.from([0, 0, 0, 8]))]));
  assert.equal(await client.goAwayCode(), kEnhanceYourCalm);
  await stillServes(broker);
});

test('five hundred streams may be left at once', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const client = session(t, broker);
  const headers = { ':path': '/v1/subscribe/default/weather', authorization: `Bearer ${broker.token}` };
  assert.equal((await ask(client, { ':path': '/v1/topics', authorization: `Bearer ${broker.token}` })).status, 200);
  const streams = Array.from({ length: 500 }, () => client.request(headers));
  await Promise.all(streams.map((stream) => once(stream, 'response')));
  const left = streams.map((stream) => once(stream, 'close'));
  streams.forEach((stream) => stream.close(http2.constants.NGHTTP2_CANCEL));
  await Promise.all(left);
  assert.equal((await ask(client, { ':path': '/v1/health' })).status, 200);
});

test('a flood of CONTINUATION frames is told to calm down', async (t) => {
  const broker = await Broker.start(t);
  const client = new RawClient(t, broker);
  client.socket.write(frame(kFrame.headers, 0, 1, requestFields(broker, '/v1/health')));
  for (let i = 0; i < 1000; ++i)
    client.socket.write(frame(kFrame.continuation, 0, 1, field(`x${i}`, 'y')));
  assert.equal(await client.goAwayCode(), kEnhanceYourCalm);
  await stillServes(broker);
});

test('PINGs are answered, and a flood that nobody reads the answers of has an end', async (t) => {
  const broker = await Broker.start(t);
  const polite = session(t, broker);
  await once(polite, 'connect');
  await new Promise((resolve, reject) => polite.ping((error) => error ? reject(error) : resolve()));
  const client = new RawClient(t, broker);
  await client.first(kFrame.settings);
  client.socket.pause();
  const pings = Buffer.concat(Array.from({ length: 1000 }, () => frame(kFrame.ping, 0, 0, Buffer.alloc(8))));
  const before = residentKiB(broker);
  for (let i = 0; i < 2000; ++i) // 34 MB
    if (!client.socket.write(pings))
      await Promise.race([once(client.socket, 'drain'), client.closed]);
  assert.ok(residentKiB(broker) - before < 16 * 1024, 'the broker kept little of it');
  client.socket.resume();
  assert.equal(await client.goAwayCode(), kEnhanceYourCalm);
  await stillServes(broker);
});

test('a reader whose window is closed does not grow the broker', async (t) => {
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const client = session(t, broker, { settings: { initialWindowSize: 0 } });
  const bearer = { authorization: `Bearer ${broker.token}` };
  const streams = Array.from({ length: 20 }, () => client.request({ ':path': '/v1/subscribe/default/weather', ...bearer }));
  await Promise.all(streams.map((stream) => once(stream, 'response')));
  const text = 'x'.repeat(200_000);
  for (let i = 0; i < 20; ++i) // the topic's log has its size
    await broker.publish('weather', text);
  const before = residentKiB(broker);
  for (let i = 0; i < 100; ++i)
    await broker.publish('weather', text);
  const grown = residentKiB(broker) - before; // 20 readers with a copy each would be 400 MB
  assert.ok(grown < 64 * 1024, `${grown} KiB more`);
  await stillServes(broker);
});

test('a broker that stops says so', async (t) => {
  const broker = await Broker.start(t);
  const client = session(t, broker);
  await once(client, 'connect');
  assert.equal((await ask(client, { ':path': '/v1/health' })).status, 200);
  const goAway = once(client, 'goaway');
  broker.process.kill('SIGTERM');
  const [code] = await goAway;
  assert.equal(code, 0);
});
