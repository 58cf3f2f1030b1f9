import { pipe } from 'fp-ts/lib/function.js'
import { body, created, handle, lambdas, post, service } from '/work/main/dist/index.js'
import { Profile } from '/work/main/tools/.mbcodecs.mjs'
import * as W from '/work/main/bench/workloads.mjs'
const text = W.workloads.w7r.events()[0]
const f = Object.values(lambdas(service('bench', {}, { add: pipe(post('/profiles'), body(Profile), handle(({ body }) => created({ id: body.id, count: 1 }))) })))[0]
const ev = JSON.parse(text)
for (let i=0;i<300000;i++) await f({...ev}, {})
const t0 = process.hrtime.bigint(); for (let i=0;i<100000;i++) await f({...ev}, {}); console.log(Number(process.hrtime.bigint()-t0)/1e5)
