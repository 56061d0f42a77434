import {
  findRepository,
  originUrl,
  readingFailure,
  type ReportFace,
  repositoryName,
  webAddressOf,
} from '../engine/index.ts';

export interface FaceRequest {
  readonly repository: string;
  /** As said; undefined for the name of the repository. */
  readonly title: string | undefined;
  /** As said; undefined for the web page that goes with `remote.origin.url`. */
  readonly linkBase: string | undefined;
  /** An anonymous report leads to no site that has the names. */
  readonly anonymize: boolean;
}

/**
 * What a page shows beside the report: the name of the repository, and where its files can be read.
 * @throws {CodefangError} NOT_FOUND; CORRUPT when its configuration cannot be read
 */
export function repositoryFace({ repository, title, linkBase, anonymize }: FaceRequest): ReportFace {
  try {
    const location = findRepository(repository);
    const origin = anonymize ? undefined : originUrl(location);
    return {
      title: title ?? repositoryName(location),
      linkBase: linkBase ?? webAddressOf(origin ?? '') ?? '',
    };
  } catch (error) {
    throw readingFailure(repository, error);
  }
}
