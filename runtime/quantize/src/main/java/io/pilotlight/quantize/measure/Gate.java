package io.pilotlight.quantize.measure;

/**
 * Something that a quantized model has to be, and whether it is.
 *
 * @param name accuracy, speed, independence, size or saturation
 * @param passed whether it is
 * @param expected in words
 * @param measured in words
 */
public record Gate(String name, boolean passed, String expected, String measured) {}
