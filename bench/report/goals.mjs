// What is to be reached, and what was: each goal with the figure of a report. Times are told as ratios to `raw`, the handler written by hand.
import { ratio } from './tables.mjs'

const named = (found, name) => found?.find((c) => c.name === name)
const ours = (found) => named(found, 'quaich')
const built = (found) => named(found, 'quaich, built')
const number = (n) => n?.toLocaleString('en')

const ratioGoal = (what, most, figure) => ({ what, most, goal: `${most} ×`, figure, write: (x) => `${ratio(x)} ×` })
const warm = (id, most) => ratioGoal(`${id.toUpperCase()} beside a handler by hand`, most, (r) => ours(r.warm[id])?.ratio)
/** A goal that is younger than some reports: what they do not hold is left out, not missing. */
const added = (goal) => ({ ...goal, added: true })
const at = (what, most, unit, figure) => ({
  what,
  most,
  goal: `${number(most)} ${unit}`,
  figure,
  write: (x) => `${number(x)} ${unit}`
})

export const goals = [
  warm('w1', 2.5),
  warm('w2', 2),
  ratioGoal(
    'W2 with 5,000 routes beside W2 with 10, each beside its own handler by hand',
    2,
    (r) => r.scale && ours(r.scale[5000])?.ratio / ours(r.scale[10])?.ratio
  ),
  warm('w3', 1.3),
  warm('w4', 5),
  added(ratioGoal('W4 beside a handler that returns a constant', 4, (r) => ours(r.warm.w4)?.beside)),
  warm('w5', 1.2),
  warm('w6', 1.2),
  added(warm('w7', 1.5)),
  added(ratioGoal('W7R beside a handler with io-ts that lists its errors', 1, (r) => ours(r.warm.w7r)?.beside)),
  at('Heap of an event, W1', 1200, 'bytes', (r) => ours(r.heap?.w1)?.bytes),
  at('Heap of an event, W3', 5000, 'bytes', (r) => ours(r.heap?.w3)?.bytes),
  at('Bundle of W3, minified', 25_000, 'bytes', (r) => ours(r.cold?.contenders)?.bytes),
  at('Loading it and its first answer', 6, 'ms', (r) => ours(r.cold?.contenders)?.both),
  at('A bundle of 1,000 routes: start and first answer', 8, 'ms', (r) => built(r.start?.[1000])?.median),
  at('A bundle of 5,000 routes: start and first answer', 30, 'ms', (r) => built(r.start?.[5000])?.median),
  at('`quaich generate` of 1,000 routes', 1500, 'ms', (r) => r.generate?.find((g) => g.routes === 1000)?.median),
  ratioGoal(
    '… and of 5,000, beside five times that',
    1.2,
    (r) => r.generate && r.generate[1].median / (5 * r.generate[0].median)
  ),
  at('Types of 200 routes of 6 combinators', 250_000, 'instantiations', (r) => r.types?.instantiations)
]
