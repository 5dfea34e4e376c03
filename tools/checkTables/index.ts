import { findingsOf } from './ages';
import { tables } from './tables';

/** Tells which model tables and prices should be read again; the exit code is 1 where one must be. */
const { old, problems } = findingsOf(tables, Date.now());
const say = (line: string) => process.stdout.write(`${line}\n`);

if (old.length > 0) say('Model tables and prices to read again (over 90 days old):');
for (const line of old) say(`  ${line}`);
if (problems.length > 0) say('Model tables and prices to put right:');
for (const line of problems) say(`  ${line}`);
if (old.length + problems.length === 0) say('Every model table and price is under 90 days old.');
process.exitCode = problems.length > 0 ? 1 : 0;
