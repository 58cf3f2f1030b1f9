// Every link of the built site, anchors too: VitePress looks for pages alone. Links to other sites are not followed.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const all = (text, pattern) => [...text.matchAll(pattern)].map((m) => m[1])

/** @returns {{ pages: number, links: number, broken: string[] }} of all pages in a folder */
export const linksIn = (dist) => {
  const pages = new Map()
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.html'))) {
    const html = readFileSync(join(dist, name), 'utf8')
    pages.set(join(dist, name), {
      name,
      ids: new Set(all(html, / id="([^"]+)"/g)),
      links: all(html, /<a [^>]*href="([^"]+)"/g).filter((link) => !/^[a-z]+:/.test(link))
    })
  }
  const leads = (from, link) => {
    const [path, anchor] = link.split('#')
    const to = path === '' ? from : path.startsWith('/') ? join(dist, path) : resolve(dirname(from), path)
    const page = pages.get(to) ?? pages.get(`${to}.html`) ?? pages.get(join(to, 'index.html'))
    if (page === undefined) return existsSync(to)
    return anchor === undefined || anchor === '' || page.ids.has(decodeURIComponent(anchor))
  }
  const broken = [...pages].flatMap(([file, { name, links }]) =>
    links.filter((link) => !leads(file, link)).map((link) => `${name}: ${link}`)
  )
  return { pages: pages.size, links: [...pages.values()].reduce((n, p) => n + p.links.length, 0), broken }
}
