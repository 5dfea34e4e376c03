const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

/** Runs a command of the package's own devDependencies. */
const tool = (name, bin, ...args) =>
	run(process.execPath, [require.resolve(`${name}/${bin}`), ...args], { cwd: __dirname });

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () => tool('typescript', 'bin/tsc', '--project', 'tsconfig.build.json');

/** Icons and codex files lie beside the compiled nodes and credentials. */
const copy = () =>
	src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'credentials/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

/** Lists of node and credential types, from which n8n starts without loading the package's code. */
const metadata = () => tool('n8n-core', 'bin/generate-metadata');

exports.clean = clean;
exports.copy = copy;
exports.default = series(clean, parallel(compile, copy), metadata);
