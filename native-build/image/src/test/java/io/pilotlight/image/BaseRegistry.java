package io.pilotlight.image;

import io.pilotlight.api.Sha256;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** As much of a registry as gives away one image, {@code base:1}, by the OCI's distribution protocol, with a certificate of its own. */
final class BaseRegistry implements AutoCloseable {

    private static final String PASSWORD = "nothing secret";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpsServer server;
    private final Map<String, byte[]> paths;

    private BaseRegistry(HttpsServer server, Map<String, byte[]> paths) {
        this.server = server;
        this.paths = paths;
    }

    /**
     * Starts it.
     *
     * @param folder for its certificate
     * @param paths what it has, below {@code /v2/base/}
     */
    static BaseRegistry start(Path folder, Map<String, byte[]> paths) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certified(folder.resolve("registry.p12"))));
        BaseRegistry registry = new BaseRegistry(server, paths);
        server.createContext("/", registry::answer);
        server.start();
        return registry;
    }

    private static SSLContext certified(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    String name(String image) {
        return "localhost:" + server.getAddress().getPort() + "/" + image;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().replaceFirst("^/v2/base/", "");
            byte[] content = paths.get(path);
            if (content == null) {
                exchange.sendResponseHeaders(path.equals("/v2/") ? 200 : 404, -1);
                return;
            }
            boolean manifest = path.startsWith("manifests/");
            exchange.getResponseHeaders().add("Content-Type", manifest ? MANIFEST : "application/octet-stream");
            exchange.getResponseHeaders()
                    .add(
                            "Docker-Content-Digest",
                            Sha256.ofBytes(Sha256.algorithm().digest(content)).toString());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : content.length);
            if (!head) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
