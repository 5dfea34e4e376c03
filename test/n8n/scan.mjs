import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/**
 * Lints a folder as n8n's package scanner does, without the comments that turn rules off. Prints the result as JSON.
 *
 *     node scan.mjs <folder> [sources]
 */
const [folder, what] = process.argv.slice(2);
const result = await (what === 'sources'
	? analyzePackage(folder, SOURCE_FILE_PATTERNS)
	: analyzePackage(folder));
process.stdout.write(JSON.stringify(result));
