/** What the facts of each sentence have to be, in the order in which it was written: codecs by their presence, ports by their names. */
import { sendable } from './faultsIn.js'
import { hasSome, settingsOf, some } from './given.js'
import { doorOf, guardOf, type Key, keyOf } from './keys.js'
import { type Layer, type Origin, type Policy, type Program, placed, placedWoken, type Woken } from './Program.js'
import { keysOf } from './printKeys.js'
import { resolved } from './references.js'

/** A fact without what is no plain data. */
export type Plain = Readonly<Record<string, unknown>>

/** Every sentence of a program by its name, with its facts. */
export const factsMeant = (p: Program): Readonly<Record<string, ReadonlyArray<Plain>>> =>
  resolved(meant(p)) as Readonly<Record<string, ReadonlyArray<Plain>>>

const meant = (p: Program): Readonly<Record<string, ReadonlyArray<Plain>>> =>
  Object.fromEntries([
    ...keysOf(p)
      .filter((name) => keyOf(name).is === 'own')
      .map((name) => [guardOf(name), [{ _tag: 'Authorizer', scheme: scheme(name) }]] as const),
    ...placed(p).map(({ names, path, route, stack }) => {
      const around = stack.slice(0, stack.length - route.stack.length)
      const own = { _tag: 'Route', methods: route.verbs, path }
      return [names.join('.'), [...around.map(layerFact), own, ...route.stack.map(layerFact)]] as const
    }),
    ...placedWoken(p).map((w) => [w.at, wokenFacts(w)] as const)
  ])

const scheme = (name: string): Plain => {
  const key: Key = keyOf(name)
  const { in: where, name: door } = doorOf(key)
  const place = where === 'header' ? { header: door } : { query: door }
  switch (key.is) {
    case 'iam':
      return { _tag: 'Iam' }
    case 'cognito':
      return some({ _tag: 'Cognito', name, providerArns: key.pools, issuer: key.issuer, audience: key.audience, ...place })
    case 'jwt':
      return { _tag: 'Jwt', name, issuer: key.issuer, audience: key.audience, ...place }
    case 'elsewhere':
      return some({
        _tag: 'ExistingLambda',
        name,
        arn: key.arn,
        type: key.type,
        ttlSeconds: key.seconds,
        invokeRole: key.as,
        ...place
      })
    case 'own':
      return some({ _tag: 'BuiltIn', type: key.type, ttlSeconds: key.seconds, executionRole: key.as, ...place })
  }
}

const policy = (p: Policy): Plain =>
  some({
    allowOrigin: p.origins,
    allowHeaders: sendable(p),
    exposeHeaders: p.expose,
    allowCredentials: p.credentials,
    maxAge: p.seconds
  })

const authorized = (key: string, scopes: ReadonlyArray<string>): Plain =>
  some({ _tag: 'Auth', scheme: scheme(key), scopes, codec: keyOf(key).is === 'iam' ? undefined : true })

const layerFact = (l: Layer): Plain => {
  switch (l.is) {
    case 'cors':
      return { _tag: 'Cors', policy: policy(l.policy) }
    case 'authorize':
      return authorized(l.key, l.scopes)
    case 'apiKey':
      return { _tag: 'ApiKey' }
    case 'contentTypes':
      return { _tag: 'MediaTypes', mediaTypes: l.types }
    case 'body':
      return some({
        _tag: 'Body',
        as: l.as,
        mediaTypes: l.types,
        codec: l.as === 'json' ? true : undefined,
        codecs: l.as === 'form' ? ['n'] : undefined
      })
    case 'limits':
      return { _tag: 'Limits', bodyBytes: l.bytes }
    case 'query':
      return { _tag: 'Query', codecs: [l.name] }
    case 'returns':
      return { _tag: 'Returns', replies: l.bytes === undefined ? ['200', '201'] : ['200'] }
    case 'settings':
      return { _tag: 'Function', settings: settingsOf(l.given) }
    case 'use':
      return { _tag: 'Port', port: l.port }
    case 'mark':
      return { _tag: 'MapReply' }
    case 'provide':
      return { _tag: 'Provide', key: l.name }
    case 'headers':
      return { _tag: 'Headers', codecs: [l.name] }
    case 'params':
      return { _tag: 'Params', codecs: [l.name] }
    case 'errors':
      return { _tag: 'Errors', table: { Taken: 409 } }
    case 'bracket':
      return { _tag: 'Bracket', key: l.name }
  }
}

const originFact = (o: Origin): Plain => {
  switch (o.is) {
    case 'queue':
      return some({ _tag: 'Queue', queue: o.queue, batchSize: o.batch, batchingWindow: o.window, maximumConcurrency: o.atOnce })
    case 'topic':
      return some({ _tag: 'Topic', topic: o.topic, filterPolicy: o.filter })
    case 'bucket':
      return some({ _tag: 'Bucket', bucket: o.bucket, events: o.events, prefix: o.prefix, suffix: o.suffix })
    case 'stream':
      return some({
        _tag: 'Stream',
        type: o.type,
        stream: o.stream,
        batchSize: o.batch,
        startingPosition: o.from,
        batchingWindow: o.window,
        maximumRetryAttempts: o.retries,
        bisectBatchOnFunctionError: o.bisect,
        parallelizationFactor: o.parallel
      })
    case 'schedule':
      return some({
        _tag: 'Schedule',
        expression: o.when,
        faults: [],
        timezone: o.zone,
        input: o.input,
        enabled: o.off === true ? false : undefined
      })
    case 'bus':
      return some({ _tag: 'EventBridge', pattern: o.pattern, bus: o.bus })
    case 'call':
      return some({ _tag: 'Lambda', codec: o.typed || undefined })
    case 'socket':
      return { _tag: 'Websocket', routeKey: o.route }
  }
}

const wokenFacts = ({ origin: o, each, given, ports }: Woken): ReadonlyArray<Plain> => [
  originFact(o),
  ...(o.is === 'socket' && o.key !== undefined ? [authorized(o.key, [])] : []),
  ...(hasSome(given) ? [{ _tag: 'Function', settings: settingsOf(given) }] : []),
  ...ports.map((port) => ({ _tag: 'Port', port })),
  ...(each === undefined ? [] : [some({ _tag: 'Each', codec: each === 'typed' || undefined })]),
  ...(o.is === 'socket' && o.typed ? [{ _tag: 'Message', codec: true }] : []),
  ...(o.is === 'socket' && o.responds ? [{ _tag: 'RouteResponse', codec: true }] : [])
]
