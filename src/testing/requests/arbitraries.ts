/** The generating interpreter of a service: for each of its declarations, under its own name, what it must take and what it must refuse. */
import type * as fc from 'fast-check'
import type { AnyCodec } from '../../codecs/Codec.js'
import type { Handler } from '../../combinators/Handler.js'
import { routeTable } from '../../deploy/local/routeTable.js'
import { type Declaration, nameOf, routeOf } from '../../router/Declaration.js'
import type { Mounted } from '../../router/mount.js'
import type { Service } from '../../router/service.js'
import { ArbitraryError, type ArbitraryFault } from '../arbitrary/ArbitraryError.js'
import type { InvalidRequest, RequestOf } from './AnyRequest.js'
import { nearMisses } from './invalidRequests.js'
import { holdsMessages, type InvalidMessage, type Message, nearMessages, validMessages } from './messages.js'
import { reaching, type Surroundings, Unreached } from './reaching.js'
import { validRequests } from './requests.js'

// ---- model

/** What one declaration must take, and what it must refuse; `invalid` is absent where it takes whatever is sent. @since 0.1.0 */
export interface Generators<V, I> {
  readonly valid: fc.Arbitrary<V>
  readonly invalid?: fc.Arbitrary<I>
}

type Of<H> =
  H extends Handler<never, unknown, infer K>
    ? K extends { readonly kind: 'http' }
      ? Generators<RequestOf<K>, InvalidRequest>
      : Generators<Message, InvalidMessage>
    : H extends Mounted<infer D>
      ? Arbitraries<D>
      : never

type Mute<H> =
  H extends Handler<never, unknown, infer K> ? (K extends { readonly kind: 'schedule' | 'authorizer' } ? true : false) : false

/** By the names of the modules, nested where they are mounted. Schedules and authorizers hold nothing, and are left out. @since 0.1.0 */
export type Arbitraries<D> = { readonly [N in keyof D as Mute<D[N]> extends true ? never : N]: Of<D[N]> }

// ---- constructors

/**
 * For every declaration of a service, by its name: `arbitraries(api).createTodo.valid`. Whatever cannot be generated throws
 * one {@link ArbitraryError} with all of it. A route that no request reaches, since others go before it, has nothing, and is left out.
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import * as t from 'io-ts'
 * import { body, each, handle, mount, post, service, sqs } from 'quaich'
 * import { arbitraries } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const Cat = t.type({ name: t.string })
 * const add = pipe(post('/cats'), body(Cat), handle(({ body }) => body))
 * const fed = pipe(sqs('fed'), each(Cat), handle(({ message }) => message.name))
 * const all = arbitraries(service('pets', {}, { v1: mount('/v1', { add }), fed }))
 * for (const r of fc.sample(all.v1.add.valid)) expect([r.path, typeof r.body?.name]).toEqual(['/v1/cats', 'string'])
 * for (const m of fc.sample(all.fed.valid)) expect(Cat.is(m.value)).toBe(true)
 */
export const arbitraries = <D>(service: Service<D>, ...annotations: ReadonlyArray<AnyCodec>): Arbitraries<D> => {
  const faults: ArbitraryFault[] = []
  const all: Record<string, unknown> = Object.create(null)
  const around = { declarations: service.declarations, find: routeTable(service) }
  for (const d of service.declarations) {
    try {
      const made = generators(d, annotations, around)
      if (made !== undefined) put(all, d.keys, made)
    } catch (e) {
      if (e instanceof Unreached) continue
      if (!(e instanceof ArbitraryError)) throw e
      faults.push(...e.faults.map((f) => ({ ...f, path: f.path === '' ? nameOf(d) : `${nameOf(d)}: ${f.path}` })))
    }
  }
  if (faults.length > 0) throw new ArbitraryError(`service '${service.name}'`, faults)
  return all as unknown as Arbitraries<D>
}

// ---- combinators

/** What one declaration must take and must refuse, or nothing where its events hold nothing. @internal */
export const generators = (
  d: Declaration,
  annotations: ReadonlyArray<AnyCodec>,
  around: Surroundings
): Generators<unknown, unknown> | undefined => {
  if (routeOf(d) !== undefined) {
    const reach = reaching(d, around)
    const valid = validRequests(d, annotations, reach)
    return withInvalid(valid, nearMisses(d, valid, reach))
  }
  if (!holdsMessages(d)) return undefined
  const valid = validMessages(d, annotations)
  return withInvalid(valid, nearMessages(d, valid))
}

const withInvalid = <V, I>(valid: fc.Arbitrary<V>, invalid: fc.Arbitrary<I> | undefined): Generators<V, I> =>
  invalid === undefined ? { valid } : { valid, invalid }

const put = (all: Record<string, unknown>, [key, ...rest]: ReadonlyArray<string>, made: unknown): void => {
  if (key === undefined) return
  if (rest.length === 0) all[key] = made
  else {
    const inner = (all[key] ?? Object.create(null)) as Record<string, unknown>
    all[key] = inner
    put(inner, rest, made)
  }
}
