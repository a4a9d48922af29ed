// A changed theme is shown at once; the browser keeps the place on the page.
if (document.querySelector('.themes')) {
  document.addEventListener('paperboy:change', ({ detail }) => {
    if (detail > Number(document.body.dataset.version)) location.reload();
  });
}
