// node ../support/dev.mjs, in the folder of an example: `quaich dev` with the services that its `prove.mjs` starts, and no AWS account.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const { start } = await import(pathToFileURL(join(process.cwd(), 'prove.mjs')))
const { env, stop } = await start()
const require = createRequire(import.meta.url)
const bin = join(dirname(require.resolve('quaich/package.json')), require('quaich/package.json').bin.quaich)
const server = spawn(process.execPath, [bin, 'dev', ...process.argv.slice(2)], {
  env: { ...process.env, ...env },
  stdio: 'inherit'
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', async (code) => {
  await stop()
  process.exitCode = code ?? 0
})
