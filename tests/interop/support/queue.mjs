// What came in, in order, for a reader who asks for the next one. Fails instead of waiting for ever.
const kPatience = 20_000; // ms

export class Queue {
  #values = [];
  #waiting = null;
  #ended = null;

  push(value) {
    this.#values.push(value);
    this.#waiting?.();
  }

  // Nothing more will come; whoever asks for more gets this reason.
  end(reason) {
    this.#ended ??= new Error(reason);
    this.#waiting?.();
  }

  get length() {
    return this.#values.length;
  }

  async next() {
    while (this.#values.length === 0) {
      if (this.#ended)
        throw this.#ended;
      await this.#change();
    }
    return this.#values.shift();
  }

  async take(count) {
    const values = [];
    while (values.length < count)
      values.push(await this.next());
    return values;
  }

  // The first value that fits; those before it are dropped.
  async find(fits) {
    for (;;) {
      const value = await this.next();
      if (fits(value))
        return value;
    }
  }

  #change() {
    return new Promise((resolve, reject) => {
      const guard = setTimeout(() => reject(new Error('nothing came')), kPatience);
      this.#waiting = () => {
        clearTimeout(guard);
        this.#waiting = null;
        resolve();
      };
    });
  }
}
