import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { HoldRoom } from './hold-room.ts';

/** What is read before it is sent on, in one piece: for so little a stream would cost more than the body. */
export const wholeBytes = 16_384;

/** How a body is treated. */
export interface BodyOptions {
  limitBytes: number;
  room: HoldRoom;
  /** Whether it may have to be sent again. */
  mayResend: boolean;
  /** Called at most once, when more than `limitBytes` came while nothing is being sent. */
  onTooLarge(error: Error): void;
}

/**
 * The body of a client's request. It is read once, as fast as its reader takes it. While it may have to be sent again, what was read is kept, as far as there is
 * room; what did not fit makes it a body that cannot be sent again. Nothing that was read is ever left out of what is sent.
 */
export class RequestBody {
  readonly #request: IncomingMessage;
  readonly #options: BodyOptions;
  readonly #announced: number | undefined;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  /** Of the kept bytes, those that were taken from the room. */
  #roomBytes = 0;
  #total = 0;
  #isWhole = true;
  #hasEnded = false;
  #isListening = false;
  #sink: Readable | undefined;
  #onWhole: ((body: Buffer) => void) | undefined;

  constructor(request: IncomingMessage, options: BodyOptions) {
    this.#request = request;
    this.#options = options;
    const announced = request.headers['content-length'];
    this.#announced = announced === undefined ? undefined : Number(announced);
  }

  /** Whether everything that was read is still there. */
  get canResend(): boolean {
    return this.#isWhole;
  }

  /** Gives the body to `send`, from its beginning: at once as a stream, or, where it is small, in one piece when all of it is there. */
  open(send: (body: Buffer | Readable) => void): void {
    if (this.#isSmall()) this.#openWhole(send);
    else this.#openStream(send);
  }

  #openWhole(send: (body: Buffer) => void): void {
    if (this.#hasEnded) {
      send(Buffer.concat(this.#kept));
      return;
    }
    this.#onWhole = send;
    this.#listen();
    this.#request.resume();
  }

  #openStream(send: (body: Readable) => void): void {
    const sink = new Readable({
      read: () => void this.#request.resume(),
      destroy: (error, done) => {
        if (this.#sink === sink) this.#pause();
        done(error);
      },
    });
    // The connection may not have it yet when it fails; that finds the error on the stream later.
    sink.on('error', () => {});
    this.#sink = sink;
    for (const chunk of this.#kept) sink.push(chunk);
    if (!this.#options.mayResend) this.#drop();
    if (this.#hasEnded) sink.push(null);
    else this.#listen();
    send(sink);
  }

  /** Reads ahead while nothing is sent, as far as there is room; the client's further bytes stay with the client. */
  readAhead(): void {
    if (this.#hasEnded || this.#isFull()) return;
    // What announces more than can be kept is not read at all: its first byte waits too.
    if ((this.#announced ?? 0) > this.#options.room.limits.bodyBytes) return;
    this.#listen();
    this.#request.resume();
  }

  /** Reads and keeps no more; whoever wants the rest of the request has it to itself. */
  stop(): void {
    this.#request.off('data', this.#take).off('end', this.#end);
    this.#sink = undefined;
    this.#onWhole = undefined;
    this.#drop();
  }

  #isSmall(): boolean {
    return this.#announced !== undefined && this.#announced <= wholeBytes;
  }

  #isFull(): boolean {
    return this.#keptBytes >= this.#options.room.limits.bodyBytes || this.#roomBytes < this.#keptBytes;
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#request.on('data', this.#take).on('end', this.#end);
  }

  readonly #take = (chunk: Buffer): void => {
    this.#total += chunk.length;
    if (this.#total > this.#options.limitBytes) {
      const error = Object.assign(new Error('The body is too large'), { code: 'ASHLAR_BODY_TOO_LARGE' });
      const sink = this.#sink;
      if (sink) sink.destroy(error);
      else this.#options.onTooLarge(error);
      return;
    }
    const sink = this.#sink;
    if (sink === undefined) {
      this.#keep(chunk);
      if (this.#isFull() && !this.#isSmall()) this.#request.pause();
      return;
    }
    if (this.#isWhole) {
      this.#keep(chunk);
      if (this.#keptBytes > this.#options.room.limits.bodyBytes || this.#roomBytes < this.#keptBytes)
        this.#drop();
    }
    if (!sink.push(chunk)) this.#request.pause();
  };

  readonly #end = (): void => {
    this.#hasEnded = true;
    this.#sink?.push(null);
    const send = this.#onWhole;
    this.#onWhole = undefined;
    if (send) send(this.#kept.length === 1 && this.#kept[0] ? this.#kept[0] : Buffer.concat(this.#kept));
  };

  #keep(chunk: Buffer): void {
    this.#kept.push(chunk);
    this.#keptBytes += chunk.length;
    // As small as a connection's own buffers, and as bounded.
    if (this.#isSmall() || this.#options.room.keep(chunk.length)) this.#roomBytes += chunk.length;
  }

  #drop(): void {
    if (!this.#isSmall()) this.#options.room.release(this.#roomBytes);
    this.#kept = [];
    this.#keptBytes = 0;
    this.#roomBytes = 0;
    this.#isWhole = false;
  }

  #pause(): void {
    this.#sink = undefined;
    this.#request.pause();
  }
}
