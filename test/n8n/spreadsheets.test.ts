import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';

import { aimlapi } from '../../gateways/adapters/aimlapi';
import type { GatewayId, SimulatedJob } from '../support/simulator';
import {
	workflow,
	type ConnectionSketch,
	type Execution,
	type NodeSketch,
} from '../support/n8n/n8n';
import { itemsOf, jsonOf, stageForTests, videoNode } from './stage';

/**
 * A plan in a spreadsheet becomes videos: a real .xlsx and a real .csv go from the disk through Extract from File,
 * Submit Video, Wait For Video and Convert to File, and the outcome of each row is read back out of the file that was
 * written.
 *
 * Both files were saved by LibreOffice Calc (7.4, English) from typed.csv. Cells in quotes there are text; the others
 * are what Calc makes of them when somebody types them in: 16:9 is a time, 4/3 a date, TRUE a boolean.
 *
 *     soffice --headless --infilter='CSV:44,34,76,1,,1033,true,true,false,false,0,-1,true' --convert-to xlsx typed.csv
 *     soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' typed.xlsx
 */

const fixtures = join(__dirname, '../support/fixtures/spreadsheets');
const written = mkdtempSync(join(tmpdir(), 'spreadsheets-'));

// Without it n8n 2 reads and writes in one folder of the user's only.
const stage = stageForTests(1, { N8N_RESTRICT_FILE_ACCESS_TO: `${fixtures};${written}` });

afterAll(async () => await rm(written, { recursive: true, force: true }));

type Format = 'xlsx' | 'csv';

/** What a gateway is sent. */
type Sent = { gateway: GatewayId; body: { prompt: string } & Record<string, unknown> };

/** What becomes of a row: what is sent, and the message where the job then fails; or the message before that. */
type Outcome = { sent: Sent; failed?: RegExp } | { refused: RegExp };

const at =
	(gateway: GatewayId, model?: string) =>
	(prompt: string, more: object = {}): { sent: Sent } => ({
		sent: { gateway, body: { ...(model === undefined ? {} : { model }), prompt, ...more } },
	});

const hailuo = at('aimlapi', 'minimax/hailuo-02');
const h3 = at('aimlapi', 'minimax/h3');
const usual = at('aimlapi', aimlapi.defaultModel);
const segmind = at('segmind');
const pixazo = at('pixazo');

const noRatio =
	/'Aspect Ratio' is ".*", which isn't a ratio such as 16:9.*format the column as text/;

/**
 * The rows of the plan, by their number, with what is in the cell that matters. Where the formats differ, the file that
 * n8n reads does: a CSV holds what the cell showed, an .xlsx the number behind a date or a time; and n8n's Extract from
 * File leaves error cells of an .xlsx out, so that they can't be told from empty ones.
 */
