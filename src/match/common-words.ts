import { wordsInOrder } from './spelling.ts';

/**
 * Roughly how many research abstracts in English hold a common word: what is believed before papers are stored.
 * Written from general knowledge; learned frequencies take over as the archive grows.
 */
const BANDS: [share: number, words: string][] = [
  [
    0.7,
    `a an and are as at be by can for from has have in into is it its of on or our such that the their these this to we
    which with while approach method model performance propose result`,
  ],
  [
    0.35,
    `all also based both between but each however more most not than they through using via use used achieve across art
    available code data dataset demonstrate different efficient existing experiment framework high improve introduce
    language large learning multiple new novel present show significantly state task train training work`,
  ],
  [
    0.15,
    `about after against among any been being best better beyond challenge challenging compared complex computational cost
    current deep design despite diverse domain due during effective effectively effectiveness enable end enhance evaluate
    evaluation even extensive fine first further furthermore general generate generation generative given higher human
    image important improvement improving including information input key known leading learn like limited long low lower
    make making many moreover multi need network neural often one only open optimization original other outperform over
    per process processing provide quality real recent recently reduce reducing representation require research same scale
    set several simple single some specific standard step strong structure study system technique text then time two under
    understanding up various visual when where whether without`,
  ],
  [
    0.06,
    `ability accuracy action address addition advanced agent algorithm alignment alone analysis application architecture
    attention automatic baseline benchmark case combine common comparable complexity comprehensive consistent constraint
    context control critical crucial decoding develop developed diffusion direct distribution dynamic effect efficiency
    encoder environment error especially example explore feature field finally flexible focus foundation full function
    global gpu gradient improved independent inference integrate knowledge latent layer level leverage llm local loss made
    main major mechanism memory module natural number object objective output parallel parameter part pipeline point policy
    pre pretrained previous prior problem promising prompt range rate reasoning recognition reliable remain resource
    respectively robust robustness sample scalable search semantic sequence setting significant size solution source space
    spatial speed strategy support target temporal term three token tool towards traditional transformer user variety video
    vision world`,
  ],
];

const SHARES = new Map<string, number>();
for (const [share, words] of [...BANDS].reverse()) {
  for (const word of wordsInOrder(words)) SHARES.set(word, share);
}

/** Share of papers, 0 to 1, that hold a word (as `keyOf` folds it) as far as one knows without papers. */
export function usualShare(key: string): number {
  return SHARES.get(key) ?? 0.02;
}
