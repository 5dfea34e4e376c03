/**
 * Share pages: addresses that show people an image but give a gateway a web page. If the address of the image itself is
 * known for sure, it is used instead. Forms of the addresses: the sites' own share links, 2026-11.
 */

/** What a share page stands for. */
export type SharedLink = { url: string } | { what: string; fix: string };

interface Site {
	host: RegExp;
	path?: RegExp;
	/** The address of the image; undefined if there is none for this address. */
	direct?: (url: URL) => string | undefined;
	what: string;
	fix?: string;
}

/** To download the image with n8n first. */
const asBinary = (node = 'node before this one'): string =>
	`Download the image with a ${node}, and choose Binary File as the source here.`;

/** Google Drive: file, open and download addresses contain the ID of the file. */
function driveFile(url: URL): string | undefined {
	const id =
		/^\/file\/(?:u\/\d+\/)?d\/([\w-]{10,})/.exec(url.pathname)?.[1] ??
		(/^\/(open|uc)$/.test(url.pathname) ? url.searchParams.get('id') : undefined);
	if (!id) return undefined;
	const key = url.searchParams.get('resourcekey');
	const more = key === null ? '' : `&resourcekey=${encodeURIComponent(key)}`;
	return `https://drive.google.com/uc?export=download&id=${encodeURIComponent(id)}${more}`;
}

/** Dropbox: `raw=1` returns the file instead of its page, and so does `dl=1`. */
function dropboxFile(url: URL): string {
	if (url.searchParams.get('dl') === '1' || url.searchParams.has('raw')) return url.href;
	const direct = new URL(url);
	direct.searchParams.delete('dl');
	direct.searchParams.set('raw', '1');
	return direct.href;
}

const sites: readonly Site[] = [
	{
		host: /^drive\.google\.com$/,
		path: /^\/(file\/|open$|uc$)/,
		direct: driveFile,
		what: 'a Google Drive page',
		fix: asBinary('Google Drive node'),
	},
	{
		host: /^drive\.google\.com$/,
		path: /^\/(drive|folderview|embeddedfolderview)/,
		what: 'a Google Drive folder',
		fix: 'Use the share link of one file in it.',
	},
	{
		host: /^docs\.google\.com$/,
		what: 'a Google Docs page',
		fix: asBinary(),
	},
	{
		host: /(^|\.)dropbox\.com$/,
		path: /^\/(s|scl\/fi)\//,
		direct: dropboxFile,
		what: 'a Dropbox page',
	},
	{
		host: /(^|\.)dropbox\.com$/,
		path: /^\/(sh|scl\/fo|home|preview|work)\b/,
		what: 'a Dropbox folder, or a page that only you can open',
		fix: 'Use the share link of one file in it.',
	},
	{
		host: /^github\.com$/,
		path: /^\/[^/]+\/[^/]+\/blob\//,
		direct: (url) =>
			`https://raw.githubusercontent.com${url.pathname.replace(/^(\/[^/]+\/[^/]+)\/blob\//, '$1/')}`,
		what: 'a GitHub page',
	},
	{
		host: /^(1drv\.ms|onedrive\.live\.com|photos\.onedrive\.com)$/,
		path: /^\/(?!download)/,
		what: 'a OneDrive page',
		fix: asBinary('Microsoft OneDrive node'),
	},
	{
		host: /\.sharepoint\.com$/,
		path: /^\/:\w:\//,
		what: 'a SharePoint page',
		fix: asBinary('Microsoft OneDrive or SharePoint node'),
	},
	{
		host: /^(photos\.app\.goo\.gl|photos\.google\.com)$/,
		what: 'a Google Photos page',
		fix: asBinary(),
	},
	{ host: /^(www\.|share\.)?icloud\.com$/, what: 'an iCloud page', fix: asBinary() },
	{ host: /^(we\.tl|(www\.)?wetransfer\.com)$/, what: 'a WeTransfer page', fix: asBinary() },
	{
		host: /^(app|www)\.box\.com$/,
		path: /^\/s\//,
		what: 'a Box page',
		fix: asBinary('Box node'),
	},
	{
		host: /^(www\.|m\.)?imgur\.com$/,
		path: /^\/(?!.*\.\w+$)/,
		what: 'an Imgur page',
	},
	{ host: /(^|\.)(pinterest\.[a-z.]+|pin\.it)$/, what: 'a Pinterest page' },
	{ host: /(^|\.)(instagram|facebook|tiktok)\.com$/, what: 'a page of a social network' },
	{ host: /(^|\.)(x|twitter)\.com$/, path: /\/status\//, what: 'a post on X' },
	{ host: /(^|\.)(canva|figma)\.com$/, path: /^\/(design|file|proto)\//, what: 'a design page' },
	{ host: /(^|\.)notion\.(so|site)$/, path: /^\/(?!image\/|.*\.\w+$)/, what: 'a Notion page' },
];

const OWN_ADDRESS =
	"Use the address of the image itself: right-click the image and choose 'Copy Image Address'.";

/** What the address stands for if it is a share page; undefined if it isn't known to be one. */
export function sharedAt(url: URL): SharedLink | undefined {
	const host = url.hostname.toLowerCase();
	const site = sites.find(
		(one) => one.host.test(host) && (one.path === undefined || one.path.test(url.pathname)),
	);
	if (site === undefined || isDownload(url)) return undefined;
	const direct = site.direct?.(url);
	return direct === undefined
		? { what: site.what, fix: site.fix ?? OWN_ADDRESS }
		: { url: direct };
}

/** Whether its owner has already turned the address into a download, as SharePoint and OneDrive allow. */
const isDownload = (url: URL): boolean => url.searchParams.get('download') === '1';
