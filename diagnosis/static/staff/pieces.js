"use strict";
/* Pieces of a reading: waves joined, made to sound, written as browsers write sounds. */
window.pieces = (() => {
  const KINDS = [
    "audio/mp4;codecs=mp4a.40.2",
    "audio/webm;codecs=opus",
    "audio/ogg;codecs=opus",
    "audio/mp4",
  ];
  const kind = window.MediaRecorder && KINDS.find((item) => MediaRecorder.isTypeSupported(item));
  const can = kind && window.AudioWorkletNode && navigator.mediaDevices;

  /* Waves one after the other. */
  function joined(list) {
    const whole = new Float32Array(list.reduce((sum, part) => sum + part.length, 0));
    let place = 0;
    for (const part of list) {
      whole.set(part, place);
      place += part.length;
    }
    return whole;
  }

  /* What plays a piece. */
  function sourceOf(context, piece) {
    const buffer = context.createBuffer(1, piece.length, context.sampleRate);
    buffer.copyToChannel(piece, 0);
    return Object.assign(context.createBufferSource(), { buffer });
  }

  /* A piece as browsers write sounds: played into a recorder, several at a time. */
  function written(context, piece) {
    return new Promise((done) => {
      const target = context.createMediaStreamDestination();
      const recorder = new MediaRecorder(target.stream, {
        mimeType: kind,
        audioBitsPerSecond: 32000,
      });
      const parts = [];
      const source = sourceOf(context, piece);
      source.connect(target);
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.onstop = () => done(new Blob(parts, { type: kind.split(";")[0] }));
      recorder.onstart = () => source.start();
      source.onended = () => setTimeout(() => recorder.stop(), 60);
      recorder.start();
    });
  }

  /* Hands a sound over. */
  function post(address, body) {
    const headers = {
      Accept: "application/json",
      "Content-Type": body.type,
      "X-CSRFToken": document.querySelector("[name=csrf_token]").value,
    };
    return fetch(address, { method: "POST", body, headers });
  }

  return { can, joined, post, sourceOf, written };
})();
