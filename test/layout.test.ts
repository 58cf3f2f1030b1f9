/** The house: one street, imports only leftwards. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const src = resolve(__dirname, '../src')
const rooms = ['codecs', 'combinators', 'events', 'router', 'deploy', 'testing', 'cli']
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))

const importsOf = (file: string): ReadonlyArray<string> =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from|import)\s*\(?'(\.{1,2}\/[^']+)'/g)].map((m) =>
    relative(src, resolve(src, dirname(file), m[1] as string))
  )

const roomOf = (file: string): string => file.split('/')[0] as string

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(50)
})

test.each(files.filter((f) => rooms.includes(roomOf(f))))('%s imports nothing from a room to its right', (file) => {
  const here = rooms.indexOf(roomOf(file))
  expect(importsOf(file).filter((f) => !(rooms.indexOf(roomOf(f)) <= here && rooms.includes(roomOf(f))))).toEqual([])
})

test('only fromMiddy knows middy', () => {
  expect(files.filter((f) => readFileSync(join(src, f), 'utf8').includes("from '@middy"))).toEqual(['combinators/fromMiddy.ts'])
})

test.each(files)('%s is no longer than a reader can hold', (file) => {
  expect(readFileSync(join(src, file), 'utf8').split('\n').length).toBeLessThanOrEqual(290)
})

// A shipped port's live half is an effect, which runs in the function alone.
const ports = ['events/sockets.ts']

test.each(files.filter((f) => /^(codecs|combinators|events|router)\//.test(f) && !ports.includes(f)))(
  '%s is pure: no clock, no environment, no network, no file',
  (file) => {
    // Examples in comments may show an effect; the code may not have one.
    const code = readFileSync(join(src, file), 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/^\s*\/\/.*$/gm, '')
    expect(code).not.toMatch(
      /process\.|Date\.now|Math\.random|new Date\(\)|fetch\(|node:(fs|http|https|net|os|child_process|process)\b/
    )
  }
)
