// The service on localhost, with a database in this process and no AWS account: starts the database, then hands over to `quaich dev`.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { startDatabase } from './database.mjs'

const { env, stop } = await startDatabase()
const bin = createRequire(import.meta.url)
  .resolve('quaich/package.json')
  .replace('package.json', 'dist/cli/bin.js')
const server = spawn(process.execPath, [bin, 'dev', ...process.argv.slice(2)], {
  cwd: import.meta.dirname,
  env: { ...process.env, ...env },
  stdio: 'inherit'
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', async (code) => {
  await stop()
  process.exitCode = code ?? 0
})
