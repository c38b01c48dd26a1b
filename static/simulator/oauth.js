// Sends on whose phone this page is open: the in-app browser's window carries that in its name.

const form = document.getElementById("go");
const name = window.name;

if (name.startsWith(form.dataset.mark)) {
  document.getElementById("outside").hidden = true;
  form.elements.holder.value = name;
  form.elements.fragment.value = location.hash;
  form.submit();
}
