import { HtmlValidate, type ResolvedConfig, StaticConfigLoader } from 'html-validate';

const RULES = new StaticConfigLoader({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // The standard takes either; ours is the one of the formatter.
    'doctype-style': ['error', { style: 'lowercase' }],
    // Advice for search engines; the page of a paper has the title of the paper.
    'long-title': 'off',
    // Checkboxes of one name with an empty default beside them, so that none chosen is told from none shown: the rule
    // knows either, not both, and the standard has nothing against it.
    'form-dup-name': 'off',
  },
});

/** Reads the rules and the tables of elements once: that takes as long as a page does. */
class ReadOnce extends StaticConfigLoader {
  #config: ResolvedConfig | Promise<ResolvedConfig> | null = null;

  override getConfigFor(): ResolvedConfig | Promise<ResolvedConfig> {
    this.#config ??= RULES.getConfigFor('');
    return this.#config;
  }
}

const validator = new HtmlValidate(new ReadOnce());

/** What is wrong with a page by the HTML standard, one line for each place. */
export async function mistakes(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, line, column, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}
