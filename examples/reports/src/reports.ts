/** Every morning at six in Berlin the report of the day before; that of any day when the function is invoked by name. */
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { cron, functionSettings, handle, lambda, schedule, use } from 'quaich'
import { type Reports, reports, type Sales, sales } from './ports.js'
import { dayBefore, reportOf } from './Report.js'

const timezone = 'Europe/Berlin'

const reporting = flow(use(sales), use(reports), functionSettings({ timeout: 300 }))

const written = (day: string, { sales, reports }: { readonly sales: Sales; readonly reports: Reports }) =>
  pipe(
    sales.of(day),
    TE.flatMap((all) => reports.write(reportOf(day, all)))
  )

export const daily = pipe(
  schedule(cron(0, 6, '*', '*', '?', '*'), { timezone, description: 'The report of the day before' }),
  reporting,
  handle(({ event, ...ports }) => written(dayBefore(event.time, timezone), ports))
)

interface DayBrand {
  readonly Day: unique symbol
}
const Day = t.brand(t.string, (s): s is t.Branded<string, DayBrand> => /^\d{4}-\d\d-\d\d$/.test(s), 'Day')

export const report = pipe(
  lambda(t.type({ day: Day })),
  reporting,
  handle(({ event, ...ports }) => written(event.day, ports))
)
