package io.pilotlight.wire.openinference.grpc;

import io.pilotlight.wire.http.GrpcStatus;
import io.pilotlight.wire.http.RouteTable;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.vertx.core.MultiMap;

/** The protocol's service: its path, and methods of one request and one response (HTTP/2 without encryption, known beforehand). */
public final class GrpcService {

    /** Before the names of its methods. */
    public static final String PATH = "/inference.GRPCInferenceService/";

    private GrpcService() {}

    /** Answers a method's request. */
    @FunctionalInterface
    public interface Method<T extends Message> {

        /**
         * Answers.
         *
         * @param headers of the call
         * @throws io.pilotlight.api.InferenceException which becomes the call's status
         */
        MessageLite answer(T request, MultiMap headers);
    }

    /** Adds a method whose requests are small. */
    public static <T extends Message> void add(RouteTable table, String name, Parser<T> parser, Method<T> method) {
        table.call(
                PATH + name,
                exchange -> GrpcStatus.ok(
                        GrpcMessage.of(method.answer(GrpcMessage.read(exchange.body(), parser), exchange.headers()))));
    }
}
