// Counts what a function of a bundle does for each of some sizes: blocks that run, and items that the engine's own loops over lists look at.
// Optimised code counts less than it does: node runs this without.
const { Session } = require('node:inspector/promises')
const [, , bundle, ...sizes] = process.argv

let items = 0
for (const name of ['includes', 'indexOf', 'lastIndexOf', 'concat', 'slice', 'join', Symbol.iterator]) {
  const method = Array.prototype[name]
  Array.prototype[name] = function (...args) {
    items += this.length
    return method.apply(this, args)
  }
}

const run = async () => {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const { work } = require(bundle)
  const counted = []
  for (const size of sizes.map(Number)) {
    await session.post('Profiler.takePreciseCoverage')
    items = 0
    const made = work(size)
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const ranges = result
      .filter(({ url }) => url.endsWith('work.js'))
      .flatMap(({ functions }) => functions.flatMap((f) => f.ranges))
    counted.push({ made, steps: items + ranges.reduce((n, r) => n + r.count, 0) })
  }
  console.log(JSON.stringify(counted))
}
run()
