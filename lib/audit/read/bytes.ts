/** Takes bytes from a stream as they are asked for, so that a reader waits for the sender and never the other way round. */
export class Bytes {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next chunk, as it came, of at most so many bytes; undefined at the end. */
  async chunk(most: number): Promise<Buffer | undefined> {
    while (this.#held.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      this.#held = next.value;
    }
    const chunk = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(chunk.length);
    return chunk;
  }

  /** Just so many bytes; fewer only at the end. */
  async take(count: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let missing = count; missing > 0;) {
      const chunk = await this.chunk(missing);
      if (chunk === undefined) break;
      if (chunk.length === count) return chunk;
      chunks.push(chunk);
      missing -= chunk.length;
    }
    return Buffer.concat(chunks);
  }

  /** The next bytes, which stay there. */
  async peek(count: number): Promise<Buffer> {
    const begin = await this.take(count);
    this.#held = this.#held.length === 0 ? begin : Buffer.concat([begin, this.#held]);
    return begin;
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0;) {
      const chunk = await this.chunk(left);
      if (chunk === undefined) throw new Error(`it ends ${left} bytes too early`);
      left -= chunk.length;
    }
  }

  /** The whole rest. */
  async *rest(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = await this.chunk(Infinity);
      if (chunk === undefined) return;
      yield chunk;
    }
  }
}
