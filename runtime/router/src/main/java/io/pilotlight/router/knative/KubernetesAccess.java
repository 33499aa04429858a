package io.pilotlight.router.knative;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the Kubernetes API is, and what it is asked with.
 *
 * @param url of the API
 * @param account the folder of a service account, as pods have it: {@code token} and {@code ca.crt}
 */
public record KubernetesAccess(URI url, Path account) {

    public KubernetesAccess {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("expected http:// or https:// and a host, got " + url);
        }
    }

    boolean isSecure() {
        return "https".equals(url.getScheme());
    }

    /** As the scheme has it where none is given. */
    int port() {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    /** The certificates to trust; without them those that Java trusts. */
    Optional<Path> authority() {
        return Optional.of(account.resolve("ca.crt")).filter(Files::isRegularFile);
    }

    /** Read each time, since it is renewed while the router runs; none where the API needs none, behind a proxy for instance. */
    Optional<String> token() throws KubernetesFault {
        Path file = account.resolve("token");
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new KubernetesFault("the token " + file + " cannot be read", e);
        }
    }
}
