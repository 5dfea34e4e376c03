import type {
	ImageFormat,
	InputValue,
	InputValues,
	Ratio,
	RequestField,
	Scalar,
	Unsent,
	VideoRequest,
} from './videoRequest';

/** What a gateway's models can do. The same tables drive the fields shown, the checks and the estimated cost. */

/** A price as the gateway's page prints it. */
export interface Price {
	amount: number;
	currency: 'USD' | 'credits';
	/** For each second of video; absent: for one video. */
	per?: 'second';
	/** Only where these inputs are set so; an input that isn't set counts as its declared default. */
	when?: InputValues;
	/** Only for a request with a first frame, or only for one without. */
	firstFrame?: boolean;
	/** Only for this size, of a model whose formats aren't known. */
	resolution?: string;
	/** Only for this length, of a model whose formats aren't known. */
	durationSeconds?: number;
}

/** One price, or the rows of one that depends on an input: the first row that agrees counts. */
export type Prices = Price | readonly Price[];

/** The page that a price or a table of models is from. */
export interface PriceSource {
	page: string;
	/** Year and month, or the day. */
	read: string;
}

/** One length and size that a model makes, and its price. The panel starts with the first row of a model. */
export interface Format {
	resolution?: string;
	durationSeconds?: number;
	/** The gateway's own word for this row, where it has one. */
	option?: string;
	/** What the gateway makes if nothing is set, where that isn't the first row. */
	byDefault?: boolean;
	/** Offered only together with a first frame. */
	needsFirstFrame?: boolean;
	/** Supports an end frame, where the model does so only for some rows. */
	endFrame?: boolean;
	price?: Prices;
}

/** An input that not every gateway has. The row makes the field in the panel, the check, the warning and the wire value. */
export interface ModelInput {
	/** The field's common word, the same at every gateway, so that a fallback carries the value. */
	key: string;
	label: string;
	description: string;
	type: 'boolean' | 'number' | 'text' | 'options';
	options?: readonly string[];
	/** Several of the options at a time; of a text, several addresses. */
	many?: boolean;
	/** Of a number. */
	least?: number;
	/** Of a number; of several addresses, how many. */
	most?: number;
	/** Numbers without a fraction only. */
	whole?: boolean;
	/** What the panel starts with once the option is added. */
	default?: InputValue;
	/** What the model does when nothing is set, where that is documented: prices may depend on it. */
	whenUnset?: InputValue;
	placeholder?: string;
	/** Fields of which one must be set beside it. */
	needsOneOf?: readonly RequestField[];
	/** The gateway's name for it in the request's body. Default: the key. `false`: the adapter sends it in its own way. */
	wire?: string | false;
	/** For an input that the model reads in the prompt: the prompt with it. */
	intoPrompt?: (prompt: string, value: InputValue) => string;
}

/** Limits for the shape of a picture: its sides in pixels, and width to height. */
export interface PictureShape {
	/** What its shorter side must be over. */
	shortSideOver?: number;
	/** The shortest and the longest side that it may have. */
	sides?: readonly [least: number, most: number];
	ratioFrom: Ratio;
	ratioTo: Ratio;
}

