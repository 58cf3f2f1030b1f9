/**
 * Ports: named effects that handlers need, as values. A port is live by default, replaced in tests, built on other ports,
 * and carries what it needs from AWS. Not a service locator: a handler gets only the ports its own stack uses.
 */

import { isThenable } from '../codecs/thenable.js'
import type { Needs } from './CloudFormation.js'
import { type Fact, factsOf } from './Fact.js'
import { type Ctx, extend, type Give, type Source } from './Source.js'

// ---- model

/** A port that gives an A under the key N. @since 0.1.0 */
export interface Port<N extends string, A> {
  readonly _tag: 'Port'
  readonly key: N
  readonly needs: Needs
  readonly uses: Readonly<Record<string, AnyPort>>
  readonly _A: () => A
}

/** @since 0.1.0 */
export type AnyPort = Port<string, unknown>

/** What ports give, by the names under which they are used. @since 0.1.0 */
export type PortValues<D extends Readonly<Record<string, AnyPort>>> = { readonly [P in keyof D]: ReturnType<D[P]['_A']> }

/** A port's live value, made on the values of the ports it uses. @internal */
export interface LivePort extends AnyPort {
  readonly live: (ports: Readonly<Record<string, unknown>>) => unknown
  /** What one invocation gets of the live value; the live value itself when absent. */
  readonly bind?: (live: unknown, ctx: Ctx) => unknown
}

/** A port that is to have another value. @since 0.1.0 */
export interface Override {
  readonly _tag: 'Override'
  readonly port: AnyPort
  readonly value: unknown
}

// ---- constructors

/**
 * A port. `live` is called once a container, on the first invocation that uses it, with the ports named in `uses`; if it throws,
 * the invocation fails and the next one tries again. `iam`, `environment` and `resources` go into the generated file for
 * exactly the functions that use the port, or a port built on it.
 * @since 0.1.0
 * @example
 * import { port } from 'quaich'
 * const env = port('env', { live: () => ({ table: 'todos' }) })
 * const store = port('store', { uses: { env }, live: ({ env }) => new Map([[env.table, 1]]), environment: { TABLE: { Ref: 'Todos' } } })
 * expect(store.key).toBe('store')
 */
export const port = <const N extends string, A, const D extends Readonly<Record<string, AnyPort>> = {}>(
  key: N,
  o: Needs & { readonly uses?: D; readonly live: (ports: PortValues<D>) => A }
): Port<N, A> => {
  const { uses, live, ...needs } = o
  return { _tag: 'Port', key, needs, uses: uses ?? {}, live } as unknown as Port<N, A>
}

/** A port whose value is made anew for each invocation, from its live value and the context. An overridden value is taken as it is. @internal */
export const perInvocation = <N extends string, L, A>(port: Port<N, L>, bind: (live: L, ctx: Ctx) => A): Port<N, A> =>
  ({ ...port, bind }) as unknown as Port<N, A>

/**
 * Another value for a port, in a test or in another wiring: `client(api, override(todos, memoryStore()))`.
 * @since 0.1.0
 * @example
 * import { override, port } from 'quaich'
 * const clock = port('clock', { live: () => () => Date.now() })
 * expect(override(clock, () => 0)).toMatchObject({ _tag: 'Override', port: { key: 'clock' } })
 */
export const override = <N extends string, A>(port: Port<N, A>, value: A): Override => ({ _tag: 'Override', port, value })

// ---- combinators

/**
 * Puts a port's value into the context under the port's key.
 * @since 0.1.0
 * @example
 * import { get, handle, port, use } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const clock = port('clock', { live: () => () => 7 })
 * const now = pipe(get('/now'), use(clock), handle(({ clock }) => clock()))
 * expect(now.facts[1]).toMatchObject({ _tag: 'Port' })
 */
export const use =
  <N extends string, A>(port: Port<N, A>) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Give<C, unknown, N, A>, Err, K> =>
    extend(s, { _tag: 'Port', port }, ({ live, settings }) => {
      const value = valueIn(port, live, (p) => settings.overrides.some((o) => o.port === p))
      return {
        enter: (ctx) => {
          ctx[port.key] = value(ctx)
          return undefined
        }
      }
    })

/** A port's value in an invocation. One that is built on a port made anew for each invocation is itself made anew for each. */
const valueIn = (
  port: AnyPort,
  live: (port: AnyPort) => unknown,
  overridden: (port: AnyPort) => boolean
): ((ctx: Ctx) => unknown) => {
  const { bind, live: make } = port as LivePort
  if (overridden(port) || !anew(port, overridden)) return () => live(port)
  if (bind !== undefined) return (ctx) => bind(live(port), ctx)
  const values = valuesIn(port.uses, live, overridden)
  return (ctx) => make(values(ctx))
}

const valuesIn = (
  uses: AnyPort['uses'],
  live: (port: AnyPort) => unknown,
  overridden: (port: AnyPort) => boolean
): ((ctx: Ctx) => Readonly<Record<string, unknown>>) => {
  const all = Object.entries(uses).map(([name, used]) => [name, valueIn(used, live, overridden)] as const)
  return (ctx) => Object.fromEntries(all.map(([name, value]) => [name, value(ctx)]))
}

/** The values of ports that are used by name, in an invocation; `anew` where they differ from one to the next. @internal */
export const portsFor = (
  uses: AnyPort['uses'],
  live: (port: AnyPort) => unknown,
  overrides: ReadonlyArray<Override>
): { readonly anew: boolean; readonly values: (ctx: Ctx) => Readonly<Record<string, unknown>> } => {
  const overridden = (port: AnyPort): boolean => overrides.some((o) => o.port === port)
  return {
    anew: Object.values(uses).some((port) => anew(port, overridden)),
    values: valuesIn(uses, live, overridden)
  }
}

const anew = (port: AnyPort, overridden: (port: AnyPort) => boolean): boolean =>
  !overridden(port) && ((port as LivePort).bind !== undefined || Object.values(port.uses).some((used) => anew(used, overridden)))

/** Values of ports, each made once, on those it uses; overridden ones are never made. @internal */
export const portScope = (overrides: ReadonlyArray<Override>): ((port: AnyPort) => unknown) => {
  const made = new Map<AnyPort, unknown>(overrides.map((o) => [o.port, o.value]))
  const live = (port: AnyPort): unknown => {
    if (made.has(port)) return made.get(port)
    const ports: Record<string, unknown> = {}
    for (const [name, used] of Object.entries(port.uses)) ports[name] = live(used)
    const value = (port as LivePort).live(ports)
    made.set(port, value)
    // A promise that fails is forgotten, so that the next invocation tries again; whoever awaits it learns why.
    if (isThenable(value)) Promise.resolve(value).catch(() => made.delete(port))
    return value
  }
  return live
}

/** The ports that a stack names, by `use` or in a lifted middleware. @internal */
export const portsNamed = (facts: ReadonlyArray<Fact>): ReadonlyArray<AnyPort> => [
  ...factsOf(facts, 'Port').map(({ port }) => port),
  ...factsOf(facts, 'Middy').flatMap(({ uses }) => Object.values(uses))
]

/** A port and all it is built on, each once. @internal */
export const portsOf = (port: AnyPort, seen: Set<AnyPort> = new Set()): ReadonlySet<AnyPort> => {
  if (!seen.has(port)) {
    seen.add(port)
    for (const used of Object.values(port.uses)) portsOf(used, seen)
  }
  return seen
}
