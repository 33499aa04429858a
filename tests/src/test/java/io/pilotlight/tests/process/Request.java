package io.pilotlight.tests.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An HTTP request, sent exactly as it stands here: Host and Content-Length are added where no header says otherwise, and
 * nothing else.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Request(String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {

    public Request {
        headers = List.copyOf(headers);
    }

    public static Request of(String method, String target) {
        return new Request(method, target, List.of(), new byte[0]);
    }

    public static Request get(String target) {
        return of("GET", target);
    }

    /** A POST of JSON. */
    public static Request post(String target, String json) {
        return of("POST", target).header("Content-Type", "application/json").body(json);
    }

    public Request header(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Request(method, target, more, body);
    }

    public Request body(byte[] bytes) {
        return new Request(method, target, headers, bytes);
    }

    public Request body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Request line and headers, with the empty line that ends them. */
    public byte[] head() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (!has("Host")) {
            head.append("Host: localhost\r\n");
        }
        if (!has("Content-Length") && !has("Transfer-Encoding") && (body.length > 0 || method.equals("POST"))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        headers.forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head());
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private boolean has(String name) {
        return headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
    }
}
