/**
 * Everything that a service with a REST API can declare, in one: it is generated, packaged, validated and run by `npm run prove`. What
 * wakes it beside HTTP is declared in `examples/events`, whose tests ask every function what it does; its WebSocket routes are mounted here.
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { cors, handle, lambda, mount, service } from 'quaich'
import * as clock from '../../events/src/clock.js'
import * as files from '../../events/src/files.js'
import * as orders from '../../events/src/orders.js'
import * as sockets from '../../events/src/sockets.js'
import * as authorizers from './authorizers.js'
import * as bodies from './bodies.js'
import * as guarded from './guarded.js'
import * as hosted from './hosted.js'
import * as waking from './waking.js'

export const increment = pipe(
  lambda(t.type({ n: t.number })),
  handle(({ event }) => event.n + 1)
)
const readOnly = { page: bodies.page, note: bodies.note }

export const everything = service(
  'everything',
  {
    region: 'eu-west-1',
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    memorySize: 256,
    logRetentionInDays: 14,
    tracing: 'Active',
    environment: { LOG_LEVEL: '${param:LOG_LEVEL}' },
    params: { default: { LOG_LEVEL: 'info' }, prod: { LOG_LEVEL: 'warn' } },
    tags: { team: 'examples' },
    minimumCompressionSize: 1024,
    apiKeys: [{ name: 'everything-${sls:stage}-partner', description: 'for partners' }],
    usagePlan: { quota: { limit: 5000, period: 'MONTH' }, throttle: { burstLimit: 200, rateLimit: 100 } },
    resourcePolicy: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }]
  },
  authorizers,
  bodies,
  guarded,
  hosted,
  clock,
  files,
  orders,
  waking,
  { increment, live: mount('/live', sockets), v1: mount('/v1', { items: mount('/store', readOnly) }, cors()) }
)
