/** A call under way, and what it rejects with. It sends nothing itself: the gateway in this folder does. */
import { type AnyReply, isReply } from '../combinators/Reply.js'
import type { Exchange } from './gateway.js'

// ---- model

/** A reply that was no success, as an error. `by` is the function that answered, or `gateway`. @since 0.1.0 */
export class CallError extends Error {
  override readonly name = 'CallError'
  constructor(
    call: string,
    readonly reply: AnyReply,
    readonly by: string
  ) {
    super(`${call} answered ${reply.status}${by === 'gateway' ? ' (the gateway)' : ''}: ${JSON.stringify(reply.body)}`)
  }
}

/**
 * A call under way: a promise of the body of a successful reply (status under 400), which rejects with a {@link CallError} for any other;
 * `reply` is a promise of the reply whatever it is, and never rejects.
 * @since 0.1.0
 */
export class Call<A> implements Promise<A> {
  readonly [Symbol.toStringTag] = 'Call'
  readonly #call: string
  readonly #exchange: Promise<Exchange>
  /** Status, headers (names in lower case) and body, JSON parsed. */
  readonly reply: Promise<AnyReply>
  constructor(call: string, exchange: Promise<Exchange>) {
    this.#call = call
    this.#exchange = exchange
    this.reply = exchange.then((x) => x.reply)
  }
  #body(): Promise<A> {
    return this.#exchange.then(({ reply, by }) => {
      if (reply.status >= 400) throw new CallError(this.#call, reply, by)
      return reply.body as A
    })
  }
  // biome-ignore lint/suspicious/noThenProperty: a Call is a Promise, made lazily so that a reply nobody awaits as a body rejects nowhere
  then<B = A, C = never>(
    onfulfilled?: ((a: A) => B | PromiseLike<B>) | null,
    onrejected?: ((e: unknown) => C | PromiseLike<C>) | null
  ): Promise<B | C> {
    return this.#body().then(onfulfilled, onrejected)
  }
  catch<C = never>(onrejected?: ((e: unknown) => C | PromiseLike<C>) | null): Promise<A | C> {
    return this.#body().catch(onrejected)
  }
  finally(onfinally?: (() => void) | null): Promise<A> {
    return this.#body().finally(onfinally)
  }
}

// ---- combinators

/** The reply inside whatever a test has at hand: a call, a refused call's error, or the reply itself. @internal */
export const replyIn = (u: unknown): AnyReply | Promise<AnyReply> | undefined =>
  u instanceof Call || u instanceof CallError ? u.reply : isReply(u) ? u : undefined
