"use strict";
/* Runs beside the page, in the sound's own thread: hands the microphone's waves over, 20 ms at a time. */
class Waves extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Float32Array(Math.round(sampleRate / 50));
    this.filled = 0;
  }

  process([[channel]]) {
    for (const value of channel || []) {
      this.frame[this.filled] = value;
      this.filled += 1;
      if (this.filled === this.frame.length) {
        this.port.postMessage(this.frame.slice());
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("waves", Waves);
