// openssl s_client, curl and npm's ws with TLS, all of them verifying the certificate that Parley made.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { Broker } from './support/broker.mjs';
import { curl, EventStream } from './support/curl.mjs';
import { sClient } from './support/openssl.mjs';
import { Socket } from './support/socket.mjs';

async function start(t) {
  const broker = await Broker.start(t, ['--listen', '127.0.0.1:0']);
  return { broker, url: broker.tlsUrl, authority: await broker.exportAuthority() };
}

test('s_client verifies names and versions', async (t) => {
  const { url, authority } = await start(t);
  const rows = [
    ['TLSv1.3', ['-verify_ip', '127.0.0.1', '-alpn', 'x-nothing,http/1.1']],
    ['TLSv1.2', ['-tls1_2', '-verify_hostname', 'localhost', '-alpn', 'http/1.1']],
  ];
  for (const [version, options] of rows) {
    const { code, out } = await sClient(authority, url, options);
    assert.equal(code, 0, out);
    assert.match(out, new RegExp(`New, ${version}, Cipher is (TLS_|ECDHE-)`));
    assert.match(out, /Verify return code: 0 \(ok\)/);
    assert.match(out, /ALPN protocol: http\/1\.1/);
    assert.match(out, /Compression: NONE/);
  }
  const wrong = await sClient(authority, url, ['-verify_hostname', 'elsewhere.test']);
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.out, /hostname mismatch/i);
});

test('s_client is refused without forward secrecy and with a protocol that is not ours', async (t) => {
  const { url, authority } = await start(t);
  const rows = [
    [/alert handshake failure/, ['-tls1_2', '-cipher', 'AES128-GCM-SHA256']],
    [/alert protocol version/, ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']],
    [/alert no application protocol/, ['-alpn', 'ftp']],
  ];
  for (const [reason, options] of rows) {
    const { code, out } = await sClient(authority, url, options);
    assert.notEqual(code, 0);
    assert.match(out, reason);
  }
});

test('s_client takes up a session by its ticket', async (t) => {
  const { broker, url, authority } = await start(t);
  const session = join(broker.folder, 'session');
  const first = await sClient(authority, url, ['-tls1_2', '-sess_out', session]);
  assert.match(first.out, /New, TLSv1\.2/);
  const second = await sClient(authority, url, ['-tls1_2', '-sess_in', session]);
  assert.match(second.out, /Reused, TLSv1\.2/);
});

test('s_client hears that the answer is over', async (t) => {
  const { url, authority } = await start(t);
  const request = `GET /v1/health HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\n\r\n`;
  const { code, out } = await sClient(authority, url, ['-ign_eof', '-msg'], request);
  assert.equal(code, 0, out);
  assert.match(out, /\{"status":"ok"\}/);
  assert.match(out, /<<<.*Alert.*\n?.*warning close_notify/);
});

test('curl publishes and follows, and trusts nobody else', async (t) => {
  const { broker, url, authority } = await start(t);
  await broker.makeTopic('weather');
  const trust = ['--cacert', authority];
  const publish = `${url}/v1/publish/default/weather`;
  assert.equal(JSON.parse(await curl(broker.token, ...trust, '--data-binary', 'Rain', publish)).sequence, 1);
  const connects = await curl(broker.token, ...trust, '--data-binary', 'Snow', '-o', '/dev/null', '-o', '/dev/null',
    '-w', '%{num_connects} ', publish, publish);
  assert.equal(connects, '1 0 ');
  const stream = new EventStream(t, broker.token, ...trust, `${url}/v1/subscribe/default/weather?from=earliest`);
  assert.equal((await stream.events.next()).event, 'subscribed');
  const items = await stream.events.take(3);
  assert.deepEqual(items.map(({ data }) => data.text), ['Rain', 'Snow', 'Snow']);
  await stream.stop();
  await assert.rejects(curl(broker.token, publish), /curl ended with 60/);
  await assert.rejects(curl(broker.token, publish.replace('https', 'http')), /curl ended with (52|56)/);
});

test('ws talks, and gets a large message whole', async (t) => {
  const { broker, url, authority } = await start(t);
  await broker.makeTopic('weather');
  const options = { url: `${url.replace('https', 'wss')}/v1/socket`, ca: readFileSync(authority) };
  const socket = await Socket.open(t, broker, options);
  await socket.ask({ op: 'subscribe', id: 1, topic: 'weather' });
  const large = '❄️'.repeat(30_000); // 180,000 bytes: 11 records
  const ack = await socket.ask({ op: 'publish', id: 2, topic: 'weather', text: large });
  assert.equal(ack.type, 'ack');
  assert.equal((await socket.pushes.next()).text, large);
  assert.equal((await socket.close()).code, 1000);
  await assert.rejects(Socket.open(t, broker, { ...options, ca: undefined }), /self-signed|unable to/);
});
