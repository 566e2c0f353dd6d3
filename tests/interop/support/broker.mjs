// A parleyd of one's own: started on a free port with a data directory that goes away with it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kBuilt = fileURLToPath(new URL('../../../build/dev/bin/parleyd', import.meta.url));
const kPatience = 20_000; // ms; a guard against hanging, never something to wait for

export class Broker {
  // Resolves once the broker serves. Ends with the test, which checks that it ended cleanly.
  static async start(t, options = []) {
    const broker = new Broker();
    broker.folder = mkdtempSync(join(tmpdir(), 'parley-interop-'));
    const readyFile = join(broker.folder, 'ready');
    const ready = fileWith(broker.folder, readyFile);
    broker.process = spawn(process.env.PARLEYD ?? kBuilt,
      ['serve', '--data', join(broker.folder, 'data'), '--port', '0', '--ready', readyFile, ...options],
      { stdio: ['ignore', 'ignore', 'pipe'] });
    broker.log = '';
    broker.process.stderr.on('data', (text) => { broker.log += text; });
    broker.exited = once(broker.process, 'exit');
    t.after(() => broker.stop());
    const early = broker.exited.then(([code]) => {
      throw new Error(`parleyd ended with ${code}: ${broker.log}`);
    });
    const { url, owner_token: token, tls_urls: tlsUrls } = JSON.parse(await Promise.race([ready, early]));
    early.catch(() => {}); // from here on stop() looks at how it ended
    return Object.assign(broker, { url, token, tlsUrl: tlsUrls[0], port: Number(new URL(url).port) });
  }

  async stop() {
    this.process.kill('SIGTERM');
    const [code, signal] = await this.exited;
    rmSync(this.folder, { recursive: true, force: true });
    assert.deepEqual([code, signal], [0, null], this.log);
  }

  // Writes the certificate of the authority that Parley made. Resolves to the file.
  async exportAuthority() {
    const file = join(this.folder, 'authority.pem');
    const exporting = spawn(process.env.PARLEYD ?? kBuilt,
      ['certificate', 'export', '--data', join(this.folder, 'data'), '--out', file], { stdio: 'inherit' });
    const [code] = await once(exporting, 'exit');
    assert.equal(code, 0);
    return file;
  }

  get socketUrl() {
    return `${this.url.replace(/^http/, 'ws')}/v1/socket`;
  }

  // Resolves to {status, json}. A string body is sent as text, anything else as JSON.
  async call(method, path, body, { token = this.token, headers = {} } = {}) {
    const isText = typeof body === 'string' || body === undefined;
    const answer = await fetch(this.url + path, {
      method,
      body: isText ? body : JSON.stringify(body),
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(isText ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      signal: AbortSignal.timeout(kPatience),
    });
    const text = await answer.text();
    return { status: answer.status, json: text ? JSON.parse(text) : null };
  }

  // The same for a call that must succeed.
  async must(method, path, body, options) {
    const { status, json } = await this.call(method, path, body, options);
    assert.ok(status >= 200 && status < 300, `${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  }

  makeTopic(name, durability = 'memory') {
    return this.must('PUT', `/v1/topics/default/${name}`, { durability });
  }

  publish(topic, text, options) {
    return this.must('POST', `/v1/publish/default/${topic}`, text, options);
  }

  // Grants such as {role: 'publish', topic: 'weather'}. Resolves to the secret.
  async issueToken(publisherId, ...grants) {
    const issued = await this.must('POST', '/v1/tokens', {
      label: `interop ${publisherId}`,
      publisherId,
      grants: grants.map((grant) => ({ namespace: 'default', ...grant })),
    });
    return issued.secret;
  }
}

// The text of a file that somebody is about to write in one go.
function fileWith(folder, file) {
  return new Promise((resolve, reject) => {
    const watcher = watch(folder, look);
    const guard = setTimeout(() => reject(new Error(`${file} was not written`)), kPatience);
    function look() {
      let text = '';
      try {
        text = readFileSync(file, 'utf8');
      } catch {
        return; // not there yet
      }
      if (!text.endsWith('\n'))
        return;
      clearTimeout(guard);
      watcher.close();
      resolve(text);
    }
    look();
  });
}