const plan: ReadonlyArray<[row: number, cells: string, Outcome | Record<Format, Outcome>]> = [
	[1, 'a number and a size', hailuo('A lake at dawn', { duration: 6, resolution: '768P' })],
	[
		2,
		'numbers as text: "6", "768"',
		hailuo('A lake at noon', { duration: 6, resolution: '768P' }),
	],
	[
		3,
		'"aiml api", "6 s", "768p "',
		hailuo('A lake at dusk', { duration: 6, resolution: '768P' }),
	],
	[4, '6.0 and 1080 as numbers', hailuo('A lake at night', { duration: 6, resolution: '1080P' })],
	[5, '"aimlapi ", "MiniMax/Hailuo-02 ", "6.0"', hailuo('A lake in fog', { duration: 6 })],
	[6, 'TRUE', segmind('A boat with TRUE', { prompt_optimizer: true })],
	[7, 'FALSE', segmind('A boat with FALSE', { prompt_optimizer: false })],
	[8, '"FALSE" as text', segmind('A boat with FALSE as text', { prompt_optimizer: false })],
	[
		9,
		'"maybe" for a switch',
		{ refused: /'Prompt Optimizer' is "maybe", which isn't on or off/ },
	],
	[10, '"16:9" as text', h3('A wide hill', { ratio: '16:9' })],
	[
		11,
		'16:9, which became a time',
		{
			xlsx: { refused: noRatio },
			// 04:09:00 PM
			csv: h3('A wide hill, as a time', { ratio: '16:9' }),
		},
	],
	[12, '4/3, which became a date', { refused: noRatio }],
	[
		13,
		'6/10, which became a date',
		{
			xlsx: {
				refused: /'Duration \(Seconds\)' is "46183", which isn't a number of seconds from/,
			},
			csv: { refused: /'Duration \(Seconds\)' is "06\/10\/2026", which isn't a number/ },
		},
	],
	[14, 'nothing but gateway and prompt', pixazo('A pine with nothing else')],
	[15, 'an empty prompt', { refused: /'Prompt' is empty/ }],
	[
		16,
		'emoji, line break, quotes, umlauts',
		pixazo(`Ein "Müller" grüßt 👩‍🚀:\nça va, señor? 雪, 'ok';\ttab`),
	],
	[17, 'a number as the prompt', pixazo('2024')],
	[
		18,
		'#REF! as the prompt',
		{
			xlsx: { refused: /'Prompt' is empty/ },
			csv: { refused: /'Prompt' is "#REF!".*the cell/ },
		},
	],
	[
		19,
		'#N/A as the model',
		{
			xlsx: usual('A pine by a lost model'),
			csv: { refused: /'Model' is "#N\/A".*the cell/ },
		},
	],
	[
		20,
		'two images in one cell',
		{ refused: /'Image' is .* which contains more than one address/ },
	],
	[
		21,
		"Google Drive's page of an image",
		hailuo('A cat on Drive', {
			image_url: 'https://drive.google.com/uc?export=download&id=1AbCdEfGhIjKlMnOpQ',
		}),
	],
	[22, 'a job that fails', { ...pixazo('A job that fails'), failed: /failed \(moderated\)/ }],
	[23, 'no gateway', { refused: /'Gateway' is empty. Set it to one of: .*AI\/ML API/ }],
	[24, '"6,0"', { refused: /'Duration \(Seconds\)' is "6,0", which can be read in two ways/ }],
	[
		25,
		'a length that the model lacks',
		{ refused: /doesn't support 7 s. Set 'Duration' to 6 or 10/ },
	],
	[26, 'a date as the prompt', { xlsx: pixazo('46380'), csv: pixazo('2026-12-24') }],
];

const outcomesIn = (format: Format): Outcome[] =>
	plan.map(([, , outcome]) => ('xlsx' in outcome ? outcome[format] : outcome));

/** Every parameter from the column of its name. */
const fromColumns: INodeParameters = {
	gateway: '={{ $json.Gateway }}',
	model: { __rl: true, mode: 'id', value: '={{ $json.Model }}' },
	prompt: '={{ $json.Prompt }}',
	imageSource: '={{ $json.Image ? "url" : "none" }}',
	imageUrl: '={{ $json.Image }}',
	duration: '={{ $json.Seconds }}',
	resolution: '={{ $json.Size }}',
	aspectRatio: '={{ $json.Ratio }}',
	options: { promptOptimizer: '={{ $json.Optimize }}' },
};

/** A row of the file that is written: what the sheet said, then what became of it. */
const outcomeRow = `={{ JSON.stringify({
	row: Number($("Extract from File").item.json.Row),
	prompt: String($("Extract from File").item.json.Prompt ?? ""),
	outcome: $json.error ? "failed" : $json.status,
	jobId: $json.jobId ?? "",
	videoUrl: $json.videoUrl ?? "",
	message: $json.error ?? "",
}) }}`;

const base = (
	name: string,
	type: string,
	parameters: INodeParameters,
	typeVersion = 1,
): NodeSketch => ({
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	parameters,
});

/** From the file with the plan to the file with the outcomes, which is read again. */
function drawing(format: Format): { nodes: NodeSketch[]; connections: ConnectionSketch[] } {
	const errorOutput = { onError: 'continueErrorOutput' as const };
	const outcomes = join(written, `outcomes.${format}`);
	const nodes = [
		base('Read File', 'readWriteFile', { fileSelector: join(fixtures, `plan.${format}`) }),
		base('Extract from File', 'extractFromFile', { operation: format }),
		videoNode(stage, 'submitVideo', fromColumns, errorOutput),
		videoNode(stage, 'waitForVideo', { downloadVideo: false }, errorOutput),
		base('Merge', 'merge', { numberInputs: 3 }, 3.2),
		base('Outcome', 'set', { mode: 'raw', jsonOutput: outcomeRow }, 3.4),
		base('Sort', 'sort', { sortFieldsUi: { sortField: [{ fieldName: 'row' }] } }),
		base('Convert to File', 'convertToFile', { operation: format }),
		base('Write File', 'readWriteFile', { operation: 'write', fileName: outcomes }),
		base('Read File Again', 'readWriteFile', { fileSelector: outcomes }),
		base('Read Back', 'extractFromFile', {
			operation: format,
			// n8n begins a CSV with a byte order mark, and reads it as a part of the first name without this.
			options: { includeEmptyCells: true, enableBOM: true },
		}),
	];
	const connections: ConnectionSketch[] = [
		['Start', 'Read File'],
		['Read File', 'Extract from File'],
		['Extract from File', 'Submit Video'],
		['Submit Video', 'Wait For Video'],
		['Submit Video', 'Merge', 1, 0],
		['Wait For Video', 'Merge', 0, 1],
		['Wait For Video', 'Merge', 1, 2],
		['Merge', 'Outcome'],
		['Outcome', 'Sort'],
		['Sort', 'Convert to File'],
		['Convert to File', 'Write File'],
		['Write File', 'Read File Again'],
		['Read File Again', 'Read Back'],
	];
	return { nodes, connections };
}

async function runDrawing(format: Format): Promise<Execution> {
	const { nodes, connections } = drawing(format);
	const id = await stage.n8n.createWorkflow(workflow(`Plan ${format}`, nodes, connections));
	return await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
}

/** The row of the written file that an outcome should give, with what the simulator knows of its job. */
function expectedRow(outcome: Outcome, jobs: ReadonlyMap<string, SimulatedJob>): object {
	if ('refused' in outcome) {
		const message = expect.stringMatching(outcome.refused) as string;
		return { outcome: 'failed', jobId: '', videoUrl: '', message };
	}
	const { jobId } = jobs.get(outcome.sent.body.prompt)!;
	if (outcome.failed) {
		const message = expect.stringMatching(`job ${jobId} ${outcome.failed.source}`) as string;
		// n8n adds the fields of the item that came in to one that leaves by the error output.
		return { outcome: 'failed', jobId, videoUrl: '', message };
	}
	const videoUrl = expect.stringContaining(`/${jobId}.mp4`) as string;
	return { outcome: 'completed', jobId, videoUrl, message: '' };
}

test.each(['xlsx', 'csv'] as const)(
	'a plan in a real .%s becomes the right videos, and the file that is written has the outcome of each row in it',
	async (format) => {
		stage.simulator.plan = ({ prompt }) => ({
			outcome: prompt === 'A job that fails' ? 'moderated' : 'completed',
		});
		const execution = await runDrawing(format);
		expect(execution.error?.message).toBeUndefined();

		const { jobs, refusals } = stage.simulator;
		const outcomes = outcomesIn(format);
		const sent = outcomes.flatMap((outcome) => ('sent' in outcome ? [outcome.sent] : []));
		// Submits go out side by side, so they arrive in any order.
		expect(
			new Map(jobs.map(({ prompt, gateway, body }) => [prompt, { gateway, body }])),
		).toEqual(new Map(sent.map((one) => [one.body.prompt, one])));
		expect(jobs).toHaveLength(sent.length);
		expect(refusals).toEqual([]);
		// By the error outputs: what was refused before it was sent, and the job that failed.
		expect(itemsOf(execution, 'Submit Video', 1)).toHaveLength(outcomes.length - sent.length);
		expect(itemsOf(execution, 'Wait For Video', 1)).toHaveLength(1);

		const byPrompt = new Map(jobs.map((job) => [job.prompt!, job]));
		const prompts = jsonOf(execution, 'Extract from File').map(({ Prompt = '' }) => Prompt);
		expect(
			jsonOf(execution, 'Read Back').map((row) => ({ ...row, row: Number(row.row) })),
		).toEqual(
			outcomes.map((outcome, index) => ({
				row: plan[index]![0],
				prompt: String(prompts[index]),
				...expectedRow(outcome, byPrompt),
			})),
		);
	},
);
