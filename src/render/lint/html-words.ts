/** Elements of HTML that a mail may have; void ones have no content. */
export const VOID_ELEMENTS = words('area base br col embed hr img input link meta source track wbr');
export const HTML_ELEMENTS = [
  ...VOID_ELEMENTS,
  ...words(`
    a abbr acronym address article aside audio b bdi bdo big blockquote body button caption center cite code colgroup data dd del details dfn
    dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup html i iframe ins kbd label legend li
    main map mark menu nav ol optgroup option p picture pre progress q rp rt ruby s samp section select small span strike strong style sub
    summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var video`),
];

/** Elements that nobody has to close: each ends where one of these begins, or with what it stands in. */
export const ENDED_BY: ReadonlyMap<string, readonly string[]> = new Map([
  ['li', ['li']],
  ['dt', ['dt', 'dd']],
  ['dd', ['dt', 'dd']],
  ['td', ['td', 'th', 'tr', 'thead', 'tbody', 'tfoot']],
  ['th', ['td', 'th', 'tr', 'thead', 'tbody', 'tfoot']],
  ['tr', ['tr', 'thead', 'tbody', 'tfoot']],
  ['thead', ['tbody', 'tfoot']],
  ['tbody', ['tbody', 'tfoot']],
  ['tfoot', ['tbody']],
]);

/** Where one of these begins, a paragraph ends. */
export const ENDS_PARAGRAPH = words(`
  address article aside blockquote center dir div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main menu nav ol p pre
  section table ul`);

/** Attributes of HTML, with those of old that mail programs need. */
export const HTML_ATTRIBUTES = words(`
  abbr accept accept-charset accesskey action align alink alt autocapitalize autocomplete autofocus axis background bgcolor border
  bordercolor cellpadding cellspacing char charoff charset checked cite class clear color cols colspan compact content contenteditable
  controls coords crossorigin data datetime default dir dirname disabled download draggable enctype enterkeyhint face fetchpriority for form
  frame frameborder headers height hidden high href hreflang hspace http-equiv id imagesizes imagesrcset inert inputmode integrity is ismap
  itemid itemprop itemref itemscope itemtype kind label lang link list loading loop low marginheight marginwidth max maxlength media method
  min minlength multiple muted name nohref noshade novalidate nowrap open optimum part pattern ping placeholder poster preload readonly
  referrerpolicy rel required rev reversed role rows rowspan rules sandbox scope selected shape size sizes slot span spellcheck src srcdoc
  srclang srcset start step style summary tabindex target text title translate type usemap valign value valuetype vlink vspace width wrap`);

/** Names of characters that HTML 4 had, as all mail programs know them. */
export const ENTITIES = words(`
  nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1
  ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc
  Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml
  aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave
  uacute ucirc uuml yacute thorn yuml fnof Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau
  Upsilon Phi Chi Psi Omega alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon
  phi chi psi omega thetasym upsih piv bull hellip prime Prime oline frasl weierp image real trade alefsym larr uarr rarr darr harr crarr
  lArr uArr rArr dArr hArr forall part exist empty nabla isin notin ni prod sum minus lowast radic prop infin ang and or cap cup int there4
  sim cong asymp ne equiv le ge sub sup nsub sube supe oplus otimes perp sdot lceil rceil lfloor rfloor lang rang loz spades clubs hearts
  diams quot amp lt gt apos OElig oelig Scaron scaron Yuml circ tilde ensp emsp thinsp zwnj zwj lrm rlm ndash mdash lsquo rsquo sbquo ldquo
  rdquo bdquo dagger Dagger permil lsaquo rsaquo euro`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
