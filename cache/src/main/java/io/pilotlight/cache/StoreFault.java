package io.pilotlight.cache;

import org.infinispan.client.hotrod.exceptions.TransportException;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;

/** Why the store cannot be used, in one sentence for who operates it. The client tells it in causes of causes, and in its own terms. */
final class StoreFault {

    private StoreFault() {}

    static String of(Throwable thrown, StoreSettings settings) {
        Throwable cause = telling(thrown);
        String said = inOneLine(cause);
        return switch (cause) {
            case CertPathBuilderException _ ->
                "no authority of "
                        + settings.trustStore()
                                .map(file -> "trust store " + file)
                                .orElse("those that Java knows, without a trust store,")
                        + " vouches for the server's certificate";
            case CertificateException _ ->
                "the server's certificate is not accepted for \"" + settings.serverName() + "\": " + said;
            case SocketTimeoutException _, TimeoutException _ -> "no answer in time";
            case TransportException _ when !settings.tls() -> said + " It may expect TLS, which is not configured";
            default -> rejected(said) ? "the username or the password is not accepted: " + said : said;
        };
    }

    /** The deepest cause, but for those that know less than what they have caused: which address, and which name. */
    private static Throwable telling(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && !(cause instanceof ConnectException || cause instanceof UnknownHostException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String inOneLine(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** The server's exceptions come as text. */
    private static boolean rejected(String said) {
        return said.contains("SaslException");
    }
}
