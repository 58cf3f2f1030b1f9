// What wakes the functions of examples/everything: how somebody edits the sample that the page offers, and what then comes back.

const record = (change) => (event) => {
  change(event.Records[0])
  return event
}
const body = (message) =>
  record((r) => {
    r.body = message
  })
const at = (time) => (event) => ({ ...event, time })
const failing = { batchItemFailures: [{ itemIdentifier: '00000000-0000-4000-8000-000000000001' }] }

/** By the name of the declaration: the edit, and what the function gives for it. */
export const edits = {
  heartbeat: [at('2030-05-06T07:08:09Z'), 'alive at 2030-05-06T07:08:09.000Z'],
  nightly: [(event) => ({ ...event, keepDays: 3 }), { keepDays: 3, note: 'every "night"\n' }],
  standup: [at('2030-01-01T00:00:00Z'), Date.UTC(2030, 0)],
  'live.chime': [at('2030-01-01T00:00:00Z'), 0],
  greet: [() => ({ name: 'Ada' }), 'hello Ada'],
  increment: [() => ({ n: 41 }), 42],
  alarm: [
    record((r) => {
      r.Sns.Subject = 'smoke'
    }),
    null
  ],
  clicked: [
    record((r) => {
      r.kinesis.data = btoa('a click')
    }),
    { batchItemFailures: [] }
  ],
  notified: [body('no notification'), failing],
  uploaded: [
    record((r) => {
      r.s3.object.key = 'images/another.jpg'
    }),
    null
  ],
  changed: [
    record((r) => {
      r.eventName = 'REMOVE'
    }),
    { batchItemFailures: [] }
  ],
  placed: [body('{"id":"none","quantity":0}'), failing],
  inOrder: [body('{"id":7}'), failing],
  paid: [(event) => ({ ...event, detail: { ...event.detail, id: 'order 9' } }), 'order 9'],
  released: [(event) => ({ ...event, id: 'the build' }), 'the build'],
  'live.echo': [(event) => ({ ...event, body: '{"text":"edited"}' }), { statusCode: 200, body: '{"text":"edited"}' }],
  'live.shout': [(event) => ({ ...event, body: '{"action":"shout","text":"edited"}' }), { statusCode: 200 }],
  'live.disconnect': [
    (event) => ({ ...event, requestContext: { ...event.requestContext, disconnectReason: 'edited' } }),
    { statusCode: 200 }
  ]
}
