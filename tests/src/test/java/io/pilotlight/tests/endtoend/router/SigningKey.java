package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Json;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** A key that tokens are signed with, by RS256. */
record SigningKey(String id, KeyPair pair) {

    static SigningKey make(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new SigningKey(id, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a provider publishes it (RFC 7517). */
    Map<String, String> published() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "kid",
                id,
                "use",
                "sig",
                "alg",
                "RS256",
                "n",
                text(unsigned(key.getModulus().toByteArray())),
                "e",
                text(unsigned(key.getPublicExponent().toByteArray())));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    /** A token that says so (RFC 7519). */
    String sign(Map<String, ?> claims) {
        String content = unsigned("RS256", claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same without a signature. */
    String unsigned(String algorithm, Map<String, ?> claims) {
        return text(Json.write(Map.of("alg", algorithm, "typ", "JWT", "kid", id))
                        .getBytes(StandardCharsets.UTF_8))
                + "." + text(Json.write(claims).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
