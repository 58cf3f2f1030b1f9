/** What is watched, with watchers that are told when to be ready: what was saved meanwhile is not lost. */
import { watching } from '../../src/cli/dev/watching.js'

const now = 1_000_000

const played = (times: Readonly<Record<string, number>> = {}) => {
  const watchers: Array<{ readonly files: ReadonlyArray<string>; readonly ready: () => void; readonly changed: () => void }> = []
  let saved = 0
  let ends = 0
  const w = watching(
    {
      watch: (files, changed) => {
        let ready: () => void = () => {}
        const there = new Promise<void>((done) => {
          ready = done
        })
        watchers.push({ files, ready, changed })
        return { ready: there, end: async () => void ends++ }
      },
      changedAt: async (file) => times[file]
    },
    () => {
      saved++
    }
  )
  return { ...w, watchers, saved: () => saved, ends: () => ends }
}

test('a file that was saved since it was read, and before it was watched, counts as changed', async () => {
  const w = played({ 'a.ts': now + 5, 'b.ts': now - 60_000 })
  const looked = w.look(['a.ts', 'b.ts', 'not/there.ts'], now)
  expect(w.saved()).toBe(0)
  w.watchers[0]?.ready()
  await looked
  expect(w.saved()).toBe(1)
  w.watchers[0]?.changed()
  expect(w.saved()).toBe(2)
})

test('what was saved before it was read does not', async () => {
  const w = played({ 'a.ts': now - 60_000 })
  const looked = w.look(['a.ts', 'not/there.ts'], now)
  w.watchers[0]?.ready()
  await looked
  expect(w.saved()).toBe(0)
})

test('a clock of files that goes in steps loses nothing', async () => {
  const w = played({ 'a.ts': now - 4 })
  const looked = w.look(['a.ts'], now)
  w.watchers[0]?.ready()
  await looked
  expect(w.saved()).toBe(1)
})

test('each file is watched once, a new one from when it was first read, and none once it has ended', async () => {
  const w = played({ 'new.ts': now + 1 })
  const first = w.look(['a.ts', 'b.ts'], now - 1000)
  w.watchers[0]?.ready()
  await first
  const second = w.look(['a.ts', 'new.ts'], now)
  await w.look(['b.ts'], now)
  w.watchers[1]?.ready()
  await second
  expect(w.watchers.map((one) => one.files)).toEqual([['a.ts', 'b.ts'], ['new.ts']])
  expect(w.saved()).toBe(1)
  await w.end()
  await w.look(['late.ts'], now)
  expect([w.watchers.length, w.ends()]).toEqual([2, 2])
})
