/** A catalogue entry that people can follow. */
export interface Topic {
  /** `[a-z0-9-]+`, stable: subscribers' rows name it. */
  id: string;
  name: string;
  description: string;
}

/** One paper under one topic. */
export interface Match {
  topic: string;
  /** Comparable between papers, days and snapshots of the same topic. */
  score: number;
  /** True when score ≥ the topic's threshold. */
  decided: boolean;
  /** The terms that caused it, most important first, as they stand in the paper. */
  terms: string[];
}

/** What matching reads of a paper. */
export interface MatchText {
  title: string;
  abstract: string | null;
  /** Names of the authors. */
  authors?: readonly string[];
  organisation?: string | null;
  /** What sources say it is about: `arxiv:cs.CL`, `keyword:speculative decoding`. */
  hints?: readonly string[];
}
