// The code that the window offers for checking a signature: each language is run on vectors that others made, on
// requests that were spoilt, and on a real delivery.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { Webhook as StandardWebhook } from 'standardwebhooks';

import { Broker } from './support/broker.mjs';
import { Endpoint } from './support/endpoint.mjs';
import { ask, isInstalled, languages, snippets } from './support/snippets.mjs';

const kA = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const kB = 'whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=';
const kBody = '{"type":"topic.message","timestamp":"2024-11-23T00:00:00Z","data":{"text":"こんにちは 🌸"}}';
const kTwo = 'v1,Om4ytO4HxuFBpo5nWYHVerGq5a1Eqxca5aiWnNdIDhk= v1,FNAGtGoU6OAoH7Z/QOEA+9yMd4Jp69PSy5NNJ9SrvVI=';

const kGood = {
  secret: kA, id: 'msg_01JDCN0000000000000000000A', timestamp: '1732320000', signatures: kTwo, body: kBody, now: 1732320000,
};

// What is expected, and of what.
const kCases = {
  'the newer secret of two': ['yes', kGood],
  'the older secret of two': ['yes', { ...kGood, secret: kB }],
  'a secret without its prefix': ['yes', { ...kGood, secret: kA.slice(6) }],
  "svix's public vector": ['yes', {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330',
    signatures: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', body: '{"test": 2432232314}', now: 1614265330,
  }],
  'an empty body': ['yes', { ...kGood, body: '', signatures: 'v1,n9YEkx5g1GlK1ShXla+b1IhG0V50e0UHXPsVwZ0CQYE=' }],
  'an escaped NUL': ['yes', {
    ...kGood, body: '{"text":"a\\u0000b"}', signatures: 'v1,hFj0cFr0rNIKIyIdg3/PMLYV4NiKFud3HAF7yCVcW+s=',
  }],
  'an ed25519 signature beside it': ['yes', { ...kGood, signatures: `${kTwo} v1a,AAAA` }],
  'five minutes old': ['yes', { ...kGood, now: 1732320300 }],
  'a second more': ['no', { ...kGood, now: 1732320301 }],
  'from the future': ['no', { ...kGood, now: 1732319699 }],
  'another body': ['no', { ...kGood, body: kBody.replace('🌸', '🌹') }],
  'JSON written anew': ['no', { ...kGood, body: JSON.stringify(JSON.parse(kBody), null, 1) }],
  'another id': ['no', { ...kGood, id: 'msg_01JDCN0000000000000000000B' }],
  'another time': ['no', { ...kGood, timestamp: '1732320001' }],
  'another secret': ['no', { ...kGood, secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
  'no signature': ['no', { ...kGood, signatures: '' }],
  'no id': ['no', { ...kGood, id: '' }],
  'a signature of another kind only': ['no', { ...kGood, signatures: kTwo.split(' ')[0].replace('v1,', 'v2,') }],
  'a signature without its kind': ['no', { ...kGood, signatures: kTwo.split(' ')[0].slice(3) }],
  'a signature that is cut': ['no', { ...kGood, signatures: kTwo.split(' ')[0].slice(0, -8) }],
  'a signature that is no base64': ['no', { ...kGood, signatures: 'v1,äöü§' }],
  'a time that is a word': ['no', { ...kGood, timestamp: 'now' }],
  'a time with more behind it': ['no', { ...kGood, timestamp: '1732320000x' }],
  'a time beyond all numbers': ['no', { ...kGood, timestamp: '9'.repeat(400) }],
  'a negative time': ['no', { ...kGood, timestamp: '-1732320000' }],
};

for (const [language, { tool, command }] of Object.entries(languages)) {
  const skip = isInstalled(tool) ? false : `${tool} is not installed`;
  test(`${language} tells genuine requests from others`, { skip }, (t) => {
    const answers = ask(command(t), Object.values(kCases).map(([, request]) => request));
    const got = Object.fromEntries(Object.keys(kCases).map((name, i) => [name, answers[i]]));
    const expected = Object.fromEntries(Object.entries(kCases).map(([name, [answer]]) => [name, answer]));
    assert.deepEqual(got, expected);
  });
}

test('every language accepts a real delivery, and refuses it changed', async (t) => {
  const endpoint = await Endpoint.start(t);
  const broker = await Broker.start(t);
  await broker.makeTopic('weather', 'durable');
  const { secret } = await broker.must('POST', '/v1/webhooks', {
    name: 'snippets', topic: 'weather', url: endpoint.url, level: 'local',
  });
  await broker.publish('weather', 'Regen, 雨, "quoted" \\ and 👩‍👩‍👧');
  const { headers, body } = await endpoint.requests.next();
  const real = {
    secret, id: headers['webhook-id'], timestamp: headers['webhook-timestamp'],
    signatures: headers['webhook-signature'], body, now: Math.floor(Date.now() / 1000),
  };
  const changed = { ...real, body: Buffer.concat([body, Buffer.from(' ')]) };
  for (const [language, { tool, command }] of Object.entries(languages))
    if (isInstalled(tool))
      assert.deepEqual([language, ...ask(command(t), [real, changed])], [language, 'yes', 'no']);
});

for (const [name, body] of Object.entries({ 'a body': kBody, 'an empty body': '', 'bytes with a NUL': 'a\0b\n' })) {
  test(`the shell sends ${name} signed`, async (t) => {
    const endpoint = await Endpoint.start(t);
    const script = spawn(`${snippets}send.sh`, [endpoint.url], { env: { ...process.env, WEBHOOK_SECRET: kA } });
    script.stdin.end(body);
    const [status] = await once(script, 'exit');
    assert.equal(status, 0);
    const request = await endpoint.requests.next();
    assert.equal(request.body.toString(), body);
    const verify = () => new StandardWebhook(kA).verify(request.body.toString(), request.headers);
    if (body === kBody)
      assert.deepEqual(verify(), JSON.parse(kBody));
    const given = {
      secret: kA, id: request.headers['webhook-id'], timestamp: request.headers['webhook-timestamp'],
      signatures: request.headers['webhook-signature'], body: request.body, now: Math.floor(Date.now() / 1000),
    };
    assert.deepEqual(ask(languages.JavaScript.command(t), [given, { ...given, secret: kB }]), ['yes', 'no']);
  });
}
