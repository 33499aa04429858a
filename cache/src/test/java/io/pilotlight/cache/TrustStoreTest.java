package io.pilotlight.cache;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@SuppressWarnings("NullAway.Init") // before all tests
final class TrustStoreTest {

    @TempDir
    private static Path folder;

    private static Path keys;
    private static Path own;
    private static Path foreign;

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        keys = KeyTool.keyStore(folder.resolve("own.p12"), "own");
        own = KeyTool.certificate(keys, folder.resolve("own.pem"));
        foreign = KeyTool.certificate(
                KeyTool.keyStore(folder.resolve("foreign.p12"), "foreign"), folder.resolve("foreign.pem"));
    }

    @Test
    void believesWhoIsInIt() throws IOException {
        Path both = Files.writeString(
                folder.resolve("both.pem"),
                "Two of them:\n" + Files.readString(foreign) + "\n" + Files.readString(own));

        assertThatCode(() -> shakeHands(own)).doesNotThrowAnyException();
        assertThatCode(() -> shakeHands(both)).doesNotThrowAnyException();
    }

    @Test
    void believesNobodyElse() {
        assertThatThrownBy(() -> shakeHands(foreign)).isInstanceOf(SSLHandshakeException.class);
    }

    /** With a server that has the own keys. */
    private static void shakeHands(Path trusted) throws IOException, GeneralSecurityException, InterruptedException {
        try (SSLServerSocket server = (SSLServerSocket)
                        server().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SSLSocket client = (SSLSocket) TrustStore.context(Optional.of(trusted))
                        .getSocketFactory()
                        .createSocket(server.getInetAddress(), server.getLocalPort())) {
            Thread answering = Thread.startVirtualThread(() -> answer(server));
            client.startHandshake();
            client.close();
            answering.join();
        }
    }

    private static void answer(SSLServerSocket server) {
        try (SSLSocket accepted = (SSLSocket) server.accept()) {
            accepted.startHandshake();
        } catch (IOException e) {
            // the client tells what was wrong
        }
    }

    private static SSLContext server() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(keys.toFile(), KeyTool.PASSWORD.toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, KeyTool.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void saysWhichFileCannotBeRead() {
        refuses(folder.resolve("missing.pem"), "a file that cannot be read");
        refuses(folder, "a file that cannot be read");
    }

    @Test
    void saysWhichFileHasNoCertificate() throws IOException {
        refuses(Files.createFile(folder.resolve("empty.pem")), "0 of 0");
        refuses(keys, "a damaged one");
    }

    @Test
    void saysWhichFileIsDamaged() throws IOException {
        String whole = Files.readString(own);
        refuses(Files.writeString(folder.resolve("cut.pem"), whole.substring(0, whole.length() / 2)), "a damaged one");
        refuses(
                Files.writeString(folder.resolve("altered.pem"), whole.replaceFirst("\\n.{8}", "\nAAAAAAAA")),
                "a damaged one");
        refuses(
                Files.writeString(folder.resolve("second.pem"), whole + whole.substring(0, whole.length() / 2)),
                "1 of 2");
    }

    private static void refuses(Path file, String actual) {
        assertThatThrownBy(() -> TrustStore.context(Optional.of(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("trust store " + file + ": expected certificates in PEM form, got " + actual);
    }

    @Test
    void believesThoseWhomJavaKnowsWithoutAFile() {
        assertThatCode(() -> TrustStore.context(Optional.empty())).doesNotThrowAnyException();
    }
}
