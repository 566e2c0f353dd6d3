// AWS Lambda as far as Invoke goes: it takes a request only when aws4, which is not ours, comes to the same
// signature.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

import aws4 from 'aws4';

import { Queue } from './queue.mjs';

export const kCredentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

function signatureOf(request, body, service, region) {
  const signed = /SignedHeaders=([^,]+)/.exec(request.headers.authorization)?.[1].split(';') ?? [];
  const headers = Object.fromEntries(signed.map((name) => [name, request.headers[name]]));
  return aws4.sign({
    method: request.method, path: request.url, host: request.headers.host, service, region, body, headers,
    doNotModifyHeaders: true,
  }, kCredentials).headers.Authorization;
}

export class Lambda {
  invocations = new Queue(); // {path, headers, body}

  // answers: what functions answer to the first calls, {status, headers, body}; 200 to all that follow.
  static async start(t, { service = 'lambda', region, answers = [] }) {
    const lambda = new Lambda();
    const server = createServer(async (request, response) => {
      const body = await buffer(request);
      const genuine = signatureOf(request, body, service, region) === request.headers.authorization;
      const { status = 200, headers = {}, body: text = 'null' } = genuine ? answers.shift() ?? {} : { status: 403 };
      response.writeHead(status, headers).end(text);
      lambda.invocations.push({ path: request.url, headers: request.headers, body, genuine });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    lambda.url = `http://127.0.0.1:${server.address().port}`;
    return lambda;
  }
}
