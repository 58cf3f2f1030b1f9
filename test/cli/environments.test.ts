/** Each function's own environment in one thread. */
import { inspect } from 'node:util'
import { environments } from '../../src/cli/dev/environments.js'

type Env = Record<string, string | undefined>
const never = undefined as never

const two = (set: Env) => {
  const process = { env: set }
  const e = environments(process)
  e.tell({ a: { OWN: 'of a', A: '1', ARN: { Ref: 'X' }, STAGE: '${sls:stage}' }, b: { OWN: 'of b', SET: 'of b' } })
  const ran = (name: 'a' | 'b', f: () => unknown) => {
    const handlers = e.around([name], () => ({ [name]: async () => f() }))
    return (handlers[name] as (event: unknown, context: never) => Promise<unknown>)({}, never)
  }
  return { process, ran }
}

test('a function has its own and what is set, and nothing of another, through all that it awaits', async () => {
  const { process, ran } = two({ SET: 'set' })
  const read = async () => {
    await new Promise((done) => setImmediate(done))
    return { ...process.env }
  }
  expect(await Promise.all([ran('a', read), ran('b', read)])).toEqual([
    { SET: 'set', OWN: 'of a', A: '1' },
    { SET: 'set', OWN: 'of b' }
  ])
  expect(await ran('b', () => ['A' in process.env, process.env['A'], Object.keys(process.env)])).toEqual([
    false,
    undefined,
    ['SET', 'OWN']
  ])
})

test('what runs outside of any function has what any of them has', () => {
  const { process } = two({ SET: 'set' })
  expect({ ...process.env }).toEqual({ SET: 'set', OWN: 'of b', A: '1' })
})

test('what a function puts in or takes out is text, and its own; what the program puts in is for all', async () => {
  const { process, ran } = two({ SHELL: 'set' })
  await ran('a', () => {
    Object.assign(process.env, { MADE: 1, OWN: 'changed' })
    delete process.env['A']
    delete process.env['SHELL']
  })
  process.env['FOR_ALL'] = 'yes'
  expect(await ran('a', () => ({ ...process.env }))).toEqual({ MADE: '1', OWN: 'changed', FOR_ALL: 'yes' })
  expect(await ran('a', () => [process.env['SHELL'], 'SHELL' in process.env, Object.hasOwn(process.env, 'SHELL')])).toEqual([
    undefined,
    false,
    false
  ])
  expect(await ran('b', () => ({ ...process.env }))).toEqual({ SHELL: 'set', OWN: 'of b', SET: 'of b', FOR_ALL: 'yes' })
  expect(process.env['SHELL']).toBe('set')
  expect(await ran('a', () => Object.assign(process.env, { SHELL: 'again' })['SHELL'])).toBe('again')
  delete process.env['SHELL']
  expect(await ran('b', () => process.env['SHELL'])).toBe(undefined)
})

test('a console prints what the function has', async () => {
  const { process, ran } = two({ SET: 'set' })
  expect(await ran('a', () => inspect(process.env))).toBe("{ SET: 'set', OWN: 'of a', A: '1' }")
  expect(inspect({ process })).toBe("{ process: { env: { SET: 'set', OWN: 'of b', A: '1' } } }")
  expect(await ran('b', () => Reflect.ownKeys(process.env))).toEqual(['SET', 'OWN'])
})

test('functions of one environment are made together, those of another apart', () => {
  const e = environments({ env: { SET: 'set' } })
  e.tell({ a: { A: '1', B: '2' }, b: {}, c: { B: '2', SET: 'hidden', A: '1' }, d: { A: { Ref: 'X' } }, e: { A: '2' } })
  const made: string[][] = []
  const handlers = e.around(['a', 'b', 'c', 'd', 'e', 'untold'], (alike) => {
    made.push([...alike])
    return Object.fromEntries([...alike].map((name) => [name, async () => name]))
  })
  expect(made).toEqual([['a', 'c'], ['b', 'd', 'untold'], ['e']])
  expect(Object.keys(handlers).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'untold'])
})
