// How long a service of n routes takes to be made and to answer its first event, in a process of its own. A child; prints JSON.
// The library is loaded before the clock starts; making the routes is within it.
import { createRequire } from 'node:module'
import { lambdaContext, workloads } from '../workloads.mjs'

const [, , file, n] = process.argv
const require = createRequire(import.meta.url)
const texts = workloads.w2.events(Number(n))
const text = texts[texts.length - 1]
const event = JSON.parse(text)
const { make } = require(file)
const start = process.hrtime.bigint()
const handler = await make(Number(n))
const result = await handler(event, lambdaContext)
const took = Number(process.hrtime.bigint() - start) / 1e6
const fault = workloads.w2.wrong(result, JSON.parse(text))
if (fault !== undefined) throw new Error(fault)
process.stdout.write(JSON.stringify({ took }))
process.exit(0)
