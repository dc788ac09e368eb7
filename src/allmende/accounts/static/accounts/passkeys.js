/* Tells a person why a passkey did not work; allauth would only write it to the console. */
document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-error");
  if (place) {
    event.preventDefault();
    place.textContent = place.dataset.text;
  }
});
