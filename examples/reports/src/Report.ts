/** What was sold on a day, summed up. Pure: which day, and which sales, are told. */
import * as t from 'io-ts'

// ---- model

export const Sale = t.readonly(t.type({ day: t.string, id: t.string, item: t.string, quantity: t.number, total: t.number }))
export type Sale = t.TypeOf<typeof Sale>

/** Totals are pence. */
export interface Report {
  readonly day: string
  readonly sales: number
  readonly total: number
  readonly items: ReadonlyArray<Line>
}

export interface Line {
  readonly item: string
  readonly quantity: number
  readonly total: number
}

// ---- constructors

/** The day before an instant, as the calendar of a time zone has it: `2026-03-28`. */
export const dayBefore = (instant: Date, timeZone: string): string => {
  const [year = 0, month = 0, day = 0] = new Intl.DateTimeFormat('en-CA', { timeZone }).format(instant).split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day - 1)).toISOString().slice(0, 10)
}

export const reportOf = (day: string, sales: ReadonlyArray<Sale>): Report => {
  const items = new Map<string, Line>()
  for (const { item, quantity, total } of sales) {
    const before = items.get(item) ?? { item, quantity: 0, total: 0 }
    items.set(item, { item, quantity: before.quantity + quantity, total: before.total + total })
  }
  return {
    day,
    sales: sales.length,
    total: sales.reduce((sum, sale) => sum + sale.total, 0),
    items: [...items.values()].sort((a, b) => b.total - a.total || (a.item < b.item ? -1 : 1))
  }
}
