import { join } from 'node:path';
import fastify from 'fastify';
import type { IDataObject } from 'n8n-workflow';

/** What stands in a cell. */
type Cell = string | number;

/** A Google Sheet on loopback: as much of the Sheets API, version 4, as n8n's node uses for rows. */
export interface GoogleSheet {
	/** As the browser shows it. */
	address: string;
	/** The rows, the first one with the names of the columns. */
	rows: Cell[][];
	/** Data of the credential that it takes, one of type `googleSheetsOAuth2Api`. */
	credential: IDataObject;
	/** What an n8n needs to find it where it looks for Google. */
	env: Record<string, string>;
	/** The row with this text in a column, by the names of the columns. */
	row(column: string, text: string): Record<string, Cell | undefined>;
	close(): Promise<void>;
}

interface Append {
	values: Cell[][];
}

interface BatchUpdate {
	valueInputOption: 'RAW' | 'USER_ENTERED';
	data: Array<{ range: string; values: [[Cell]] }>;
}

/** Starts a spreadsheet with one tab of this name. */
export async function startGoogleSheet(tab: string): Promise<GoogleSheet> {
	const id = '1simulated-spreadsheet-on-loopback-00000000';
	const token = 'simulated-access-token';
	const rows: Cell[][] = [];
	const server = fastify({ bodyLimit: 100_000_000 });
	server.addHook('onRequest', async ({ headers, url }, reply) => {
		if (headers.authorization !== `Bearer ${token}`) return await reply.code(401).send({});
		if (!url.startsWith(`/v4/spreadsheets/${id}`)) return await reply.code(404).send({});
		return undefined;
	});
	server.get('/v4/spreadsheets/:id', () => ({
		sheets: [{ properties: { sheetId: 0, title: tab } }],
	}));
	// Google leaves out the empty cells at the end of a row.
	server.get('/v4/spreadsheets/:id/values/:range', () => ({
		values: rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== '') + 1)),
	}));
	server.post<{ Body: Append }>('/v4/spreadsheets/:id/values/:range', ({ body }) => {
		rows.push(...body.values);
		return {};
	});
	server.post<{ Body: BatchUpdate }>('/v4/spreadsheets/*', ({ body }) => {
		for (const { range, values } of body.data) {
			const [, name, column, row] = /^'?(.+?)'?!([A-Z])(\d+)$/.exec(range) ?? [];
			if (name !== tab) throw new Error(`${range} is no cell of ${tab}`);
			const cells = rows[Number(row) - 1];
			if (!cells) throw new Error(`There is no row ${row}`);
			cells[column!.charCodeAt(0) - 'A'.charCodeAt(0)] = values[0][0];
		}
		return {};
	});
	const origin = await server.listen({ host: '127.0.0.1', port: 0 });
	const preload = join(__dirname, 'google-on-loopback.cjs');
	return {
		address: `https://docs.google.com/spreadsheets/d/${id}/edit?gid=0#gid=0`,
		rows,
		credential: {
			clientId: 'simulated',
			clientSecret: 'simulated',
			oauthTokenData: { access_token: token, token_type: 'Bearer' },
		},
		env: {
			NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
			GOOGLE_ON_LOOPBACK: origin,
		},
		row: (column, text) => {
			const names = rows[0]!;
			const cells = rows.find((one) => one[names.indexOf(column)] === text);
			if (!cells) throw new Error(`No row has "${text}" in ${column}`);
			return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
		},
		close: () => server.close(),
	};
}
