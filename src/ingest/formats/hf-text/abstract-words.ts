/** Authors speaking of their own work. */
const VOICE =
  /\bwe (?:\w+ly |also |further |then |first |thus |therefore )?(?:propose|present|introduce|show|study|investigate|develop|describe|demonstrate|evaluate|explore|find|analy[sz]e|report|provide|release|argue|design|address|observe|prove|establish|examine|conduct|extend|train|formulate|leverage|apply|employ|adopt|construct|consider|derive)\b|\b(?:is|are) (?:proposed|presented|introduced)\b|\b(?:this|the present|our) (?:paper|work|study|article|survey|thesis)\b|\bour (?:\w+ ){0,2}(?:method|approach|model|framework|algorithm|architecture|result|contribution|code|system|implementation|finding|experiment|technique|analysis|evaluation|dataset|benchmark)s?\b/i;
/** What the work is measured by, and the kind of text that says so. */
const SCIENCE =
  /\b(?:this|the present|our) (?:paper|study|article|survey|thesis)\b|\bexperiment(?:s|al|ally)?\b|\bempirical(?:ly)?\b|\bevaluat(?:e|ed|ions?)\b|\bresults\b|\bstate[- ]of[- ]the[- ]art\b|\boutperform(?:s|ed|ing)?\b|\b(?:benchmark|baseline|dataset|algorithm)s?\b|\b(?:neural|deep|machine|reinforcement) (?:network|learning)s?\b|\b(?:language|diffusion|foundation) models?\b|\bto (?:address|tackle|overcome|solve) (?:this|these)\b/i;
/** Letters and mails, news, manuals, READMEs. */
const OTHER =
  /\b(?:you|your|yours|dear|sincerely|regards|said|told|yesterday|unsubscribe|i'm|i am|this (?:repository|repo|package|library|readme))\b|\b(?:pip|npm|apt|brew|git) \w+/i;

/** True for a text that reads like the abstract of a research paper, and like nothing else. */
export function readsLikeAbstract(text: string): boolean {
  return VOICE.test(text) && SCIENCE.test(text) && !OTHER.test(text);
}
