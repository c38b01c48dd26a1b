// Reads the code in one picture, away from the page, so that typing never stutters (a classic worker).

importScripts("../../vendor/jsqr-1.4.0/jsQR.js");

self.onmessage = ({data}) => {
  const found = self.jsQR(data.data, data.width, data.height, {inversionAttempts: "dontInvert"});
  self.postMessage(found?.data ?? "");
};
