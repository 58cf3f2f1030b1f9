// Loads a bundle in a process of its own and answers events; prints what that took that can be counted.
const [, , bundle, text] = process.argv
// What takes a process milliseconds to make for the first time is not to be made before anybody asks for it.
for (const slow of ['TextDecoder', 'Intl'])
  Object.defineProperty(globalThis, slow, {
    get: () => {
      throw new Error(`${slow} is asked for`)
    }
  })
const before = new Set(process.moduleLoadList)
const { handler } = require(bundle)
const context = { awsRequestId: '1', functionName: 'hello', getRemainingTimeInMillis: () => 1000 }
const event = () => JSON.parse(text)
const bytes = async (n) => {
  const events = Array.from({ length: n }, event)
  globalThis.gc()
  const from = process.memoryUsage().heapUsed
  for (const e of events) await handler(e, context)
  return (process.memoryUsage().heapUsed - from) / n
}
const run = async () => {
  const first = await handler(event(), context)
  const modules = process.moduleLoadList.filter((m) => !before.has(m))
  await bytes(500)
  const measured = [await bytes(500), await bytes(500), await bytes(500)].sort((a, b) => a - b)
  console.log(JSON.stringify({ status: first.statusCode, modules, bytes: measured[1] }))
}
run()
