/**
 * A handler as the pure function it is, in a test. It runs nothing of the stack: what combinators would have given is given by the test, and
 * only what the function reads need be given. Types cannot tell which keys a function reads, so a key that is missed is told when it is read.
 */
import type { Handler } from '../combinators/Handler.js'

/**
 * The handler, given what it reads of its context; whatever else the stack would provide may be left out. Reading a key that was left out
 * throws a `TypeError` which names it.
 * @since 0.1.0
 * @example
 * import { get, handle, port, use } from 'quaich'
 * import { given } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const clock = port('clock', { live: () => () => Date.now() })
 * const twice = pipe(get('/twice/{n}'), use(clock), handle(({ params, clock }) => Number(params.n) * (params.n === '0' ? clock() : 2)))
 * expect(given(twice)({ params: { n: '2' }, clock: () => 7 })).toBe(4)
 * const time = pipe(get('/time/{zone}'), use(clock), handle((context) => context.clock()))
 * expect(given(time)({ clock: () => 7 })).toBe(7)
 * expect(() => given(time)({})).toThrow("the handler reads 'clock', which this test does not give")
 */
export const given =
  <C, R, K>(h: Handler<C, R, K>) =>
  (c: Partial<C>): R =>
    h(telling(c) as C)

/** What nobody means to read of a context, though engines and loggers do. */
const everybodys = new Set<PropertyKey>(['then', 'toJSON'])

const telling = <A extends object>(given: A): A =>
  new Proxy(given, {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && !(key in target) && !everybodys.has(key))
        throw new TypeError(`given: the handler reads '${key}', which this test does not give: given(handler)({ ${key}: … })`)
      return Reflect.get(target, key, receiver)
    }
  })
