// Webhooks whose target is an AWS Lambda function: by ARN, and by function URL.
import assert from 'node:assert/strict';
import test from 'node:test';

import { Broker } from './support/broker.mjs';
import { Lambda, kCredentials } from './support/lambda.mjs';

const kArn = 'arn:aws:lambda:eu-west-1:123456789012:function:chat:live';
const kKeys = { kind: 'aws', user: kCredentials.accessKeyId, secret: kCredentials.secretAccessKey };

async function attemptsOf(broker, webhook) {
  for (;;) {
    const { deliveries } = await broker.must('GET', `/v1/deliveries?webhook=${webhook.id}`);
    if (deliveries.length > 0 && deliveries.every(({ state }) => ['delivered', 'dead', 'waiting'].includes(state)))
      return { delivery: deliveries[0], ...await broker.must('GET', `/v1/deliveries/${deliveries[0].id}/attempts`) };
  }
}

async function brokerWith(t, lambda) {
  process.env.AWS_ENDPOINT_URL_LAMBDA = lambda.url;
  const broker = await Broker.start(t);
  await broker.makeTopic('weather', 'durable');
  return broker;
}

test('a function is invoked by its ARN, signed as AWS wants it', async (t) => {
  const lambda = await Lambda.start(t, { region: 'eu-west-1' });
  const broker = await brokerWith(t, lambda);
  const { webhook } = await broker.must('POST', '/v1/webhooks', {
    topic: 'weather', url: kArn, level: 'local', authentication: kKeys,
  });
  assert.equal(webhook.authentication.hasSecret, true);
  await broker.publish('weather', 'Regen, 雨');
  const call = await lambda.invocations.next();
  assert.ok(call.genuine, call.headers.authorization);
  assert.equal(decodeURIComponent(call.path), `/2015-03-31/functions/${kArn}/invocations`);
  assert.equal(call.headers['x-amz-invocation-type'], 'RequestResponse');
  assert.equal(JSON.parse(call.body).text, 'Regen, 雨');
  const { delivery, attempts } = await attemptsOf(broker, webhook);
  assert.equal(delivery.state, 'delivered');
  assert.ok(!JSON.stringify(attempts).includes('Signature='), 'the signature is a credential here');
});

test('a function that throws is a failure, though Lambda answers 200', async (t) => {
  const failing = { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: '{"errorMessage":"x"}' };
  const lambda = await Lambda.start(t, { region: 'eu-west-1', answers: [failing] });
  const broker = await brokerWith(t, lambda);
  const { webhook } = await broker.must('POST', '/v1/webhooks', {
    topic: 'weather', url: kArn, level: 'local', authentication: kKeys, schedule: 'momento',
  });
  await broker.publish('weather', 'Regen');
  const { delivery, attempts } = await attemptsOf(broker, webhook);
  assert.deepEqual([delivery.state, attempts[0].outcome, attempts[0].httpStatus], ['dead', 'function_error', 200]);
});

test('a function URL is signed with the region it is told', async (t) => {
  const lambda = await Lambda.start(t, { region: 'us-east-2' });
  const broker = await brokerWith(t, lambda);
  const url = `${lambda.url}/a%20path?b=2&a=1`;
  const { status } = await broker.call('POST', '/v1/webhooks', {
    topic: 'weather', url, level: 'local', authentication: kKeys,
  });
  assert.equal(status, 400, 'the address does not tell the region');
  await broker.must('POST', '/v1/webhooks', {
    topic: 'weather', url, level: 'local', authentication: { ...kKeys, region: 'us-east-2' },
  });
  await broker.publish('weather', 'Regen');
  assert.ok((await lambda.invocations.next()).genuine);
});

test('a wrong key is refused, and said so', async (t) => {
  const lambda = await Lambda.start(t, { region: 'eu-west-1' });
  const broker = await brokerWith(t, lambda);
  const { webhook } = await broker.must('POST', '/v1/webhooks', {
    topic: 'weather', url: kArn, level: 'local', schedule: 'momento', authentication: { ...kKeys, secret: 'wrong' },
  });
  await broker.publish('weather', 'Regen');
  const { attempts } = await attemptsOf(broker, webhook);
  assert.deepEqual([attempts[0].outcome, attempts[0].httpStatus], ['http_4xx', 403]);
});
