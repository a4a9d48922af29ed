/** Words by which a sentence shows what it is for, and what that is worth. */
export type Cue = readonly [RegExp, number];

const WORK = '(?:paper|work|article|study|report|survey|review|thesis|tutorial|letter|document|manuscript)';
const WE = String.raw`\b(?:we|(?:this|the present|our) (?:technical )?${WORK})`;
/** "We then", "this paper also formally". */
const THEN = String.raw`(?:\s+(?:[a-z]+ly|first|then|here|also|further|hence|thus|now|have|has|aim to|seek to)){0,3}`;

const MAKING =
  'propos(?:e|es|ed)|present(?:s|ed)?|introduc(?:e|es|ed)|develop(?:s|ed)?|design(?:s|ed)?|devis(?:e|es|ed)|formulat(?:e|es|ed)|unveil(?:s|ed)?|contribut(?:e|es|ed)|pioneers?|puts? forward|offers?|creat(?:e|es|ed)|buil(?:d|ds|t)|construct(?:s|ed)?|curat(?:e|es|ed)|releas(?:e|es|ed)';
const FINDING =
  'describ(?:e|es|ed)|deriv(?:e|es|ed)|prov(?:e|es|ed|en)|establish(?:es|ed)?|show(?:s|ed|n)?|demonstrat(?:e|es|ed)|finds?|found|discover(?:s|ed)?|reveal(?:s|ed)?|identif(?:y|ies|ied)|argu(?:e|es|ed)|determin(?:e|es|ed)|uncover(?:s|ed)?|survey(?:s|ed)?|review(?:s|ed)?|report(?:s|ed)?|provid(?:e|es|ed)|adapt(?:s|ed)?|extend(?:s|ed)?|generali[sz](?:e|es|ed)|(?:re)?casts?|reformulat(?:e|es|ed)|combin(?:e|es|ed)';
const LOOKING =
  'stud(?:y|ies|ied)|investigat(?:e|es|ed)|explor(?:e|es|ed)|examin(?:e|es|ed)|analy[sz](?:e|es|ed)|asks?|asked|address(?:es|ed)?|tackl(?:e|es|ed)|consider(?:s|ed)?|revisit(?:s|ed)?|compar(?:e|es|ed)|measur(?:e|es|ed)|us(?:e|es|ed)|appl(?:y|ies|ied)|perform(?:s|ed)?|conduct(?:s|ed)?|train(?:s|ed)?';

/**
 * What was done. Only the best of these counts, or long sentences would collect them; making something
 * is worth more than finding something, that more than looking at something.
 */
export const CONTRIBUTION: readonly Cue[] = [
  [new RegExp(String.raw`${WE}${THEN}\s+(?:${MAKING})\b`, 'i'), 6],
  [new RegExp(String.raw`${WE}\b[^.;:]{0,120}\band\s+(?:propose|introduce|present)s?\b`, 'i'), 6],
  [new RegExp(String.raw`${WE}${THEN}\s+(?:${FINDING})\b`, 'i'), 4.5],
  [new RegExp(String.raw`\b(?:in (?:this|our) ${WORK}|here),? we\b`, 'i'), 4],
  [new RegExp(String.raw`${WE}${THEN}\s+(?:${LOOKING})\b`, 'i'), 3],
  [/\bby (?:introducing|proposing|presenting|developing)\b/i, 5],
  [/\b(?:our|the) (?:key|core|main|central|basic) (?:idea|insight|observation|finding|contribution)\b/i, 5],
  [/\bthe (?:core|key|heart|essence) (?:of|to) (?:\S+ ){1,3}is\b/i, 5],
  [
    /\b(?:is|are|was|were|been) (?:here )?(?:proposed|presented|introduced)\b|\b(?:was|were|been) (?:developed|designed|constructed)\b/i,
    4,
  ],
  [/\bin conclusion\b|\bwe conclude\b|^(?:conclusions?|objectives?|aims?|purpose):/i, 4],
  [/本文|本研究|本论文|本論文|我们提出|我們提出|提案する/u, 6],
  [
    /\b(?:nous (?:proposons|présentons|introduisons)|presentamos|proponemos|apresentamos|propomos|wir (?:stellen|präsentieren|schlagen|entwickeln|zeigen))(?![a-zà-ÿ])/i,
    6,
  ],
];

/** What tells no idea. These add up. */
export const ELSEWHERE: readonly Cue[] = [
  // Where the code is.
  [/https?:|www\.|github/i, -2],
  [
    /\b(?:code|models?|data(?:sets?)?|weights|checkpoints|project page|demos?|videos?|samples)\b.{0,60}\b(?:available|released?|found|open-?sourced?)\b|\blicen[sc]e\b/i,
    -4,
  ],
  // What the world is like, and what others lack.
  [
    /^(?:recent|despite|although|while|existing|current|traditional|previous|prior|conventional|common|most|many|to date|so far|today|nowadays|(?:in|over|for) (?:recent|the (?:past|last))|with the (?:rise|advent|growth|rapid|increasing)|as \w+ (?:become|grow))(?:ly)?\b/i,
    -3,
  ],
  [
    /^(?:however|but|yet|nevertheless|unfortunately|in contrast|conversely|consequently|as a result|background(?=:))\b/i,
    -2,
  ],
  [
    /\b(?:remains?|is|are) (?:an? |still |very |highly )*(?:\w+ )?(?:challenging|a challenge|difficult|crucial|essential|important|critical|unclear|limited|under-?explored|open (?:problem|question)|indispensable|useful|popular)\b/i,
    -2,
  ],
  [
    /\b(?:have|has) (?:\w+ly |also )?(?:shown|achieved|made|become|emerged|demonstrated|been|gained|attracted|garnered|revolutioni[sz]ed|seen|led|enabled)\b/i,
    -2,
  ],
  [/\?$/, -3],
  // What came out of it, and what it may be good for.
  [
    /^(?:(?:our |the |through |by |in )?(?:extensive|comprehensive|thorough|empirical|experimental|numerical|experiments?|evaluations?|results?|ablations?|simulations?|analys[ie]s|tests?)\b|(?:across|on|compared|evaluated|tested) )/i,
    -2.5,
  ],
  [/\b(?:outperform\w*|surpass\w*|exceed\w*|state[- ]of[- ]the[- ]art|sota|superior)\b/i, -1],
  [/\d(?:\.\d+)?\s?(?:%|×|x\b)|\d\.\d/, -1],
  [
    /\b(?:paves? the way|future (?:work|research|directions)|potential to|foundation for|highlights? the|underscor\w+)\b/i,
    -2,
  ],
  // What hangs on the sentence before.
  [
    /^(?:\(\w{1,3}\)|first(?:ly)?,|also|additionally|moreover|furthermore|besides|in addition|second(?:ly)?|third(?:ly)?|fourth|next|then|lastly|finally|meanwhile|beyond|subsequently|for (?:example|instance)|in particular|specifically|notably|more \w+)(?!\w)/i,
    -2,
  ],
  [
    new RegExp(String.raw`^(?:it|they|these|those|such|this (?!${WORK}\b)\w+|by doing so|together)\b`, 'i'),
    -2,
  ],
  [/\b(?:we|this \w+) (?:also|further|additionally|then)\b/i, -1.5],
  [/\b(?:propose|introduce|present)s?\b.{0,200}\bthis (?:goal|end|problem|issue|task|gap|challenge)\b/i, -2],
];
