// npm run site: builds the site of docs/ into tools/site/dist: static files, searchable, readable without a network. The pages are copied
// beside the generated API reference first, since the site generator reads one folder. A dead link fails the build, one to an anchor that is not there too.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { linksIn } from './links.mjs'
import { pathOf, repository, sections, sourceOf } from './pages.mjs'

const here = import.meta.dirname
const pages = join(here, '.pages')
const npx = (name, args) => {
  const ran = spawnSync(process.execPath, [join(here, 'node_modules', name), ...args], { cwd: here, stdio: 'inherit' })
  if (ran.status !== 0) process.exit(ran.status ?? 1)
}

rmSync(pages, { recursive: true, force: true })
mkdirSync(pages)

// ---- the API reference, from the docstrings

npx('typedoc/bin/typedoc', ['--options', 'typedoc.json'])

// ---- pages

const listed = sections.flatMap((s) => s.pages)
const target = new Map(listed.map((page) => [sourceOf(page), pathOf(page)]))

// A link to another page leads there; one to a file that is no page is only named, since the site holds no sources.
const relinked = (page, text) =>
  text.replaceAll(/(?<!!)\[([^\]]+)\]\(([^)\s]+)\)/g, (whole, label, link) => {
    if (/^(https?:|#|mailto:)/.test(link)) return whole
    const [file, anchor] = link.split('#')
    const to = target.get(resolve(dirname(sourceOf(page)), file))
    if (to === undefined) return label
    const path = `${relative(dirname(pathOf(page)), dirname(to)) || '.'}/${basename(to)}`
    return `[${label}](${path.startsWith('.') ? path : `./${path}`}${anchor === undefined ? '' : `#${anchor}`})`
  })

for (const page of listed) {
  const to = join(pages, `${pathOf(page)}.md`)
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, relinked(page, readFileSync(sourceOf(page), 'utf8')))
}
for (const folder of ['images', 'public'])
  if (existsSync(join(repository, 'docs', folder)))
    cpSync(join(repository, 'docs', folder), join(pages, folder), { recursive: true })

// The same text for readers that are programs: the list of pages, and all of them in one file.
mkdirSync(join(pages, 'public'), { recursive: true })
cpSync(join(repository, 'llms.txt'), join(pages, 'public/llms.txt'))
writeFileSync(join(pages, 'public/llms-full.txt'), listed.map((page) => readFileSync(sourceOf(page), 'utf8')).join('\n\n'))

// ---- the site

npx('vitepress/bin/vitepress.js', ['build'])
const { pages: count, links, broken } = linksIn(join(here, 'dist'))
for (const link of broken) console.error(`broken link in ${link}`)
console.log(`${count} pages in ${relative(process.cwd(), join(here, 'dist'))}, ${links} links, ${broken.length} broken`)
if (broken.length > 0) process.exitCode = 1
