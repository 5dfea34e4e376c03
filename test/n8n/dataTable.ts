import type { N8n } from '../support/n8n/n8n';

/** What stands in a cell of n8n's own data table. */
type Cell = string | number | boolean | null;

/** A row of n8n's own data table, with its number. */
export type Row = { id: number } & Record<string, Cell>;

/**
 * Creates the table that an example asks for, with these rows.
 *
 * @param columns by their names; a list of names is one of text columns
 * @returns a call that reads all rows, in the order in which they were inserted
 */
export async function dataTable<R extends Row = Row>(
	n8n: N8n,
	name: string,
	columns: readonly string[] | Record<string, 'string' | 'number' | 'boolean'>,
	data: ReadonlyArray<Record<string, Cell>>,
): Promise<() => Promise<R[]>> {
	const project = (await n8n.rest('GET', '/projects/personal')) as { id: string };
	const tables = `/projects/${project.id}/data-tables`;
	const typed = Array.isArray(columns)
		? columns.map((column) => ({ name: column, type: 'string' }))
		: Object.entries(columns).map(([column, type]) => ({ name: column, type }));
	const table = (await n8n.rest('POST', tables, { name, columns: typed })) as { id: string };
	await n8n.rest('POST', `${tables}/${table.id}/insert`, { data, returnType: 'count' });
	return async () => {
		const { data: rows } = (await n8n.rest('GET', `${tables}/${table.id}/rows`)) as {
			data: R[];
		};
		return rows.sort((left, right) => left.id - right.id);
	};
}