/** What a model supports. */
export interface VideoModel {
	/** As sent to the gateway. */
	id: string;
	/** As shown to the user. */
	name: string;
	/** The model of its provider that it is, in the same words at every gateway: what a fallback gateway makes instead. */
	family?: string;
	/** For a row that leaves the choice to the request: the id of the model that it means. */
	resolve?: (request: Pick<VideoRequest, 'firstFrame' | 'inputs'>) => string;
	/** Characters. Absent: no limit is documented. */
	promptLimit?: number;
	/** Characters that a prompt must have at least. Absent: one. */
	promptLeast?: number;
	/** Default true. */
	promptRequired?: boolean;
	/** Default 'unsupported'. */
	firstFrame?: 'required' | 'optional' | 'unsupported';
	/** `withFirstFrame`: not without a first frame, whose place it would get. */
	endFrame?: boolean | 'withFirstFrame';
	/** What its pictures must be like, where that isn't the same for all of the gateway's models. */
	pictures?: { formats: readonly ImageFormat[]; shape: PictureShape };
	/** The only sizes that its pictures may have, in pixels. */
	imageSizes?: readonly Ratio[];
	/** How many subject references it supports at most. */
	subjectReferences?: number;
	/** Makes no video without one of them. */
	needsSubjectReference?: true;
	/** Fields and inputs that it doesn't support together with a first or an end frame. */
	notWithFrames?: readonly RequestField[];
	/**
	 * What of a request can't be sent although the row has it, mostly because something else in the request decides it. Fields
	 * that aren't set may be among it. Absent: everything can.
	 */
	unsent?: (request: VideoRequest) => readonly Unsent[];
	/** Every length and size it makes; 'any' where the gateway documents the fields but no limits; absent where it has no such fields. */
	formats?: readonly Format[] | 'any';
	/** With `formats: 'any'`: a value beyond this is a mistake, and rejected before it is billed. Additional Fields aren't checked. */
	plausible?: {
		/** Longest video, in seconds. */
		mostSeconds: number;
		/** What a resolution looks like. */
		resolution: RegExp;
	};
	/** The gateway doesn't say which row it uses when nothing is set. */
	defaultFormatUnknown?: boolean;
	aspectRatios?: readonly string[] | 'any';
	/** The inputs that it supports beyond those above. */
	inputs?: readonly ModelInput[];
	/** False where the gateway calls back, but not for this model. */
	callbacks?: false;
	/** Where the prices of this row are printed, and when that was read. */
	pricedBy?: PriceSource;
	/** Where it doesn't depend on the format. */
	price?: Prices;
	/** What a request costs beyond its price, in the same currency; undefined where that can't be known. */
	extraCost?: (
		request: Pick<VideoRequest, 'firstFrame' | 'endFrame' | 'subjectReferences' | 'inputs'>,
	) => number | undefined;
	/** Seconds from submit to video that this model usually needs; where to check closest. */
	typicalSeconds: number;
	/** Known from the gateway's own list alone: what that doesn't say isn't known. */
	listed?: true;
	/** What the gateway itself says of its inputs, where neither the table nor a list has the model. */
	description?: Description;
	/** The gateway doesn't offer it any more. */
	retired?: true;
}

/** An input of a model, as the gateway describes it. */
export interface DescribedInput {
	/** In the request's body. */
	name: string;
	/** No request goes without it. */
	required?: true;
	/** The only values it may have. */
	choices?: readonly Scalar[];
}

/** The fields of a request that stand for an input of a described model. Others are `VideoModel.inputs`. */
export type DescribedField =
	| 'prompt'
	| 'firstFrame'
	| 'endFrame'
	| 'subjectReferences'
	| 'durationSeconds'
	| 'resolution'
	| 'aspectRatio';

/** What a model's own description at the gateway says of its inputs. */
export interface Description {
	/** All of them, those included that no field stands for. */
	inputs: readonly DescribedInput[];
	/** The names of those that a field of the request stands for. */
	names: Readonly<Partial<Record<DescribedField, string>>>;
	/** Each length that it offers, as its input has it; empty where they aren't listed. */
	lengths: ReadonlyArray<{ seconds: number; value: Scalar }>;
	/** A length that isn't listed is written as text. */
	lengthAsText?: true;
	/** Seconds, where the lengths aren't listed. */
	least?: number;
	most?: number;
	/** Set where it makes something else than videos: the gateway's own word for it. */
	otherKind?: string;
	/** The references are one address instead of a list. */
	oneReference?: true;
}

/** A model as its description tells it: the row that its gateway's table lacks. */
export type DescribedModel = Omit<VideoModel, 'id' | 'name' | 'typicalSeconds'> & {
	description: Description;
};

/**
 * A model as the gateway's own list tells it: whatever it says counts more than the row of the table, except for the
 * name, under which users know it. `price: []` says that the price isn't known in advance.
 */
export type ListedModel = Pick<VideoModel, 'id' | 'name'> & Partial<VideoModel>;
