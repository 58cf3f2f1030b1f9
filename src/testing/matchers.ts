/**
 * Matchers for what handlers and clients give: Eithers, replies and refusals, read as the run time reads them. For jest and for any runner
 * whose `expect.extend` takes jest's matchers (vitest); none of them is registered by importing this file.
 */
import type * as t from 'io-ts'
import { reasonsOf } from '../codecs/describe.js'
import { isThenable } from '../codecs/thenable.js'
import { isHttpError, problem } from '../combinators/HttpError.js'
import { type AnyReply, isReply, reply } from '../combinators/Reply.js'
import { settle } from '../combinators/Result.js'
import { type Exit, left } from '../combinators/Source.js'
import { readReply } from '../events/readReply.js'
import { readMultiValue } from '../events/readResult.js'

// ---- model

/** The part of a runner's matcher context that is used. @since 0.1.0 */
export interface MatcherContext {
  readonly equals: (a: unknown, b: unknown, customTesters?: never) => boolean
  readonly customTesters?: unknown
  readonly isNot?: boolean
  readonly utils: {
    readonly diff: (a: unknown, b: unknown) => string | null | undefined
    readonly matcherHint: (name: string, received?: string, expected?: string, options?: { readonly isNot?: boolean }) => string
    readonly printExpected: (u: unknown) => string
    readonly printReceived: (u: unknown) => string
  }
}

/** @since 0.1.0 */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

type Told = MatcherResult | Promise<MatcherResult>
type Eventual<R, T> = T extends PromiseLike<unknown> | ((...args: never) => unknown) ? Promise<void> : R

/** What `expect` has beside its own; what is promised, or a task, is awaited: `await expect(call).toReply(200)`. @since 0.1.0 */
export interface QuaichMatchers<R, T = unknown> {
  /** A `Right`, of an equal value where one is given. */
  readonly toBeRight: (value?: unknown) => Eventual<R, T>
  /** A `Left`, of an equal value where one is given. */
  readonly toBeLeft: (value?: unknown) => Eventual<R, T>
  /**
   * A reply of that status and, where one is given, an equal body. A call of a client is its reply; a handler's value is a 200, its refusal
   * problem details; a Lambda result is what it says.
   */
  readonly toReply: (status: number, body?: unknown) => Eventual<R, T>
  /** A refusal of that status and, where one is given, of that `code`. */
  readonly toRefuse: (status: number, code?: string) => Eventual<R, T>
}

// ---- Eithers

type Either = { readonly _tag: 'Left'; readonly left: unknown } | { readonly _tag: 'Right'; readonly right: unknown }

const isEither = (u: unknown): u is Either => {
  const tag = (u as { readonly _tag?: unknown } | null | undefined)?._tag
  return (tag === 'Left' && 'left' in (u as object)) || (tag === 'Right' && 'right' in (u as object))
}

/** The end of promises and tasks; a rejection is the test's to see. */
const ended = (u: unknown): unknown => {
  if (typeof u === 'function' && u.length === 0) return ended((u as () => unknown)())
  return isThenable(u) ? Promise.resolve(u).then(ended) : u
}

const eitherOf = (side: 'Right' | 'Left') =>
  function (this: MatcherContext, received: unknown, ...expected: readonly unknown[]): Told {
    const name = `toBe${side}`
    return then(ended(received), (value) => {
      const found = isEither(value) ? (value._tag === 'Right' ? value.right : value.left) : undefined
      const right = isEither(value) && value._tag === side
      const wanted = expected.length === 0 ? {} : { [side.toLowerCase()]: expected[0] }
      const pass = right && (expected.length === 0 || this.equals(found, expected[0], this.customTesters as never))
      return {
        pass,
        message: () =>
          `${hint(this, name)}\n\nExpected: ${this.isNot ? 'not ' : ''}${side}${expected.length === 0 ? '' : ` of ${this.utils.printExpected(expected[0])}`}\n` +
          `Received: ${isEither(value) ? `${value._tag} of ${this.utils.printReceived(readable(found))}` : `no Either: ${this.utils.printReceived(value)}`}` +
          (right && !pass ? differing(this, wanted, { [side.toLowerCase()]: found }) : '')
      }
    })
  }

// What a codec found is a tree of codecs: nobody can read it.
const readable = (u: unknown): unknown =>
  Array.isArray(u) && u.length > 0 && u.every((e) => typeof e === 'object' && e !== null && 'context' in e && 'value' in e)
    ? reasonsOf(u as t.Errors)
    : u

// ---- replies

