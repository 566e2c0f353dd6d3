// An HTTP endpoint of somebody else that webhooks are sent to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { Queue } from './queue.mjs';

export class Endpoint {
  requests = new Queue(); // {method, path, headers, body: Buffer}

  // answers: what to answer to the first requests, {status, headers}; 204 to all that follow.
  static async start(t, answers = []) {
    const endpoint = new Endpoint();
    const server = createServer(async (request, response) => {
      const body = await buffer(request);
      const { status = 204, headers = {} } = answers.shift() ?? {};
      response.writeHead(status, headers).end();
      endpoint.requests.push({ method: request.method, path: request.url, headers: request.headers, body });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    endpoint.url = `http://127.0.0.1:${server.address().port}/hook`;
    return endpoint;
  }
}
