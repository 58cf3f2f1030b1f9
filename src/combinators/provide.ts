/** The user's own middleware: a key more in the context, or a refusal. */
import type { Refusal } from './HttpError.js'
import { defect } from './HttpError.js'
import { call, type FailureOf, type SuccessOf } from './Result.js'
import { type Ctx, type Exit, extend, type Give, type Source } from './Source.js'

/** A combinator may only refuse with what the client can be told. @since 0.1.0 */
export type Refuses<R> = [FailureOf<R>] extends [Refusal]
  ? unknown
  : { readonly 'a combinator may only refuse with a reply': Exclude<FailureOf<R>, Refusal> }

/**
 * Reads what earlier combinators gave, and adds a key or refuses, with any reply: a 401, a 429 with its header, a replayed 201.
 * Annotate the parameter with what it needs; a stack that lacks it does not compile.
 * @since 0.1.0
 * @example
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { get, handle, provide, refuse } from 'quaich'
 * const open = provide('hour', ({ request }: { request: { query: Readonly<Record<string, string>> } }) =>
 *   request.query['h'] === undefined ? E.left(refuse(400)) : E.right(Number(request.query['h'])))
 * expect(pipe(get('/x'), open, handle(({ hour }) => hour + 1)).facts[1]).toEqual({ _tag: 'Provide', key: 'hour' })
 */
export const provide =
  <const N extends string, R, Needs = unknown>(key: N, f: (context: Needs) => R & Refuses<R>) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Give<C, Needs, N, SuccessOf<R>>, Err, K> =>
    extend(s, { _tag: 'Provide', key }, () => ({ enter: (ctx) => keep(key, ctx, call(f, ctx, defect)) }))

/** Keeps a success under its key; a failure is the answer. @internal */
export const keep = (key: string, ctx: Ctx, told: Exit | Promise<Exit>): undefined | Exit | Promise<undefined | Exit> => {
  if (told instanceof Promise) return told.then((exit) => keep(key, ctx, exit))
  if (told._tag === 'Left') return told
  ctx[key] = told.right
  return undefined
}
