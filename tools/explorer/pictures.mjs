// node pictures.mjs --out <folder>: the page as people see it, by day and by night, on a phone and on a desk. For eyes, not for a test.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { desktop, openBrowser, phone } from './browser.mjs'
import { copyOf, serve } from './served.mjs'

const { out } = parseArgs({ options: { out: { type: 'string' } } }).values
if (out === undefined) {
  console.error('node pictures.mjs --out <folder>')
  process.exit(2)
}
mkdirSync(out, { recursive: true })
const copy = copyOf('everything', 'events')
const served = await serve(copy.at('everything'))
const browser = await openBrowser()

const send = async (page) => {
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('status').waitFor()
}
const views = {
  home: ['', async () => {}],
  route: ['POST /items', send],
  'near-miss': [
    'POST /items',
    async (page) => {
      await page.getByRole('button', { name: 'A near miss' }).click()
      await send(page)
    }
  ],
  guarded: ['GET /admin/{page}', send],
  socket: [
    'live.echo',
    async (page) => {
      await page.getByLabel('Headers').or(page.getByLabel('Query string')).first().waitFor()
    }
  ],
  event: [
    'placed',
    async (page) => {
      await page.getByRole('button', { name: 'Fire' }).click()
      await page.getByRole('status').waitFor()
    }
  ]
}

try {
  for (const [colour, colorScheme] of [
    ['light', 'light'],
    ['dark', 'dark']
  ])
    for (const [device, viewport] of [
      ['phone', phone],
      ['desktop', desktop]
    ]) {
      const context = await browser.newContext({ colorScheme, viewport })
      for (const [name, [id, act]] of Object.entries(views)) {
        const page = await context.newPage()
        await page.goto(`${served.url}/__quaich/#/${encodeURIComponent(id)}`)
        await page.getByRole('banner').waitFor()
        await page.waitForTimeout(300)
        await act(page)
        await page.screenshot({ path: join(out, `${name}-${device}-${colour}.png`) })
        await page.close()
      }
      await context.close()
    }
} finally {
  await browser.close()
  await served.close()
  copy.remove()
}
