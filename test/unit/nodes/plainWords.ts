/** Words that the package doesn't use for what it does or for what happened. */
export const banned =
	/\b(mend|anew|look|looks|looked|told|tells|certainly|dear|can not|is no|are no|takes|maker|puts? out|news|is not|does not|did not|was not|could not)\b/i;
