package io.pilotlight.cache;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The authorities that may vouch for servers: certificates in a PEM file, or else those that Java knows. */
final class TrustStore {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");

    private TrustStore() {}

    /**
     * What makes connections with servers that they vouch for.
     *
     * @throws IllegalArgumentException if the file has no certificates, or something else
     */
    static SSLContext context(Optional<Path> file) {
        try {
            SSLContext context = SSLContext.getInstance("TLS"); // not the default one, which others may replace
            context.init(null, file.isEmpty() ? null : trustManagers(file.get()), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private static TrustManager[] trustManagers(Path file) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        for (Certificate authority : certificates(file)) {
            store.setCertificateEntry(String.valueOf(store.size()), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        byte[] pem = read(file);
        try {
            Collection<? extends Certificate> certificates =
                    factory.generateCertificates(new ByteArrayInputStream(pem));
            int begun = Math.toIntExact(BEGIN.matcher(new String(pem, StandardCharsets.ISO_8859_1))
                    .results()
                    .count());
            if (begun == 0 || certificates.size() != begun) { // the factory leaves out what is cut off
                throw unlike(file, certificates.size() + " of " + begun, null);
            }
            return certificates;
        } catch (CertificateException e) {
            throw unlike(file, "a damaged one, or something else (" + e.getMessage() + ")", e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unlike(file, "a file that cannot be read (" + e + ")", e);
        }
    }

    private static IllegalArgumentException unlike(Path file, String actual, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "trust store " + file + ": expected certificates in PEM form, got " + actual, cause);
    }
}
