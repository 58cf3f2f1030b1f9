/**
 * Whatever a pure function gives back, read one way: a value, a Promise, an Either, a Task or a TaskEither, nested as they may be.
 * The types and the run time here must say the same; nothing else in the house looks inside a result.
 */
import type { Either, Left, Right } from 'fp-ts/lib/Either.js'
import { isThenable } from '../codecs/thenable.js'
import { type HttpError, isHttpError } from './HttpError.js'
import { type Exit, left, right } from './Source.js'

// ---- model: types

/** The failures inside a result. @since 0.1.0 */
export type FailureOf<R> =
  R extends Left<infer F>
    ? F
    : R extends Right<unknown>
      ? never
      : R extends HttpError
        ? R
        : R extends PromiseLike<infer P>
          ? FailureOf<P>
          : R extends () => infer T
            ? FailureOf<T>
            : never

/** The success inside a result. @since 0.1.0 */
export type SuccessOf<R> =
  R extends Left<unknown>
    ? never
    : R extends Right<infer A>
      ? A
      : R extends HttpError
        ? never
        : R extends PromiseLike<infer P>
          ? SuccessOf<P>
          : R extends () => infer T
            ? SuccessOf<T>
            : R

// ---- combinators: values

// Exactly fp-ts's own two keys: data that merely happens to carry a `_tag` beside its other keys is data.
const isEither = (u: object): u is Either<unknown, unknown> => {
  const tag = (u as { readonly _tag?: unknown })._tag
  return ((tag === 'Left' && 'left' in u) || (tag === 'Right' && 'right' in u)) && Object.keys(u).length === 2
}

/** Reads a result to its end. Never rejects: what a task rejects with becomes `defect`'s. Synchronous where the result is. @internal */
export const settle = (result: unknown, defect: (cause: unknown) => unknown): Exit | Promise<Exit> => {
  try {
    return read(result, defect)
  } catch (e) {
    // A getter or a proxy that throws when it is looked at.
    return left(defect(e))
  }
}

const read = (result: unknown, defect: (cause: unknown) => unknown): Exit | Promise<Exit> => {
  let r = result
  while (typeof r === 'function') {
    if (r.length > 0) return left(defect(new TypeError('the handler returned a function that takes arguments')))
    r = r()
  }
  if (typeof r !== 'object' || r === null) return right(r)
  if (isEither(r)) return r
  if (isThenable(r))
    return new Promise((resolve) => {
      const refused = (e: unknown) => resolve(left(defect(e)))
      try {
        ;(r as PromiseLike<unknown>).then((x) => resolve(settle(x, defect)), refused)
      } catch (e) {
        refused(e)
      }
    })
  return isHttpError(r) ? left(r) : right(r)
}

/** Calls a function and reads what it gives; a throw is a defect. @internal */
export const call = (f: (ctx: never) => unknown, ctx: unknown, defect: (cause: unknown) => unknown): Exit | Promise<Exit> => {
  let r: unknown
  try {
    r = f(ctx as never)
  } catch (e) {
    return left(defect(e))
  }
  return settle(r, defect)
}

/** Goes on with a value now, or with a promised one when it is there. @internal */
export const goOn = <A, B>(a: A | Promise<A>, f: (a: A) => B | Promise<B>): B | Promise<B> =>
  a instanceof Promise ? a.then(f) : f(a)
