// Asks verify.mjs about each line of standard input: secret, id, timestamp, signatures, body in
// base64, now, with tabs between them. Says yes or no.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { verify } = await import(pathToFileURL(process.argv[2]));
for await (const line of createInterface({ input: process.stdin })) {
  const [secret, id, timestamp, signatures, body, now] = line.split('\t');
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures };
  try {
    verify(secret, headers, Buffer.from(body, 'base64'), Number(now));
    console.log('yes');
  } catch {
    console.log('no');
  }
}
