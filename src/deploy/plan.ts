/**
 * What goes into each function's bundle: finds every declaration's export by identity and writes an entry that imports exactly those.
 * Where something has no export the function takes the whole service: correct comes before small. It bundles nothing.
 */
import { isDeepStrictEqual } from 'node:util'
import { type Fact, factOf } from '../combinators/Fact.js'
import { isHandler } from '../combinators/Handler.js'
import { binaryTypesOf } from '../router/binaryTypes.js'
import { type Declaration, routeOf } from '../router/Declaration.js'
import type { LambdaFunction } from '../router/functions.js'
import { isMounted } from '../router/mount.js'
import { engineText } from './entryCodecs.js'
import { formatsOf } from './formats.js'
import type { Loaded, UserModule } from './load.js'

// ---- model

/** Where a value can be imported from: a module's export, and keys into it. @internal */
export interface Ref {
  readonly from: string
  readonly path: ReadonlyArray<string>
}

/** One function's entry, as a module's text. @internal */
export interface Plan {
  readonly name: string
  readonly text: string
  /** Why it takes the whole service, where it does. */
  readonly whole: string | undefined
}

/** The specifier under which an entry finds a module of ours, its path within the package; the run-time half of this file first of all. @internal */
export const ownModule = (path: string): string => `quaich:/${path}`
const slimModule = ownModule('router/slim')

/** What entries are written from. @internal */
export interface Exports {
  readonly refs: ReadonlyMap<unknown, Ref>
  /** The modules through which a handler can be reached, whatever it is wrapped in. */
  readonly homes: ReadonlyMap<unknown, ReadonlySet<string>>
}

// ---- by identity

/** All functions that modules export, directly or in records. Small modules come first, so barrels come last. @internal */
export const exportsOf = (modules: ReadonlyArray<UserModule>, quaich: Readonly<Record<string, unknown>>): Exports => {
  const refs = new Map<unknown, Ref>()
  const homes = new Map<unknown, Set<string>>()
  const bySize = [...modules].sort((a, b) => a.closure.size - b.closure.size)
  for (const { from, exports } of [
    { from: 'quaich', exports: quaich },
    ...bySize.map(({ file, exports }) => ({ from: file, exports }))
  ])
    walk(Object.entries(exports), [], new Set(), (value, path) => {
      const known = refs.get(value)
      if (!path.includes(anywhere) && (known === undefined || path.length < known.path.length)) refs.set(value, { from, path })
      if (isHandler(value)) homes.set(value, (homes.get(value) ?? new Set()).add(from))
    })
  return { refs, homes }
}

// A step that no expression can take: into a list or a set.
const anywhere = '\u0000'

const walk = (
  entries: ReadonlyArray<readonly [string, unknown]>,
  path: ReadonlyArray<string>,
  seen: Set<unknown>,
  found: (value: unknown, path: ReadonlyArray<string>) => void
): void => {
  for (const [key, value] of entries) {
    const at = [...path, key]
    if (typeof value === 'function') found(value, at)
    else if (typeof value === 'object' && value !== null && at.length < 8 && !seen.has(value)) {
      seen.add(value)
      if (isMounted(value)) walk([['module', value.module]], at, seen, found)
      else if (Array.isArray(value) || value instanceof Set)
        walk(
          [...value].map((v) => [anywhere, v]),
          at,
          seen,
          found
        )
      else if (value instanceof Map)
        walk(
          [...value.values()].map((v) => [anywhere, v]),
          at,
          seen,
          found
        )
      else if (isRecord(value)) walk(plainEntries(value), at, seen, found)
    }
  }
}

const isRecord = (u: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(u))

// Getters are not asked: only the namespaces that the loader made have some, and those are walked as modules.
const plainEntries = (u: object): ReadonlyArray<readonly [string, unknown]> =>
  Object.entries(Object.getOwnPropertyDescriptors(u)).flatMap(([k, d]) => ('value' in d ? [[k, d.value] as const] : []))

// ---- one entry

/** What holds for all entries: modules that are imported for their effects alone, and whether requests come in every format. @internal */
export interface SetUp {
  readonly imports: ReadonlyArray<string>
  readonly anyGateway: boolean
}

interface Writer {
  readonly lines: string[]
  readonly names: Map<string, string>
}

/** The entry of one function. `live` says which modules are in an authorizer's bundle anyway: only what they hold can be granted. @internal */
export const planOf = (f: LambdaFunction, loaded: Loaded, known: Exports, setUp: SetUp, live?: ReadonlySet<string>): Plan => {
  const whole = obstacle(f, loaded, known)
  return whole === undefined
    ? { name: f.name, whole, text: slimText(f, loaded, known, setUp, live ?? new Set()) }
    : { name: f.name, whole, text: wholeText(f, loaded) }
}

const wholeText = (f: LambdaFunction, { entry, exportName }: Loaded): string =>
  [
    `import { oneOf } from '${slimModule}'`,
    `import { ${exportName} as service } from ${JSON.stringify(entry)}`,
    `export const handler = oneOf(service, ${JSON.stringify(f.name)})`
  ].join('\n')

// What cannot be taken out of the service, in words.
const obstacle = (f: LambdaFunction, { service }: Loaded, { refs }: Exports): string | undefined => {
  if ('debug' in service.settings) return 'the settings say debug, which may depend on where it runs'
  const { errorBody } = service.settings
  if (errorBody !== undefined && !refs.has(errorBody)) return 'errorBody is not exported'
  for (const d of f.declarations) {
    const name = d.keys.join('.')
    if (!refs.has(d.handler)) return `${name} is not exported`
    if (!isPlain(d)) return `${name} is mounted under a stack that does more than declare`
  }
  return undefined
}

