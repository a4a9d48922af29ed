// Made by .ci/caniemail.mjs of the data of https://www.caniemail.com, 2026-05-13: do not edit.
//
// MIT License. Copyright © Avi Goldman. Copyright © Andrew Powell <andrew@shellscape.org>.
// Its text stands in LICENSE, at the end.

/** The day that what is known is of. */
export const AS_OF = '2026-05-13';

/** Mail programs, in the order of the letters of a line. */
export const CLIENTS: readonly string[] = [
  'Apple Mail (macOS)',
  'Apple Mail (iOS)',
  'Gmail (web)',
  'Gmail (iOS, Android)',
  'Outlook (Windows)',
  'Outlook.com',
  'Outlook (macOS)',
  'Outlook (iOS, Android)',
  'Yahoo Mail (web)',
  'Thunderbird',
  'Samsung Email',
  'Proton Mail (web)',
];

/** HTML and pictures: `slug|name|what uses it|support by client|notes`. */
export const HTML_FEATURES = `
html-abbr|HTML <abbr> element|element:abbr|yyyynyyynyyy|4=Buggy. Element's content are still kept.
html-acronym|HTML <acronym> element|element:acronym|yyyynyyynyyy|4=Buggy. title attribute is removed but keeps <acronym> tag.
html-address|HTML <address> element|element:address|yyyyyyyyyyyy|
html-align|HTML align attribute|attribute:align|yyyyyyayyyya|6=left and right do not work on <table> elements. Use float:left or float:right styles instead.~11=<img> elements are wrapped in a <span> so left and right values have no effect.
html-anchor-links|HTML Local anchors|link:#|yyynyyyyayny|0=Buggy. Targeted content is partially hidden by the application UI on top.~2,4,8=Works when targeting an empty anchor with the corresponding name attribute, but not with id attributes.~3,10=Buggy. Clicking an anchor link does nothing.
html-aria-describedby|HTML aria-describedby attribute|attribute:aria-describedby|yynnnyyynnyy|2=Buggy. id prefix mismatched. The id value is prefixed but not the aria-describedby value.
html-aria-hidden|HTML aria-hidden attribute|attribute:aria-hidden|yyyyyyyynnyy|
html-aria-label|HTML aria-label attribute|attribute:aria-label|yyyyyyyynnyy|
html-aria-labelledby|HTML aria-labelledby attribute|attribute:aria-labelledby|yynnnnyynnyy|2,3,5=Buggy. id prefix mismatched. The id value is prefixed but not the aria-labelledby value.~4=Buggy. id is removed.
html-aria-live|HTML aria-live attribute|attribute:aria-live|yyyyannnnnyy|4=Code isn't stripped but can't trigger a live change.
html-audio|HTML <audio> element|element:audio|yynnnnnnnyyn|5,7=The <audio> element is supported, but the video can not play due to a strict Content Security Policy.~11=The src attribute is transformed into proton-src.
html-background|HTML background attribute|attribute:background|yyyaayyyyyyy|3=Not supported with non Google accounts.~4=Only supported on the <body> element.
html-base|HTML <base>|element:base|yyaayaanayya|2,3,5,6=Buggy. The element is removed but URLs are turned into links with href attribute.~8=Buggy. The element is removed but URLs are turned into links with href attribute. Buggy. URLs are computed based on the last <base> element found in…
html-bdi|HTML <bdi> element|element:bdi|yynnnnnnnyyy|
html-blockquote|HTML <blockquote> element|element:blockquote|yyyyyyyyyyyy|
html-body|HTML <body> element|element:body|yyaayanaayyn|2,3,5,7,8=Replaced by a <div> with supported attributes.
html-button-reset|HTML <button type="reset"> element|button:reset|yyyanyynnayy|3=Not supported with non Google accounts.~9=Buggy. Interacting with the element submits the form it belongs in.
html-button-submit|HTML <button type="submit"> element|button:submit|yyyannnnyyyy|3=Not supported with non Google accounts.
html-cellpadding|HTML cellpadding attribute|attribute:cellpadding|yyyyyyyyyyyy|
html-cellspacing|HTML cellspacing attribute|attribute:cellspacing|yyyyyyyyyyyy|
html-code|HTML <code> element|element:code|yyyyyyyyyyyy|
html-comments|HTML comments|html-comment|yyyyyyyyyyyy|
html-del|HTML <del> element|element:del|yyyyyyyyyyyy|
html-dfn|HTML <dfn> element|element:dfn|yyyyayyyyyyy|4=The title attribute is removed.
html-dialog|HTML <dialog> element|element:dialog|yynnnnnnnyyn|
html-dir|HTML dir attribute|attribute:dir|yyyyayyyyyyy|4=Buggy on anchor <a> tags.
html-div|HTML <div> element|element:div|yyyyyyyyyyyy|
html-doctype|HTML doctype|doctype|yyyynyyyynny|4=The HTML5 doctype has no impact here.~9=Buggy. Renders as if there was no doctype with an Outlook email, and in HTML5 otherwise.
html-form|HTML <form> element|element:form|yyyanaayyyyn|3=Does not submit in iOS with non Google accounts.~5,6=The <form> is there but values are not submitted.
html-h1-h6|HTML <h1> to <h6> elements|element:h1 element:h2 element:h3 element:h4 element:h5 element:h6|yyyyyyyyyyyy|
html-height|HTML height attribute|attribute:height|yyyyayyyyyyy|4=Buggy. Percentage width on <img> elements are based on the physical file's width, not on the parent element's width. Buggy. Sizes set in attributes…
html-hidden|HTML hidden attribute|attribute:hidden|yynnnnnnnyyy|
html-hr|HTML <hr> element|element:hr|yyyyyyyyyyyy|
html-image-maps|HTML Image maps|element:map element:area attribute:usemap|yyyyyyyyyyyy|
html-img|HTML <img> element|element:img|yyyyyyyyyuyy|
html-input-checkbox|HTML <input type="checkbox"> element|input:checkbox|yyyynyyyyayn|9=Buggy. Interacting with the element submits the form it belongs in.
html-input-hidden|HTML <input type="hidden"> element|input:hidden|yyyynyyyyayn|9=Buggy. Interacting with the element submits the form it belongs in.
html-input-radio|HTML <input type="radio"> element|input:radio|yyyynyyyyayn|9=Buggy. Interacting with the element submits the form it belongs in.
html-input-reset|HTML <input type="reset"> element|input:reset|yyyanyyyyayn|3=Not supported with non Google accounts.~9=Buggy. Interacting with the element submits the form it belongs in.
html-input-submit|HTML <input type="submit"> element|input:submit|yyyannnyyyyn|3=Not supported with non Google accounts.
html-input-text|HTML <input type="text"> element|input:text|yyyynyynyann|0=Buggy. Email scrolls to the end when space bar is pressed. This can be fixed by wrapping the <input> in <ul role="presentation">.~1=Buggy. Screen jumps when input is in focus.~7,10=Buggy. A number of Android clients will not show the keyboard when the input is clicked. Copy and pasting text works.~9=Buggy. Interacting with the element submits the form it belongs in.
html-lang|HTML lang attribute|attribute:lang|yyyyyyyyayyy|8=Not supported on <td> elements.
html-link|HTML <link> element|element:link|yynnynnnnnnn|
html-lists|HTML <ul>, <ol> and <dl>|element:ul element:ol element:dl|yyaaaaaaayyy|2,3,5,6,7,8=The reversed attribute on <ol> is not supported.~4=The reversed attribute on <ol> is not supported. Setting the value attribute to an <li> within an <ol> results in a different behaviour in…
html-loading-attribute|HTML loading attribute|attribute:loading|yynnnnnnnyyy|0,1,9,10=The loading attribute is supported, but not confirmed whether it works according to spec.
html-mailto-links|HTML mailto: links|link:mailto|yyyyyyyyyyyy|
html-marquee|HTML <marquee> element|element:marquee|yynnnaayayya|5,6=The <marquee> element is supported but not the behavior or direction attributes.~8=The <marquee> element is supported but the animation doesn't play in Internet Explorer or Firefox.~11=The behavior attribute is not supported.
html-meta-color-scheme|HTML color-scheme meta tag|meta:color-scheme|ynnnnnnnnynn|
html-meter|HTML <meter> element|element:meter|yynnnyyynyyy|
html-object|HTML <object> element|element:object element:embed|aynnnnnnnaan|0=Does not support Videos resources.~9,10=Does not support PDF resources.
html-p|HTML <p> element|element:p|yyyyyyyyyyyy|
html-picture|HTML <picture> element|element:picture|aynnnnnnnyyn|0=<picture> tag is stripped in some cases (like having too few content or no background-color).~2,3=<picture> and <source> tags are replaced by <u></u> tags.
html-popover|HTML popover attribute|attribute:popover|yynnnnnnnnan|10=Not supported with Hotmail/Outlook accounts.
html-pre|HTML <pre> element|element:pre|yyyyyyyyyyyy|
html-progress|HTML <progress> element|element:progress|yynnnnnnnyyy|
html-required|HTML required attribute|attribute:required|yynnnnnynyya|11=The required attribute is supported, but form elements are not.
html-role|HTML role attribute|attribute:role|yyyyyyyyayyy|4=Not live tested, only looked at processed code on Litmus.~8=Only works on the <table> tag.
html-rp|HTML <rp> element|element:rp|yynnnyyyyyyy|
html-rt|HTML <rt> element|element:rt|yynnnyyyyyyy|
html-ruby|HTML <ruby> element|element:ruby|yynnnyyyyyyy|
html-select|HTML <select> element|element:select|yayanyyyyayy|1,3=Buggy. Works if the email is shorter than the viewport. Otherwise the screen goes blank when the <select> is in focus.~9=Buggy. Interacting with the element submits the form it belongs in.
html-semantics|HTML semantics|element:article element:aside element:details element:figcaption element:figure element:footer element:header element:main element:mark element:nav element:section element:summary element:time|yyaanaaanyyy|2,3=<details>, <main>, <nav> and <summary> are not supported. Opening and closing tags are replaced by <u></u>.~5,6,7=Only <time> is supported. Unsupported opening and closing tags are stripped.~8=Unsupported opening and closing tags are stripped.
html-small|HTML <small> element|element:small|yyyyyyyyyyyy|
html-span|HTML <span> element|element:span|yyyyyyyyyyyy|
html-srcset|HTML srcset and sizes attributes|attribute:srcset attribute:sizes|yynnnnnnnyyn|11=The sizes attribute is supported but not srcset.
html-strike|HTML <strike> element|element:strike|yyyayyyyyyyy|3=Not supported with non Google accounts.
html-strong|HTML <strong> element|element:strong|yyyyyyyyyyyy|
html-style|HTML <style> element|element:style|yyaaayyyyyyy|2=Not supported inside the <body>. The size of the <style> tag is limited to 16 KB~3=Not supported inside the <body>. Not supported with non Google accounts.~4=Buggy. <style> elements need to be declared before their rules are used.
html-svg|HTML Embedded <svg> image|element:svg|aynnnnnnnyyy|0=Buggy. Requires a background on the <body>. Can be any type of background, image or a color, can be set as attribute, inline style or in <style> block
html-table|HTML <table> element|element:table|yyyyyyyyyyyy|
html-target|HTML target attribute|attribute:target|aannanaanaan|0,1,4,6,7,9,10=The attribute is supported but links always open in a new window anyway.~2,3,5,8,11=target="_blank" is forced on all links.
html-textarea|HTML <textarea> element|element:textarea|yyyynyynyany|0=Buggy. Email scrolls to the end when space bar is pressed. This can be fixed by wrapping the <input> in <ul role="presentation">.~1=Buggy. Screen jumps when input is in focus.~7,10=Buggy. A number of android clients will not show the keyboard when the input is clicked. Copy and pasting text works.~9=Buggy. Interacting with the element submits the form it belongs in.
html-valign|HTML valign attribute|attribute:valign|yyyyyyyyyyyy|
html-video|HTML <video> element|element:video|yannnnynnyan|1=Requires the controls attribute to play. autoplay is not supported.~2,3=<video>, <source> and <track> tags are replaced by <u></u> tags.~5,7=The <video> element is supported, but the video can not play due to a strict Content Security Policy.~6=The video can be played by doing a right click and play. But autoplay and controls are not supported.~8=<video>, <source> and <track> tags are stripped. The fallback content is shown instead.~10=Requires the controls attribute to play.~11=The <video> element is supported and the poster image is visible, but the video can not play due to a strict Content Security Policy.
html-wbr|HTML <wbr> element|element:wbr|yyynnyyyyyyy|
html-width|HTML width attribute|attribute:width|yyyyayyyyyyy|0=The width attribute is ignored on CID embedded images.~4=Buggy. Percentage width on <img> elements are based on the physical file's width, not on the parent element's width. Buggy. Sizes set in attributes…
image-apng|Animated PNG image format|image:apng|yynnnyynyyyy|
image-avif|AVIF image format|image:avif|yyaanyyyyyyy|2,3=Converts still AVIF into a jpg and animated AVIF into a gif.~5,8,11=Support depends on browser and operating system support.~9=Does not support animated AVIF.
image-base64|Base 64 image format|image:data|yynnayyyyyyy|4=Partial: Does not render Base 64 gif format.
image-bmp|BMP image format|image:bmp|yyaayyyyyyyy|2,3=Buggy. An image renders but the colours are incorrect.
image-gif|GIF image format|image:gif|yyyyayyyyyyy|4=Partial: Does not support animated gif images. Partial: With an Office 365 account, it plays the animation 3 times then stops and shows a play…
image-hdr|HDR image format|image:hdr|nnnnnnnnnnnn|
image-heif|HEIF image format|image:heif image:heic|yyaannynanna|0=Supported on macOS 14 Sonoma.~2,3=Partial: Converts file to jpg.~8,11=Webmail rendering depends on browser support.
image-ico|ICO image format|image:ico|yyyynyyyyyyy|
image-jpg|JPG image format|image:jpg image:jpeg|yyyyyyyyyyyy|
image-mp4|Video as Image Assets|image:mp4|yynnnynnynny|5,8,11=Only supported in Safari.
image-png|PNG image format|image:png|yyyyyyyyyyyy|
image-svg|SVG image format|image:svg|yynayyyyyyyy|3=Only works with non Google accounts.
image-tiff|TIFF image format|image:tiff image:tif|yyaannynnnny|2=Buggy. An image renders but the colours are incorrect.~3=Buggy. An image renders but the colours are incorrect. Does not render with non Google accounts.
image-webp|webP image format|image:webp|yyaanyyyyyyy|2,3=Partial: Converts file to jpg. Does not support animation.~5,8=Webmail rendering depends on browser support.
`;
