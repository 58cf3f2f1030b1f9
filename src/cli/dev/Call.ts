/**
 * Calls between two threads: plain data over, an answer or a failure back, any number at once. It knows no thread: whoever has a way to post
 * and to hear gets a caller, and whoever answers gives functions by name.
 */

// ---- model

/** @internal */
export interface Channel {
  readonly post: (message: unknown) => void
  readonly hear: (heard: (message: unknown) => void) => void
}

/** What one side can be asked for: by name, plain data in and out. @internal */
export type Answers = Readonly<Record<string, (...args: ReadonlyArray<never>) => unknown>>

/** @internal */
export interface Caller {
  readonly call: (name: string, ...args: ReadonlyArray<unknown>) => Promise<unknown>
  /** How many calls wait for an answer. */
  readonly pending: () => number
  /** Resolves as soon as none does. */
  readonly idle: () => Promise<void>
  /** Nobody will answer any more: what waits fails with this. */
  readonly fail: (why: Error) => void
}

interface Asked {
  readonly _tag: 'Asked'
  readonly id: number
  readonly name: string
  readonly args: ReadonlyArray<never>
}
type Told = { readonly _tag: 'Told'; readonly id: number; readonly value?: unknown; readonly failure?: Failure }

/** An error as it crosses: what others read of it is kept. */
interface Failure {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly $metadata: unknown
}

// ---- constructors

/** Answers what the other side asks, and asks it. @internal */
export const caller = ({ post, hear }: Channel, answers: Answers): Caller => {
  const waiting = new Map<number, { readonly done: (value: unknown) => void; readonly fail: (e: Error) => void }>()
  let idle: Array<() => void> = []
  let last = 0
  let dead: Error | undefined
  const settle = (id: number): void => {
    waiting.delete(id)
    if (waiting.size > 0) return
    for (const done of idle) done()
    idle = []
  }
  const answer = async ({ id, name, args }: Asked): Promise<void> => {
    try {
      const f = Object.hasOwn(answers, name) ? answers[name] : undefined
      if (f === undefined) throw new Error(`nobody answers ${name}`)
      post({ _tag: 'Told', id, value: await f(...args) })
    } catch (e) {
      // Also where the answer is nothing that can cross.
      post({ _tag: 'Told', id, failure: failure(e) })
    }
  }
  hear((message) => {
    const m = message as Asked | Told
    if (m._tag === 'Asked') answer(m)
    else if (m._tag === 'Told') {
      const w = waiting.get(m.id)
      if (m.failure === undefined) w?.done(m.value)
      else w?.fail(revived(m.failure))
      settle(m.id)
    }
  })
  return {
    call: (name, ...args) =>
      new Promise((done, fail) => {
        if (dead !== undefined) return fail(dead)
        const id = ++last
        waiting.set(id, { done, fail })
        try {
          post({ _tag: 'Asked', id, name, args })
        } catch (e) {
          // What cannot cross was asked of nobody.
          settle(id)
          fail(e)
        }
      }),
    pending: () => waiting.size,
    idle: () =>
      waiting.size === 0
        ? Promise.resolve()
        : new Promise((done) => {
            idle.push(done)
          }),
    fail: (why) => {
      dead = why
      for (const [id, { fail }] of waiting) {
        fail(why)
        settle(id)
      }
    }
  }
}

// Whoever asked hears of it in any case: an error may be made so that reading it fails.
const failure = (e: unknown): Failure => {
  try {
    return read(e)
  } catch {
    return { name: 'Error', message: 'a failure that cannot be told', stack: undefined, $metadata: undefined }
  }
}

const read = (e: unknown): Failure => {
  const { name, message, stack, $metadata } = (e instanceof Error ? e : new Error(String(e))) as Error & {
    readonly $metadata?: unknown
  }
  return {
    name: String(name),
    message: String(message),
    stack: stack === undefined ? stack : String(stack),
    $metadata: plain($metadata)
  }
}

// What is attached to an error may be anything; what cannot cross stays behind.
const plain = (value: unknown): unknown => {
  try {
    return structuredClone(value)
  } catch {
    return undefined
  }
}

const revived = ({ message, ...rest }: Failure): Error => Object.assign(new Error(message), rest)