const aroundOf = (d: Declaration): ReadonlyArray<Fact> => d.facts.slice(0, d.facts.length - d.handler.facts.length)

const isPlain = (d: Declaration): boolean =>
  d.steps.length === d.handler.steps.length && isDeepStrictEqual(JSON.parse(JSON.stringify(aroundOf(d))), aroundOf(d))

const slimText = (
  f: LambdaFunction,
  { service }: Loaded,
  known: Exports,
  { imports, anyGateway }: SetUp,
  live: ReadonlySet<string>
): string => {
  const w: Writer = { lines: imports.map((s) => `import ${JSON.stringify(s)}`), names: new Map() }
  const use = (value: unknown) => reference(w, known.refs.get(value))
  const { errorBody } = service.settings
  const engine = engineText(f.declarations.flatMap((d) => d.handler.facts))
  const some = (tag: Fact['_tag']) => f.declarations.some((d) => factOf(d.facts, tag) !== undefined)
  const payloads = f.kind === 'http' ? (anyGateway ? ['...payloads'] : formatsOf(service)) : []
  const binaryTypes = f.kind === 'http' ? binaryTypesOf(service.declarations, service.settings) : []
  // What the handlers of this function ask for, and no other part.
  const parts = [
    ...(some('Port') || some('Middy') ? [['ports', 'portScope', 'combinators/Port'] as const] : []),
    ...(some('Errors') ? [['tellsFailures', 'tellsFailures', 'combinators/tellFailure'] as const] : []),
    ...(some('Returns') ? [['replies', 'encodesReplies', 'combinators/encodeReply'] as const] : []),
    ...(f.kind === 'http' ? httpParts(f, some) : [])
  ]
  const settings = record({
    binaryTypes: binaryTypes.length === 0 ? undefined : JSON.stringify(binaryTypes),
    errorBody: errorBody === undefined ? undefined : use(errorBody),
    payloads: payloads.length === 0 ? undefined : `[${payloads.join(', ')}]`,
    codecs: engine?.text,
    ...Object.fromEntries(parts.map(([key, name]) => [key, name]))
  })
  const own = [
    ...payloads.map((name) => moduleOf(name)),
    ...parts.map(([, name, path]) => [name, path] as const),
    ...(engine?.imports ?? [])
  ]
  const declarations = f.declarations.map((d) =>
    record({
      keys: JSON.stringify(d.keys),
      handler: use(d.handler),
      path: JSON.stringify(factOf(d.facts, 'Route')?.path),
      around: aroundOf(d).length === 0 ? undefined : JSON.stringify(aroundOf(d))
    })
  )
  const listed = (texts: ReadonlyArray<string>) => `[${texts.map((t) => `\n  ${t}`).join(',')}\n]`
  const [d = ''] = declarations
  const [made, args] =
    f.kind === 'http'
      ? (['slimHttp', [listed(declarations)]] as const)
      : f.kind === 'authorizer'
        ? (['slimAuthorizer', [d, listed(service.declarations.flatMap((d) => routeText(d, known, live, use)))]] as const)
        : ([f.kind === 'websocket' ? 'slimSocket' : 'slimEvent', [d]] as const)
  return [
    ...w.lines,
    ...(engine?.ioTs === undefined ? [] : [engine.ioTs]),
    ...own.map(([names, path]) => `import { ${names} } from '${ownModule(path)}'`),
    `import { ${made} } from '${slimModule}'`,
    `export const handler = ${made}(${[settings, ...args].join(', ')})`
  ].join('\n')
}

type Part = readonly [setting: string, name: string, path: string]

const httpParts = ({ declarations }: LambdaFunction, some: (tag: Fact['_tag']) => boolean): ReadonlyArray<Part> => [
  new Set(declarations.map((d) => routeOf(d)?.path)).size === 1
    ? ['matcher', 'onlyPath', 'router/onlyPath']
    : ['matcher', 'textMatcher', 'router/match'],
  ...(some('Cors') ? [['sharing', 'sharing', 'router/share'] as const] : []),
  ...(some('Middy') ? [['wireOf', 'wireOf', 'router/wire'] as const] : [])
]

const moduleOf = (payload: string): readonly [names: string, path: string] =>
  payload === '...payloads'
    ? ['payloads', 'events/payloads']
    : [payload, `events/${payload === 'httpApi1' ? 'restApi' : payload}`]

const routeText = (
  d: Declaration,
  { refs, homes }: Exports,
  live: ReadonlySet<string>,
  use: (value: unknown) => string
): ReadonlyArray<string> => {
  const route = factOf(d.facts, 'Route')
  if (route === undefined) return []
  const grantable = refs.has(d.handler) && [...(homes.get(d.handler) ?? [])].some((m) => live.has(m))
  return [
    record({
      methods: JSON.stringify(route.methods),
      path: JSON.stringify(route.path),
      handler: grantable ? use(d.handler) : undefined
    })
  ]
}

const record = (entries: Readonly<Record<string, string | undefined>>): string =>
  `{ ${Object.entries(entries)
    .flatMap(([k, v]) => (v === undefined ? [] : [`${k}: ${v}`]))
    .join(', ')} }`

// Imports an export once, and says how to reach into it.
const reference = (w: Writer, ref: Ref | undefined): string => {
  if (ref === undefined) return 'undefined'
  const [name = '', ...keys] = ref.path
  const id = `${ref.from}#${name}`
  const local = w.names.get(id) ?? `v${w.names.size}`
  if (!w.names.has(id)) {
    w.names.set(id, local)
    w.lines.push(`import { ${importable(name)} as ${local} } from ${JSON.stringify(ref.from)}`)
  }
  return local + keys.map((k) => `[${JSON.stringify(k)}]`).join('')
}

const importable = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))
