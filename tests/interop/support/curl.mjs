// The curl program: one request, or a stream of Server-Sent Events.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { Queue } from './queue.mjs';

// The token goes in by standard input, as README shows it: arguments are visible to everybody.
function start(token, options) {
  const curl = spawn('curl', ['-sS', '--max-time', '20', '--noproxy', '*', '--config', '-', ...options]);
  curl.stdin.end(token ? `header = "Authorization: Bearer ${token}"\n` : '');
  return curl;
}

// Resolves to what curl wrote; fails when curl fails.
export async function curl(token, ...options) {
  const process = start(token, options);
  const exited = once(process, 'exit');
  const [out, error] = await Promise.all([text(process.stdout), text(process.stderr)]);
  const [code] = await exited;
  if (code !== 0)
    throw new Error(`curl ended with ${code}: ${error}`);
  return out;
}

// Reads a stream. Events are {id, event, data}; comments are dropped.
export class EventStream {
  events = new Queue();

  constructor(t, token, ...options) {
    this.process = start(token, ['-N', '-f', ...options]);
    t.after(() => this.process.kill());
    let rest = '';
    this.process.stdout.setEncoding('utf8');
    this.process.stdout.on('data', (piece) => {
      const blocks = (rest + piece).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks)
        this.#add(block);
    });
    this.process.on('exit', (code) => this.events.end(`curl ended with ${code}`));
  }

  #add(block) {
    const fields = block.split('\n').filter((line) => !line.startsWith(':'));
    if (fields.length === 0)
      return;
    const event = Object.fromEntries(fields.map((line) => line.split(/: (.*)/s, 2)));
    this.events.push({ ...event, data: JSON.parse(event.data) });
  }

  async stop() {
    const exited = once(this.process, 'exit');
    this.process.kill();
    await exited;
  }
}
