// A conversation on parley.v1 through npm's ws.
import WebSocket from 'ws';
import { once } from 'node:events';

import { Queue } from './queue.mjs';

export class Socket {
  pushes = new Queue(); // item, gap, closed
  replies = new Queue(); // everything else but heartbeats

  // Resolves when the socket is open. options: {token, protocols, headers, url, ca}.
  static async open(t, broker, { token = broker.token, protocols = ['parley.v1'], headers = {},
    url = broker.socketUrl, ca } = {}) {
    const socket = new Socket();
    const authorization = token ? { authorization: `Bearer ${token}` } : {};
    socket.ws = new WebSocket(url, protocols, { ca, headers: { ...authorization, ...headers } });
    socket.closed = once(socket.ws, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
    socket.ws.on('message', (data, isBinary) => socket.#received(data, isBinary));
    socket.closed.then(({ code }) => {
      socket.pushes.end(`closed with ${code}`);
      socket.replies.end(`closed with ${code}`);
    }, () => {}); // a refused handshake is reported by the await below
    t.after(() => socket.ws.terminate());
    await once(socket.ws, 'open');
    return socket;
  }

  #received(data, isBinary) {
    const message = isBinary ? { type: 'binary' } : JSON.parse(data.toString());
    if (['item', 'gap', 'closed'].includes(message.type))
      this.pushes.push(message);
    else if (message.type !== 'heartbeat')
      this.replies.push(message);
  }

  send(operation) {
    this.ws.send(JSON.stringify(operation));
  }

  // Sends and resolves to the next reply.
  ask(operation) {
    this.send(operation);
    return this.replies.next();
  }

  async close() {
    this.ws.close(1000);
    return this.closed;
  }
}
