/** The function {@code onnx}: models without code, from files, folders and addresses, loaded and unloaded while they serve. */
@NullMarked
package io.pilotlight.tests.endtoend.repository;

import org.jspecify.annotations.NullMarked;