/** The reply that a value is, or becomes at the edge; nothing where it is a failure that only `errors` tells. */
const replied = (u: unknown): AnyReply | undefined | Promise<AnyReply | undefined> => {
  if (isReply(u)) return u
  // Told by their shape: a test runner may have loaded us twice.
  const held = (u as { readonly reply?: unknown } | null | undefined)?.reply
  if (isThenable(held) || isReply(held)) return Promise.resolve(held) as Promise<AnyReply>
  if (isResult(u)) return readReply(readMultiValue(u))
  const exit = settle(u, (cause) => left(cause))
  return exit instanceof Promise ? exit.then(atTheEdge) : atTheEdge(exit)
}

const isResult = (u: unknown): boolean =>
  Number.isInteger((u as { readonly statusCode?: unknown } | null | undefined)?.statusCode) && !isHttpError(u)

const atTheEdge = (exit: Exit): AnyReply | undefined => {
  const told = exit._tag === 'Right' ? exit.right : exit.left
  if (isReply(told)) return told
  if (isHttpError(told)) return problem(told)
  return exit._tag === 'Left' ? undefined : isResult(told) ? readReply(readMultiValue(told)) : reply(200, told)
}

function toReply(this: MatcherContext, received: unknown, status: number, ...expected: readonly unknown[]): Told {
  return then(replied(received), (told) => {
    if (told === undefined) return noReply(this, 'toReply', received)
    const wanted = { status, ...(expected.length === 0 ? {} : { body: expected[0] }) }
    const found = { status: told.status, ...(expected.length === 0 ? {} : { body: told.body }) }
    return {
      pass: this.equals(found, wanted, this.customTesters as never),
      message: () =>
        `${hint(this, 'toReply')}\n\nExpected: ${this.isNot ? 'not ' : ''}${status}${expected.length === 0 ? '' : ` ${this.utils.printExpected(expected[0])}`}\n` +
        `Received: ${told.status} ${this.utils.printReceived(told.body)}${this.isNot ? '' : differing(this, wanted, found)}`
    }
  })
}

function toRefuse(this: MatcherContext, received: unknown, status: number, code?: string): Told {
  return then(replied(received), (told) => {
    if (told === undefined) return noReply(this, 'toRefuse', received)
    const said = codeOf(told.body)
    return {
      pass: told.status >= 400 && told.status === status && (code === undefined || said === code),
      message: () =>
        `${hint(this, 'toRefuse')}\n\nExpected: ${this.isNot ? 'not ' : ''}${status}${code === undefined ? '' : ` ${code}`}\n` +
        `Received: ${told.status}${typeof said === 'string' ? ` ${said}` : ''} ${this.utils.printReceived(told.body)}`
    }
  })
}

// Ours, and that of Chalice.
const codeOf = (body: unknown): unknown => {
  const { code, Code } = (typeof body === 'object' && body !== null ? body : {}) as {
    readonly code?: unknown
    readonly Code?: unknown
  }
  return code ?? Code
}

// ---- all of them

const then = <A>(a: A | Promise<A>, f: (a: A) => MatcherResult): Told => (a instanceof Promise ? a.then(f) : f(a))

const hint = ({ isNot, utils }: MatcherContext, name: string): string =>
  utils.matcherHint(name, undefined, undefined, { isNot: isNot === true })

const differing = ({ utils }: MatcherContext, wanted: unknown, found: unknown): string => {
  const text = utils.diff(wanted, found)
  return text ? `\n\n${text}` : ''
}

const noReply = (context: MatcherContext, name: string, received: unknown): MatcherResult => ({
  pass: false,
  message: () =>
    `${hint(context, name)}\n\nReceived: no reply, but ${context.utils.printReceived(received)}\nA failure becomes a reply where errors() tells of it: ask a client.`
})

/**
 * `toBeRight`, `toBeLeft`, `toReply` and `toRefuse`, for `expect.extend(matchers)`. In jest the preset registers them, and
 * `import 'quaich/testing/jest'` tells TypeScript of them.
 * @since 0.1.0
 * @example
 * import * as E from 'fp-ts/lib/Either.js'
 * import { ok } from 'quaich'
 * import { matchers } from 'quaich/testing'
 * expect(Object.keys(matchers)).toEqual(['toBeRight', 'toBeLeft', 'toReply', 'toRefuse'])
 */
export const matchers: {
  readonly toBeRight: (this: MatcherContext, received: unknown, ...value: readonly unknown[]) => Told
  readonly toBeLeft: (this: MatcherContext, received: unknown, ...value: readonly unknown[]) => Told
  readonly toReply: (this: MatcherContext, received: unknown, status: number, ...body: readonly unknown[]) => Told
  readonly toRefuse: (this: MatcherContext, received: unknown, status: number, code?: string) => Told
} = { toBeRight: eitherOf('Right'), toBeLeft: eitherOf('Left'), toReply, toRefuse }
