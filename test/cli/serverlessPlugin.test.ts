/** The deployer's plugin, as a deployer loads it: its hook builds the folder of the service, and a build that fails stops the deployer. */
import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { files } from './fixture.js'
import { type Project, project } from './project.js'

let p: Project
beforeAll(() => {
  p = project(files)
})
afterAll(() => p.remove())

// In another folder than the service's: the deployer says where that is.
const hooked = (hook: string, env: NodeJS.ProcessEnv = {}): string =>
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { default: Plugin } = await import(process.argv[1] + '/node_modules/quaich/dist/cli/serverlessPlugin.js')
       const { hooks } = new Plugin({ serviceDir: process.argv[1] })
       await hooks[process.argv[2]]().then(() => console.log('went on'), (e) => console.log(e.message))`,
      p.dir,
      hook
    ],
    { encoding: 'utf8', cwd: '/', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }
  )

test.each(['before:package:initialize', 'before:package:function:package'])('%s builds the bundles first', (hook) => {
  rmSync(join(p.dir, 'build'), { recursive: true, force: true })
  expect(hooked(hook)).toMatch(/went on\n$/)
  expect(existsSync(join(p.dir, 'build/api-cats/index.js'))).toBe(true)
})

test('what quaich deploy built is left as it is', () => {
  rmSync(join(p.dir, 'build'), { recursive: true, force: true })
  expect(hooked('before:package:initialize', { QUAICH_BUILT: '1' })).toBe('went on\n')
  expect(existsSync(join(p.dir, 'build'))).toBe(false)
})

test('what cannot be built is not packaged', () => {
  p.write('src/service.ts', 'export const x = (')
  expect(hooked('before:package:initialize')).toBe('quaich build failed: nothing is packaged\n')
})
