package io.pilotlight.engine.session;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the native libraries of ONNX Runtime and of the tokenizer lie unpacked. Without such a folder both unpack
 * themselves out of their jars at every start, which costs a cold start 200 ms and more.
 */
public final class NativeLibraries {

    private NativeLibraries() {}

    /** Has them loaded from the folder, for what it holds. To be called before any model or tokenizer is loaded. */
    public static void loadFrom(Path directory) {
        if (Files.exists(directory.resolve(System.mapLibraryName("onnxruntime")))) {
            System.setProperty("onnxruntime.native.path", directory.toString());
        }
        Path tokenizers = directory.resolve(System.mapLibraryName("tokenizers"));
        if (Files.exists(tokenizers)) {
            System.setProperty("RUST_LIBRARY_PATH", tokenizers.toString());
        }
    }

    /** Maps the runtime's library, which the first session would do otherwise. */
    public static void map() {
        OnnxEnvironment.get();
    }
}
