/** What every invocation shares with every other, as it is at one moment: the intrinsics with all their properties, and the environment. */

type Descriptors = ReadonlyMap<PropertyKey, PropertyDescriptor>

const names = [
  'Object Function Array String Number Boolean Symbol BigInt RegExp Date Promise Map Set WeakMap WeakSet WeakRef Error TypeError RangeError',
  'SyntaxError URIError EvalError AggregateError ArrayBuffer SharedArrayBuffer DataView Uint8Array Float64Array JSON Math Reflect Atomics',
  'Proxy Intl URL URLSearchParams TextDecoder TextEncoder Buffer AbortController console process'
]
  .join(' ')
  .split(' ')

// Their getters tell of the moment, or are made when somebody first looks.
const living = new Set(['process', 'console'])

const shared = (): ReadonlyArray<readonly [string, object]> =>
  names.flatMap((name) => {
    const value = (globalThis as unknown as Record<string, unknown>)[name]
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return []
    const prototype = (value as { readonly prototype?: unknown }).prototype
    const own = [[name, value] as const]
    return typeof prototype === 'object' && prototype !== null ? [...own, [`${name}.prototype`, prototype] as const] : own
  })

const iterators: ReadonlyArray<readonly [string, object]> = [
  ['%IteratorPrototype%', Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object],
  ['%ArrayIteratorPrototype%', Object.getPrototypeOf([][Symbol.iterator]()) as object],
  ['%TypedArray%.prototype', Object.getPrototypeOf(Uint8Array.prototype) as object],
  ['%AsyncFunction%.prototype', Object.getPrototypeOf(async () => {}) as object],
  ['%GeneratorPrototype%', Object.getPrototypeOf(function* () {}) as object]
]

const describe = (o: object, name: string): Descriptors =>
  new Map(
    Reflect.ownKeys(o).map((key) => [
      key,
      living.has(name) ? { value: typeof key } : (Object.getOwnPropertyDescriptor(o, key) as PropertyDescriptor)
    ])
  )

interface Moment {
  readonly prototype: object | null
  readonly own: Descriptors
  readonly frozen: boolean
}

const moment = (name: string, o: object): Moment => ({
  prototype: Object.getPrototypeOf(o) as object | null,
  own: describe(o, name),
  frozen: Object.isExtensible(o)
})

const same = (a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  Object.is(a.value, b.value) &&
  a.get === b.get &&
  a.set === b.set &&
  a.enumerable === b.enumerable &&
  a.writable === b.writable &&
  a.configurable === b.configurable

/** Looks once, and gives what looks again: what has changed since, in words. */
export const watchGlobals = (): (() => ReadonlyArray<string>) => {
  const all = [...shared(), ...iterators]
  const before = all.map(([name, o]) => moment(name, o))
  const globalKeys = Object.getOwnPropertyNames(globalThis).join()
  const environment = JSON.stringify(Object.entries(process.env))
  return () => [
    ...all.flatMap(([name, o], i) => {
      const [then, now] = [before[i] as Moment, moment(name, o)]
      const keys = new Set([...then.own.keys(), ...now.own.keys()])
      const changed = [...keys].filter((key) => !same(then.own.get(key), now.own.get(key)) && !living.has(name))
      const added = living.has(name) ? [...now.own.keys()].filter((key) => !then.own.has(key)) : []
      return [
        ...[...changed, ...added].map((key) => `${name}.${String(key)}`),
        ...(then.prototype === now.prototype ? [] : [`the prototype of ${name}`]),
        ...(then.frozen === now.frozen ? [] : [`whether ${name} can be extended`])
      ]
    }),
    ...(Object.getOwnPropertyNames(globalThis).join() === globalKeys ? [] : ['the names of globalThis']),
    ...(JSON.stringify(Object.entries(process.env)) === environment ? [] : ['process.env'])
  ]
}
