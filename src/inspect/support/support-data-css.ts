// Made by .ci/caniemail.mjs of the data of https://www.caniemail.com, 2026-05-13: do not edit.
//
// MIT License. Copyright © Avi Goldman. Copyright © Andrew Powell <andrew@shellscape.org>.
// Its text stands in LICENSE, at the end.

/** CSS: `slug|name|what uses it|support by client|notes`. */
export const CSS_FEATURES = `
css-accent-color|CSS accent-color property|property:accent-color|yynnnnnnnuyn|1,10=Supports accent-color but rendering depends on browser support.
css-align-items|CSS align-items property|property:align-items|yynnnyyynyyy|
css-animation|CSS animation property|property:animation property:animation-delay property:animation-direction property:animation-duration property:animation-fill-mode property:animation-iteration-count property:animation-name property:animation-play-state property:animation-timing-function|yynnnnnnnnyn|
css-aspect-ratio|CSS aspect-ratio property|property:aspect-ratio|yynnnnnnnnny|
css-at-font-face|CSS @font-face|at:font-face|yynnannnnyyn|2=Roboto and Google Sans can be used, but only because they're embedded with the webmail's own styles.~4=The declaration is supported but distant fonts are ignored.~10=Not supported when using a Microsoft email address; outlook, live, hotmail, etc.
css-at-import|CSS @import|at:import|yynnynnnnnnn|
css-at-keyframes|CSS @keyframes|at:keyframes|yynnnnnnyyyn|
css-at-media-device-pixel-ratio|CSS @media (-webkit-device-pixel-ratio)|media:device-pixel-ratio|yynnnyyynnyn|
css-at-media-hover|CSS @media (hover), @media (any-hover)|media:hover media:any-hover|yynnnyyynuyy|
css-at-media-orientation|CSS @media (orientation)|media:orientation|yaynnyyynnyn|1=orientation:portrait is not supported.
css-at-media-prefers-color-scheme|CSS @media (prefers-color-scheme)|media:prefers-color-scheme|yynnnyyynnyn|5,6,7=Additional custom data attributes (data-ogsc, data-ogac, data-ogsb, data-ogab) are added when viewing an email in dark mode.~8=@media (prefers-color-scheme:dark) is transformed into @media ()
css-at-media-prefers-reduced-motion|CSS @media (prefers-reduced-motion)|media:prefers-reduced-motion|yynnnyyynnya|11=Not supported on picture.
css-at-media|CSS @media|at:media|yyaanaaaanaa|2=Does not support height based media queries.~3=Not supported with non Google accounts. Does not support height based media queries.~5,6=Does not support nested media queries. Nested media queries are removed.~7=Does not support nested media queries.~8=Only supports screen, min-width, max-width, min-height and max-height based media queries.~10=Not supported with Hotmail/Outlook accounts.~11=Does not support landscape media query.
css-at-supports|CSS @supports|at:supports|yynnnnnnynyn|8=Properties not supported by the client are replaced by _filtered_a inside the parenthesis.
css-backdrop-filter|CSS backdrop-filter property|property:backdrop-filter|yynnnnynnuyy|0,1=Works with prefix -webkit
css-background-blend-mode|CSS background-blend-mode property|property:background-blend-mode|yyyanyyynyyy|3=Not supported with non Google accounts.
css-background-clip|CSS background-clip property|property:background-clip|yyyanyyynyyy|3=Not supported with non Google accounts. But it can be used in the background shorthand property instead.
css-background-color|CSS background-color property|property:background-color|yyyyyyyyyyyy|
css-background-image|CSS background-image property|property:background-image|yyyynyyyayyy|4=Background images can be used in VML. microsoft.com/en-us/windows/win32/vml/web-workshop---how-to-use-vml-on-web-pages-----fill--element).~8=Does not support multiple values. The comma between two values is removed.
css-background-origin|CSS background-origin property|property:background-origin|yyyanyyynyyy|4=Background images origin can be used in VML with the origin attribute.
css-background-position|CSS background-position property|property:background-position|yyyynyyyyyyy|2,3,8=Does not support multiple values. The comma between two values is removed.~4=Background images position can be used in VML with the position attribute.
css-background-repeat|CSS background-repeat property|property:background-repeat|yyyynyyyyyyy|4=Background images repetition can be used in VML with the type="tile" or type="frame" attribute.~8=Does not support multiple values. The comma between two values is removed.
css-background-size|CSS background-size property|property:background-size|yyyanyyyyyyy|3=Not supported with non Google accounts. But it can be used in the background shorthand property instead.~4=Background images size can be used in VML with the size attribute.~8=Does not support multiple values. The comma between two values is removed.
css-background|CSS background property|property:background|yyyyayyyayyy|4=Only background-color values are supported.~8=Does not support multiple values. The comma between two values is removed. Does not support the / value shorthand for background-size. But it can be…
css-block-inline-size|CSS block-size & inline-size properties|property:block-inline-size property:block-size|yynnnnnnnyyy|
css-border-collapse|CSS border-collapse property|property:border-collapse|yyyyyyyyyyyy|
css-border-image|CSS border-image property|property:border-image property:border-image-outset property:border-image-repeat property:border-image-slice property:border-image-source property:border-image-width|yynnnnnnnyyy|
css-border-inline-block-individual|CSS border-inline & border-block individual logical properties|property:border-inline-block-individual property:border-inline-color property:border-block-color property:border-inline-style property:border-block-style property:border-inline-width property:border-block-width property:border-inline-start property:border-inline-end property:border-block-start property:border-block-end|aynnnnnnnuay|0,10=border-<inline/block>-color and border-<inline/block>-width does not work.
css-border-inline-block-longhand|CSS border-inline & border-block longhand properties|property:border-inline-block-longhand property:border-inline-start-color property:border-block-start-color property:border-inline-start-style property:border-block-start-style property:border-inline-start-width property:border-block-start-width property:border-inline-end-color property:border-block-end-color property:border-inline-end-style property:border-block-end-style property:border-inline-end-width property:border-block-end-width|yynnnnnnnuyy|
css-border-inline-block|CSS border-inline & border-block properties|property:border-inline-block property:border-inline property:border-block|nynnnnnnnuny|
css-border-radius-logical|CSS border-radius logical properties|property:border-radius-logical property:border-start-start-radius property:border-start-end-radius property:border-end-start-radius property:border-end-end-radius|nynnnnnnnuny|
css-border-radius|CSS border-radius property|property:border-radius property:border-top-left-radius property:border-top-right-radius property:border-bottom-right-radius property:border-bottom-left-radius|yyyynyyyayyy|4=Round corners can be used in VML with the RoundRect element. microsoft.com/en-us/windows/win32/vml/msdn-online-vml-roundrect-element).~8=Shorthand for setting elliptical borders with the slash / notation is not supported e.g. border-radius: 27% 73% 70% 30% / 30% 34% 66% 70%;.
css-border-spacing|CSS border-spacing property|property:border-spacing|yyyynynyyyyy|
css-border|CSS border property|property:border property:border-width property:border-style property:border-color property:border-top property:border-bottom property:border-left property:border-right property:border-top-width property:border-top-style property:border-top-color property:border-bottom-width property:border-bottom-style property:border-bottom-color property:border-left-width property:border-left-style property:border-left-color property:border-right-width property:border-right-style property:border-right-color|yyyyayyyyyyy|4=A border can not be bigger than 8px. Buggy. Unreliable if used on a <p> or a <div>.
css-box-shadow|CSS box-shadow property|property:box-shadow|yynanyyynyyy|3=Only supported with non Google accounts.
css-box-sizing|CSS box-sizing property|property:box-sizing|yyyynyyynyyy|
css-caption-side|CSS caption-side property|property:caption-side|yyyynyyyyyyy|
css-clear|CSS clear property|property:clear|yyyanyuaauyy|3,7,8=Logical property values inline-start and inline-end are not supported.
css-clip-path|CSS clip-path property|property:clip-path|yynnnnnnnyyy|
css-color-scheme|CSS color-scheme property|property:color-scheme|yynnnnnnnyyy|0,1=Works only the html/root element
css-column-count|CSS column-count property|property:column-count|yyyynyyynyyy|
css-column-layout-properties|CSS column properties|property:column-layout-properties property:column-count property:column-fill property:column-gap property:column-rule property:column-rule-color property:column-rule-style property:column-rule-width property:column-span property:column-width|yyyynyyynyyy|
css-comments|CSS comments|css-comment|yyyayyyyyyyy|3=<style> tag not supported with non-google account. Comment inside style: attribute works.
css-conic-gradient|CSS conic-gradient()|function:conic-gradient function:repeating-conic-gradient|yynnnnnnnyay|10=Not supported with Hotmail/Outlook accounts.
css-cursor|CSS cursor property|property:cursor|annnunnnayua|0=URL is not supported.~1,7=iOS assistive touch does not respond to cursor.~2,3=Cursor property is removed.~8=Only supports: crosshair, help, move, pointer, progress, text, wait, auto, default, and all single-direction resize properties.~11=URL buggy and only works inline.
css-direction|CSS direction property|property:direction|yyyyyyyyyyyy|
css-display-flex|CSS display:flex|value:display:flex value:display:inline-flex|yyyanyyyyyyy|3=Not supported with non Google accounts.~8=display:inline-flex is not supported.
css-display-grid|CSS display:grid|value:display:grid value:display:inline-grid|yyyanyyyyyyy|3=Not supported with non Google accounts.
css-display-none|CSS display:none|value:display:none|yyyyayyyyyyy|4=Does not inherit onto nested <table> elements. Does not work when applied directly to an <img> element.
css-display|CSS display|value:display:inline value:display:block value:display:inline-block value:display:table value:display:table-row value:display:table-cell value:display:list-item value:display:contents value:display:flow-root|yyyaayyyayyy|3=flex, grid, flow-root, contents, inline flow-root, inline flex, inline grid, initial, revert, unset are not supported with non Google accounts.~4=Buggy. display:none does not inherit to inner tables. Only supports display:none (but not on <img>).~8=flow-root, inline-flex, inline-grid, inline flow, contents, revert are not supported.
css-empty-cells|CSS empty-cells property|property:empty-cells|yyyynyyyyuyy|
css-filter|CSS filter property|property:filter|yynnnnnnnyyy|
css-flex-direction|CSS flex-direction:column|value:flex-direction:column value:flex-direction:column-reverse|yynnnyynnyyy|
css-flex-wrap|CSS flex-wrap: wrap|value:flex-wrap:wrap value:flex-wrap:wrap-reverse|yynnnyyynyyy|
css-float|CSS float property|property:float|yyyanyyyayyy|3,8=Logical property values inline-start and inline-end are not supported.~4=table and img elements can use an align attribute to get a similar effect.
css-font-kerning|CSS font-kerning property|property:font-kerning|yyyynyyynyyy|
css-font-size-adjust|CSS font-size-adjust property|property:font-size-adjust|yyyanyyyayuy|3=Not supported with non Google accounts.~8=2-value syntax is supported, but the first value (font-metric) is ignored.
css-font-size|CSS font-size property|property:font-size|yyyyayyyayay|4,8=rem values are not supported.~10=relative and percentage size values not supported.
css-font-stretch|CSS font-stretch property|property:font-stretch|yyynnyynnyny|2,5,11=Depends on the browser. There is currently a bug in Chrome/Edge where font-stretch does not work for variable fonts.
css-font-weight|CSS font-weight property|property:font-weight|yyyyayyyayyy|4=<number> values between 0 and 599 are set as normal font weight. <number> values between 600 and 1000 are set as bold font weight.~8=<number> values are not supported as per CSS Fonts Level 4 where any <number> value between 1 and 1000 (inclusive) is a valid value. Only the…
css-font|CSS font shorthand|property:font|yyyyyyyyyyyy|
css-function-clamp|CSS clamp()|function:clamp|yyyannnnnyay|3=Not supported with non Google accounts.~10=Not supported with Microsoft accounts.
css-function-light-dark|CSS light-dark()|function:light-dark|yynnnnnnnyaa|0=Only supported if you’ve updated your OS with Safari 17.5 or later.~10=Not supported with Hotmail/Outlook accounts.~11=Buggy. The function is supported but the color stays light even in dark mode.
css-function-max|CSS max()|function:max|yyyannnnnyay|3=Not supported with non Google accounts.~10=Not supported with Microsoft accounts.
css-function-min|CSS min()|function:min|yyyannnnnyay|3=Not supported with non Google accounts.~10=Not supported with Microsoft accounts.
css-gap|CSS gap, column-gap, row-gap properties|property:gap property:column-gap property:row-gap property:grid-gap|yyaanaaanyyy|2,3,5,6,7=Supports column-gap for flexbox.
css-grid-template|CSS grid-template-* properties|property:grid-template property:grid-template-areas property:grid-template-columns property:grid-template-rows|yynnnnnnnyyy|
css-height|CSS height property|property:height|yyyyayyynyyy|4=Not supported on <body>, <span>, <div> or <p> elements.~8=Buggy. Replaces height by min-height.
css-hyphenate-character|CSS hyphenate-character property|property:hyphenate-character|yynnnnnnnuyy|
css-hyphenate-limit-chars|CSS hyphenate-limit-chars property|property:hyphenate-limit-chars|nnnnnnnnnnnu|
css-hyphens|CSS hyphens property|property:hyphens|yynnnnnnnuyu|
css-important|CSS !important keyword|important|yyaaayyyayya|2,11=Only supported in lowercase.~3=Only supported in lowercase. Only supported inline when using a Non Gmail Account due to the lack of <style> support.~4=Only supported with a space before. Not supported inline.~8=Removed if there is no space before when used with a background-image property.
css-inert-attribute|HTML inert attribute|attribute:inert|yynnnnnnnuyu|
css-inline-size|CSS inline-size property|property:inline-size|nnnnnnnnnyyy|
css-inset|CSS inset property|property:inset property:inset-block property:inset-block-start property:inset-block-end property:inset-inline property:inset-inline-start property:inset-inline-end|yynnnnnnnynu|
css-intrinsic-size|CSS fit-content, min-content, max-content|word:fit-content word:min-content word:max-content|yyyanyyanyny|0,1=Buggy. width: min-content acts as if word-break: break-all had been set on the element.~3=Not supported with non Google accounts.~7=Supports min-content and fit-content only.
css-justify-content|CSS justify-content property|property:justify-content|yynnnyyynyyy|
css-left-right-top-bottom|CSS left, right, top, bottom properties|property:top property:right property:bottom property:left|yynnnyyynyay|10=Percentages values are not supported.
css-letter-spacing|CSS letter-spacing property|property:letter-spacing|yyyyayyyyyyy|4=Big negative values are rendered differently from CSS standards. Buggy. Values set in em are smaller than the expected render in CSS.
css-line-height|CSS line-height property|property:line-height|yyyyayyyyyyy|4=Buggy. em and px units behave weirdly. Use mso-line-height-rule:exactly.
css-linear-gradient|CSS linear-gradient()|function:linear-gradient function:repeating-linear-gradient|yyyannnnnyay|3=Buggy. Does not work inline in the background-image property.~4=Gradients can be created in VML using type="gradient" on a <v:fill>.~10=Not supported with Hotmail/Outlook accounts.
css-list-style-image|CSS list-style-image property|property:list-style-image|yynnnnnnnyyn|4=Not supported, but the proprietary mso-bullet-image property can be used instead on <li>. Outlook 2007 and 2010 only support .ico and .gif file…~5,7=Not supported, but image values are supported through the list-style shorthand property.~11=url() is transformed into proton-url().
css-list-style-position|CSS list-style-position property|property:list-style-position|yyyynyyyyyyy|4=Not supported, but the proprietary mso-text-indent-alt property can be used instead.
css-list-style-type|CSS list-style-type property|property:list-style-type|yyyyyyyyyyyy|
css-list-style|CSS list-style property|property:list-style|yyaaayayayya|2,3=list-style-image values are not supported. The entire list-style property is removed if present.~4=Only list-style-type values are supported.~6,8=list-style-image values are not supported but the rest of the list-style property is kept.~11=url() is transformed into proton-url() for list-style-type values, invalidating the entire property.
css-margin-block-start-end|CSS margin-block-start & margin-block-end properties|property:margin-block-start-end property:margin-block-start property:margin-block-end|ynnnnnnnnuyy|
css-margin-inline-block|CSS margin-inline & margin-block properties|property:margin-inline-block property:margin-inline property:margin-block|ynnnnnnnnyny|
css-margin-inline-start-end|CSS margin-inline-start & margin-inline-end properties|property:margin-inline-start-end property:margin-inline-start property:margin-inline-end|ynnnnnnnnuyy|
css-margin|CSS margin property|property:margin property:margin-top property:margin-right property:margin-bottom property:margin-left|yyaaaaaaayyy|2,3,5,6,7,8=Negative values are not supported.~4=Negative values are not supported. Not supported on <span> and <body> elements. Buggy. background-color is included inside the margin. auto value is…
css-mask-image|CSS mask-image property|property:mask-image|yynnnnynnuyu|
css-max-block-size|CSS max-block-size property|property:max-block-size|yynnnnnnnuyy|
css-max-height|CSS max-height property|property:max-height|yyyynyyyyyyy|
css-max-inline-size|CSS max-inline-size property|property:max-inline-size|yynnnnnnnuyy|
css-max-width|CSS max-width property|property:max-width|yyyyayyyyyyy|4=Only works on <table> elements.
css-min-block-size|CSS min-block-size property|property:min-block-size|yynnnnnnnuyy|
css-min-height|CSS min-height property|property:min-height|yyyynyyyyyyy|
css-min-inline-size|CSS min-inline-size property|property:min-inline-size|yynnnnnnnuyy|
css-min-width|CSS min-width property|property:min-width|yyyynyyyyyyy|
css-mix-blend-mode|CSS mix-blend-mode property|property:mix-blend-mode|yyyanyyynyyy|3=Not supported with non Google accounts.
css-modern-color|CSS lch(), oklch(), lab(), oklab()|function:lch function:oklch function:lab function:oklab|yynnnnnnnnny|2,3=Using this syntax for an inline style will remove all inline styles applied to that element.~11=Depends on browser support.
css-nesting|CSS Nesting|nesting|aynnnnnnnyay|0=E { F {}} doesn’t work, but E { & F {}} does. Full support was added in macOS 14.2.~8=The nested selectors are removed, making the nested properties apply to the parent selector.~10=Not supported with Hotmail/Outlook accounts.
css-object-fit|CSS object-fit property|property:object-fit|yyyanyyynyyy|3=Not supported with non Google accounts.
css-object-position|CSS object-position property|property:object-position|yyyanyyynyyy|3=Not supported with non Google accounts.
css-opacity|CSS opacity property|property:opacity|yyyynyyyyyyy|
css-orphans|CSS orphans property|property:orphans|yynnnyyynuyy|2,11=Webmail rendering depends on browser support
css-outline-offset|CSS outline-offset property|property:outline-offset|yynnnnnnnyyy|
css-outline|CSS outline property|property:outline property:outline-color property:outline-style property:outline-width|yyyynyyyyyyy|
css-overflow-wrap|CSS overflow-wrap property|property:overflow-wrap|aannnnnnnuyu|0,1=Buggy. Requires word-break:normal to reset Apple Mail default style )
css-overflow|CSS overflow property|property:overflow property:overflow-x property:overflow-y property:overflow-block property:overflow-inline|aaaanaaaayaa|0,1,2,3,5,6,7,8,10=overflow-block & overflow-inline not supported.~11=Support for overflow-block & overflow-inline depends on browser support.
css-padding-block-start-end|CSS padding-block-start & padding-block-end properties|property:padding-block-start-end property:padding-block-start property:padding-block-end|ynnnnnnnnuyy|
css-padding-inline-block|CSS padding-inline & padding-block properties|property:padding-inline-block property:padding-inline property:padding-block|ynnnnnnnnuny|
css-padding-inline-start-end|CSS padding-inline-start & padding-inline-end properties|property:padding-inline-start-end property:padding-inline-start property:padding-inline-end|ynnnnnnnnuyy|
css-padding|CSS padding property|property:padding property:padding-top property:padding-right property:padding-bottom property:padding-left|yyyyayyyyyyy|4=Only supported on table cells. Buggy. Vertical padding will be the same for all cells of a same row, adopting the biggest value.
css-position|CSS position property|property:position|aannnaanayay|0,1,10=Supports relative, absolute but not sticky and fixed.~5,6=Supports sticky but not relative, absolute and fixed.~8=Supports relative but not absolute, sticky and fixed.
css-pseudo-class-active|CSS :active|pseudo:active|nnnnnaanyyny|5,6=Only supported on type selectors.
css-pseudo-class-checked|CSS :checked|pseudo:checked|yynnnaaayyyn|5,6,7=Only supported on type selectors.
css-pseudo-class-default|CSS :default|pseudo:default|yynnnayyyyun|5=Works on input[radio] and input[checkbox] only.
css-pseudo-class-first-child|CSS :first-child|pseudo:first-child|yynnnaayyyyn|5,6=Only supported on type selectors.
css-pseudo-class-first-of-type|CSS :first-of-type|pseudo:first-of-type|yynnnaayyyyn|5,6=Only supported on type selectors.
css-pseudo-class-focus-visible|CSS :focus-visible|pseudo:focus-visible|yunnnaaayuyu|0=Button is not focusable on tab~5,6,7=Only supported on type selectors.~10=Input with type text is not focusable at all
css-pseudo-class-focus-within|CSS :focus-within|pseudo:focus-within|yunnnnaayuyu|6,7=Only supported on type selectors.
css-pseudo-class-focus|CSS :focus|pseudo:focus|nnnnnaanyyyy|5,6=Only supported on type selectors.
css-pseudo-class-has|CSS :has()|pseudo:has|yynnnnnnnnyy|8=:has(…) is replaced by :has.
css-pseudo-class-hover|CSS :hover|pseudo:hover|yyynnaanyyyy|5,6=Only supported on type selectors.
css-pseudo-class-lang|CSS :lang()|pseudo:lang|yynnnnnynuyy|
css-pseudo-class-last-child|CSS :last-child|pseudo:last-child|yynnnaayyyyn|5,6=Only supported on type selectors.
css-pseudo-class-last-of-type|CSS :last-of-type|pseudo:last-of-type|yynnnaayyyyn|5,6=Only supported on type selectors.
css-pseudo-class-link|CSS :link|pseudo:link|yynnyaayyyyn|
css-pseudo-class-not|CSS :not|pseudo:not|yynnnnnnnyyn|
css-pseudo-class-nth-child|CSS :nth-child|pseudo:nth-child|yynnnnnnnyyn|8=Removes the parenthesis part.
css-pseudo-class-nth-last-child|CSS :nth-last-child|pseudo:nth-last-child|yynnnnnnnyyn|8=Removes the parenthesis part.
css-pseudo-class-nth-last-of-type|CSS :nth-last-of-type|pseudo:nth-last-of-type|yynnnnnnnyyn|8=Removes the parenthesis part.
css-pseudo-class-nth-of-type|CSS :nth-of-type|pseudo:nth-of-type|yynnnnnnnyyn|8=Removes the parenthesis part.
css-pseudo-class-only-child|CSS :only-child|pseudo:only-child|yynnnaayyyyn|5,6=Only supported on type selectors.
css-pseudo-class-only-of-type|CSS :only-of-type|pseudo:only-of-type|yynnnaayyyyn|5,6=Only supported on type selectors.
css-pseudo-class-target|CSS :target|pseudo:target|nnnnnaayyyyn|5,6=Only supported on type selectors. Buggy. Not filtered but doesn't work.
css-pseudo-class-visited|CSS :visited|pseudo:visited|nnnnnaayyynn|5,6=Only supported on type selectors.
css-pseudo-element-after|CSS ::after|pseudo:after|yynnnaannyyn|5=Only supported on type selectors.~6=Not supported with non Outlook accounts. Only supported on type selectors.
css-pseudo-element-before|CSS ::before|pseudo:before|yynnnaannyyn|5=Only supported on type selectors.~6=Not supported with non Outlook accounts. Only supported on type selectors.
css-pseudo-element-first-letter|CSS ::first-letter|pseudo:first-letter|yynnnaanyyyn|5=Only supported on type selectors.~6=Not supported with non Outlook accounts. Only supported on type selectors.
css-pseudo-element-first-line|CSS ::first-line|pseudo:first-line|yynnnaanyyyn|5=Only supported on type selectors.~6=Not supported with non Outlook accounts. Only supported on type selectors.
css-pseudo-element-marker|CSS ::marker|pseudo:marker|yynnnnnnyyyy|4=But @list declarations can achieve the same thing.
css-pseudo-element-placeholder|CSS ::placeholder|pseudo:placeholder|yynnnaanyyyn|5=The pseudo-element is supported but <input> elements are not.~6=Not supported with non Outlook accounts. The pseudo-element is supported but <input> elements are not.
css-radial-gradient|CSS radial-gradient()|function:radial-gradient function:repeating-radial-gradient|yyyannnnnyyy|3=Buggy. Does not work inline in the background-image property.~4=Gradients can be created in VML using type="gradientRadial" on a <v:fill>.
css-resize|CSS resize property|property:resize|annnnnnnnuyu|0=Does not support inline and block values~2,3,5,6,7,8=resize property is stripped from style tag
css-rgb|CSS rgb()|function:rgb|yyaaayyyayyy|2,3=Whitespace syntax is not supported (rgb(0 128 0 / 1)). whitespace syntax (rgb(0 128 0)): when used in the style attribute of an element, the whole…~4=Whitespace syntax is not supported (rgb(0 128 0 / 1)). Alpha value is not supported (rgb(0, 128, 0, 0.5)).~8=Whitespace syntax is not supported (rgb(0 128 0 / 1)).
css-rgba|CSS rgba()|function:rgba|yyaanyyyayyy|2,3=Whitespace syntax is not supported (rgb(0 128 0 / 1)). whitespace syntax (rgba(0 128 0 / 1)): when used in the style attribute of an element, the…~8=Whitespace syntax is not supported (rgb(0 128 0 / 1)).
css-scroll-snap|CSS scroll-snap property|property:scroll-snap property:scroll-snap-align property:scroll-snap-stop property:scroll-snap-type|yynnnnnnnyyy|
css-selector-adjacent-sibling|CSS Adjacent sibling combinator|selector:adjacent-sibling|yyyanyyyyyyn|3=Not supported with non Google accounts.
css-selector-attribute|CSS Attribute selector|selector:attribute|yyaanaaaayyn|2=Only supports [attr=value] syntax. Only class as an attribute name is known to be supported.~3=Only supports [attr=value] syntax. Only class as an attribute name is known to be supported. Doesn't work with non Google accounts.~5,6,7=Can not be used with a class selector (.test[class]). Must be used solo ([class]) or with an element selector (td[class]). Only supports [attr],…~8=Only supports [attr=value] syntax.
css-selector-chaining|CSS Chaining selectors|selector:chaining|yyyannyyyyyn|3=Not supported with non Google accounts.~4=Buggy. Styles will be applied to the first selector of the chain.~5=Buggy. Only the first selector of the chain is prefixed in the styles, but all classes are prefixed in the HTML.
css-selector-child|CSS Child combinator|selector:child|yyyanyyyyyyn|3=Not supported with non Google accounts.
css-selector-class|CSS Class selector|selector:class|yyyayyyyyyyn|3=Not supported with non Google accounts.
css-selector-descendant|CSS Descendant combinator|selector:descendant|yyyayyyyyyyn|3=Not supported with non Google accounts.
css-selector-general-sibling|CSS General sibling combinator|selector:general-sibling|yyyanyyyyyyn|3=Not supported with non Google accounts.
css-selector-grouping|CSS Grouping selectors|selector:grouping|yyyayyyyyyyn|3=Not supported with non Google accounts.
css-selector-id|CSS ID selector|selector:id|yyyayyyyyyyn|3=Not supported with non Google accounts.
css-selector-type|CSS Type selector|selector:type|yyyayyyyyyyn|3=Not supported with non Google accounts.
css-selector-universal|CSS Universal selector *|selector:universal|yyyanyyyyyyn|3=Not supported with non Google accounts.
css-shape-margin|CSS shape-margin property|property:shape-margin|yynnnnynnyyu|
css-shape-outside|CSS shape-outside property|property:shape-outside|yynnnnynnyyu|
css-sytem-ui|CSS system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace|word:system-ui word:ui-serif word:ui-sans-serif word:ui-rounded word:ui-monospace|yyyanyyayaay|2,5,8,11=Depends on browser support. system-ui works in all browsers. ui-serif, ui-sans-serif, ui-rounded and ui-monospace are supported on all browsers on…~3,7,9,10=Supports system-ui only.
css-tab-size|CSS tab-size property|property:tab-size|yynnnyynnuyy|5,6=Supports tab-size but strips the tab character &#0009;
css-table-layout|CSS table-layout property|property:table-layout|yyyynynyyuyy|6=All tables are forced to table-layout:fixed.
css-text-align-last|CSS text-align-last property|property:text-align-last|yyyynnnnnuyy|
css-text-align|CSS text-align property|property:text-align|yyyaayyaayay|2,5=Support of the match-parent value depends on browser support.~3,10=Doesn't support the match-parent value. Supports the vendor prefixed value -webkit-match-parent.~4,8=Flow-relative values start and end are not supported. Doesn't support the match-parent value.~7=Doesn't support the match-parent value.
css-text-decoration-color|CSS text-decoration-color property|property:text-decoration-color|yyyanyyyyyyy|3=Not supported with non Google accounts.~4=Not supported, but the proprietary text-underline-color property can be used instead.
css-text-decoration-line|CSS text-decoration-line property|property:text-decoration-line|yyyynyyyyyyy|
css-text-decoration-skip-ink|CSS text-decoration-skip-ink property|property:text-decoration-skip-ink|yynnnnnnnyyy|
css-text-decoration-style|CSS text-decoration-style property|property:text-decoration-style|yyyynyyyyyyy|
css-text-decoration-thickness|CSS text-decoration-thickness property|property:text-decoration-thickness|yynnnnnnnyny|4=Not supported, but the proprietary text-underline-style property can be used instead with the keyword value thick.
css-text-decoration|CSS text-decoration property|property:text-decoration|yyyaayyyyyyy|3=Not supported with non Google accounts.~4=Not supported with multiple values. overline is not supported.
css-text-emphasis-position|CSS text-emphasis-position property|property:text-emphasis-position|yynnnnynnuny|
css-text-emphasis|CSS text-emphasis property|property:text-emphasis property:text-emphasis-color property:text-emphasis-style|yyynnyynnuny|
css-text-indent|CSS text-indent property|property:text-indent|yyaayyyyayya|2,3,8=Negative values are not supported.~11=Hard-coded negative values are not supported, but negative values as a result of the calc() function are supported.
css-text-justify|CSS text-justify property|property:text-justify|nnanaannauna|0,1,3,6,7,10=Buggy. text-justify is stripped~2,5,11=Depends on browser support~4=text-justify is stripped except when the value is inter-character~8=Depends on browser support text-justify is stripped except when the value is inter-word or distribute
css-text-orientation|CSS text-orientation property|property:text-orientation|yyyynyyynyyy|
css-text-overflow|CSS text-overflow property|property:text-overflow|yyyanyyynyny|3=Not supported with non Google accounts.
css-text-shadow|CSS text-shadow property|property:text-shadow|yynnnnnnyyyy|
css-text-transform|CSS text-transform property|property:text-transform|yyyyayyyyyyy|4=lowercase value is not supported.
css-text-underline-offset|CSS text-underline-offset property|property:text-underline-offset|yynnnnnnnyyy|
css-text-underline-position|CSS text-underline-position property|property:text-underline-position|aayanynanyyy|0,1,3,7=Supports under but not right and left
css-text-wrap|CSS text-wrap property|property:text-wrap|yynnnnnnnuyy|
css-transform|CSS transform property|property:transform|yynnnnnnnyyy|
css-transition|CSS transition property|property:transition property:transition-delay property:transition-duration property:transition-property property:transition-timing-function|yynnnnnnayay|8=Longhand properties are not supported. Buggy. The all keyword is not supported.~10=Not supported with Outlook accounts.
css-unit-calc|CSS calc() function|function:calc|yyyannnnnyyy|3=Not supported with non Google accounts.
css-unit-ch|CSS ch unit|unit:ch|yyyynyyynyyy|
css-unit-cm|CSS cm unit|unit:cm|yyyyyyyyyyyy|
css-unit-em|CSS em unit|unit:em|yyyyyyyyyyyy|
css-unit-ex|CSS ex unit|unit:ex|yyyyyyyyyyyy|
css-unit-in|CSS in unit|unit:in|yyyyyyyyyyyy|
css-unit-initial|CSS initial keyword|word:initial|yyaanyyynyyy|2=Webmail rendering doesn't work in IE.~3=Not supported with non Google accounts.
css-unit-mm|CSS mm unit|unit:mm|yyyyyyyyyyyy|
css-unit-pc|CSS pc unit|unit:pc|yyyyyyyyyyyy|
css-unit-percent|CSS % unit|unit:%|yyyyyyyyyyyy|
css-unit-pt|CSS pt unit|unit:pt|yyyyyyyyyyyy|
css-unit-px|CSS px unit|unit:px|yyyyyyyyyyyy|
css-unit-rem|CSS rem unit|unit:rem|yyyynyyynyyy|
css-unit-vh|CSS vh unit|unit:vh|yayynyyyyyyy|1=Buggy. Value resolves to zero
css-unit-vmax|CSS vmax unit|unit:vmax|yyyynyyynyyy|
css-unit-vmin|CSS vmin unit|unit:vmin|yyyynyyynyyy|
css-unit-vw|CSS vw unit|unit:vw|yyyynyyyyyyy|2,5,8=The HTML of the email message is embedded directly on the webmail (not in an <iframe>) and may not fill the full viewport's width. In this case, the…
css-user-select|CSS user-select property|property:user-select|yannnnnnnuya|0=Works with -webkit prefix~1=Works with -webkit prefix all value does not work~2,3,5,6,7,8=Property is stripped from style tag~11=all value does not work none value does not work, client allow to select text anyway
css-variables|CSS Variables (Custom Properties)|variable|yynnnnnnnyyy|2=The var() function is supported, but not the variable declaration.~3=The var() function is supported, but not the variable declaration. Not supported with non Google accounts.
css-vertical-align|CSS vertical-align property|property:vertical-align|yyyyyyyyyyyy|
css-visibility|CSS visibility property|property:visibility|yynnnyyyyyyy|0,1,6,7=Buggy. visibility:collapse applied to a <tr> only hides content and does not "remove" it from layout.
css-white-space-collapse|CSS white-space-collapse property|property:white-space-collapse|yynnnnnnnuyy|0,1,10=preserve-spaces value works only on Firefox.
css-white-space|CSS white-space property|property:white-space|yyyanyyyyyny|3=Not supported with non Google accounts. pre value is not supported.~7=pre value is not supported.
css-widows|CSS widows property|property:widows|yynnnyyynuyy|2,11=Webmail rendering depends on browser support
css-width|CSS width property|property:width|yyyyayyyyyyy|4=Not supported on <body>, <span>, <div>, <p> or <img> elements.
css-word-break|CSS word-break property|property:word-break|aayayaaanyay|0,1,3,5,6,7,10=Buggy. Supported but a word-wrap:break-word is applied, making it look like break-all.~2=But Gmail adds <wbr> every 30 characters.
css-word-spacing|CSS word-spacing property|property:word-spacing|yyyynyyyayyy|8=Does not support rem and ch values.
css-word-wrap|CSS word-wrap property|property:word-wrap|yyaanyunyuuu|2,3=Applies word-wrap: break-word to all items.~4=Does not honor any wrapping, including word-wrap, overflow-wrap, and word-break. Using an equivalent MSO breakdown (-ms-word-break: break-all and…~5=Supports both word-wrap and equivalent MSO breakdown (-ms-word-break: break-all and mso-hyphenate: none together)
css-writing-mode|CSS writing-mode property|property:writing-mode|yyyanyyynyyy|3=Not supported with non Google accounts.
css-z-index|CSS z-index property|property:z-index|yynnnyyyyyyy|
`;
