/** The services of `cloud.mjs` for tests, in a process of their own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Starts them before the tests of a file, points AWS's clients of this process at them, and ends them after. */
export const inCloud = (o: { readonly dynamodb?: boolean } = {}): void => {
  const before = { ...process.env }
  let end = async (): Promise<void> => {}
  beforeAll(async () => {
    const child = fork(join(__dirname, 'cloud.mjs'), [JSON.stringify(o)], { execArgv: [] })
    const ended = once(child, 'exit')
    end = async () => {
      if (child.connected) child.disconnect()
      await ended
    }
    const [env] = await Promise.race([
      once(child, 'message'),
      ended.then(([code]) => Promise.reject(new Error(`it ended with ${code}`)))
    ])
    Object.assign(process.env, env)
  }, 30_000)
  afterAll(async () => {
    process.env = before
    await end()
  })
}
