// What a reader's page can do with the token that he paid for, in Chromium: a room's Spanish, and nothing else.
import assert from 'node:assert/strict';
import test from 'node:test';

import { Broker } from './support/broker.mjs';
import { openBrowser, servePage } from './support/browser.mjs';

const kPage = `<!doctype html>
<meta charset=utf-8>
<title>Room</title>
<script>
// Opens a socket; what the broker says is kept in the order of coming.
window.openRoom = (url, secret) => {
  window.heard = [];
  window.ending = null;
  window.socket = new WebSocket(url, ['parley.v1', 'parley.token.' + secret]);
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
  socket.onclose = ({ code, reason }) => { ending = { code, reason }; };
  return new Promise((resolve) => { socket.onopen = () => resolve(true); socket.onerror = () => resolve(false); });
};
// The answer to one operation.
window.ask = (operation) => {
  const id = (window.lastId ?? 0) + 1;
  window.lastId = id;
  socket.send(JSON.stringify({ ...operation, id }));
  return new Promise((resolve) => {
    const look = () => {
      const answer = heard.find((message) => message.id === id);
      if (answer) resolve(answer); else setTimeout(look, 5);
    };
    look();
  });
};
</script>`;

const kEnglish = 'friends-subscribe-english';
const kSpanish = 'friends-subscribe-spanish';

// A room with three languages, and a page that may speak to its broker.
async function openRoomPage(t) {
  const origin = await servePage(t, kPage);
  const broker = await Broker.start(t, ['--allow-origin', origin]);
  await broker.must('POST', '/v1/rooms', { name: 'friends', languages: ['en', 'es', 'ja'] });
  const page = await (await openBrowser(t)).newPage();
  await page.goto(origin);
  return { broker, page, origin };
}

// From the template that an application would use, by a key that can do nothing else.
async function sellSpanish(broker, more = {}) {
  const { secret: key } = await broker.must('POST', '/v1/tokens', { label: 'shop', templates: ['chat-member'] });
  const { token, secret } = await broker.must('POST', '/v1/templates/chat-member/tokens', {
    variables: { room: 'friends', user: 'ana', languages: ['spanish'] }, ...more,
  }, { token: key });
  assert.equal(token.kind, 'disposable');
  return secret;
}

const open = (page, broker, secret) => page.evaluate(
  ([url, token]) => openRoom(url, token), [broker.socketUrl, secret]);
const ask = (page, operation) => page.evaluate((wanted) => ask(wanted), operation);

test('a page with a Spanish token reads Spanish and nothing else', async (t) => {
  const { broker, page } = await openRoomPage(t);
  assert.equal(await open(page, broker, await sellSpanish(broker)), true);

  assert.equal((await ask(page, { op: 'subscribe', topic: kSpanish })).type, 'subscribed');
  const refused = [
    { op: 'subscribe', topic: kEnglish },
    { op: 'subscribe', topic: 'friends-publish' }, // unmoderated
    { op: 'publish', topic: kSpanish, text: 'past the moderation' },
    { op: 'publish', topic: kEnglish, text: 'past the moderation' },
    { op: 'subscribe', topic: '$events/messages' },
    { op: 'subscribe', topic: `${kSpanish}2` },
    { op: 'subscribe', topic: 'friends-subscribe-Spanish' },
  ];
  for (const operation of refused) {
    const { error } = await ask(page, operation);
    assert.equal(error?.name, 'permission_denied', JSON.stringify(operation));
  }

  // What it says goes through the room and comes back in Spanish, with its name on it.
  assert.equal((await ask(page, { op: 'publish', topic: 'friends-publish', text: JSON.stringify({ text: 'hola' }) })).type, 'ack');
  await page.waitForFunction((topic) => heard.some((message) => message.type === 'item' && message.topic === topic), kSpanish);
  const { items } = await broker.must('GET', `/v1/history/default/friends-publish`);
  assert.equal(items[0].publisherId, 'ana');
  const { items: unforged } = await broker.must('GET', `/v1/history/default/${kSpanish}`);
  assert.ok(unforged.every(({ text }) => !text.includes('past the moderation')));
});

test('the page cannot use the token for administration, over HTTP either', async (t) => {
  const { broker, page } = await openRoomPage(t);
  const secret = await sellSpanish(broker);
  const status = (method, path) => page.evaluate(async ([url, token, verb]) => {
    try {
      return (await fetch(url, { method: verb, headers: { Authorization: `Bearer ${token}` } })).status;
    } catch {
      return 'kept from the page';
    }
  }, [broker.url + path, secret, method]);
  assert.equal(await status('GET', `/v1/history/default/${kSpanish}`), 200);
  assert.equal(await status('GET', `/v1/history/default/${kEnglish}`), 403);
  for (const path of ['/v1/tokens', '/v1/topics', '/v1/audit', '/v1/templates'])
    assert.equal(await status('GET', path), 'kept from the page', path);
});

test('the page is closed when its token expires, and does not come back', async (t) => {
  const { broker, page } = await openRoomPage(t);
  const secret = await sellSpanish(broker, { validForSeconds: 5 });
  const ends = Date.now() + 5000;
  assert.equal(await open(page, broker, secret), true);
  await page.waitForFunction(() => ending !== null);
  assert.equal((await page.evaluate(() => ending)).code, 4003);
  assert.ok(Date.now() >= ends - 1000, 'it was open as long as it may be');
  assert.equal(await open(page, broker, secret), false);
});

test('a token for another page is refused in this one', async (t) => {
  const { broker, page } = await openRoomPage(t);
  const { secret } = await broker.must('POST', '/v1/tokens', {
    label: 'elsewhere', kind: 'disposable', validForSeconds: 600, allowedOrigins: ['https://shop.example'],
    grants: [{ role: 'subscribe', namespace: 'default', topic: kSpanish }],
  });
  assert.equal(await open(page, broker, secret), false);
  const { status } = await broker.call('GET', `/v1/history/default/${kSpanish}`, undefined, { token: secret });
  assert.equal(status, 403); // and without a page
});
