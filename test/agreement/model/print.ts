/**
 * A program as the source text that a user would write. The tests evaluate the very text that the proving tools write into a file, build
 * and package, so both halves speak of one program.
 */
import { guardOf, type Key, keyOf } from './keys.js'
import {
  type Given,
  hasSome,
  type Layer,
  type Mount,
  type Policy,
  type Program,
  placed,
  type Route,
  type Woken
} from './Program.js'

// ---- a module

/** `name` is what the service is exported as; everything that it needs stands before it. */
export interface Printed {
  /** Names that are imported from quaich. */
  readonly imports: ReadonlyArray<string>
  /** Declarations in order: a name and its expression. */
  readonly declarations: ReadonlyArray<readonly [name: string, text: string]>
}

export const print = (p: Program): Printed => {
  const declarations = [
    ...portsOf(p).map((name) => [name, port(name)] as const),
    ...keysOf(p).flatMap((name) => keyDeclarations(name, keyOf(name))),
    ...p.routes.map((r) => [r.name, route(r)] as const),
    ...p.mounts.flatMap(mountDeclarations),
    ...p.woken.map((w) => [w.name, woken(w)] as const),
    ['api', service(p)] as const
  ]
  const text = declarations.map(([, t]) => t).join('\n')
  return { declarations, imports: vocabulary.filter((word) => new RegExp(`\\b${word}\\b`).test(text)) }
}

/** The text of a file. `heard` is where a handler says that it was reached: nobody listens there. */
export const printModule = (p: Program): string => {
  const { imports, declarations } = print(p)
  return [
    "import { flow, pipe } from 'fp-ts/lib/function.js'",
    "import * as t from 'io-ts'",
    `import { ${imports.join(', ')} } from 'quaich'`,
    'const heard = (_: string): boolean => true',
    ...declarations.map(([name, expression]) => `export const ${name} = ${expression}`),
    ''
  ].join('\n')
}

// Whatever printed text may name.
const vocabulary = (
  'IntFromString allow any apiKey authorize authorizer body bytes cognitoUserPool contentTypes cors created del deny dynamodbStream each ' +
  'eventBridge form functionSettings get handle iam jwtAuthorizer kinesis lambda lambdaAuthorizer limits mapReply message mount options ' +
  'port post provide put query rawBody refuse returns route routeResponse s3 schedule service sns sqs text use websocket withHeader'
).split(' ')

const json = (value: unknown): string => JSON.stringify(value)
const list = (values: ReadonlyArray<string>): string => values.map(json).join(', ')

/** A record without what is absent. */
const record = (fields: Readonly<Record<string, unknown>>): string =>
  json(Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)))

const stackText = (stack: ReadonlyArray<Layer>): ReadonlyArray<string> => stack.map(layer)

const sentence = (...parts: ReadonlyArray<string>): string => `pipe(${parts.join(', ')})`

// ---- what is shared

const portsOf = (p: Program): ReadonlyArray<string> =>
  [
    ...new Set(
      [...p.routes, ...p.mounts.flatMap((m) => m.routes)].flatMap((r) => r.stack.flatMap((l) => (l.is === 'use' ? [l.port] : [])))
    ),
    ...new Set(p.woken.flatMap((w) => w.ports))
  ].filter((name, i, all) => all.indexOf(name) === i)

const port = (name: string): string =>
  `port(${json(name)}, { live: () => 1, environment: { ${variableOf(name)}: ${json(name)} }, iam: [{ actions: ${json(portActions)}, resources: [${json(resourceOf(name))}] }] })`

/** What a port needs: a variable, and two rights. */
export const variableOf = (port: string): string => `PORT_${port.toUpperCase()}`
export const resourceOf = (port: string): string => `arn:aws:s3:::${port}/*`
export const portActions = ['s3:GetObject', 's3:PutObject']

/** The authorizers that a program names, each once. */
export const keysOf = (p: Program): ReadonlyArray<string> => [
  ...new Set([
    ...placed(p).flatMap(({ stack }) => stack.flatMap((l) => (l.is === 'authorize' ? [l.key] : []))),
    ...p.woken.flatMap(({ origin }) => (origin.is === 'socket' && origin.key !== undefined ? [origin.key] : []))
  ])
]

