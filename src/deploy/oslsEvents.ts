/**
 * What osls 4.3.1 makes of events other than requests: the logical id of every CloudFormation resource. An interpreter of the plain data,
 * so it knows the forms that only `extend` can bring as well (new topics, buckets and buses).
 */
import { at, type Data, isData, listAt } from './data.js'
import * as ids from './eventIds.js'

/** A resource that osls makes, and what it makes it of: two origins of one id are a collision. @internal */
export interface Made {
  readonly id: string
  readonly of: string
}

/** @internal */
export const made = (of: string, names: ReadonlyArray<string>): ReadonlyArray<Made> => names.map((id) => ({ id, of }))

/** One event of a function; `n` counts all of them from 1. */
interface Event {
  readonly key: string
  readonly n: number
  readonly value: unknown
  /** The function's whole name, the stage left open. */
  readonly fullName: string
}

type Compile = (events: ReadonlyArray<Event>) => ReadonlyArray<Made>

const each =
  (ofOne: (e: Event) => ReadonlyArray<Made>): Compile =>
  (events) =>
    events.flatMap(ofOne)

const owner = ({ key }: Event): string => `the function ${key}`

// ---- what calls functions

// osls counts the rates of a function, over all of its schedules.
const schedules: Compile = (events) => {
  const counted = new Map<string, number>()
  return events.flatMap((e) =>
    (isData(e.value) ? listAt(e.value, 'rate') : [e.value]).flatMap(() => {
      const n = (counted.get(e.key) ?? 0) + 1
      counted.set(e.key, n)
      const scheduler = at(e.value, 'method') === 'scheduler'
      return made(owner(e), scheduler ? [ids.schedulerId(e.key, n)] : ids.scheduleIds(e.key, n))
    })
  )
}

const buses = each((e) => {
  const bus = at(e.value, 'eventBus')
  const created = typeof bus === 'string' && !bus.startsWith('arn') && bus !== 'default'
  return [
    ...made(owner(e), [ids.busRuleId(e.fullName, e.n), ids.busPermissionId(e.key, e.n)]),
    ...(created ? made(`the event bus ${bus}`, [ids.busId(bus)]) : [])
  ]
})

const topics = each((e) => {
  const arn = at(e.value, 'arn') ?? (typeof e.value === 'string' && e.value.startsWith('arn:') ? e.value : undefined)
  const name =
    String(at(e.value, 'topicName') ?? (typeof (arn ?? e.value) === 'string' ? (arn ?? e.value) : ''))
      .split(':')
      .at(-1) ?? ''
  const subscribed = arn !== undefined || at(e.value, 'filterPolicy') !== undefined || at(e.value, 'redrivePolicy') !== undefined
  return [
    ...made(owner(e), [ids.topicPermissionId(e.key, name), ...(subscribed ? [ids.subscriptionId(e.key, name)] : [])]),
    ...(arn === undefined ? made(`the topic ${name}`, [ids.topicId(name)]) : [])
  ]
})

const buckets = each((e) => {
  if (at(e.value, 'existing') === true)
    return [
      ...made(owner(e), [ids.notificationId(e.key)]),
      ...made('the helper for existing buckets', [ids.bucketHelperId, ids.bucketHelperRoleId])
    ]
  const name = String(at(e.value, 'bucket') ?? e.value)
  return [...made(owner(e), [ids.bucketPermissionId(e.key, name)]), ...made(`the bucket ${name}`, [ids.bucketId(name)])]
})

// ---- what Lambda polls

const nameIn = (arn: unknown, separator: string): string => {
  const id = listAt(arn, 'Fn::GetAtt')[0] ?? at(arn, 'Fn::ImportValue') ?? at(arn, 'Ref')
  if (id !== undefined) return String(id)
  const joined = listAt(arn, 'Fn::Join')[1]
  const text = Array.isArray(joined) ? joined.at(-1) : arn
  return String(text).split(separator).at(-1) ?? ''
}

const queues = each((e) => made(owner(e), [ids.queueMappingId(e.key, nameIn(at(e.value, 'arn') ?? e.value, ':'))]))

const streams = each((e) => {
  const arn = at(e.value, 'arn') ?? e.value
  const type = at(e.value, 'type') ?? String(arn).split(':')[2]
  const name = typeof arn === 'string' ? (arn.split('/')[1] ?? '') : nameIn(arn, '/')
  return made(owner(e), [ids.streamMappingId(e.key, String(type), name)])
})

// ---- the WebSocket API

const websockets: Compile = (events) =>
  events.length === 0
    ? []
    : [
        ...made('the WebSocket API', ['WebsocketsApi', 'WebsocketsDeployment*', 'WebsocketsDeploymentStage']),
        ...events.flatMap((e) => {
          const route = String(at(e.value, 'route') ?? e.value)
          const answers = at(e.value, 'routeResponseSelectionExpression') !== undefined
          return [
            ...made(owner(e), [ids.socketIntegrationId(e.key), ids.socketPermissionId(e.key)]),
            ...made(`the WebSocket route ${route}`, [
              ids.socketRouteId(route),
              ...(answers ? [`${ids.socketRouteId(route)}Response`] : [])
            ]),
            ...socketAuthorizer(at(e.value, 'authorizer'))
          ]
        })
      ]

const socketAuthorizer = (authorizer: unknown): ReadonlyArray<Made> => {
  const arn = at(authorizer, 'arn')
  const given = typeof arn === 'string' ? arn : (at(authorizer, 'name') ?? authorizer)
  if (typeof given !== 'string') return []
  const name = given.split(':').at(-1) ?? given
  return made(`the authorizer ${name}`, [ids.socketAuthorizerId(name), ids.socketPermissionId(name)])
}

// ---- all of them

const compilers: Readonly<Record<string, Compile>> = {
  schedule: schedules,
  eventBridge: buses,
  sns: topics,
  s3: buckets,
  sqs: queues,
  stream: streams,
  websocket: websockets
}

/** The kinds of events that are counted here. @internal */
export const knownEvents: ReadonlyArray<string> = Object.keys(compilers)

/** @internal */
export const oslsEvents = (functions: ReadonlyArray<readonly [string, unknown]>, file: Data): ReadonlyArray<Made> =>
  Object.entries(compilers).flatMap(([kind, compile]) => compile(functions.flatMap(([key, f]) => eventsOf(key, f, kind, file))))

const eventsOf = (key: string, f: unknown, kind: string, file: Data): ReadonlyArray<Event> =>
  listAt(f, 'events').flatMap((e, i) => {
    const value = at(e, kind)
    const fullName = String(at(f, 'name') ?? `${String(at(file, 'service'))}-*-${key}`)
    return value === undefined ? [] : [{ key, n: i + 1, value, fullName }]
  })
