#!/usr/bin/env node
/** The `quaich` executable: gives the command line the real world. It decides nothing. */
import { cli } from './cli.js'
import { worldIn } from './world.js'

process.setSourceMapsEnabled(true)
const code = await cli(process.argv.slice(2), worldIn(process.cwd()))
// When all is said: what a program left open, a timer or a connection, keeps nobody waiting.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
