/**
 * A service: modules in, one value out, which interpreters read. Names are the modules' own export names.
 * Defining it finds every fault; nothing is deployed and nothing runs.
 */
import type { AnyHandler } from '../combinators/Handler.js'
import type { Source } from '../combinators/Source.js'
import { type Declaration, declarationsOf, placeOf } from './Declaration.js'
import { DefinitionError, type DefinitionFault } from './DefinitionError.js'
import { faultsOf } from './faults.js'
import { functionsOf, type LambdaFunction } from './functions.js'
import type { Mounted } from './mount.js'
import type { Settings } from './Settings.js'

// ---- model

/** What a module declares: its closed sentences and mounts. Whatever else it exports (ports, codecs, helpers) is passed over. @since 0.1.0 */
export type Declared<D> = { readonly [N in keyof D as D[N] extends AnyHandler | Mounted<unknown> ? N : never]: D[N] }

type Merge<L extends readonly unknown[]> = L extends readonly [infer H, ...infer T] ? Declared<H> & Merge<T> : unknown

type Clash<L extends readonly unknown[], Seen = never> = L extends readonly [infer H, ...infer T]
  ? Extract<keyof Declared<H>, Seen> | Clash<T, Seen | keyof Declared<H>>
  : never

/** The names of sentences that nobody closed. An authorizer is a key as well, and as a key it may stay open. @internal */
export type Open<D> = D extends object ? keyof { [N in keyof D as IsOpen<D[N]> extends true ? N & string : never]: N } : never

// Of what is `any` or `never` nothing is known.
type IsOpen<A> = unknown extends A
  ? false
  : [A] extends [never]
    ? false
    : A extends Source<unknown, unknown, unknown>
      ? A extends { readonly scheme: unknown }
        ? false
        : true
      : false

/** What the compiler says of them. @internal */
export type Unclosed<N extends string> = `'${N}' is never closed: a sentence ends with handle(f)`

type Refused<L extends readonly unknown[]> = [Clash<L>] extends [never]
  ? [Open<L[number]>] extends [never]
    ? unknown
    : Unclosed<Open<L[number]>>
  : `'${Clash<L> & string}' is declared in two modules`

/** A service of the declarations D. @since 0.1.0 */
export interface Service<D> {
  readonly _tag: 'Service'
  readonly name: string
  readonly settings: Settings
  readonly declarations: ReadonlyArray<Declaration>
  readonly functions: ReadonlyArray<LambdaFunction>
  readonly _D: () => D
}

/** Any service. @since 0.1.0 */
export type AnyService = Service<unknown>

// ---- constructors

/**
 * A service of some modules. Two modules that declare one name do not compile, nor does a sentence that is never closed; twin routes, bad paths, two policies on one path and the
 * like throw a {@link DefinitionError} that lists every fault with its place and how to mend it.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const hello = pipe(get('/hello'), handle(() => 'hello'))
 * const api = service('greetings', { memorySize: 256 }, { hello })
 * expect(api.functions.map((f) => f.name)).toEqual(['api-hello'])
 */
export const service = <const L extends readonly object[]>(
  name: string,
  settings: Settings,
  ...modules: L & Refused<L>
): Service<Merge<L>> => {
  const { declarations, faults } = declarationsOf(modules)
  const functions = functionsOf(declarations, settings)
  const all = [...faults, ...faultsOf(declarations), ...namesTwice(modules), ...functionsTwice(functions)]
  if (all.length > 0) throw new DefinitionError(`service '${name}'`, all)
  return { _tag: 'Service', name, settings, declarations, functions } as unknown as Service<Merge<L>>
}

const functionsTwice = (functions: ReadonlyArray<LambdaFunction>): ReadonlyArray<DefinitionFault> => {
  const first = new Map<string, LambdaFunction>()
  const place = (f: LambdaFunction) => f.declarations.map(placeOf).join(', ')
  return functions.flatMap((f) => {
    const twin = first.get(f.name)
    if (twin !== undefined)
      return [
        {
          place: place(f),
          problem: `its function would be called '${f.name}', as that of ${place(twin)}`,
          mend: "spell one of the paths otherwise, or group the service by 'route' or 'service'"
        }
      ]
    first.set(f.name, f)
    return []
  })
}

// The types refuse this already; plain JavaScript gets the same answer.
const namesTwice = (modules: ReadonlyArray<object>): ReadonlyArray<DefinitionFault> => {
  if (modules.length === 1) return []
  const seen = new Map<string, unknown>()
  return modules.flatMap((module) =>
    Object.entries(module).flatMap(([key, value]) => {
      if (!declares(value)) return []
      if (!seen.has(key)) {
        seen.set(key, value)
        return []
      }
      return [{ place: key, problem: `'${key}' is declared in two modules`, mend: 'rename one, or mount one of the modules' }]
    })
  )
}

const declares = (u: unknown): boolean => {
  const tag = (u as { readonly _tag?: unknown } | null | undefined)?._tag
  return tag === 'Handler' || tag === 'Mounted'
}

// ---- combinators

/** Whether a value is a service. @since 0.1.0 */
export const isService = (u: unknown): u is AnyService =>
  (u as { readonly _tag?: unknown } | null | undefined)?._tag === 'Service'
