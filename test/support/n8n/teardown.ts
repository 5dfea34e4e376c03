import { removeReadyFolder } from './readyFolder';

export default removeReadyFolder;