const keyDeclarations = (name: string, key: Key): ReadonlyArray<readonly [string, string]> => {
  const door = 'door' in key && key.door !== undefined ? { [key.door.in === 'header' ? 'header' : 'query']: key.door.name } : {}
  const claims = 'claims: t.type({ sub: t.string })'
  const options = (fields: Readonly<Record<string, unknown>>, more: string): string => `{ ...${record(fields)}, ${more} }`
  switch (key.is) {
    case 'iam':
      return [[name, 'iam']]
    case 'cognito':
      return [
        [
          name,
          `cognitoUserPool(${options({ name, providerArns: key.pools, issuer: key.issuer, audience: key.audience }, claims)})`
        ]
      ]
    case 'jwt':
      return [
        [name, `jwtAuthorizer(${options({ name, issuer: key.issuer, audience: key.audience, header: key.header }, claims)})`]
      ]
    case 'elsewhere':
      return [
        [
          name,
          `lambdaAuthorizer({ ${entries({ name, arn: key.arn, type: key.type, ...door, ttlSeconds: key.seconds })}, context: t.type({ role: t.string }) })`
        ]
      ]
    case 'own':
      return [
        [
          name,
          `authorizer({ ${entries({ type: key.type, ...door, ttlSeconds: key.seconds })}, context: t.type({ role: t.string }) })`
        ],
        [
          guardOf(name),
          sentence(
            name,
            `handle(({ token }) => { heard(${json(guardOf(name))}); return token === 'good' ? allow('ada', { routes: '*', context: { role: 'reader' } }) : deny })`
          )
        ]
      ]
  }
}

// As a literal, so that `type: 'token'` is read as what it is.
const entries = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .flatMap(([k, v]) => (v === undefined ? [] : [`${k}: ${json(v)}`]))
    .join(', ')

// ---- routes

const verbs = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'del', OPTIONS: 'options' } as const

const source = ({ verbs: said, path }: Route): string => {
  if (said === 'ANY') return `any(${json(path)})`
  const [first] = said
  return said.length === 1 && first !== undefined ? `${verbs[first]}(${json(path)})` : `route([${list(said)}], ${json(path)})`
}

const cors = ({ origins, allow, expose, credentials, seconds }: Policy): string =>
  `cors({ ${entries({ allowOrigin: origins, allowHeaders: allow, exposeHeaders: expose, allowCredentials: credentials || undefined, maxAge: seconds })} })`

const settings = ({ memory, timeout, variables, may, url }: Given): string =>
  `{ ${entries({ memorySize: memory, timeout, environment: variables, iam: may && [{ actions: may.actions, resources: [may.on] }], url })} }`

const layer = (l: Layer): string => {
  switch (l.is) {
    case 'cors':
      return cors(l.policy)
    case 'authorize':
      return l.scopes.length === 0 ? `authorize(${l.key})` : `authorize(${l.key}, { scopes: ${json(l.scopes)} })`
    case 'apiKey':
      return 'apiKey()'
    case 'contentTypes':
      return `contentTypes(${list(l.types)})`
    case 'body':
      return {
        json: 'body(t.type({ n: t.number }))',
        form: 'form({ n: IntFromString })',
        text: `text(${list(l.types)})`,
        raw: `rawBody(${list(l.types)})`
      }[l.as]
    case 'limits':
      return `limits({ bodyBytes: ${l.bytes} })`
    case 'query':
      return `query({ ${l.name}: IntFromString })`
    case 'returns':
      return l.bytes === undefined ? 'returns({ 200: t.string, 201: t.string })' : `returns({ 200: bytes(${json(l.bytes)}) })`
    case 'settings':
      return `functionSettings(${settings(l.given)})`
    case 'use':
      return `use(${l.port})`
    case 'mark':
      return `mapReply(withHeader(${json(l.header)}, '1'))`
    case 'provide':
      return `provide(${json(l.name)}, () => 1)`
  }
}

const ending = (r: Route): string => {
  const heard = `heard(${json(r.name)})`
  const fine = r.stack.some((l) => l.is === 'returns' && l.bytes !== undefined) ? 'new Uint8Array(2)' : "'fine'"
  if (r.ending === 'fails') return `handle(() => { if (${heard}) throw new Error('fails'); return ${fine} })`
  const said = r.ending === 'refuses' ? 'refuse(404)' : r.ending === 'created' && fine === "'fine'" ? "created('fine')" : fine
  return `handle(() => { ${heard}; return ${said} })`
}

