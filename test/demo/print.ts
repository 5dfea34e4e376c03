/** Prints a line for whoever started the demo. */
export function print(line = ''): void {
	process.stdout.write(`${line}\n`);
}

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
