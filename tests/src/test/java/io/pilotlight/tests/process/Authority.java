package io.pilotlight.tests.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Who vouches for servers, made by the JDK's own tool.
 *
 * @param keyStore its key, and those of servers that it has signed
 * @param certificate its own, as PEM
 */
public record Authority(Path keyStore, Path certificate) {

    static final String PASSWORD = "not a secret";

    /** A new one, in files of that name. */
    public static Authority make(Path folder, String name) {
        Authority made = new Authority(folder.resolve(name + ".p12"), folder.resolve(name + ".pem"));
        made.keytool("-genkeypair", "-alias", "authority", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "bc:c");
        made.keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "authority",
                "-file",
                made.certificate().toString());
        return made;
    }

    /** Adds a key {@code server}, whose certificate names that host and nothing else. */
    public void sign(String host) {
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=dns:" + host,
                "-signer",
                "authority");
    }

    /** What a server of the tests shows: the key {@code server}, and no other. */
    public SSLContext server() {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            keys.deleteEntry("authority");
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key {@code server} and its certificates, as PEM in one file, which is how Infinispan reads them. */
    public Path writeServerPem(Path file) {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            StringBuilder pem = new StringBuilder();
            append(
                    pem,
                    "PRIVATE KEY",
                    keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
            for (Certificate certificate : keys.getCertificateChain("server")) {
                append(pem, "CERTIFICATE", certificate.getEncoded());
            }
            return Files.writeString(file, pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(StringBuilder pem, String what, byte[] content) {
        pem.append("-----BEGIN ").append(what).append("-----\n");
        pem.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
        pem.append("\n-----END ").append(what).append("-----\n");
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD));
        try {
            Files.createDirectories(ChildProcesses.FOLDER);
            Path log = Files.createTempFile(ChildProcesses.FOLDER, "keytool-", ".log");
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("keytool ended with " + exit + ": " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