const route = (r: Route): string => sentence(source(r), ...stackText(r.stack), ending(r))

const mountDeclarations = (m: Mount): ReadonlyArray<readonly [string, string]> => {
  const module = `${m.name}Module`
  const stack =
    m.stack.length === 0 ? '' : `, ${m.stack.length === 1 ? stackText(m.stack)[0] : `flow(${stackText(m.stack).join(', ')})`}`
  const of = (prefix: string): string => `mount(${json(prefix)}, ${module}${stack})`
  return [
    [module, `{ ${m.routes.map((r) => `${r.name}: ${route(r)}`).join(', ')} }`],
    ...places(m).map(({ name, prefix }) => [name, of(prefix)] as const)
  ]
}

const places = (m: Mount): ReadonlyArray<{ readonly name: string; readonly prefix: string }> => [
  m,
  ...(m.again === undefined ? [] : [m.again])
]

// ---- events

const origin = ({ origin: o }: Woken): string => {
  switch (o.is) {
    case 'queue':
      return `sqs(${json(o.queue)}, ${record({ batchSize: o.batch, batchingWindow: o.window, maximumConcurrency: o.atOnce })})`
    case 'topic':
      return `sns(${json(o.topic)}, ${record({ filterPolicy: o.filter })})`
    case 'bucket':
      return `s3(${json(o.bucket)}, ${record({ events: o.events, prefix: o.prefix, suffix: o.suffix })})`
    case 'stream':
      return `${o.type === 'kinesis' ? 'kinesis' : 'dynamodbStream'}(${json(o.stream)}, { ${entries({
        batchSize: o.batch,
        startingPosition: o.from,
        batchingWindow: o.window,
        maximumRetryAttempts: o.retries,
        bisectBatchOnFunctionError: o.bisect,
        parallelizationFactor: o.parallel
      })} })`
    case 'schedule':
      return `schedule(${json(o.when)}, ${record({ timezone: o.zone, input: o.input, enabled: o.off === true ? false : undefined })})`
    case 'bus':
      return `eventBridge(${json(o.pattern)}, ${record({ bus: o.bus })})`
    case 'call':
      return o.typed ? 'lambda(t.type({ n: t.number }))' : 'lambda()'
    case 'socket':
      return `websocket(${json(o.route)})`
  }
}

const woken = (w: Woken): string => {
  const o = w.origin
  const socket = o.is === 'socket' ? o : undefined
  return sentence(
    origin(w),
    ...(socket?.key === undefined ? [] : [`authorize(${socket.key})`]),
    ...(hasSome(w.given) ? [`functionSettings(${settings(w.given)})`] : []),
    ...w.ports.map((p) => `use(${p})`),
    ...(w.each === undefined ? [] : [w.each === 'plain' ? 'each()' : 'each(t.type({ n: t.number }))']),
    ...(socket?.typed === true ? ['message(t.type({ n: t.number }))'] : []),
    ...(socket?.responds === true ? ['routeResponse(t.type({ told: t.string }))'] : []),
    `handle(({ ${w.each === undefined ? 'event' : 'message'}: given }) => { heard(${json(w.name)}); if (JSON.stringify(given).includes('fail')) throw new Error('fails'); return ${socket?.responds === true ? "{ told: 'fine' }" : "'fine'"} })`
  )
}

// ---- the service

const service = (p: Program): string => {
  const own = keysOf(p).filter((name) => keyOf(name).is === 'own')
  const inside = (m: Mount): string =>
    m.within === undefined
      ? places(m)
          .map(({ name }) => name)
          .join(', ')
      : `${m.within.name}: mount(${json(m.within.prefix)}, { ${places(m)
          .map(({ name }) => name)
          .join(', ')} })`
  const declared = [...own.map(guardOf), ...p.routes.map((r) => r.name), ...p.mounts.map(inside), ...p.woken.map((w) => w.name)]
  const told = entries({
    gateway: p.gateway === 'rest' ? undefined : p.gateway,
    group: p.group === 'resource' ? undefined : p.group
  })
  const given = settings(p.given).slice(2, -2)
  return `service(${json(p.name)}, { ${[told, given].filter((s) => s !== '').join(', ')} }, { ${declared.join(', ')} })`
}
