// A web page in Chromium, served from another origin than the broker's.
import assert from 'node:assert/strict';
import test from 'node:test';

import { Broker } from './support/broker.mjs';
import { openBrowser, servePage } from './support/browser.mjs';

// The page reads its token and the broker's address from the fragment, which no server ever sees.
const kPage = `<!doctype html>
<meta charset=utf-8>
<title>Weather</title>
<ul id=list></ul>
<script>
const [socketUrl, secret] = decodeURIComponent(location.hash.slice(1)).split(' ');
const socket = new WebSocket(socketUrl, ['parley.v1', 'parley.token.' + secret]);
socket.onopen = () => socket.send(JSON.stringify({ op: 'subscribe', id: 1, topic: 'weather' }));
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'subscribed')
    document.title = 'Subscribed';
  if (message.type === 'item')
    document.getElementById('list').append(
      Object.assign(document.createElement('li'), { textContent: message.text }));
};
socket.onclose = ({ code }) => { document.title = 'Closed ' + code; };
</script>`;

async function openPage(t, broker, origin) {
  const browser = await openBrowser(t);
  const page = await browser.newPage();
  await page.goto(`${origin}/#${encodeURIComponent(`${broker.socketUrl} ${broker.token}`)}`);
  return page;
}

test('a page of an allowed origin talks over the WebSocket and shows Japanese', async (t) => {
  const origin = await servePage(t, kPage);
  const broker = await Broker.start(t, ['--allow-origin', origin]);
  await broker.makeTopic('weather');
  const page = await openPage(t, broker, origin);
  await page.waitForFunction(() => document.title === 'Subscribed');
  assert.equal(await page.evaluate(() => socket.protocol), 'parley.v1');

  await broker.publish('weather', 'こんにちは、世界 ☔ <b>not bold</b>');
  await page.waitForSelector('li');
  assert.equal(await page.textContent('li'), 'こんにちは、世界 ☔ <b>not bold</b>');

  await page.evaluate(() => socket.send(JSON.stringify({ op: 'publish', topic: 'weather', text: '雪が降る' })));
  await page.waitForFunction(() => document.querySelectorAll('li').length === 2);
  const { items } = await broker.must('GET', '/v1/history/default/weather');
  assert.equal(items[1].text, '雪が降る');
});

test('a page of another origin is refused, even with a good token', async (t) => {
  const allowed = await servePage(t, kPage);
  const origin = await servePage(t, kPage);
  const broker = await Broker.start(t, ['--allow-origin', allowed]);
  const page = await openPage(t, broker, origin);
  await page.waitForFunction(() => document.title !== 'Weather');
  assert.equal(await page.title(), 'Closed 1006'); // what a browser says when there was no handshake
});

test('the same machine under another name is another origin', async (t) => {
  const allowed = await servePage(t, kPage);
  const broker = await Broker.start(t, ['--allow-origin', allowed]);
  const page = await openPage(t, broker, allowed.replace('127.0.0.1', 'localhost'));
  await page.waitForFunction(() => document.title !== 'Weather');
  assert.equal(await page.title(), 'Closed 1006');
});

test('a form on another page cannot publish', async (t) => {
  const origin = await servePage(t, '<!doctype html><meta charset=utf-8><title>Form</title>');
  const broker = await Broker.start(t);
  await broker.makeTopic('weather');
  const browser = await openBrowser(t);
  const page = await browser.newPage();
  await page.goto(origin);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('/v1/publish/')),
    page.evaluate((action) => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action, enctype: 'text/plain' });
      document.body.append(form);
      form.submit();
    }, `${broker.url}/v1/publish/default/weather`),
  ]);
  assert.equal(answer.status(), 403);
  const { items } = await broker.must('GET', '/v1/history/default/weather');
  assert.deepEqual(items, []);
});

test('a page of an allowed origin publishes and reads with fetch, and administers nothing', async (t) => {
  const origin = await servePage(t, '<!doctype html><meta charset=utf-8><title>Fetch</title>');
  const broker = await Broker.start(t, ['--allow-origin', origin]);
  await broker.makeTopic('weather');
  const browser = await openBrowser(t);
  const page = await browser.newPage();
  await page.goto(origin);
  const ask = (method, path, body) => page.evaluate(
    async ([url, token, verb, text]) => {
      try {
        const answer = await fetch(url, { method: verb, body: text, headers: { Authorization: `Bearer ${token}` } });
        return { status: answer.status, json: await answer.json() };
      } catch (error) {
        return { refused: error.name }; // the browser keeps the answer from the page
      }
    }, [broker.url + path, broker.token, method, body]);

  const { json: ack } = await ask('POST', '/v1/publish/default/weather', '雪が降る');
  assert.equal(ack.sequence, 1);
  const { json: history } = await ask('GET', '/v1/history/default/weather');
  assert.equal(history.items[0].text, '雪が降る');
  const missing = await ask('GET', '/v1/history/default/nowhere');
  assert.equal(missing.status, 404); // errors can be read too

  assert.deepEqual(await ask('GET', '/v1/tokens'), { refused: 'TypeError' });
  assert.deepEqual(await ask('DELETE', '/v1/topics/default/weather'), { refused: 'TypeError' });
  const { topics } = await broker.must('GET', '/v1/topics');
  assert.equal(topics.length, 1);
});
