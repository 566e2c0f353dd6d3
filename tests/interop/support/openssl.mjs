// The program "openssl s_client": what a TLS client that is not ours makes of the broker.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

// Says `said` once it is connected and waits for the end. Resolves to {code, out}: the report, and what came.
export async function sClient(authority, url, options, said = 'Q\n') {
  const { host } = new URL(url);
  const client = spawn('timeout', ['20', 'openssl', 's_client', '-connect', host, '-CAfile', authority,
    '-verify_return_error', ...options]);
  client.stdin.on('error', () => {}); // it ended before it read
  client.stdin.end(said);
  const exited = once(client, 'exit');
  const [out, error] = await Promise.all([text(client.stdout), text(client.stderr)]);
  const [code] = await exited;
  return { code, out: out + error };
}
