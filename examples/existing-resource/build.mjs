// The project's own bundling: each handler a file, by esbuild, as it was before quaich came.
import { build } from 'esbuild'

await build({
  entryPoints: { 'stock/index': 'src/stock.ts', 'orders/index': 'src/orders.js' },
  outdir: 'build',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  logLevel: 'warning'
})
