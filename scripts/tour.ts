/**
 * Makes the repository of docs/tour.md, to follow the tour with:
 *
 *   npm run tour            in ./orchard
 */
import { makeTourRepository } from './tour-repository.ts';

makeTourRepository('orchard');
