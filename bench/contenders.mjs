// Who takes part, in which workload, and by which export of which file.

const http = { w1: 'w1', w2: 'w2', w3: 'w3', w4: 'w2', w5: 'w5' }
const profiles = { w7: 'w7', w7r: 'w7' }

/** `raw` is what everybody is compared with; `raw again` is the same once more, and shows the run's own noise. */
export const contenders = [
  { name: 'raw', file: 'raw', makes: { ...http, w6: 'w6', ...profiles } },
  { name: 'raw again', file: 'raw', makes: { ...http, w6: 'w6', ...profiles } },
  { name: 'raw without a throw', file: 'raw', makes: { w5: 'w5Value', w6: 'w6Value' } },
  { name: 'raw, a constant', file: 'raw', makes: { w4: 'w4Constant' } },
  { name: 'raw with io-ts', file: 'raw', makes: { w3: 'w3Iots', w6: 'w6Iots', w7: 'w7Iots', w7r: 'w7Iots' } },
  { name: 'quaich', file: 'quaich', makes: { ...http, w6: 'w6', ...profiles } },
  // As it is deployed: what `quaich build` makes of a service in apps/.
  { name: 'quaich, built', makes: {}, apps: { w1: 'hello.mjs', w3: 'w3.mjs', w7: 'w7.mjs', w7r: 'w7.mjs' } },
  { name: 'quaich, a resource', file: 'quaich', makes: { w4: 'w4Resource' } },
  { name: 'quaich, zod', file: 'quaich', makes: { w7: 'w7Zod', w7r: 'w7Zod' } },
  { name: 'middy', file: 'middy', makes: { ...http, w6: 'w6' } },
  { name: 'middy with io-ts', file: 'middy', makes: { w3: 'w3Iots' } },
  {
    name: 'middy without early timeout',
    file: 'middy',
    makes: { w1: 'leanW1', w2: 'leanW2', w3: 'leanW3', w4: 'leanW2', w5: 'leanW5', w6: 'leanW6' }
  },
  { name: 'Hono', file: 'hono', makes: http },
  { name: 'lambda-api', file: 'lambdaApi', makes: http },
  { name: 'Powertools', file: 'powertools', makes: { ...http, w6: 'w6' } },
  { name: 'Express', file: 'express', makes: http },
  { name: 'Fastify', file: 'fastify', makes: http },
  { name: 'Effect HttpApi', file: 'effect', makes: http }
]

const takesPart = (name, only) => only === undefined || name.startsWith('raw') || only.includes(name.split(',')[0])

/** Those of one workload, `only` some of them if named; `raw` is always there. */
export const contendersOf = (workload, only) =>
  contenders.filter(({ name, makes }) => makes[workload] !== undefined && takesPart(name, only))

/** Those, and the ones that are built beforehand. */
export const warmOf = (workload, only) =>
  contenders.filter(({ name, makes, apps }) => (makes[workload] ?? apps?.[workload]) !== undefined && takesPart(name, only))

/** Whom some workloads are compared with beside `raw`. */
export const references = { w4: 'raw, a constant', w7r: 'raw with io-ts' }
