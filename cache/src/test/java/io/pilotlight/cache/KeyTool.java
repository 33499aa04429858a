package io.pilotlight.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The JDK's own maker of keys and certificates. */
final class KeyTool {

    static final String PASSWORD = "not a secret";

    private KeyTool() {}

    /** A key and its certificate, which it has signed by itself, in a new key store. */
    static Path keyStore(Path file, String name) throws IOException, InterruptedException {
        run("-genkeypair -keyalg EC -alias server -validity 2 -ext san=dns:localhost -dname CN=" + name, file);
        return file;
    }

    /** The certificate of the key store, as PEM. */
    static Path certificate(Path keyStore, Path file) throws IOException, InterruptedException {
        run("-exportcert -rfc -alias server -file " + file, keyStore);
        return file;
    }

    private static void run(String command, Path keyStore) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(command.split(" ")));
        words.addAll(List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD));
        Path log = Files.createTempFile(keyStore.toAbsolutePath().getParent(), "keytool", ".log");
        int exit = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
    }
}
